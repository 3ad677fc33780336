// The built page checks zones live, against real name servers on loopback: run by tests/lab/run.py, which says in
// LAB what is there and what unbound makes of every mix. `make test-live-page`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { NARROW, WIDE, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

const LAB = JSON.parse(await readFile(process.env.LAB, "utf8"));
const at = (path) => LAB.base + path;
const provider = (letter) => ({ label: letter, url: at(letter) });

/** What is remembered of an earlier visit. */
const choice = (more = {}) => ({
  public: [], own: [{ url: at("dns-query"), on: true }], providers: [], samples: 12, anchor: LAB.anchor, used: true, ...more,
});

const verdict = (page) => page.getByTestId("verdict");
const panel = (page) => page.getByTestId("live");
const done = (page) => panel(page).locator("header").getByRole("button", { name: "Ask all again" }).waitFor();

/** A test with the lab's resolvers chosen; `hash` is where the page opens. */
function live(name, { remembered = choice(), hash = "", expected = [], ...options }, body) {
  // On a busy machine nginx finds unbound too slow now and then: the page asks again.
  browserTest(name, { path: null, ...options, expected: [...expected, /^502|status of 502/] }, async (given) => {
    await given.context.addInitScript((value) => {
      if (!localStorage.getItem("live")) localStorage.setItem("live", value);
    }, JSON.stringify(remembered));
    await given.page.goto(given.url + hash);
    await body(given);
  });
}

/** Types a domain and waits until all is answered. */
async function check(page, text) {
  const field = page.getByRole("textbox", { name: "Domain name" });
  await field.fill(text);
  await field.press("Enter");
  await panel(page).waitFor();
  await done(page);
}

/** The matrix as it is shown: { AB: "secure", … }. */
const matrix = (page) =>
  page.locator(".mix").evaluate((table) => {
    const found = {};
    for (const cell of table.querySelectorAll("td[data-status]")) {
      const [, from, by] = /DNSKEY from (.+), answer from (.+?):/.exec(cell.textContent);
      found[from + by] = cell.dataset.status;
    }
    return found;
  });

for (const [zone, unbound] of Object.entries(LAB.zones)) {
  live(`${zone}: every mix as unbound answers it`, { remembered: choice({ providers: LAB.providers.map(provider) }) }, async ({ page, t }) => {
    const started = performance.now();
    await check(page, zone);
    await page.locator(".mix").waitFor();
    const shown = await matrix(page);
    const took = performance.now() - started;
    const number = /^(\d+) questions/.exec(await panel(page).locator("footer .note").first().innerText())[1];
    t.diagnostic(`${zone} ${number} questions in ${(took / 1000).toFixed(2)} s until the verdict: ${JSON.stringify(shown)}`);
    assert.deepEqual(shown, unbound);
    assert.equal(await page.getByTestId("coverage").locator("strong").innerText(), "Saw 3 of 3 providers.");
    assert.deepEqual(await page.getByTestId("cut").evaluateAll((cuts) => cuts.slice(0, 2).map((cut) => cut.dataset.status)), ["secure", "secure"]);
    await shot(page, `live-${zone.split(".")[0]}`);
  });
}

const sampled = (page) => panel(page).getByTestId("coverage");

live("one resolver: who signs is told by sampling, and what is not known is said", { remembered: choice({ samples: 40 }) }, async ({ page }) => {
  await check(page, `model2.${LAB.tld}`);
  await sampled(page).getByText(/which keys 2 of them publish is not known/).waitFor();
  await page.getByTestId("commands").getByText(`multisigner probe model2.${LAB.tld}`).waitFor();
  await page.getByTestId("commands").getByText(/dig @ns1\.aster\.lab\./).waitFor();
  assert.notEqual(await verdict(page).getAttribute("data-status"), "secure");
  await shot(page, "live-partial");
  await assertAccessible(page);
});

// With A's DNSKEY RRset in its cache unbound turns away from B, with another one it sees all three.
live("one resolver, and a provider that fails: no all-clear, whichever keys its cache has", { remembered: choice({ samples: 40 }) }, async ({ page }) => {
  await check(page, `nozsk.${LAB.tld}`);
  await sampled(page).getByText(/turned away from one whose answers fail|which keys .* is not known/).first().waitFor();
  assert.notEqual(await verdict(page).getAttribute("data-status"), "secure");
  await shot(page, "live-turned-away");
  await assertAccessible(page);
});

live("a domain is cleaned, and a name inside a zone and an alias lead to their zone", {}, async ({ page }) => {
  await check(page, `  https://WWW.Model2.${LAB.tld.slice(0, -1)}/path `);
  const remarks = page.getByTestId("remarks");
  await remarks.getByText("Took the host name out of the address and wrote it in lower case.").waitFor();
  await page.getByTestId("remarks").getByText("www.model2.lab. is inside the zone model2.lab.").waitFor();
  assert.equal(new URL(page.url()).hash, "#check=www.model2.lab");
  await verdict(page).getByText("model2.lab", { exact: true }).waitFor();
  await check(page, `alias.model2.${LAB.tld}`);
  await page.getByTestId("remarks").getByText(/is an alias of www\.model2\.lab\. \(CNAME\)/).waitFor();
});

for (const [what, name, words] of [
  ["no such name", "nosuch", /No verdict\. nosuch\.lab\. does not exist \(NXDOMAIN\); its zone would be lab\./],
  ["a circle of aliases", "loop1", /No verdict\. .*go round in a circle/],
]) {
  live(`${what} has its own clear answer`, {}, async ({ page }) => {
    await page.getByRole("textbox", { name: "Domain name" }).fill(`${name}.${LAB.tld}`);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await verdict(page).getByText("No verdict.").waitFor();
    assert.match(await verdict(page).getByRole("heading").innerText(), words);
    await shot(page, `live-${name}`);
    await assertAccessible(page);
  });
}

live("a lame delegation has its own clear answer", {}, async ({ page }) => {
  await check(page, `lame.${LAB.tld}`);
  await page.getByTestId("remarks").getByText(/none of its servers gave the resolvers an answer \(lame\)/).waitFor();
  await shot(page, "live-lame");
});

live("another root's anchor: the chain is broken, and that stands above the verdict", { remembered: choice({ anchor: "", providers: LAB.providers.map(provider) }) }, async ({ page }) => {
  await check(page, `model2.${LAB.tld}`);
  await verdict(page).getByText("Fails now. The chain of trust is broken above the zone.").waitFor();
  await verdict(page).getByText(/Validators answer SERVFAIL whatever the zone serves\. By its DS RRset alone: Secure\./).waitFor();
  assert.equal(await verdict(page).getAttribute("data-status"), "bogus");
  assert.deepEqual(await page.getByTestId("cut").evaluateAll((cuts) => cuts.map((cut) => cut.dataset.status)), ["bogus", "bogus", "bogus"]);
  await shot(page, "live-broken");
  await assertAccessible(page);
});

// What the page says of each fault; the good resolver beside it still gives the answer.
const GONE = "https://127.0.0.1:9/dns-query";
for (const [what, url, words, expected] of [
  ["CORS refusal", at("closed"), "The resolver is up, and does not let pages of other sites read its answers (no CORS header)", /CORS policy|ERR_FAILED|NETWORK/],
  ["nobody there", GONE, "The browser cannot reach it: there is no such host, nobody listens there, its certificate is not accepted, or something on the way blocks it", /ERR_|CORS/],
  ["a redirect", at("moved"), "It sends on to another address, which is not followed"],
  ["HTTP 404", at("nothing"), "There is no resolver at this address; is the path right? (HTTP 404)", /404/],
  ["HTTP 429", at("busy"), "Too many requests (HTTP 429); it asks to wait 30 s", /429/],
  ["HTTP 503", at("broken"), "The resolver is out of order (HTTP 503)", /503/],
  ["another content type", at("text"), "It answered with text/html, not with a DNS message (application/dns-message)"],
  ["not DNS", at("junk"), "Not a DNS message: a query, or not a message"],
  ["no answer in time", at("silent"), "No answer in time", /ERR_|499|abort/],
]) {
  const own = [{ url: at("dns-query"), on: true }, { url, on: true }];
  live(`fault: ${what}`, { remembered: choice({ own, samples: 0 }), expected: expected ? [expected] : [] }, async ({ page }) => {
    await check(page, `model2.${LAB.tld}`);
    const row = page.getByTestId("resolver").nth(1);
    assert.ok((await row.innerText()).includes(words), await row.innerText());
    assert.equal(await page.getByTestId("resolver").nth(0).getAttribute("data-status"), "secure");
    await page.locator(".mix").waitFor();
    await shot(page, `live-fault-${what.replaceAll(" ", "-")}`);
  });
}

live("cancel ends it, and asking again goes on", { remembered: choice({ own: [{ url: at("silent"), on: true }], samples: 0 }), expected: [/ERR_|abort/] }, async ({ page }) => {
  await page.getByRole("textbox", { name: "Domain name" }).fill(`model2.${LAB.tld}`);
  await page.keyboard.press("Enter");
  await verdict(page).getByText(/Asking\. model2\.lab/).waitFor();
  await panel(page).getByText("0 of 1 answered", { exact: true }).waitFor();
  await shot(page, "live-asking");
  await assertAccessible(page);
  await panel(page).getByRole("button", { name: "Cancel" }).click();
  await verdict(page).getByText("Stopped.").waitFor();
  await page.getByTestId("resolver").getByText("Stopped.").waitFor();
  await page.getByTestId("resolvers").locator("summary").first().click();
  await page.getByRole("textbox", { name: "Address 1" }).fill(at("dns-query"));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await page.getByTestId("ask-now").click();
  await page.locator(".mix").waitFor();
});

live("asked again: one question, a step, and all; what the person changed stays", {}, async ({ page }) => {
  await check(page, `model2.${LAB.tld}`);
  await page.locator(".mix").waitFor();
  const number = async () => Number(/^(\d+) questions/.exec(await panel(page).locator("footer .note").first().innerText())[1]);
  const before = await number();
  const boxes = await page.locator("details.src").count();
  await page.getByText("Every question").click();
  const step = page.locator("details.step", { hasText: "Names that do not exist" });
  await step.locator("summary").first().click();
  const first = await step.locator("tbody th").allInnerTexts();
  await step.getByRole("button", { name: "Ask this step again" }).click();
  await done(page);
  assert.equal(await number(), before + 12);
  const labels = await step.locator("tbody th").allInnerTexts();
  assert.equal(new Set(labels).size, first.length + 12, "fresh labels");
  await page.locator("details.step", { hasText: "Which zone it is in" }).locator("summary").first().click();
  await page.getByRole("button", { name: /^Ask .* for model2\.lab SOA again$/ }).first().click();
  await done(page);
  assert.equal(await number(), before + 13);
  // A renamed box keeps its name when all is asked again.
  await page.getByLabel("Name", { exact: true }).first().fill("Aster");
  await page.locator("details.src", { hasText: "Aster" }).waitFor();
  await page.locator("details.step", { hasText: "The zone’s own RRsets" }).locator("summary").first().click();
  await page.getByRole("region", { name: /The zone’s own RRsets/ }).getByRole("button", { name: "Ask this step again" }).click();
  await done(page);
  await page.locator("details.src", { hasText: "Aster" }).waitFor();
  assert.equal(await page.locator("details.src").count(), boxes);
  await page.locator(".who").getByText("Aster").waitFor();
});

for (const [where, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  for (const dark of [false, true]) {
    const remembered = choice({ providers: [provider("A"), provider("B")] });
    live(`fits and is accessible: ${where}, ${dark ? "dark" : "light"}`, { viewport, dark, remembered }, async ({ page }) => {
      await check(page, `nozsk.${LAB.tld}`);
      await page.locator(".mix").waitFor();
      await page.getByText("Every question").click();
      await page.locator("details.step", { hasText: "The chain of trust" }).locator("summary").first().click();
      await shot(page, `live-done-${where}-${dark ? "dark" : "light"}`);
      await assertFits(page);
      await assertAccessible(page);
      await page.getByTestId("resolvers").locator("summary").first().click();
      await shot(page, `live-menu-${where}-${dark ? "dark" : "light"}`);
      await assertFits(page);
      await assertAccessible(page);
    });
  }
}
