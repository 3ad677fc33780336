// The page that simulates: what it signs is judged as the library judges it, for every fault.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";
import { NARROW, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

const TESTS = new URL("../", import.meta.url);
const ZONE = await readFile(new URL("simulate/zone.txt", TESTS), "utf8");

/** What the library says of each fault: [{ title, cells, impossible }]. */
async function gallery(model) {
  const text = await readFile(new URL(`it/snapshots/it__simulate__model-${model}.snap`, TESTS), "utf8");
  return [...text.matchAll(/^(\w+): (.+)\n {2}(?:impossible: (.+)|(\S+) .*)$/gm)].map(
    ([, kind, title, impossible, cells]) => ({ kind, title, impossible, cells }),
  );
}

/** Resolves when the verdict is of what is wanted now. */
async function settled(page) {
  await page.locator("[data-test=outcome][aria-busy=false] [data-test=verdict]").waitFor();
}

/** The mixes' verdicts, row by row: `SBSS`. */
async function cells(page) {
  await settled(page);
  const statuses = await page.locator(".outcome .mix td[data-status]").evaluateAll((all) => all.map((td) => td.dataset.status));
  return statuses.map((status) => ({ secure: "S", insecure: "I", bogus: "B", indeterminate: "?" })[status]).join("");
}

const open = async (page) => {
  for (const group of await page.locator(".fault-group").all())
    if ((await group.getAttribute("open")) === null) await group.locator("summary").click();
};

/** Puts a fault's row where the title says, and gives the row. */
async function row(page, { kind, title }) {
  const exact = page.locator(".switch").filter({ has: page.getByText(title, { exact: true }) }).getByRole("switch");
  if (!(await exact.count())) {
    const select = page.locator(`[data-test^="${kind}"] select`);
    for (const value of await select.locator("option").evaluateAll((all) => all.map((option) => option.value))) {
      await select.selectOption(value);
      if (await exact.count()) break;
    }
  }
  return exact;
}

browserTest("two providers, all in order", { path: "#simulate" }, async ({ page, context }) => {
  assert.equal(await cells(page), "SSSS");
  assert.equal(await page.getByTestId("verdict").getAttribute("data-status"), "secure");
  assert.equal(await page.getByRole("link", { name: "Simulate" }).getAttribute("aria-current"), "page");
  await page.getByText(/^Signed just now with ECDSA P-256.* in this tab: \d+ RRsets, \d+ signatures/).waitFor();
  await page.getByTestId("simulate-said").getByText("example.org: Secure.").waitFor({ state: "attached" });
  await shot(page, "simulate");
  await assertAccessible(page);
  assert.equal(context.pages().length, 1);
});

for (const model of [1, 2]) {
  browserTest(`every fault of model ${model} as the library judges it`, { path: "#simulate" }, async ({ page }) => {
    await settled(page);
    await page.getByRole("textbox", { name: "Zone data" }).fill(ZONE);
    for (const index of [0, 1]) await page.getByTestId(`card-${index}`).getByLabel("Signer", { exact: true }).selectOption("generic");
    await page.getByRole("button", { name: `Model ${model}` }).click();
    assert.equal(await cells(page), "SSSS");
    await open(page);
    const faults = await gallery(model);
    assert.ok(faults.length > 35);
    for (const fault of faults) {
      const control = await row(page, fault);
      if (fault.impossible) {
        assert.ok(await control.isDisabled(), fault.title);
        await page.getByTestId("faults").getByText(`Not possible: ${fault.impossible}`).first().waitFor();
        continue;
      }
      await control.check();
      assert.equal(await cells(page), fault.cells, fault.title);
      await control.uncheck();
    }
    assert.equal(await cells(page), "SSSS");
  });
}

browserTest("a key withheld in the table is a fault", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  await page.getByRole("checkbox", { name: "A publishes B’s signing key" }).uncheck();
  assert.equal(await cells(page), "SBSS");
  const fault = page.getByRole("switch", { name: "A does not publish B’s signing key" });
  assert.ok(await fault.isChecked());
  await page.getByTestId("faults").getByText("1 of 4 mixes fails").waitFor();
  await page.getByTestId("exchange").getByText(/not at A/).waitFor();
  // With another one beside it, each says what it does by itself.
  await open(page);
  await (await row(page, { kind: "DsMissing", title: "The parent has no DS for B’s KSK" })).check();
  assert.equal(await cells(page), "SBBB");
  await page.getByTestId("faults").getByText("2 of 4 mixes fail").waitFor();
  await page.getByTestId("faults").getByText("1 of 4 mixes fails").waitFor();
  await page.getByRole("button", { name: "Clear all" }).click();
  assert.equal(await cells(page), "SSSS");
});

browserTest("settings make other zones, with the same keys", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  const card = page.getByTestId("card-1");
  const keys = () => page.locator(".card-keys .key").allTextContents();
  const before = await keys();
  await card.getByLabel("Denial").selectOption("nsec3");
  assert.equal(await cells(page), "SSSS");
  assert.deepEqual(await keys(), before);
  await card.getByLabel("Salt").fill("not hex");
  await card.getByLabel("Salt").press("Enter");
  await page.getByTestId("trouble").getByText("the NSEC3 salt is hexadecimal").waitFor();
  await card.getByLabel("Salt").fill("a1b2");
  await card.getByLabel("Salt").press("Enter");
  assert.equal(await cells(page), "SSSS");
  // A provider that cannot publish foreign keys.
  await card.getByLabel("Signer", { exact: true }).selectOption("route53");
  assert.equal(await cells(page), "SSBS");
  await card.getByLabel("Signer", { exact: true }).selectOption("powerdns");
  assert.equal(await cells(page), "SSSS");
  await page.getByRole("button", { name: "Model 1" }).click();
  assert.equal(await cells(page), "SSSS");
  await page.getByLabel("KSK held by").selectOption("B");
  assert.equal(await cells(page), "SSSS");
  for (const algorithm of ["8", "10", "14", "15", "16"]) {
    for (const index of [0, 1]) await page.getByTestId(`card-${index}`).getByLabel("Algorithm").selectOption(algorithm);
    assert.equal(await cells(page), "SSSS", `algorithm ${algorithm}`);
  }
  await page.getByRole("button", { name: "New keys" }).click();
  assert.equal(await cells(page), "SSSS");
  assert.notDeepEqual(await keys(), before);
});

browserTest("up to eight providers, and one alone", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  const add = page.getByRole("button", { name: "Provider", exact: true });
  for (let count = 3; count <= 8; count += 1) {
    await add.click();
    assert.equal(await cells(page), "S".repeat(count * count));
    if (count === 3 || count === 4) await shot(page, `simulate-${count}`);
  }
  assert.ok(await add.isDisabled());
  const owners = await page.getByTestId("coverage").locator("tbody th .badge").allTextContents();
  assert.equal(owners.join(""), "ABCDEFGH".repeat(2));
  await page.getByTestId("card-7").getByRole("textbox", { name: "Name of provider H" }).fill("last");
  await page.keyboard.press("Enter");
  await settled(page);
  await assertAccessible(page);
  for (let count = 7; count >= 1; count -= 1) {
    await page.getByTestId(`card-${count}`).getByRole("button", { name: /^Remove/ }).click();
    assert.equal(await cells(page), "S".repeat(count * count));
  }
});

browserTest("data of one’s own, and of the last check", { path: null }, async ({ page, url }) => {
  await page.goto(`${url}#sample=model2`);
  await page.getByTestId("verdict").waitFor();
  await page.goto(`${url}#simulate`);
  await settled(page);
  await page.getByRole("button", { name: "Last check" }).click();
  assert.equal(await cells(page), "SSSS");
  await page.getByTestId("zone-read").getByText("DNSKEY (made anew by each signer)").waitFor();
  await page.getByRole("button", { name: "Pasted" }).click();
  await page.getByTestId("trouble").getByText("The zone has no data").waitFor();
  await page.getByRole("textbox", { name: "Zone data" }).fill("example.com. 60 IN SOA a. b. 1 2 3 4 5\nexample.com. IN NS a.\nnonsense\n");
  assert.equal(await cells(page), "SSSS");
  await page.getByText("1 line not used").waitFor();
  // The check behind stayed as it was.
  await page.goBack();
  await page.getByTestId("verdict").waitFor();
  assert.equal(await page.getByTestId("simulate").count(), 0);
  await page.goForward();
  assert.equal(await cells(page), "SSSS");
  await page.getByRole("button", { name: "Sample", exact: true }).click();
  await page.getByTestId("outcome").getByTestId("verdict").getByText("example.org", { exact: true }).waitFor();
});

browserTest("as a check of its own", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  await page.getByRole("checkbox", { name: "B publishes A’s signing key" }).uncheck();
  assert.equal(await cells(page), "SSBS");
  await page.getByRole("link", { name: "Open as a check" }).click();
  await page.locator("[data-test=verdict][data-status=bogus]:not([data-test=outcome] *)").waitFor();
  assert.equal(new URL(page.url()).hash, "#check");
  assert.equal(await page.locator(".inputs details.src").count(), 3);
  assert.ok(!(await page.content()).includes("Private-key-format"));
});

/** The files of a ZIP archive, by name. */
function unzip(bytes) {
  const files = {};
  for (let at = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1"), next = bytes.readUInt32LE(at + 16); next < at; ) {
    const [method, size, nameLength] = [bytes.readUInt16LE(next + 10), bytes.readUInt32LE(next + 20), bytes.readUInt16LE(next + 28)];
    const local = bytes.readUInt32LE(next + 42);
    const name = bytes.toString("utf8", next + 46, next + 46 + nameLength);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + size);
    files[name] = (method ? inflateRawSync(data) : data).toString("utf8");
    next += 46 + nameLength + bytes.readUInt16LE(next + 30) + bytes.readUInt16LE(next + 32);
  }
  return files;
}

async function downloaded(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), files: unzip(await readFile(await download.path())) };
}

browserTest("the zones as an archive, private keys only when asked for", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  const zones = await downloaded(page, () => page.getByRole("button", { name: "Download the zones" }).click());
  assert.equal(zones.name, "example.org-simulated.zip");
  const names = Object.keys(zones.files);
  for (const provider of ["A", "B"]) {
    assert.match(zones.files[`example.org/${provider}/zone.signed`], /^example\.org\. \d+ IN SOA .*\n.* RRSIG SOA 13 2 /);
    assert.match(zones.files[`example.org/${provider}/dsset-example.org.`], /^example\.org\. IN DS \d+ 13 2 /);
    assert.equal(names.filter((name) => name.startsWith(`example.org/${provider}/K`) && name.endsWith(".key")).length, 2);
  }
  assert.equal(zones.files["example.org/parent-ds.txt"].split("\n").length, 3);
  assert.ok(!names.some((name) => name.endsWith(".private")));
  assert.ok(!Object.values(zones.files).some((text) => /Private-key-format/.test(text)));
  // A question stands before the private keys.
  await page.getByRole("button", { name: "Private keys…" }).click();
  const dialog = page.getByTestId("private-keys");
  await dialog.getByRole("heading", { name: "Private keys of example.org?" }).waitFor();
  await shot(page, "simulate-private");
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Private keys…" }).click();
  const keys = await downloaded(page, () => dialog.getByRole("button", { name: "Download with private keys" }).click());
  assert.equal(keys.name, "example.org-simulated-with-private-keys.zip");
  const secret = Object.keys(keys.files).filter((name) => name.endsWith(".private"));
  assert.equal(secret.length, 4);
  for (const name of secret) {
    assert.match(keys.files[name], /^Private-key-format: v1\.3\nAlgorithm: 13 \(ECDSAP256SHA256\)\nPrivateKey: /);
    assert.ok(keys.files[name.replace(/private$/, "key")], name);
  }
  // The same zones otherwise: the keys are those that signed them.
  assert.deepEqual(Object.keys(keys.files).filter((name) => !name.endsWith(".private")).sort(), names.sort());
  assert.equal(keys.files["example.org/A/zone.signed"], zones.files["example.org/A/zone.signed"]);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  assert.ok(!/Private|PrivateKey/.test(stored));
});

browserTest("the gallery tries each fault by itself", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  const gallery = page.getByTestId("gallery");
  await gallery.locator("summary").click();
  const card = (kind) => page.getByTestId(`gallery-${kind}`);
  await card("ZskWithheld").getByText("1 of 4 mixes fails").waitFor();
  await card("DsNone").getByText("insecure").waitFor();
  await card("SepFlagClear").getByText("nothing fails").waitFor();
  await card("CdsMissing").locator(".st").waitFor();
  await gallery.getByText("not tried yet").first().waitFor({ state: "detached" });
  assert.equal(await cells(page), "SSSS");
  await shot(page, "simulate-gallery");
  await assertAccessible(page);
  await card("Unsigned").click();
  assert.equal(await cells(page), "SBBB");
});

browserTest("by keyboard alone", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  const control = page.getByRole("switch", { name: "A does not publish B’s signing key" });
  await control.focus();
  await page.keyboard.press("Space");
  assert.equal(await cells(page), "SBSS");
  assert.ok(await control.evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Space");
  assert.equal(await cells(page), "SSSS");
  await page.locator("#cell-0-1").focus();
  await page.keyboard.press("Enter");
  await page.locator("#proof").waitFor();
});

browserTest("a narrow window, in the dark", { path: "#simulate", viewport: NARROW, dark: true }, async ({ page }) => {
  await settled(page);
  await page.getByRole("checkbox", { name: "A publishes B’s signing key" }).uncheck();
  assert.equal(await cells(page), "SBSS");
  await assertFits(page);
  await shot(page, "simulate-narrow-dark");
  await assertAccessible(page);
});

browserTest("three providers, one late, in the dark", { path: "#simulate", dark: true }, async ({ page }) => {
  await settled(page);
  await page.getByRole("button", { name: "Provider", exact: true }).click();
  await settled(page);
  for (const at of ["A", "B"]) {
    await page.getByRole("checkbox", { name: `${at} publishes C’s signing key` }).uncheck();
    await settled(page);
  }
  assert.equal(await cells(page), "SSBSSBSSS");
  await page.getByTestId("faults").getByText("1 of 9 mixes fails").first().waitFor();
  await shot(page, "simulate-dark");
  await assertAccessible(page);
});

browserTest("a resolver's proof, step by step", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  const resolver = page.getByTestId("resolver");
  const ask = () => resolver.getByRole("button", { name: "Ask", exact: true }).click();
  await ask();
  const walk = page.getByTestId("walk");
  await walk.getByText("Secure, NOERROR").waitFor();
  await walk.getByText("CNAME RRset of www.example.org., from B").waitFor();
  await walk.getByText(/^The \d+ octets under signature 1$/).first().click();
  // RRSIG RDATA without the signature (RFC 4034 §3.1.8.1): type covered, algorithm.
  const octets = walk.locator("pre").filter({ hasText: /^[0-9a-f \n]+$/ }).first();
  assert.match(await octets.textContent(), /^0030 0d/);
  await resolver.getByLabel("Name").fill("missing.example.org");
  await resolver.getByLabel("Type").fill("aaaa");
  await resolver.getByLabel("It validates like").selectOption("BIND");
  await ask();
  await walk.getByText("Secure, NXDOMAIN").waitFor();
  await walk.getByText(/^Proof that missing\.example\.org\. does not exist/).first().waitFor();
  await shot(page, "simulate-resolver");
  await assertAccessible(page);
  // A fault makes another zone: the old proof goes.
  await page.getByRole("checkbox", { name: "A publishes B’s signing key" }).uncheck();
  assert.equal(await cells(page), "SBSS");
  assert.equal(await walk.count(), 0);
  await ask();
  await walk.getByText("Bogus, NXDOMAIN").waitFor();
  await resolver.getByLabel("Name").fill("elsewhere.test");
  await ask();
  await page.getByTestId("no-walk").getByText("is not in the zone").waitFor();
});

browserTest("what is being typed stays when the page is drawn anew", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  const resolver = page.getByTestId("resolver");
  const card = page.getByTestId("card-0");
  // Something else changes while the field has the focus: a click by script moves no focus.
  const redraw = async (name) => {
    await page.getByRole("checkbox", { name }).evaluate((box) => box.click());
    await settled(page);
  };
  await resolver.getByLabel("Name").fill("elsewhere.test");
  await redraw("A publishes B’s signing key");
  assert.equal(await cells(page), "SBSS");
  assert.equal(await resolver.getByLabel("Name").inputValue(), "elsewhere.test");
  await resolver.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByTestId("no-walk").getByText("is not in the zone").waitFor();
  await card.getByLabel("Signed for").fill("3 fortnights");
  await redraw("B publishes A’s signing key");
  assert.equal(await card.getByLabel("Signed for").inputValue(), "3 fortnights");
  // A wrong one stays to be put right, and is said.
  await card.getByLabel("Signed for").blur();
  await card.getByText("This is not a span of time.").waitFor();
  await redraw("B publishes A’s signing key");
  assert.equal(await card.getByLabel("Signed for").inputValue(), "3 fortnights");
  assert.equal(await card.getByLabel("Signed for").getAttribute("aria-invalid"), "true");
  await shot(page, "simulate-wrong-field");
  await assertAccessible(page);
  await card.getByLabel("Signed for").fill("2 weeks");
  await card.getByLabel("Signed for").blur();
  await card.getByText("This is not a span of time.").waitFor({ state: "detached" });
  assert.equal(await card.getByLabel("Signed for").inputValue(), "14d");
});

browserTest("a provider that signs on the fly", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  await page.getByTestId("card-1").getByLabel("Denial").selectOption("compact");
  assert.equal(await cells(page), "SSSS");
  await page.getByText("Compact denial of existence at B, a chain of records at A").first().waitFor({ state: "attached" });
  // It is asked as the resolver asks, and signs what it says.
  const resolver = page.getByTestId("resolver");
  const walk = page.getByTestId("walk");
  for (const name of ["nobody.example.org", "nor.anybody.example.org"]) {
    await resolver.getByLabel("Name").fill(name);
    await resolver.getByRole("button", { name: "Ask", exact: true }).click();
    await walk.getByText(`Proof that ${name}. has no A, from B`).waitFor();
    await walk.getByText("Secure, NOERROR").waitFor();
  }
  await resolver.getByLabel("Name").fill("no..name");
  await resolver.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByTestId("no-walk").getByText("is not a domain name").waitFor();
  assert.equal(await cells(page), "SSSS");
});

browserTest("a fault of the KSK is everybody's in model 1", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  await open(page);
  const at = (title) => row(page, { kind: "DsWrong", title });
  await (await at("The digest in the DS of A’s KSK is wrong")).check();
  assert.equal(await cells(page), "BBSS");
  await page.getByRole("button", { name: "Model 1" }).click();
  assert.equal(await cells(page), "BBBB");
  assert.ok(await (await at("The digest in the DS of the shared KSK is wrong")).isChecked());
  await page.getByTestId("holder").selectOption("B");
  await page.getByTestId("holder-said").getByText(/^B holds the shared KSK \d+\/13: the others’ signing keys go to B, /).waitFor();
  await page.getByTestId("faults").getByText("B rolled the shared KSK, and the parent still has the old DS").waitFor();
  await shot(page, "simulate-model-1");
  await page.getByRole("button", { name: "Model 2" }).click();
  assert.equal(await cells(page), "SSBB");
  assert.ok(await (await at("The digest in the DS of B’s KSK is wrong")).isChecked());
});

for (const path of ["#check", "#simulate", "#/rules"]) {
  browserTest(`a phone shows every tab: ${path}`, { path, viewport: NARROW }, async ({ page }) => {
    const tabs = page.getByRole("navigation", { name: "Main" });
    await tabs.getByRole("link", { name: "Rules" }).waitFor();
    const { scroll, client, cut } = await tabs.evaluate((nav) => {
      const edges = nav.getBoundingClientRect();
      const inside = ({ left, right }) => left >= edges.left && right <= edges.right + 0.5 && right <= innerWidth;
      const cut = [...nav.children].filter((tab) => !inside(tab.getBoundingClientRect())).map((tab) => tab.textContent);
      return { scroll: nav.scrollWidth, client: nav.clientWidth, cut };
    });
    assert.deepEqual(cut, []);
    assert.ok(scroll <= client, `${scroll} in ${client}`);
  });
}

browserTest("a large zone: progress, and an end to it", { path: "#simulate" }, async ({ page }) => {
  await settled(page);
  const zone = ["large.example. 3600 IN SOA ns. h. 1 2 3 4 5", "large.example. 3600 IN NS ns."];
  for (let n = 0; n < 10_000; n += 1) zone.push(`host${n}.large.example. 3600 IN A 192.0.2.${n % 250}`);
  // As a paste sets it; typing it in would take the browser alone a minute.
  await page.getByRole("textbox", { name: "Zone data" }).evaluate((area, text) => {
    area.value = text;
    area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }, zone.join("\n"));
  await page.getByTestId("progress").getByRole("button", { name: "Cancel" }).click();
  await page.getByTestId("trouble").getByText("Cancelled").waitFor();
  await page.getByRole("button", { name: "Sample", exact: true }).click();
  assert.equal(await cells(page), "SSSS");
});
