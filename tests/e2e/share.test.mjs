// Sharing: the check link in the address and in the menu, opening links, reports and drawings as files, comparing.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { NARROW, WIDE, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const sample = async (id) => JSON.parse(await read(`www/samples/${id}.json`));
const golden = async (name) => (await read(`tests/links/${name}.link`)).trim().replace(/^[^#]*/, "");
const verdict = (page) => page.getByTestId("verdict");
const says = (page, words) => verdict(page).getByText(words).waitFor();
const text = (page, label) => page.getByRole("textbox", { name: `Data of ${label}` });
const hash = (page) => page.evaluate(() => location.hash);
const linked = (page) => page.waitForFunction(() => location.hash.startsWith("#v1="));

/** The document in a link. */
function unpacked(link) {
  const packed = Buffer.from(link.split("#v1=")[1], "base64url");
  return JSON.parse(inflateRawSync(packed).toString());
}

async function paste(page, value) {
  await text(page, "All in one paste").fill(value);
}

async function menu(page) {
  const share = page.getByTestId("share");
  if (!(await share.evaluate((e) => e.open))) await share.locator("summary").click();
  return share;
}

async function frozenLink(page) {
  const share = await menu(page);
  await page.waitForFunction(() => document.querySelector("[data-test=link]")?.value.includes("#v1="));
  return share.getByTestId("link").inputValue();
}

async function download(page, click) {
  const [file] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: file.suggestedFilename(), body: await readFile(await file.path()) };
}

/** The files of the share program that any page of the context loads from now on. */
function loads(context) {
  const loaded = [];
  context.on("request", (request) => /\/share-[^/]*\.(js|wasm)$/.test(request.url()) && loaded.push(request.url()));
  return loaded;
}

browserTest("who only looks does not load the program that makes links", { path: null }, async ({ page, url, context }) => {
  const loaded = loads(context);
  await page.goto(url);
  await page.getByTestId("worked").getByTestId("verdict").waitFor();
  await page.evaluate(() => (location.hash = "#sample=zsk-missing"));
  await says(page, "Can fail.");
  // Longer than the address waits before it follows data of one's own.
  await page.waitForTimeout(800);
  assert.deepEqual(loaded, []);
  const share = await menu(page);
  assert.match(await frozenLink(page), /#v1=/);
  assert.equal(loaded.filter((address) => address.endsWith("_bg.wasm")).length, 1, `loaded: ${loaded}`);
  // It stays for what is asked next.
  await share.getByLabel("Another check link").fill(await golden("rsa"));
  await share.getByRole("button", { name: "Compare" }).click();
  await share.getByTestId("compared").getByText(/two zones/).waitFor();
  assert.equal(loaded.filter((address) => address.endsWith("_bg.wasm")).length, 1);
});

browserTest("data of one's own are judged before the program for their link is loaded", { path: null }, async ({ page, url, context }) => {
  const loaded = loads(context);
  await page.goto(`${url}#check`);
  const { sources } = await sample("model2");
  await says(page, "Nothing to judge yet");
  await page.evaluate(() => {
    const judged = () => document.querySelector(".mix td[data-status]");
    new MutationObserver(() => judged() && performance.mark("judged")).observe(document.body, { childList: true, subtree: true, attributes: true });
  });
  assert.deepEqual(loaded, []);
  await paste(page, sources.map((source) => source.text).join("\n"));
  await linked(page);
  assert.ok(loaded.some((address) => address.endsWith("_bg.wasm")));
  const [judged, asked] = await page.evaluate(() => [
    performance.getEntriesByName("judged")[0]?.startTime,
    performance.getEntriesByType("resource").find(({ name }) => /\/share-[^/]*\.js$/.test(name))?.startTime,
  ]);
  assert.ok(judged < asked, `judged at ${judged}, loaded at ${asked}`);
});

browserTest(
  "without that program the check stays, and the next question tries again",
  { path: null, expected: [/share-|uncaught/i] },
  async ({ page, url, context }) => {
    await page.clock.setFixedTime(new Date("2026-11-25T12:00:00Z"));
    await page.goto(`${url}#check`);
    const gone = (route) => route.abort();
    await context.route(/\/share-[^/]*\.wasm$/, gone);
    const { sources } = await sample("model2");
    await paste(page, sources.map((source) => source.text).join("\n"));
    await says(page, "Secure.");
    const share = await menu(page);
    await share.getByText("could not be loaded, or stopped").waitFor();
    assert.equal(await hash(page), "#check");
    await says(page, "Secure.");
    await context.unroute(/\/share-[^/]*\.wasm$/, gone);
    const group = share.getByRole("group", { name: "Download the report" });
    const json = await download(page, () => group.getByRole("button", { name: "JSON" }).click());
    assert.equal(JSON.parse(json.body).verdict, "secure");
  },
);

browserTest("a copied link opens with the same verdict, elsewhere", { path: "#sample=zsk-missing" }, async ({ page, url, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await says(page, "Can fail.");
  assert.equal(await hash(page), "#sample=zsk-missing");
  const share = await menu(page);
  await frozenLink(page);
  await share.getByText(/\d,\d{3} characters\./).waitFor();
  await shot(page, "share");
  await assertAccessible(page);
  await share.getByRole("button", { name: "Copy", exact: true }).click();
  await share.getByRole("button", { name: "Copied", exact: true }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(`${url}#v1=`), link.slice(0, 60));
  const other = await context.newPage();
  await other.goto(link);
  await says(other, "A resolver that holds A’s keys rejects everything B signs.");
  await other.getByTestId("frozen").getByText(/A check link of \d+ \w+ \d{4}/).waitFor();
  assert.equal(await other.locator(".mix td[data-status=bogus]").count(), 1);
  assert.equal(await other.getByTestId("frozen").getByRole("link", { name: "Check again now" }).getAttribute("href"), "#check=mivovo.multi");
  assert.equal(await other.evaluate(() => location.href), link);
  await shot(other, "opened-link");
  await assertAccessible(other);
  // The address is not written anew: the link is what is on the page.
  await other.waitForTimeout(800);
  assert.equal(await other.evaluate(() => location.href), link);
});

browserTest("the live link, and other checkers", { path: "#sample=model2" }, async ({ page, url }) => {
  await says(page, "Secure.");
  const share = await menu(page);
  await share.getByRole("button", { name: /^Live link/ }).click();
  assert.equal(await share.getByTestId("link").inputValue(), `${url}#check=dorpra.multi`);
  const others = await share.locator(".others a").evaluateAll((all) => all.map((a) => [a.href, a.rel]));
  assert.ok(others.length >= 3);
  for (const [href, rel] of others) {
    assert.match(href, /^https:\/\/[^#]*dorpra\.multi/);
    assert.equal(rel, "noreferrer noopener");
  }
  await page.keyboard.press("Escape");
  assert.equal(await share.evaluate((e) => e.open), false);
  assert.equal(await page.evaluate(() => document.activeElement.closest("[data-test]").dataset.test), "share");
});

browserTest("the address is the link of what is on the page", { path: "#check" }, async ({ page }) => {
  const { sources } = await sample("model2");
  await paste(page, sources.map((source) => source.text).join("\n"));
  await linked(page);
  const first = await hash(page);
  assert.match(unpacked(first).s[0].t, /dorpra\.multi\. 3600 IN SOA/);
  await page.getByLabel("Judged at").fill("2026-11-25T12:00:00Z");
  await page.getByLabel("Judged at").press("Enter");
  await page.waitForFunction((first) => location.hash !== first, first);
  assert.equal(unpacked(await hash(page)).at, Date.parse("2026-11-25T12:00:00Z") / 1000);
  await says(page, "Secure.");
  await page.getByRole("button", { name: /^DNSKEY from A, answer from B/ }).click();
  const second = await hash(page);
  await page.waitForFunction((second) => location.hash !== second, second);
  assert.deepEqual(unpacked(await hash(page)).view, { cell: [0, 1] });
  // What is on the page comes back with the page: the open cell too.
  const link = await hash(page);
  await page.reload();
  await says(page, "Secure.");
  await page.getByTestId("proof").waitFor();
  assert.equal(await hash(page), link);
});

browserTest("back and forward", { path: "#check" }, async ({ page, url }) => {
  const { sources } = await sample("model2");
  await says(page, "Nothing to judge yet");
  await paste(page, sources[0].text);
  await linked(page);
  const mine = await hash(page);
  const typed = await text(page, "All in one paste").inputValue();
  await page.evaluate(() => (location.hash = "#sample=zsk-missing"));
  await says(page, "Can fail.");
  await page.evaluate((link) => (location.hash = link), await golden("rsa"));
  await verdict(page).getByText("lopra.multi", { exact: true }).waitFor();
  await page.goBack();
  await says(page, "Can fail.");
  await page.goBack();
  await verdict(page).getByText("dorpra.multi", { exact: true }).waitFor();
  assert.equal(await hash(page), mine);
  assert.equal(await text(page, "All in one paste").inputValue(), typed);
  assert.equal(await page.getByTestId("asks").count(), 0);
  await page.goForward();
  await says(page, "Can fail.");
  await page.goForward();
  await verdict(page).getByText("lopra.multi", { exact: true }).waitFor();
  assert.ok((await page.evaluate(() => location.href)).startsWith(`${url}#v1=`));
});

browserTest("a link asks before it replaces what was typed", { path: "#check" }, async ({ page }) => {
  const { sources } = await sample("model2");
  await paste(page, sources[0].text);
  await linked(page);
  const mine = await hash(page);
  const typed = await text(page, "All in one paste").inputValue();
  const other = await golden("rsa");
  await page.evaluate((link) => (location.hash = link), other);
  const asks = page.getByTestId("asks");
  await asks.getByText("This link holds another check").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "arrived");
  await shot(page, "asks");
  await assertAccessible(page);
  assert.equal(await hash(page), other);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await asks.waitFor({ state: "detached" });
  assert.equal(await text(page, "All in one paste").inputValue(), typed);
  await page.waitForFunction((mine) => location.hash === mine, mine);
  await page.evaluate((link) => (location.hash = link), other);
  await asks.getByRole("button", { name: "Open the link" }).click();
  await verdict(page).getByText("lopra.multi", { exact: true }).waitFor();
  assert.equal(await hash(page), other);
});

browserTest("broken links say what is wrong and leave the address alone", { path: null }, async ({ page, url }) => {
  const link = await golden("model2-dig");
  const cases = [
    [link.slice(0, 900), "This link is cut: its end is missing."],
    [`${link.slice(0, 500)}AAAA${link.slice(504)}`, /This link is damaged/],
    [`${link.slice(0, 500)}%22${link.slice(503)}`, "cannot be part of a link"],
    [link.replace("#v1=", "#v7="), "This link is of format v7"],
    ["#v1=", "This link is empty"],
    ["#v1=S07OSEzOVrBSSMlPLs1NzSspBgA", /This link holds no check|damaged|cut/],
  ];
  for (const [broken, words] of cases) {
    await page.goto("about:blank");
    await page.goto(url + broken);
    await page.getByTestId("broken-link").getByText(words).waitFor();
    await says(page, "Nothing to judge yet");
    await page.waitForTimeout(600);
    assert.equal((await hash(page)) || "#v1=", broken);
  }
  await shot(page, "broken-link");
  await assertAccessible(page);
  // In a page with data: they stay, and the address too, until they change.
  await page.goto(`${url}#check`);
  const { sources } = await sample("model2");
  await paste(page, sources[0].text);
  await linked(page);
  await page.evaluate((link) => (location.hash = link), link.slice(0, 900));
  await page.getByTestId("broken-link").waitFor();
  await verdict(page).getByText("dorpra.multi", { exact: true }).waitFor();
  await page.waitForTimeout(600);
  assert.equal(await hash(page), link.slice(0, 900));
  await page.getByTestId("broken-link").getByRole("button", { name: "Close" }).click();
  await paste(page, `${sources[0].text}\n${sources[1].text}`);
  await page.waitForFunction((broken) => location.hash.startsWith("#v1=") && location.hash !== broken, link.slice(0, 900));
});

/** A long case: 20 names at each of three providers. */
const long = async () => (await Promise.all(["A", "B", "C", "parent"].map((name) => read(`tests/links/pastes/ecdsa-3/${name}.txt`)))).join("\n");

browserTest("past 8,000 characters: leave out, or save a file, which opens when dropped", { path: "#check" }, async ({ page }) => {
  await paste(page, await long());
  await says(page, /Secure|fragile/);
  const share = await menu(page);
  const whole = await frozenLink(page);
  assert.ok(whole.length > 8_000, `${whole.length}`);
  const choices = share.getByTestId("long");
  await choices.getByText("Some chat and mail programs cut").waitFor();
  await shot(page, "share-long");
  await assertAccessible(page);
  const saved = await download(page, () => choices.getByRole("button", { name: "Save the link as a file" }).click());
  assert.match(saved.name, /^example\.test-\d{4}-\d\d-\d\d\.link$/);
  assert.equal(saved.body.toString().trim(), whole);
  await choices.getByLabel(/Names below the apex/).check();
  await choices.getByText("The verdict stays the same").waitFor();
  const shorter = await share.getByTestId("link").inputValue();
  assert.ok(shorter.length < whole.length / 2, `${shorter.length} of ${whole.length}`);
  assert.ok(!JSON.stringify(unpacked(shorter).s).includes("www.example.test"));
  await choices.getByLabel(/Names below the apex/).uncheck();
  await page.waitForFunction((whole) => document.querySelector("[data-test=link]").value === whole, whole);
  await page.keyboard.press("Escape");
  // The same file, dropped on another page.
  await page.goto("about:blank");
  await page.goBack();
  await page.evaluate(() => (location.hash = "#sample=zsk-missing"));
  await says(page, "Can fail.");
  await page.evaluate((value) => {
    const data = new DataTransfer();
    data.items.add(new File([value], "case.link", { type: "text/plain" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, saved.body.toString());
  await verdict(page).getByText("example.test", { exact: true }).waitFor();
  await page.getByTestId("frozen").waitFor();
});

browserTest("reports and drawings as files", { path: "#sample=zsk-missing" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await says(page, "Can fail.");
  const share = await menu(page);
  await share.getByRole("button", { name: /^Copy as Markdown/ }).click();
  await share.getByText("Markdown copied").waitFor({ state: "attached" });
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^# mivovo\.multi\. at /);
  const group = (name) => share.getByRole("group", { name });
  const get = (name, form) => download(page, () => group(name).getByRole("button", { name: form, exact: true }).click());
  const markdown = await get("Download the report", "Markdown");
  assert.equal(markdown.body.toString(), copied);
  assert.match(markdown.name, /^mivovo\.multi-2026-\d\d-\d\d\.md$/);
  const json = JSON.parse((await get("Download the report", "JSON")).body);
  assert.equal(json.verdict, "bogus");
  assert.equal(json.mixes.length, 4);
  const html = (await get("Download the report", "HTML")).body.toString();
  assert.match(html, /^<!doctype html>/);
  assert.doesNotMatch(html, /<script|https?:\/\//);
  const matrix = (await get("Download the mix matrix", "SVG")).body.toString();
  assert.match(matrix, /^<svg xmlns[^]*A[^]*bogus[^]*<\/svg>\s*$/);
  const chain = (await get("Download the chain of trust", "SVG")).body.toString();
  assert.match(chain, /^<svg[^]*22961\/13[^]*<\/svg>$/);
  assert.doesNotMatch(chain, /class=|var\(/);
  for (const name of ["Download the mix matrix", "Download the chain of trust"]) {
    const png = (await get(name, "PNG")).body;
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    assert.ok(width > 500 && height > 200, `${name}: ${width} × ${height}`);
  }
  // The files stand alone.
  await page.goto("about:blank");
  for (const [name, body] of [["html", html], ["matrix", matrix], ["chain", chain]]) {
    await page.setContent(name === "html" ? html : `<body style="margin:0">${body}`);
    await shot(page, `file-${name}`);
  }
});

browserTest("compare with an earlier check", { path: "#sample=zsk-missing" }, async ({ page }) => {
  await says(page, "Can fail.");
  const share = await menu(page);
  const field = share.getByRole("textbox", { name: "Another check link" });
  await field.fill(await frozenLink(page));
  await share.getByRole("button", { name: "Compare" }).click();
  await share.getByTestId("compared").getByText("Nothing changed.").waitFor();
  await field.fill(await golden("model2-dig"));
  await field.press("Enter");
  await share.getByText("These are two zones: dorpra.multi and mivovo.multi.").waitFor();
  await share.getByText("The zone was secure and is bogus.").waitFor();
  await shot(page, "compared");
  await assertAccessible(page);
  await field.fill("hello");
  await field.press("Enter");
  await share.getByTestId("compared").getByText("This is not a check link").waitFor();
});

browserTest("a private key is never in the address", { path: "#check" }, async ({ page }) => {
  const { sources } = await sample("model2");
  await paste(page, `${sources[0].text}\nPrivate-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTI=\n`);
  await page.getByTestId("notice").getByText("A private key was in that text.").waitFor();
  await page.waitForTimeout(800);
  assert.equal(await hash(page), "#check");
});

// Every scenario of the corpus: the link that the command line makes is opened, and the report that the page saves is,
// byte for byte, the one that the command line prints.
browserTest("every scenario's report comes through a link unchanged", { path: "#check" }, async ({ page, url, t }) => {
  const folders = (await readdir(new URL("tests/corpus/", root), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const { execFileSync } = await import("node:child_process");
  const binary = process.env.MULTISIGNER ?? new URL("target/debug/multisigner", root).pathname;
  let count = 0;
  for (const { name } of folders.sort((a, b) => a.name.localeCompare(b.name))) {
    const dir = new URL(`tests/corpus/${name}/`, root);
    const scenario = JSON.parse(await readFile(new URL("scenario.json", dir), "utf8"));
    const files = ["DNSKEY-multiline", "SOA", "NS", "A", "NXDOMAIN", "CDS", "CDNSKEY"];
    const providers = scenario.providers.flatMap(({ id }) => ["-p", `${id}=${files.map((kind) => `${id}/dig-${kind}.txt`).join(",")}`]);
    const given = ["check", ...providers, "--ds", "parent/dig-DS.txt", "--zone", scenario.zone, "--at", `${scenario.validation_time_unix}`];
    const run = (...more) => {
      try {
        return execFileSync(binary, [...given, ...more], { cwd: dir, encoding: "utf8", maxBuffer: 64e6, stdio: ["ignore", "pipe", "ignore"] });
      } catch (error) {
        assert.equal(error.status, 1, name);
        return error.stdout;
      }
    };
    await page.evaluate((link) => (location.hash = link), run("--link").trim());
    await verdict(page).getByText(scenario.zone.replace(/\.$/, ""), { exact: true }).waitFor();
    const share = await menu(page);
    const group = share.getByRole("group", { name: "Download the report" });
    const saved = await download(page, () => group.getByRole("button", { name: "JSON" }).click());
    assert.equal(saved.body.toString(), run("--format", "json"), name);
    await page.keyboard.press("Escape");
    count += 1;
  }
  t.diagnostic(`${count} scenarios`);
  assert.ok(count >= 141);
});

for (const [name, options] of [
  ["share-360", { viewport: NARROW }],
  ["share-360-dark", { viewport: NARROW, dark: true }],
  ["share-1440-dark", { viewport: WIDE, dark: true }],
]) {
  browserTest(`the menu at ${name}`, { path: "#check", ...options }, async ({ page }) => {
    await paste(page, await long());
    await says(page, /Secure|fragile/);
    const share = await menu(page);
    await frozenLink(page);
    await assertFits(page);
    await assertAccessible(page);
    await page.screenshot({ path: new URL(`tests/e2e/shots/${name}.png`, root).pathname });
    await page.keyboard.press("Escape");
    await page.evaluate((link) => (location.hash = link), await golden("rsa"));
    await page.getByTestId("asks").waitFor();
    await assertFits(page);
    await shot(page, `${name}-asks`);
    assert.equal(await share.evaluate((e) => e.open), false);
  });
}

/** A link to a check of so many denials of deep names, each with 150 iterations of NSEC3. */
function laborious(count) {
  const zone = "deep.example.";
  const [hash, salt] = ["0P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM", "AA".repeat(255)];
  const messages = Array.from({ length: count }, (_, n) => {
    const name = `${"a.".repeat(110)}n${n}.${zone}`;
    return [
      `; <<>> DiG 9.18.1 <<>> @192.0.2.1 ${name} A +dnssec\n;; Got answer:`,
      ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1\n;; flags: qr aa; QUERY: 1, ANSWER: 0, AUTHORITY: 2, ADDITIONAL: 1\n",
      `;; QUESTION SECTION:\n;${name} IN A\n\n;; AUTHORITY SECTION:\n${zone} 300 IN SOA ns.${zone} h.${zone} 1 2 3 4 5`,
      `${zone} 300 IN RRSIG SOA 13 2 300 20261220000000 20261120000000 1 ${zone} AAAA`,
      `${hash}.${zone} 300 IN NSEC3 1 0 150 ${salt} ${hash} NS`,
      `${hash}.${zone} 300 IN RRSIG NSEC3 13 3 300 20261220000000 20261120000000 1 ${zone} AAAA`,
      "\n;; SERVER: 192.0.2.1#53(192.0.2.1) (UDP)\n\n",
    ].join("\n");
  });
  const json = Buffer.from(JSON.stringify({ s: [{ t: messages.join("") }], z: zone, no_ds: true, at: 1796000000, made: 1796000000 }));
  let [a, b] = [1, 0];
  for (const octet of json) [a, b] = [(a + octet) % 65521, (a + b + octet) % 65521];
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(b * 65536 + a);
  return `#v1=${Buffer.concat([deflateRawSync(json), sum]).toString("base64url")}`;
}

browserTest("a link that takes long says so before, and waits for a yes", { path: laborious(150), viewport: NARROW, dark: true }, async ({ page }) => {
  const choice = page.getByTestId("long");
  const button = (name) => choice.getByRole("button", { name });
  await says(page, /^Not checked yet\. This would take about \d+ (seconds|minutes)\.$/);
  assert.equal(await page.getByTestId("progress").count(), 0);
  await shot(page, "long-narrow-dark");
  await assertFits(page);
  await assertAccessible(page);
  await button("Cancel").click();
  await says(page, "Nothing was judged.");
  // Opened again, it is another question.
  await page.reload();
  await button("Check it").click();
  await page.getByTestId("progress").getByRole("button", { name: "Cancel" }).click();
  await says(page, "Cancelled.");
  await page.reload();
  await button("Check it").click();
  await page.getByTestId("clock").waitFor({ timeout: 120_000 });
  assert.equal(await choice.count(), 0);
  // What was said yes to is not asked again for another moment.
  await page.getByLabel("Judged at").fill("2026-12-02 12:00 UTC");
  await page.getByLabel("Judged at").press("Enter");
  await page.waitForTimeout(300);
  assert.equal(await choice.count(), 0);
});

browserTest("so does a text that is pasted, in a window of any width", { path: "#check", viewport: WIDE }, async ({ page }) => {
  const text = JSON.parse(inflateRawSync(Buffer.from(laborious(150).split("#v1=")[1], "base64url")).toString()).s[0].t;
  await paste(page, text);
  await page.getByTestId("long").getByRole("button", { name: "Check it" }).waitFor();
  await shot(page, "long-wide-light");
  await assertFits(page);
  await paste(page, "deep.example. 300 IN SOA a. b. 1 2 3 4 5");
  await page.getByTestId("long").waitFor({ state: "detached" });
});
