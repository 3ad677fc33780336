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
const done = (page) => page.getByRole("button", { name: "Ask all again" }).first().waitFor();

/** A test with the lab's resolvers chosen; `hash` is where the page opens. */
function live(name, { remembered = choice(), hash = "", ...options }, body) {
  browserTest(name, { path: null, ...options }, async (given) => {
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
      const [, from, by] = /DNSKEY from (.+), answer from (.+?):/.exec(cell.querySelector("button").getAttribute("aria-label"));
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

live("one resolver: who signs is told by sampling, and what is not known is said", { remembered: choice({ samples: 40 }) }, async ({ page }) => {
  await check(page, `nozsk.${LAB.tld}`);
  await page.getByTestId("coverage").getByText(/which keys 2 of them publishes is not known/).waitFor();
  await page.getByTestId("commands").getByText(`multisigner probe nozsk.${LAB.tld}`).waitFor();
  await page.getByTestId("commands").getByText(/dig @ns1\.aster\.lab\./).waitFor();
  assert.notEqual(await verdict(page).getAttribute("data-status"), "secure");
  await shot(page, "live-partial");
  await assertAccessible(page);
});
