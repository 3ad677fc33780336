// The commands beside the steps of a fix: one choice of software for the page, fetched when it is made.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { NARROW, WIDE, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

const says = (page, words) => page.getByTestId("verdict").getByText(words).waitFor();
const first = (page) => page.getByTestId("findings").locator("details[open] [data-test=command]").first();
const choice = (page) => first(page).getByLabel("Command for");

/** What the context fetches of the table from now on. */
function tables(context) {
  const asked = [];
  context.on("request", (request) => request.url().endsWith("/commands.json") && asked.push(request.url()));
  return asked;
}

browserTest("a choice of software gives the command for a step", { path: null }, async ({ page, url, context }) => {
  const asked = tables(context);
  await page.goto(`${url}#sample=zsk-missing`);
  await says(page, "Can fail.");
  assert.equal(await first(page).locator("pre").count(), 0);
  assert.deepEqual(asked, []);
  await choice(page).selectOption({ label: "Knot DNS" });
  const command = first(page).locator("pre");
  await command.getByText("knotc zone-commit mivovo.multi").waitFor();
  const record = await page.getByTestId("findings").locator("details[open] .fix .copy pre").first().innerText();
  const data = record.trim().split(" IN DNSKEY ")[1];
  assert.ok((await command.innerText()).includes(`DNSKEY ${data}`), await command.innerText());
  assert.equal(asked.length, 1);
  await shot(page, "command");
  await assertAccessible(page);
  // It holds for every step, and for as long as the page is open.
  for (const other of await page.getByTestId("command").getByLabel("Command for").all()) assert.equal(await other.inputValue(), "knot");
  await choice(page).selectOption({ label: "Route 53" });
  await first(page).getByText("cannot publish another provider’s key").waitFor();
  assert.equal(await first(page).locator("pre").count(), 0);
  await page.reload();
  await first(page).getByText("cannot publish another provider’s key").waitFor();
});

browserTest("a provider that its servers’ names tell has its own command", { path: null }, async ({ page, url }) => {
  await page.clock.setFixedTime(new Date("2026-11-25T12:00:00Z"));
  await page.goto(`${url}#sample=zsk-missing`);
  await says(page, "Can fail.");
  await choice(page).waitFor();
  const box = page.getByRole("textbox", { name: "Data of Provider A" });
  await box.fill((await box.inputValue()).replace(/(@|\()ns1\.dune\.multi/g, "$1ns1.desec.io"));
  await first(page).getByText("deSEC:", { exact: true }).waitFor();
  await first(page).locator("pre").getByText("https://desec.io/api/v1/domains/mivovo.multi/rrsets/").waitFor();
  assert.equal(await choice(page).count(), 0);
});

for (const [name, options] of [
  ["command-360", { viewport: NARROW }],
  ["command-360-dark", { viewport: NARROW, dark: true }],
  ["command-1440-dark", { viewport: WIDE, dark: true }],
]) {
  browserTest(`the command at ${name}`, { path: "#sample=zsk-missing", ...options }, async ({ page }) => {
    await says(page, "Can fail.");
    await choice(page).selectOption({ label: "Cloudflare" });
    await first(page).locator("pre").waitFor();
    await assertFits(page);
    await assertAccessible(page);
    await first(page).scrollIntoViewIfNeeded();
    await shot(page, name);
  });
}
