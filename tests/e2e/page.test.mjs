// The page as a person uses it: samples, pasting, cells, the clock, files, bad input, keyboard, themes, small windows.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { MEDIUM, NARROW, WIDE, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

const sample = async (id) => JSON.parse(await readFile(new URL(`../../www/samples/${id}.json`, import.meta.url), "utf8"));
const verdict = (page) => page.getByTestId("verdict");
const says = (page, words) => verdict(page).getByText(words).waitFor();
/** The parent's DS answer alone: its referral is another message. */
const ds = (source) => source.text.slice(0, source.text.lastIndexOf("; <<>> DiG"));
const text = (page, label) => page.getByRole("textbox", { name: `Data of ${label}` });

/** Opens a box of the evidence column, by its title. */
async function open(page, title) {
  const box = page.locator("details.src", { hasText: title }).first();
  if (!(await box.evaluate((e) => e.open))) await box.locator("summary").click();
}

/** As a paste arrives: all at once. */
async function paste(page, label, value) {
  await open(page, label);
  await text(page, label).fill(value);
}

browserTest("the first visit shows a sample, already judged", {}, async ({ page }) => {
  const worked = page.getByTestId("worked");
  await worked.getByText("rejects everything C signs").waitFor();
  assert.equal(await page.locator(".sample").count(), 12);
  assert.equal(await worked.locator(".mix td[data-status=bogus]").count(), 2);
  await shot(page, "first");
  await assertAccessible(page);
});

browserTest("every sample is judged as its card says", { path: null }, async ({ page, url }) => {
  const glyphs = { gs: "secure", gb: "bogus", gi: "insecure" };
  await page.goto(url);
  await page.locator(".sample").first().waitFor();
  const cards = await page.locator(".sample").evaluateAll((cards) =>
    cards.map((card) => ({
      id: card.dataset.test,
      status: card.querySelector(".st").dataset.status,
      cells: [...card.querySelectorAll(".glyph rect")].map((cell) => cell.getAttribute("class")),
    })),
  );
  for (const { id, status, cells } of cards) {
    await page.goto(`${url}#sample=${id}`);
    const { sources } = await sample(id);
    const zone = /^;?([\w-]+\.multi)\.\s/m.exec(sources.at(-1).text)[1];
    await verdict(page).getByText(zone, { exact: true }).waitFor();
    assert.equal(await verdict(page).getAttribute("data-status"), status, id);
    const mixes = await page.locator(".mix td[data-status]").evaluateAll((mixes) =>
      mixes.map((mix) => ({ status: mix.dataset.status, differs: mix.querySelector(".mark[data-status=bogus]") !== null })),
    );
    assert.equal(mixes.length, cells.length, id);
    mixes.forEach((mix, i) => {
      if (cells[i] === "gw") assert.ok(mix.differs, `${id}: cell ${i} differs at a validator`);
      else assert.equal(mix.status, glyphs[cells[i]], `${id}: cell ${i}`);
    });
  }
});

browserTest("two providers and the parent, pasted into a box each", { path: "#check" }, async ({ page }) => {
  const { sources } = await sample("zsk-missing");
  await says(page, "Nothing to judge yet");
  await page.getByRole("button", { name: "A box for each provider" }).click();
  await paste(page, "Provider A", sources[0].text);
  await verdict(page).getByText("mivovo.multi", { exact: true }).waitFor();
  await paste(page, "Provider B", sources[1].text);
  await paste(page, "Parent", sources[2].text);
  await page.getByLabel("Judged at").fill("2026-11-25 12:00 UTC");
  await page.getByLabel("Judged at").press("Enter");
  await says(page, "A resolver that holds A’s keys rejects everything B signs.");
  await page.getByTestId("said").getByText("rejects everything B signs").waitFor();
  assert.match(await page.title(), /^mivovo\.multi: can fail/);
});

browserTest("all in one paste is split into providers", { path: "#check" }, async ({ page }) => {
  const { sources } = await sample("model2");
  await paste(page, "All in one paste", [sources[0].text, sources[1].text, ds(sources[2])].join("\n"));
  await page.getByText("Split into A, B and parent").waitFor();
  await page.getByLabel("Judged at").fill("2026-11-25T12:00:00Z");
  await page.getByLabel("Judged at").press("Enter");
  await says(page, "Secure.");
  assert.equal(await page.locator(".mix td[data-status=secure]").count(), 4);
});

browserTest("text pasted on the first page opens the check", {}, async ({ page }) => {
  await page.getByTestId("worked").getByText("Can fail.").waitFor();
  const { sources } = await sample("model2");
  await page.evaluate((value) => {
    const data = new DataTransfer();
    data.setData("text/plain", value);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, sources[0].text);
  await text(page, "All in one paste").waitFor();
  await verdict(page).getByText("dorpra.multi", { exact: true }).waitFor();
});

browserTest("a cell opens its proof, and Escape goes back to it", { path: "#sample=zsk-missing" }, async ({ page }) => {
  const cell = page.getByRole("button", { name: /^DNSKEY from A, answer from B: Bogus.*Show the proof$/ });
  await cell.click();
  const proof = page.getByTestId("proof");
  await proof.getByText("Missing", { exact: true }).waitFor();
  await proof.getByRole("row", { name: /SOA.*bogus.*22961/ }).first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "h-proof");
  await shot(page, "cell");
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  await proof.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "cell-0-1");
});

browserTest("the clock: field, strip, a wrong time, and the offer", { path: "#sample=model2" }, async ({ page }) => {
  await says(page, "Secure.");
  const field = page.getByLabel("Judged at");
  await field.fill("2027-01-01 00:00 UTC");
  await field.press("Enter");
  await says(page, "Fails now.");
  await page.getByTestId("offer").click();
  await says(page, "Secure.");
  const slider = page.getByRole("slider", { name: "Move the clock" });
  await slider.focus();
  await page.keyboard.press("End");
  await says(page, "Fails now.");
  await field.fill("tomorrow");
  await field.press("Enter");
  await page.getByText("This is not a time.").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.equal(await field.inputValue(), "tomorrow");
  await page.getByRole("button", { name: "Now", exact: true }).click();
  await page.getByText("This is not a time.").waitFor({ state: "detached" });
});

browserTest("files: opened, and dropped anywhere", { path: "#check" }, async ({ page }) => {
  const { sources } = await sample("zsk-missing");
  const all = sources.map((source) => source.text).join("\n");
  await page.getByTestId("picker").setInputFiles([{ name: "answers.txt", mimeType: "text/plain", buffer: Buffer.from(all) }]);
  await page.getByText("answers.txt").first().waitFor();
  await verdict(page).getByText("mivovo.multi", { exact: true }).waitFor();
  const other = (await sample("model2")).sources[0].text;
  await page.evaluate((value) => {
    const data = new DataTransfer();
    data.items.add(new File([value], "dropped.txt", { type: "text/plain" }));
    const box = document.querySelector("details.src");
    box.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, other);
  await page.getByText("dropped.txt").first().waitFor();
  await verdict(page).getByText("dorpra.multi", { exact: true }).waitFor();
});

browserTest("garbage gets a hint, and stays where it was typed", { path: "#check" }, async ({ page }) => {
  await paste(page, "All in one paste", "hello\nthis is a shopping list\n");
  await says(page, "Nothing here looks like DNS data.");
  await page.getByTestId("not-read").waitFor();
  assert.equal(await text(page, "All in one paste").inputValue(), "hello\nthis is a shopping list\n");
  await shot(page, "garbage");
  await assertAccessible(page);
  await text(page, "All in one paste").fill("");
  await says(page, "Nothing to judge yet");
});

browserTest("one bad line among good ones is listed, the rest is judged", { path: "#sample=zsk-missing" }, async ({ page }) => {
  await says(page, "Can fail.");
  const box = text(page, "Provider A");
  await box.fill(`${await box.inputValue()}\nmivovo.multi. 3600 IN A 192.0.2.300\n`);
  const list = page.getByTestId("not-read");
  await list.getByText("192.0.2.300").waitFor();
  await list.getByText(/line \d+, column \d+/).first().waitFor();
  await page.locator("details.src").first().getByText("1 line", { exact: true }).waitFor();
  assert.equal(await page.locator(".gutter .bad").count(), 1);
  // The marks stay beside their lines, at the end of the text, too.
  const [marks, lines] = await page.locator(".paste").first().evaluate((paste) => [...paste.children].map((part) => part.scrollTop));
  assert.ok(lines > 0);
  assert.equal(marks, lines);
  await says(page, "Can fail.");
});

browserTest("a private key is refused and wiped", { path: "#check" }, async ({ page }) => {
  const key = "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTI=\n";
  await paste(page, "All in one paste", key);
  await page.getByTestId("notice").getByText("A private key was in that text.").waitFor();
  assert.equal(await text(page, "All in one paste").inputValue(), "");
  assert.ok(!(await page.content()).includes("c2VjcmV0"));
  await shot(page, "private-key");
});

browserTest("two zones: the page asks which", { path: "#check" }, async ({ page }) => {
  const [one, two] = await Promise.all([sample("model1"), sample("no-ds")]);
  await paste(page, "All in one paste", one.sources[0].text + two.sources[0].text);
  await says(page, "The data are of several zones.");
  const zones = page.getByRole("group", { name: "Zone to judge" }).getByRole("button");
  assert.equal(await zones.count(), 2);
  await zones.filter({ hasText: "vorenren.multi" }).click();
  await verdict(page).getByText("vorenren.multi", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Judge whatever zone is found" }).click();
  await says(page, "The data are of several zones.");
});

browserTest("markup in names and texts stays text", { path: "#sample=zsk-missing" }, async ({ page }) => {
  await says(page, "Can fail.");
  const evil = '<img src=x onerror="globalThis.broken=1">';
  const box = text(page, "Provider A");
  await box.fill(`${await box.inputValue()}\nmivovo.multi. 3600 IN A ${evil}\n<b>x</b>.mivovo.multi. 3600 IN TXT "${evil.replaceAll('"', "'")}"\n`);
  await page.getByTestId("not-read").getByText("<img").first().waitFor();
  await page.getByLabel("Name", { exact: true }).first().fill("<i>A</i>");
  await verdict(page).getByText("<i>A</i>").first().waitFor();
  assert.equal(await page.evaluate(() => globalThis.broken), undefined);
  assert.equal(await page.locator("main img, main i").count(), 0);
});

browserTest("a large paste is held, not shown, and the page stays quick", { path: "#check" }, async ({ page }) => {
  const { sources } = await sample("zsk-missing");
  await text(page, "All in one paste").waitFor();
  const ms = await page.evaluate((head) => {
    const big = head + "; a line of no use to anybody, as a large zone's comments are\n".repeat(200_000);
    const data = new DataTransfer();
    data.setData("text/plain", big);
    const began = performance.now();
    document.querySelector(".paste textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    return performance.now() - began;
  }, sources[1].text);
  assert.ok(ms < 1000, `the paste took ${ms} ms`);
  await page.getByText(/MB held, the first 200 kB shown/).waitFor();
  assert.ok((await page.locator(".paste textarea").inputValue()).length <= 200_000);
  await page.waitForFunction(() => !document.querySelector("#verdict").textContent.startsWith("Nothing"), null, { timeout: 60_000 });
  await verdict(page).getByText("mivovo.multi", { exact: true }).waitFor();
});

browserTest("a finding opens and its record can be copied", { path: "#sample=zsk-missing" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Show the fix" }).click();
  const finding = page.locator("#finding-MS-ZSK-COVERAGE");
  await finding.getByText("Evidence", { exact: true }).waitFor();
  await finding.getByRole("button", { name: /^Copy the record/ }).first().click();
  await finding.getByText("Copied").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /DNSKEY/);
  for (const link of await finding.locator(".refs a").all()) {
    assert.match(await link.getAttribute("href"), /^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+\.html/);
    assert.match(await link.getAttribute("rel"), /noopener/);
  }
  await shot(page, "finding");
});

browserTest("the keyboard alone is enough", { path: "" }, async ({ page }) => {
  await page.getByTestId("worked").getByText("Can fail.").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the verdict");
  const reach = async (what) => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((what) => document.activeElement.matches(what), what)) return;
    }
    assert.fail(`Tab does not reach ${what}`);
  };
  await reach("[data-test=zsk-missing]");
  await page.keyboard.press("Enter");
  await says(page, "A resolver that holds A’s keys");
  await reach("#cell-0-1");
  await page.keyboard.press("Enter");
  await page.getByTestId("proof").waitFor();
  await page.keyboard.press("Escape");
  await reach("[data-test=chain] summary");
  await page.keyboard.press("Enter");
  await page.getByTestId("chain").getByText("It is not in that of A").last().waitFor();
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(ring, "none");
});

browserTest("the theme is remembered", { path: "#sample=model2" }, async ({ page }) => {
  await page.getByTestId("theme").click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await page.getByTestId("theme").click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
});

browserTest("the person's own data survive a look at a sample", { path: "#check" }, async ({ page }) => {
  const { sources } = await sample("model2");
  await paste(page, "All in one paste", sources[0].text);
  await verdict(page).getByText("dorpra.multi", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Samples" }).click();
  await page.getByTestId("worked").getByText("rejects everything C signs").waitFor();
  await page.getByRole("link", { name: "Back to your data" }).click();
  await verdict(page).getByText("dorpra.multi", { exact: true }).waitFor();
  assert.equal(await text(page, "All in one paste").inputValue(), sources[0].text);
});

browserTest("the longest verdict fits three providers on the narrowest window", { path: null, viewport: { width: 320, height: 640 } }, async ({ page, url }) => {
  await page.goto(`${url}#sample=three-providers`);
  await page.locator(".mix").waitFor();
  // Whatever the data: each cell says the longest word that it can.
  const cells = await page.locator(".mix td .st").evaluateAll((all) => {
    for (const status of all) status.lastChild.data = "Cannot tell";
    return all.map((status) => status.textContent);
  });
  assert.equal(cells.length, 9);
  assert.ok(cells.every((words) => words.includes("Cannot tell")));
  await shot(page, "cannot-tell-320");
  await assertFits(page);
});

browserTest("the offer of a moment inside the signatures’ validity fits a narrow window", { path: "#sample=zsk-missing", viewport: NARROW }, async ({ page }) => {
  await page.getByLabel("Judged at").fill("2027-01-05 12:00 UTC");
  await page.getByLabel("Judged at").press("Enter");
  await page.getByTestId("offer").waitFor();
  await assertFits(page);
});

for (const [name, viewport] of Object.entries({ wide: WIDE, medium: MEDIUM, narrow: NARROW })) {
  for (const dark of [false, true]) {
    for (const id of ["zsk-missing", "model2", "three-providers"]) {
      const where = `${id}, ${name}, ${dark ? "dark" : "light"}`;
      browserTest(`fits and is accessible: ${where}`, { path: `#sample=${id}`, viewport, dark }, async ({ page }) => {
        await page.getByTestId("clock").waitFor();
        await shot(page, `${id}-${name}-${dark ? "dark" : "light"}`);
        await assertFits(page);
        await assertAccessible(page);
      });
    }
  }
}

browserTest("a check that is cancelled says so in the verdict's place", { path: "#check" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("textbox", { name: "Data of All in one paste" }).focus();
  const large = () =>
    page.evaluate(() => {
      const lines = ["example.org. 3600 IN SOA ns.example.org. h.example.org. 1 2 3 4 5", "example.org. 3600 IN NS ns.example.org."];
      for (let n = 0; n < 200_000; n += 1) lines.push(`host${n}.example.org. 3600 IN TXT "${"x".repeat(100)} ${n}"`);
      const data = new DataTransfer();
      data.setData("text/plain", lines.join("\n"));
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
  await large();
  await page.getByTestId("progress").getByRole("button", { name: "Cancel" }).click();
  await says(page, "Cancelled.");
  assert.equal(await verdict(page).getByText("Checking.").count(), 0);
  // It stays so when the note above it is closed.
  await page.getByTestId("notice").getByRole("button", { name: "Close" }).click();
  await says(page, "Nothing was judged.");
  await assertAccessible(page);
});

browserTest("a private key is wiped from every box, and kept nowhere", { path: "#check" }, async ({ page }) => {
  const key = "MC4CAQAwBQYDK2VwBCIEIIqOKVfsBiPEdblBRiSr9AsEIjTtZ5T2GqkxoGZ5OgMh";
  const kept = () => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.body.innerHTML]));
  const refused = async () => {
    await page.getByTestId("ask-says").getByText("A private key was in that box.").waitFor();
    assert.ok(!(await kept()).includes(key.slice(4, 24)));
  };
  const domain = page.getByRole("textbox", { name: "Domain name" });
  await domain.fill(key);
  await refused();
  assert.equal(await domain.inputValue(), "");
  await domain.fill("example.org");
  const choose = page.getByTestId("resolvers").locator("summary").first();
  await choose.click();
  await page.getByTestId("resolvers").getByText("Trust anchor").click();
  const anchor = page.getByTestId("resolvers").locator("textarea");
  for (const text of [key, `-----begin private key-----\n${key}`, "Privatekey: fo/dT9LaRsPzsNH1gj/kSrSzgSvgrL0NCkyeAJZcPbQ="]) {
    await anchor.fill(text);
    await refused();
    assert.equal(await anchor.inputValue(), "");
    assert.equal(JSON.parse(await page.evaluate(() => localStorage.getItem("live") ?? "{}")).anchor ?? "", "");
    // Whoever goes back to the domain leaves the choice, which closes.
    await domain.fill("example.org");
    await choose.click();
  }
  // A public one stays.
  await anchor.fill(". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D");
  assert.ok((await kept()).includes("E06D44B80B8F1D39"));
});
