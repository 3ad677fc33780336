// The page that plans: the plan and its proof, what breaks if one goes early, progress that survives, gates, and what is taken along.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { NARROW, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

const PATH = { path: "#plan" };

/** Resolves when the plan is of what is wanted now. */
const settled = (page) => page.locator("[data-test=plan][aria-busy=false] [data-test=proof]").waitFor();
const story = (page) => page.getByTestId("story").waitFor();
const whyAt = (page) => page.getByTestId("why-at").inputValue();
const over = (page) => page.getByText(/All is over by/).innerText();

const saved = async (page, test) => {
  await page.getByText("Save, opens a menu").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(test).click()]);
  return { name: download.suggestedFilename(), octets: await readFile(await download.path()) };
};

browserTest("a plan, proven", PATH, async ({ page }) => {
  await settled(page);
  assert.equal(await page.title(), "Plan · multisigner");
  assert.equal(await page.getByRole("link", { name: "Plan", exact: true }).getAttribute("aria-current"), "page");
  await page.getByRole("heading", { level: 1, name: "Add a provider: B" }).waitFor();
  assert.equal(await page.getByTestId("proof").getAttribute("data-status"), "secure");
  await page.getByTestId("proof").getByText(/^Proven: \d+ cache combinations, none fails\.$/).waitFor();
  assert.equal(await page.getByTestId("steps").locator("> li").count(), 5);
  // An example of a step that comes too early, with the resolver that fails.
  await story(page);
  await page.getByTestId("why").getByText("fails", { exact: true }).waitFor();
  await page.getByTestId("plan-said").getByText(/Safe at all times/).waitFor({ state: "attached" });
  await shot(page, "plan");
  await assertAccessible(page);
});

browserTest("every operation of both models is planned and proven", PATH, async ({ page }) => {
  await settled(page);
  const select = page.getByTestId("operation");
  const all = await select.locator("option").evaluateAll((options) => options.map((option) => option.value));
  assert.equal(all.length, 14);
  for (const operation of all) {
    await select.selectOption(operation);
    for (const model of ["Model 1", "Model 2"]) {
      const button = page.getByRole("button", { name: model, exact: true });
      if (await button.isDisabled()) continue;
      await button.click();
      await settled(page);
      assert.equal(await button.getAttribute("aria-pressed"), "true", operation);
      assert.equal(await page.getByTestId("proof").getAttribute("data-status"), "secure", operation);
      assert.ok((await page.getByTestId("steps").locator("> li").count()) > 1, operation);
    }
  }
});

browserTest("a step that comes too early: typed, by keys, by hand", PATH, async ({ page }) => {
  await settled(page);
  await story(page);
  const why = page.getByTestId("why");
  // Long before its time it fails, and not at it.
  const at = page.getByTestId("why-at");
  await at.fill("2000-01-01 00:00 UTC");
  await at.press("Enter");
  await why.getByText(/Resolvers that hold the DS and the DNSKEY RRset of different moments reject the whole zone, for 1 d, until/).waitFor();
  const handle = page.locator(".only-wide [data-test=handle-4]");
  await handle.focus();
  await page.keyboard.press("End");
  await why.getByText("nothing fails").waitFor();
  await why.getByText("That is the earliest time.").waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await why.getByText("fails", { exact: true }).waitFor();
  await why.getByRole("button", { name: "Back to the plan" }).click();
  await page.getByTestId("story").waitFor({ state: "detached" });
  // By hand: the number is drawn to the left.
  await handle.scrollIntoViewIfNeeded();
  const box = await handle.locator("circle").first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const way of [20, 60, 120]) await page.mouse.move(x - way, y, { steps: 4 });
  await story(page);
  await page.mouse.up();
  await why.getByText(/earlier than the plan’s/).waitFor();
  assert.ok((await page.locator(".only-wide .danger").count()) > 0);
  const before = await whyAt(page);
  await page.mouse.move(x, y);
  assert.equal(await whyAt(page), before, "a hand that let go moves nothing");
});

browserTest("assumptions can be changed, and the plan follows", PATH, async ({ page, url, context }) => {
  await settled(page);
  const before = await over(page);
  await page.getByTestId("assumptions").locator("summary").click();
  const ttl = page.getByTestId("ttl-ds");
  assert.equal(await ttl.inputValue(), "1d");
  await ttl.fill("2h");
  await ttl.press("Enter");
  await page.waitForFunction((text) => !document.querySelector("main").innerText.includes(text), before);
  await settled(page);
  const after = await over(page);
  assert.notEqual(after, before);
  await page.getByRole("textbox", { name: "Label of provider 2" }).fill("fjord");
  await page.getByRole("textbox", { name: "Label of provider 2" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Add a provider: fjord" }).waitFor();
  await settled(page);
  await page.waitForFunction(() => location.hash.startsWith("#plan="));
  // The address carries all of it.
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole("heading", { level: 1, name: "Add a provider: fjord" }).waitFor();
  assert.equal(await over(other), after);
  // A link that was cut says so, and a plan is there all the same.
  await other.goto("about:blank");
  await other.goto(`${url}#plan=AAAA`);
  await settled(other);
  await other.locator(".banner[data-status=warning]").waitFor();
});

browserTest("progress moves the times and survives a reload", PATH, async ({ page }) => {
  await settled(page);
  await page.getByTestId("tick-1").check();
  await settled(page);
  await page.locator("[data-test=step-1][data-step=done]").waitFor();
  const third = page.getByTestId("step-3").locator(".when");
  const before = await third.innerText();
  await page.getByTestId("tick-2").check();
  // What is done is folded away.
  await page.locator("[data-test=step-2][data-step=done] > details:not([open]) > summary").click();
  await settled(page);
  const seen = page.getByTestId("step-2").locator(".carry .inline input");
  await seen.fill("2030-01-01 12:00 UTC");
  await seen.press("Enter");
  await page.getByTestId("step-2").getByText("Seen 1 Jan 12:00 UTC").waitFor();
  await page.waitForFunction(([text]) => !document.querySelector("[data-test=step-3] .when").innerText.includes(text), [before]);
  await settled(page);
  const after = await third.innerText();
  assert.match(after, /1 Jan 12:00 UTC/);
  await page.waitForFunction(() => location.hash.startsWith("#plan="));
  await page.reload();
  await settled(page);
  assert.equal(await third.innerText(), after);
  assert.equal(await page.getByTestId("steps").locator("[data-step=done]").count(), 2);
  await shot(page, "plan-under-way");
});

browserTest("from a check: real records, commands, gates", { path: "#sample=model2" }, async ({ page }) => {
  await page.getByTestId("verdict").first().waitFor();
  await page.getByRole("link", { name: "Plan", exact: true }).click();
  await settled(page);
  await page.getByTestId("operation").selectOption("remove-provider");
  await page.getByTestId("take-case").click();
  await page.getByRole("button", { name: "The last check", pressed: true }).waitFor();
  await settled(page);
  assert.equal(await page.getByTestId("proof").getAttribute("data-status"), "secure");
  await page.locator(".stepi > details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
  // Keys are the zone's own.
  const steps = page.getByTestId("steps");
  await steps.getByText(/ IN DNSKEY 256 3 13 [A-Za-z0-9+/]{80,}/).first().waitFor();
  await steps.getByText(/ IN DS \d+ 13 2 [0-9A-F]{64}/).first().waitFor();
  await page.getByTestId("software-A").selectOption("bind");
  await steps.getByText(/nsupdate -l/).first().waitFor();
  // The first step may be made; the next one has something missing.
  await page.getByTestId("gate-1").click();
  await page.getByTestId("step-1").getByTestId("gate").getByText(/^Go: step 1/).waitFor();
  await shot(page, "plan-gate");
  await page.getByTestId("gate-3").click();
  await page.getByTestId("step-3").getByTestId("gate").getByText(/^Not yet: before step 3/).waitFor();
  await assertAccessible(page);
});

browserTest("who cannot import keys: what can be done instead", PATH, async ({ page }) => {
  await settled(page);
  await page.getByTestId("operation").selectOption("migrate");
  await settled(page);
  await page.getByTestId("assumptions").locator("summary").click();
  await page.getByTestId("cannot-B").check();
  await page.getByTestId("refused").getByText(/B cannot publish keys of others/).waitFor();
  assert.ok((await page.getByTestId("instead").locator("li h3").count()) >= 3);
  // The roles stay what they were.
  assert.equal(await page.getByLabel("Who leaves").inputValue(), "A");
  assert.equal(await page.getByLabel("Who takes its place").inputValue(), "B");
  await shot(page, "plan-instead");
  await assertAccessible(page);
  await page.getByTestId("cannot-B").uncheck();
  await settled(page);
});

browserTest("what can be taken along", PATH, async ({ page }) => {
  await settled(page);
  await story(page);
  const markdown = await saved(page, "save-md");
  assert.match(markdown.octets.toString(), /^# example\.: Add a provider: B/);
  const calendar = await saved(page, "save-ics");
  assert.match(calendar.octets.toString(), /^BEGIN:VCALENDAR/);
  const json = JSON.parse((await saved(page, "save-json")).octets);
  assert.equal(json.format, "multisigner-plan/1");
  assert.equal(json.proof.safe, true);
  const svg = (await saved(page, "save-svg")).octets.toString();
  assert.match(svg, /^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.ok(!svg.includes("var("));
  const png = await saved(page, "save-png");
  assert.equal(png.octets.subarray(1, 4).toString(), "PNG");
  assert.equal(png.name, "example-add-provider.png");
});

browserTest("emergencies are at hand", PATH, async ({ page }) => {
  await settled(page);
  const all = page.getByTestId("emergencies");
  await all.locator("summary").first().click();
  assert.equal(await all.locator("details").count(), 9);
  await all.getByText(/^E1\. /).click();
  await all.getByText("Remove B’s name servers from A’s NS RRset.").waitFor();
});

browserTest("on a phone, in the dark, with eight providers", { ...PATH, viewport: NARROW, dark: true }, async ({ page }) => {
  await settled(page);
  await assertFits(page);
  for (let n = 0; n < 6; n += 1) {
    await page.getByTestId("add-provider").click();
    await settled(page);
  }
  assert.ok(await page.getByTestId("add-provider").isDisabled());
  await page.getByRole("heading", { level: 1, name: "Add a provider: H" }).waitFor();
  await story(page);
  await assertFits(page);
  await shot(page, "plan-narrow");
  await assertAccessible(page);
});
