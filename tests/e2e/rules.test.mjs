// The pages about rules: made from the rules' own documentation, one for each, found from a finding.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { page as read } from "../../tools/rule-pages.mjs";
import { NARROW, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

const RULES = new URL("../../src/check/rules/", import.meta.url);

/** The codes of all modules that are rules. */
async function codes() {
  const found = [];
  for (const name of await readdir(RULES, { recursive: true })) {
    const source = await readFile(new URL(name, RULES), "utf8").catch(() => "");
    const code = /^\/\/! # ([A-Z0-9-]+): /.exec(source)?.[1];
    if (code && /^pub\(super\) const RULE: Rule/m.test(source)) found.push(code);
  }
  return found.sort();
}

test("a page has all its parts, or there is none", () => {
  const source = "//! # A-B: a title\n//!\n//! ## What\n//! One\n//! line's.\n//!\n//! Two.\n//! ## Why it breaks\n//! W\n//! ## Who is hit\n//! H\n//! ## Fix\n//! F\n//! ## References\n//! RFC 1 §2, §3; RFC 4.";
  assert.deepEqual(read(source), {
    code: "A-B", title: "a title", what: ["One line’s.", "Two."], why: ["W"], who: ["H"], fix: ["F"], references: ["RFC 1 §2, §3", "RFC 4"],
  });
  assert.throws(() => read(source.replace("## Fix", "## Fox")), /no section “Fix”/);
  assert.throws(() => read(source.replace("//! F\n", "")), /nothing under “Fix”/);
});

browserTest("every rule has its page", { path: "#/rules" }, async ({ page }) => {
  const links = page.getByTestId("rules").locator(".rule-list a");
  await links.first().waitFor();
  const hrefs = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.deepEqual(hrefs.map((href) => href.replace("#/rules/", "")).sort(), await codes());
  await shot(page, "rules");
  await assertAccessible(page);
});

browserTest("from a finding to its page, and back to the same case", { path: "#sample=zsk-missing" }, async ({ page }) => {
  const finding = page.getByTestId("MS-ZSK-COVERAGE");
  await finding.getByRole("link", { name: "About MS-ZSK-COVERAGE" }).click();
  await page.getByRole("heading", { level: 1, name: /does not publish another’s ZSK/ }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Rules" }).first().getAttribute("aria-current"), "page");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  for (const heading of ["What", "Why it breaks", "Who is hit", "Fix", "References"])
    await page.getByRole("heading", { level: 2, name: heading }).waitFor();
  await shot(page, "rule");
  await assertAccessible(page);
  await page.goBack();
  await finding.waitFor();
  assert.equal(await page.getByTestId("verdict").getAttribute("data-status"), "bogus");
});

browserTest("a narrow window, in the dark", { path: "#/rules/DS-DIGEST-SHA1-MIX", viewport: NARROW, dark: true }, async ({ page }) => {
  await page.getByTestId("rule").waitFor();
  assert.equal(await page.getByText("harden-algo-downgrade: yes").evaluate((element) => element.tagName), "CODE");
  await assertFits(page);
  await shot(page, "rule-narrow-dark");
  await assertAccessible(page);
});

browserTest("a rule that does not exist says so", { path: "#/rules/%3Cb%3E" }, async ({ page }) => {
  await page.getByRole("heading", { name: "No such rule" }).waitFor();
  await page.getByRole("link", { name: "All rules" }).click();
  await page.locator(".rule-list a").first().waitFor();
});

browserTest(
  "without the list the page says so",
  { path: null, expected: [/rules\.json/, /ERR_FAILED/] },
  async ({ page, url, context }) => {
    await context.route("**/rules.json", (route) => route.abort());
    await page.goto(`${url}#/rules`);
    await page.getByText("could not be fetched").waitFor();
  },
);
