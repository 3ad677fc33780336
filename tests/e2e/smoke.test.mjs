import assert from "node:assert/strict";
import { MEDIUM, NARROW, WIDE, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

for (const [where, prefix, path] of [
  ["the root of a site", "/", ""],
  ["a sub-path", "/some/where/", ""],
  ["a sub-path without its last slash", "/some/where/", "../where"],
  ["a file name", "/some/where/", "index.html"],
]) {
  browserTest(`starts from ${where}`, { prefix, path }, async ({ page }) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
  });
}

browserTest("finds its worker from a sub-path", { prefix: "/some/where/", path: "index.html" }, async ({ page }) => {
  const program = page.waitForResponse(/worker-[0-9a-f]+_bg\.wasm$/);
  await page.evaluate(() => {
    globalThis.worker = new Worker(document.querySelector("meta[name=worker]").content);
  });
  assert.equal((await program).status(), 200);
});

browserTest("refuses inline scripts and foreign hosts", { expected: [/Content Security Policy|TrustedScript/] }, async ({ page, problems }) => {
  const refused = await page.evaluate(() => {
    document.body.append(Object.assign(new Image(), { src: "https://example.com/pixel.png" }));
    // Not even text that no setter sees becomes a script.
    const quiet = document.createElement("script");
    quiet.append(document.createTextNode("globalThis.broken = true"));
    document.body.append(quiet);
    try {
      document.createElement("script").textContent = "globalThis.broken = true";
      return "";
    } catch (error) {
      return error.message;
    }
  });
  assert.match(refused, /TrustedScript/);
  assert.equal(await page.evaluate(() => globalThis.broken), undefined);
  await page.waitForFunction(() => document.images[0].complete);
  assert.ok(problems.some((text) => /TrustedScript|inline script/.test(text)), problems.join("\n"));
  assert.ok(problems.some((text) => /image.*img-src/.test(text)), problems.join("\n"));
});

for (const [name, viewport] of Object.entries({ wide: WIDE, medium: MEDIUM, narrow: NARROW })) {
  for (const dark of [false, true]) {
    browserTest(`is accessible and fits: ${name}, ${dark ? "dark" : "light"}`, { viewport, dark }, async ({ page }) => {
      await page.getByRole("heading", { level: 1 }).waitFor();
      await shot(page, `start-${name}-${dark ? "dark" : "light"}`);
      await assertFits(page);
      await assertAccessible(page);
    });
  }
}
