// What the browser's own cryptography cannot do is done by a worker that is loaded then, and only then.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { browserTest } from "./harness.mjs";

const CORPUS = new URL("../corpus/", import.meta.url);
const ED448 = "034-alg-16-vs-16/";
const P256 = "003-";

/** Everything that dig said in a scenario, in one paste. */
async function said(scenario) {
  const texts = [];
  for (const who of ["A", "B", "parent"]) {
    const folder = new URL(`${scenario}${who}/`, CORPUS);
    const files = (await readdir(folder)).filter((name) => name.startsWith("dig-") && !name.includes("multiline"));
    for (const name of files.sort()) texts.push(await readFile(new URL(name, folder), "utf8"));
  }
  return texts.join("\n");
}

/** Pastes a scenario at the time of its signing; resolves to the scripts of workers that were loaded. */
async function check(page, url, scenario) {
  const loaded = [];
  page.context().on("request", (request) => /\/crypto-[^/]*$/.test(request.url()) && loaded.push(request.url()));
  await page.clock.setFixedTime(new Date("2026-11-25T12:00:00Z"));
  await page.goto(`${url}#check`);
  await page.getByRole("textbox", { name: /^Data of/ }).first().fill(await said(scenario));
  await page.getByTestId("verdict").and(page.locator("[data-status=secure], [data-status=warning]")).waitFor();
  assert.equal(await page.locator(".mix td[data-status=secure]").count(), 4);
  return loaded;
}

browserTest("Ed448 is verified by the worker for it", { path: null }, async ({ page, url }) => {
  const loaded = await check(page, url, ED448);
  assert.ok(loaded.some((address) => address.endsWith("_bg.wasm")), `loaded: ${loaded}`);
});

browserTest("P-256 needs no more than the browser has", { path: null }, async ({ page, url }) => {
  const folder = (await readdir(CORPUS)).find((name) => name.startsWith(P256));
  assert.deepEqual(await check(page, url, `${folder}/`), []);
});

browserTest(
  "without that worker there is no verdict, rather than a wrong one",
  { path: null, expected: [/crypto-|worker for signatures|uncaught/i] },
  async ({ page, url, context }) => {
    await context.route(/\/crypto-[^/]*\.wasm$/, (route) => route.abort());
    await page.clock.setFixedTime(new Date("2026-11-25T12:00:00Z"));
    await page.goto(`${url}#check`);
    await page.getByRole("textbox", { name: /^Data of/ }).first().fill(await said(ED448));
    await page.getByText("stopped").first().waitFor();
    assert.equal(await page.locator(".mix td[data-status=bogus]").count(), 0);
  },
);
