// What explains a verdict: findings narrowed, linked to and looked at again; the moments at which it changes; the chain
// of trust; on paper and in the system's colours.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { MEDIUM, NARROW, WIDE, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

const sample = async (id) => JSON.parse(await readFile(new URL(`../../www/samples/${id}.json`, import.meta.url), "utf8"));
const findings = (page) => page.getByTestId("findings");
const filters = (page) => page.getByTestId("filters");
const toggle = (page, name) => filters(page).getByRole("button", { name, exact: true });
const says = (page, words) => page.getByTestId("verdict").getByText(words).waitFor();
const listed = (page) => findings(page).locator("details.find").count();

/** Puts a text into a box without touching what has the focus. */
const put = (page, index, value) =>
  page.evaluate(([index, value]) => {
    const area = document.querySelectorAll(".inputs textarea")[index];
    area.value = value;
    area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }, [index, value]);

/** As many providers as wanted, from those of a sample in turn: some share their keys. */
async function played(page, count) {
  const { sources, ...rest } = await sample("three-providers");
  const parent = sources.pop();
  const label = (n) => String.fromCharCode(65 + n);
  const many = Array.from({ length: count }, (_, n) => ({ name: label(n), role: { provider: label(n) }, text: sources[n % sources.length].text }));
  await page.route("**/samples/three-providers.json", (route) => route.fulfill({ json: { ...rest, sources: [...many, parent] } }));
}

browserTest("findings are narrowed by provider and by effect, also when judged again", { path: "#sample=three-providers" }, async ({ page }) => {
  await says(page, "rejects everything C signs");
  const all = await listed(page);
  assert.ok(all > 3);
  await toggle(page, "Only about A").focus();
  await page.keyboard.press("Space");
  await page.getByTestId("shown").getByText(new RegExp(`^\\d+ of ${all}$`)).waitFor();
  assert.equal(await toggle(page, "Only about A").getAttribute("aria-pressed"), "true");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Only about A");
  const some = await listed(page);
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  assert.equal(await page.getByTestId("shown").textContent(), `${some} of ${all}`);
  // Another moment: judged again, still narrowed.
  await page.getByRole("slider", { name: "Move the clock" }).press("ArrowRight");
  await page.waitForFunction(() => !document.querySelector("#at").value.includes("12:00:00"));
  assert.equal(await toggle(page, "Only about A").getAttribute("aria-pressed"), "true");
  await shot(page, "findings-narrowed");
  await assertAccessible(page);
  await filters(page).getByRole("button", { name: "Show all" }).click();
  assert.equal(await page.getByTestId("shown").textContent(), "");
  await toggle(page, "Hide info").click();
  assert.equal(await findings(page).locator("details.find[data-status=info]").count(), 0);
  await toggle(page, "Only: Fails").click();
  assert.equal(await listed(page), await findings(page).locator("details.find[data-status=bogus]").count());
});

browserTest("what fails can be shown, whatever is hidden", { path: "#sample=zsk-missing" }, async ({ page }) => {
  await says(page, "Can fail.");
  await toggle(page, "Only: Worth knowing").click();
  await page.getByTestId("MS-ZSK-COVERAGE").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Show the fix" }).click();
  await page.getByTestId("MS-ZSK-COVERAGE").getByText("Evidence", { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "finding-MS-ZSK-COVERAGE-h");
});

browserTest("the report is copied as Markdown beside the findings", { path: "#sample=zsk-missing" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await says(page, "Can fail.");
  await findings(page).getByRole("button", { name: "Copy as Markdown" }).click();
  await findings(page).getByRole("button", { name: "Copied" }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^# mivovo\.multi\. at 25 Nov 2026, 12:00 UTC/);
  assert.match(text, /MS-ZSK-COVERAGE/);
  assert.match(text, /Better from|Worse from|Fails until/);
});

browserTest("a link leads to a finding and opens it, wherever it is", { path: null }, async ({ page, url, context }) => {
  await page.goto(`${url}#sample=three-providers&finding-CDS-DONE`);
  await says(page, "rejects everything C signs");
  await page.waitForFunction(() => document.activeElement.id === "finding-CDS-DONE-h");
  assert.ok(await page.locator("details.worth").evaluate((details) => details.open));
  assert.ok(await page.locator("#finding-CDS-DONE").evaluate((details) => details.open));
  // From the page: what is looked at stays in the address.
  const finding = page.getByTestId("MS-ZSK-COVERAGE").first();
  await finding.getByRole("link", { name: "Link to this finding" }).click();
  await page.waitForFunction(() => location.hash === "#sample=three-providers&finding-MS-ZSK-COVERAGE");
  await says(page, "rejects everything C signs");
  await page.goBack();
  await says(page, "rejects everything C signs");
  // Behind a check link, too.
  const { sources } = await sample("zsk-missing");
  await page.goto(`${url}#check`);
  await page.getByRole("textbox", { name: "Data of All in one paste" }).fill(sources.map((source) => source.text).join("\n"));
  await page.waitForFunction(() => location.hash.startsWith("#v1="));
  await page.locator("#finding-MS-ZSK-COVERAGE").waitFor();
  await page.locator("#finding-MS-ZSK-COVERAGE").evaluate((details) => (details.open = true));
  await page.getByTestId("MS-ZSK-COVERAGE").getByRole("link", { name: "Link to this finding" }).click();
  await page.waitForFunction(() => /^#v1=.+&finding-MS-ZSK-COVERAGE$/.test(location.hash));
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByTestId("frozen").waitFor();
  await other.waitForFunction(() => document.activeElement.id === "finding-MS-ZSK-COVERAGE-h");
});

browserTest("a finding is looked at again: commands, still there, gone, and what caches keep", { path: "#sample=ds-missing" }, async ({ page }) => {
  await says(page, "Can fail.");
  const right = await sample("model2");
  // The zone of a healthy sample, first without half of its DS RRset.
  const texts = right.sources.map((source) => source.text);
  const ds = [...texts[2].matchAll(/^\S+\s+\d+\s+IN\s+DS\s.*$/gm)].map((match) => match[0]);
  assert.ok(ds.length > 1);
  const broken = texts[2].replaceAll(ds[0], "");
  await page.getByLabel("Name", { exact: true }).first().waitFor({ state: "attached" });
  for (const [index, text] of [texts[0], texts[1], broken].entries()) await put(page, index, text);
  await page.getByTestId("verdict").getByText("dorpra.multi", { exact: true }).waitFor();
  const code = await findings(page).locator("details.find[data-status=bogus]").first().getAttribute("data-test");
  const finding = page.getByTestId(code);
  await finding.evaluate((details) => (details.open = true));
  const button = finding.getByRole("button", { name: "Check only this again" });
  await button.click();
  const ways = finding.getByTestId("ways");
  assert.match(await ways.locator("pre").first().textContent(), /^dig \+dnssec .*dorpra\.multi\. [A-Z]+/);
  assert.match(await ways.textContent(), /dig \+dnssec \+norec @PARENT-SERVER dorpra\.multi\. DS|dig \+dnssec \+norec @\S+ dorpra\.multi\. DNSKEY/);
  assert.equal(await page.locator("details.src[open]").count(), 1);
  await finding.getByTestId("again").getByText("Waiting for other data.").waitFor();
  const focused = () => page.evaluate(() => document.activeElement.textContent.slice(0, 60));
  assert.equal(await focused(), "Check only this again");
  await put(page, 2, `${broken}\n; asked again\n`);
  await finding.getByTestId("again").getByText(/^Still there at \d\d:\d\d UTC\.$/).waitFor();
  assert.equal(await focused(), "Check only this again");
  await shot(page, "again-still");
  await assertAccessible(page);
  const clock = page.getByTestId("clock");
  await clock.getByText(/can fail until/).waitFor();
  await put(page, 2, texts[2]);
  const gone = page.getByTestId(`gone-${code}`);
  await gone.getByText(/^Gone since \d\d:\d\d UTC\.$/).waitFor();
  await page.waitForFunction(() => document.activeElement.matches(".find-gone"));
  await clock.getByText(/^Put right\. Caches that still hold/).waitFor();
  await shot(page, "again-gone");
  await assertAccessible(page);
  await gone.getByRole("button", { name: "Close" }).click();
  await gone.waitFor({ state: "detached" });
});

browserTest("what was not seen again is not called gone", { path: "#sample=zsk-missing" }, async ({ page }) => {
  await says(page, "Can fail.");
  await page.getByTestId("MS-ZSK-COVERAGE").getByRole("button", { name: "Check only this again" }).click();
  await put(page, 0, "; nothing yet\n");
  await page.getByTestId("gone-MS-ZSK-COVERAGE").getByText(/^Cannot tell at \d\d:\d\d UTC: A was not seen this time\.$/).waitFor();
});

browserTest("the moments at which the verdict changes are listed, and led to", { path: "#sample=model2" }, async ({ page }) => {
  await says(page, "Secure.");
  assert.match(await page.getByTestId("until").textContent(), /Good until 3 Dec 2026, 00:00 UTC, when all of B’s signatures expire\./);
  // Moved over a change it stays the same slider.
  const slider = page.getByRole("slider", { name: "Move the clock" });
  await slider.press("End");
  await says(page, "Fails now.");
  await page.getByTestId("clock").getByText("can fail until").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Move the clock");
  await slider.press("Home");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Move the clock");
  const moments = page.getByTestId("moments");
  await moments.locator("summary").getByText(/^\d+ moments? at which the verdict changes$/).waitFor();
  const last = moments.getByRole("button").last();
  await last.click();
  await says(page, "Fails now.");
  assert.equal((await page.getByLabel("Judged at").inputValue()).slice(0, 10), "2026-12-20");
  assert.equal(await last.getAttribute("aria-current"), "true");
  assert.equal(await moments.locator("[aria-current]").count(), 1);
  await moments.getByText(/signatures? expires?\./).first().waitFor();
  await assertAccessible(page);
});

for (const count of [2, 3, 4, 8]) {
  browserTest(`the chain of ${count} providers`, { path: null }, async ({ page, url }) => {
    await played(page, count);
    await page.goto(`${url}#sample=three-providers`);
    const chain = page.getByTestId("chain");
    await chain.locator("svg.draw").first().waitFor();
    await page.getByTestId("clock").waitFor();
    const drawing = chain.locator("svg.draw").first();
    const [scroll, room] = await chain.locator(".body > :first-child").evaluate((body) => [body.scrollWidth, body.clientWidth]);
    if (count < 8) assert.ok(scroll <= room, `${scroll} in ${room}`);
    else assert.equal(await chain.getByRole("region", { name: "Chain of trust, scrolls sideways" }).getAttribute("tabindex"), "0");
    const words = await drawing.textContent();
    assert.match(words, /Chain from the root: not checked/);
    assert.match(words, /SOA/);
    assert.doesNotMatch(words, /more$/m);
    if (count > 3) assert.match(words, /shared/);
    await chain.locator("summary").click();
    const rows = chain.getByTestId("chain-steps").locator("tbody tr");
    assert.equal(await rows.count(), 1 + count + count * count);
    if (count >= 4) {
      const lines = () => drawing.locator("path.edge-x").count();
      const before = await lines();
      const one = chain.getByRole("button", { name: "Show B’s steps to and from the others" });
      await one.focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction((before) => document.querySelectorAll("[data-test=chain] svg.draw path.edge-x").length > before, before);
      assert.equal(await one.getAttribute("aria-pressed"), "true");
    }
    await shot(page, `chain-${count}`);
    await assertAccessible(page);
    await assertFits(page);
  });
}

browserTest("on paper: the verdict first, findings opened, no controls", { path: "#sample=zsk-missing" }, async ({ page }) => {
  await says(page, "Can fail.");
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 700, height: 1000 });
  const shown = (selector) => page.locator(selector).evaluateAll((all) => all.filter((e) => e.checkVisibility({ contentVisibilityAuto: true })).length);
  for (const control of [".inputs", ".filters", ".again", ".copy .btn", ".strip input", ".bar form", ".acts"]) assert.equal(await shown(control), 0, control);
  const closed = await page.locator("details.find:not([open]) .find-body").evaluateAll((all) => all.map((e) => e.getBoundingClientRect().height));
  assert.ok(closed.length > 0 && closed.every((height) => height > 20), closed.join());
  const [verdict, next] = await page.evaluate(() => [".verdict", ".clock"].map((e) => document.querySelector(e).getBoundingClientRect().top));
  assert.ok(verdict < next);
  const wide = await page.locator(".copy pre, .ev div").evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).length);
  assert.equal(wide, 0);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  await assertFits(page);
  await shot(page, "print");
});

browserTest("in the system’s colours: letters, states and what is pressed can be told", { path: "#sample=three-providers" }, async ({ page }) => {
  await says(page, "rejects everything C signs");
  await page.emulateMedia({ forcedColors: "active" });
  await toggle(page, "Only about A").click();
  const told = await page.evaluate(() => {
    const style = (selector, what) => getComputedStyle(document.querySelector(selector))[what];
    return {
      letter: [style(".draw .bandcap-t", "fill"), style(".draw .bandcap", "fill")],
      mark: [style(".draw .onst", "stroke"), style(".draw .ok", "fill")],
      pressed: [style(".filters [aria-pressed=true]", "backgroundColor"), style(".filters [aria-pressed=false]", "backgroundColor")],
      node: [style(".draw .node", "fill"), style(".draw .tm", "fill")],
      bad: [style(".strip .seg-bad", "fill"), style(".strip .seg-can", "fill")],
    };
  });
  for (const [what, [one, other]] of Object.entries(told)) assert.notEqual(one, other, what);
  await shot(page, "forced-colors");
});

for (const [name, viewport] of Object.entries({ wide: WIDE, medium: MEDIUM, narrow: NARROW })) {
  for (const dark of [false, true]) {
    const where = `${name}, ${dark ? "dark" : "light"}`;
    browserTest(`four providers fit and are accessible: ${where}`, { path: null, viewport, dark }, async ({ page, url }) => {
      await played(page, 4);
      await page.goto(`${url}#sample=three-providers`);
      await page.getByTestId("moments").waitFor();
      await shot(page, `explain-${name}-${dark ? "dark" : "light"}`);
      await assertFits(page);
      await assertAccessible(page);
    });
  }
}

const corpus = (path) => readFile(new URL(`../corpus/${path}`, import.meta.url), "utf8");
const STEP = "117-add-provider-step3";

/** The boxes of an address: B has the zone and the keys, and no DS yet. */
const prepared = {
  id: "three-providers",
  title: "",
  at: "2026-11-25T12:00:00Z",
  sources: [
    { name: "A", role: { provider: "A" }, text: await corpus(`${STEP}/A/zone.signed`) },
    { name: "B", role: { provider: "B" }, text: await corpus(`${STEP}/B/zone.signed`) },
    { name: "Parent", role: "parent", text: await corpus(`${STEP}/parent/dig-DS.txt`) },
  ],
};

for (const [viewport, dark, name] of [[WIDE, false, "unreached"], [NARROW, true, "unreached-narrow-dark"]])
  browserTest(`a provider to which no NS record leads does not count (${name})`, { path: null, viewport, dark }, async ({ page, url }) => {
    const whole = await sample("three-providers");
    await page.route("**/samples/three-providers.json", (route) => route.fulfill({ json: { ...whole, ...prepared, at: whole.at } }));
    await page.goto(`${url}#sample=three-providers`);
    // Nothing says whom resolvers ask: B's mixes count, and the step is named under that condition.
    await says(page, "A resolver that fetches B’s keys cannot link them to the parent.");
    await page.getByTestId("PROC-ADD-PROVIDER").getByText("Adding B: step 3 of 6, if no NS record leads there yet").waitFor();
    await page.locator("details.src", { hasText: "Provider B" }).first().locator("summary").click();
    const tick = page.getByRole("checkbox", { name: "Not in the NS set yet" });
    await tick.check();
    await says(page, "Everything that A answers validates.");
    await says(page, "No NS record leads to B, so 3 mixes do not happen, unless a cache still holds one that did; if one led there, 2 of them would fail.");
    assert.equal(await page.getByTestId("matrix").locator("td.idle").count(), 3);
    await page.getByTestId("PROC-ADD-PROVIDER").getByText("Adding B: step 3 of 6, if it is on its way in", { exact: true }).waitFor();
    await page.getByTestId("PROC-REMOVE-PROVIDER").getByText("Removing B: step 4 of 5, if it is on its way out", { exact: true }).waitFor();
    await page.getByTestId("matrix").getByText("Dashed: does not happen, for no NS record leads to B.").waitFor();
    assert.ok(await tick.isChecked());
    await assertAccessible(page);
    await assertFits(page);
    await shot(page, name);
    // The address carries what was said.
    await page.waitForFunction(() => location.hash.startsWith("#v1="));
    const address = await page.evaluate(() => location.href);
    await page.unroute("**/samples/three-providers.json");
    await page.goto("about:blank");
    await page.goto(address);
    await says(page, "No NS record leads to B, so 3 mixes do not happen, unless a cache still holds one that did; if one led there, 2 of them would fail.");
    // Not everybody is told so: the tick can be taken back.
    await page.locator("details.src", { hasText: "Provider B" }).first().locator("summary").click();
    await tick.uncheck();
    await says(page, "A resolver that fetches B’s keys cannot link them to the parent.");
  });
