// The installed package in Chromium: the example page, and a page that imports it, under a strict policy.
import assert from "node:assert/strict";
import { copyFile, cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assertAccessible, assertFits, browserTest, shot } from "../e2e/harness.mjs";
import { names, scenario } from "./corpus.mjs";
import { installed, load, project } from "./project.mjs";

const here = await project();
const { folder } = here;
await cp(installed(here, "examples"), folder, { recursive: true });
await copyFile(join(folder, "check.html"), join(folder, "index.html"));
const MODULE = "./node_modules/multisigner/index.js";
await writeFile(
  join(folder, "worker.js"),
  `import { check } from "${MODULE}";\nonmessage = async ({ data }) => postMessage((await check(data)).fails);\n`,
);

/** Fills the example's boxes and presses its button. */
async function submit(page, { sources, at }) {
  const box = (label) => page.getByLabel(label);
  await box("Provider A").fill(sources[0].text);
  await box("Provider B").fill(sources[1]?.text ?? "");
  await box("The parent’s DS").fill(sources[2]?.text ?? "");
  await box("At").fill(at?.toISOString() ?? "");
  await page.getByRole("button", { name: "Check" }).click();
}

browserTest("the example page checks what is pasted", { folder, path: "check.html" }, async ({ page }) => {
  await submit(page, (await scenario("006-missing-zsk-at-A", "zone")).input);
  await page.getByText("Can fail. A resolver that holds A’s keys rejects everything B signs.").waitFor();
  await page.getByText(/^error: A does not publish B’s ZSK .* \(MS-ZSK-COVERAGE\)$/).waitFor();
  await shot(page, "pkg-example");
  await assertFits(page);
  await assertAccessible(page);
  await submit(page, (await scenario("003-model2-ok", "zone")).input);
  await page.getByText("Secure. Every mix of A’s and B’s answers validates.").waitFor();
  await submit(page, { sources: [{ text: "\nwhat is <b>this</b>?" }] });
  await page.getByText("A, line 2: nothing here looks like DNS data").waitFor();
});

browserTest("says in a browser what it says in Node, of every scenario", { folder }, async ({ page }) => {
  const { check } = await load(here);
  for (const name of await names()) {
    const { input } = await scenario(name, "zone");
    const inNode = JSON.stringify((await check(input)).report);
    const inPage = await page.evaluate(
      async ([module, input]) => JSON.stringify((await (await import(module)).check(input)).report),
      [MODULE, input],
    );
    assert.equal(inPage, inNode, name);
  }
});

browserTest("errors have their type and place", { folder }, async ({ page }) => {
  const said = await page.evaluate(async (module) => {
    const { MultisignerError, check } = await import(module);
    const errors = await Promise.all(
      [undefined, { sources: [{ text: "", at: 1 }] }, { sources: [{ text: "\n what?" }] }].map((input) => check(input).catch((error) => error)),
    );
    return errors.map((error) => [error instanceof MultisignerError, error.code, error.source, error.line]);
  }, MODULE);
  assert.deepEqual(said, [[true, "bad-input", null, null], [true, "bad-input", null, null], [true, "nothing-read", "text 1", 2]]);
});

browserTest("works in a worker", { folder }, async ({ page, url }) => {
  const { input } = await scenario("006-missing-zsk-at-A", "zone");
  const fails = await page.evaluate(
    ([address, input]) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(address, { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(input);
      }),
    [`${url}worker.js`, input],
  );
  assert.equal(fails, true);
});

browserTest("a program that is not there, and then is", { folder, expected: [/multisigner\.wasm/, /404/] }, async ({ page, context }) => {
  await context.route("**/multisigner.wasm", (route) => route.fulfill({ status: 404, body: "not found" }));
  const attempt = () => page.evaluate(async (module) => (await import(module)).check({ sources: [] }).catch((error) => [error.code, error.message]), MODULE);
  const [code, message] = await attempt();
  assert.equal(code, "not-loaded");
  assert.match(message, /^the WebAssembly program could not be started: ./);
  await context.unroute("**/multisigner.wasm");
  assert.equal((await attempt())[0], "empty");
});
