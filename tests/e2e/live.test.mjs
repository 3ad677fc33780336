// The form of the live check: what is typed, whom it asks and when, what is remembered. Resolvers are played here;
// tests/e2e/live.lab.mjs asks real ones.
import assert from "node:assert/strict";
import { NARROW, WIDE, assertAccessible, assertFits, browserTest, shot } from "./harness.mjs";

const field = (page) => page.getByRole("textbox", { name: "Domain name" });
const says = (page) => page.getByTestId("ask-says");
const menu = (page) => page.getByTestId("resolvers");
const open = (page) => menu(page).locator("summary").first().click();

/** A resolver that answers every question with NXDOMAIN; `asked` collects the hosts. */
const nobody = (asked) => (request) => {
  const url = new URL(request.url());
  asked.push(url.hostname);
  const query = Buffer.from(url.searchParams.get("dns") ?? "", "base64url");
  if (query.length < 12) return { status: 400, body: "" };
  query[2] |= 0x80;
  query[3] = (query[3] & 0x10) | 0x83;
  return {
    status: 200,
    headers: { "content-type": "application/dns-message", "access-control-allow-origin": "*" },
    body: query,
  };
};

const asked = [];
browserTest("nothing is asked before the person asks; then those that were said", { answer: nobody(asked) }, async ({ page }) => {
  await page.getByTestId("worked").getByText("Can fail.").waitFor();
  await field(page).focus();
  await says(page).getByText(/^About \d+ questions go to dns\.google and cloudflare-dns\.com\. They learn the name you check/).waitFor();
  await field(page).pressSequentially("Nothing.Example.");
  assert.deepEqual(asked, []);
  await page.keyboard.press("Enter");
  await page.getByTestId("verdict").getByText(/No verdict\. nothing\.example\. does not exist \(NXDOMAIN\)/).waitFor();
  await page.getByTestId("remarks").getByText("Wrote it in lower case and left out the final dot.").waitFor();
  assert.ok(asked.length > 0 && asked.every((host) => ["dns.google", "cloudflare-dns.com"].includes(host)), asked.join());
  assert.equal(new URL(page.url()).hash, "#check=nothing.example");
});

const linked = [];
browserTest("a link fills in the name, and asks only when the person says so", { path: null, answer: nobody(linked) }, async ({ page, url }) => {
  await page.goto(`${url}#check=nothing.example`);
  const verdict = page.getByTestId("verdict");
  await verdict.getByText("Check nothing.example?").waitFor();
  await verdict.getByText(/Nothing has been asked yet\. About \d+ questions go to dns\.google/).waitFor();
  assert.equal(await field(page).inputValue(), "nothing.example");
  await shot(page, "live-offer");
  await assertAccessible(page);
  assert.deepEqual(linked, []);
  await page.getByRole("button", { name: "Check nothing.example now" }).click();
  await verdict.getByText("No verdict.").waitFor();
  assert.ok(linked.length > 0);
  // On this device a link may ask at once from now on.
  await page.goto(`${url}#check=Other.Example.`);
  await verdict.getByText(/other\.example\. does not exist/).waitFor();
});

for (const [typed, name, what] of [
  ["https://user@www.example.com:8443/a?b#c", "www.example.com", "Took the host name out of the address and left out the port."],
  ["joe@example.com", "example.com", "Took the domain out of the e-mail address."],
  ["Bücher.example", "xn--bcher-kva.example", "Wrote Bücher.example the way the DNS does."],
  ["例え。テスト", "xn--r8jz45g.xn--zckzah", "Wrote 例え。テスト the way the DNS does."],
]) {
  browserTest(`cleans ${typed}`, { answer: nobody([]) }, async ({ page }) => {
    await field(page).fill(typed);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByTestId("remarks").getByText(what).waitFor();
    assert.equal(await field(page).inputValue(), name);
    assert.equal(decodeURIComponent(new URL(page.url()).hash), `#check=${name}`);
  });
}

for (const [typed, what] of [
  ["", "Type a domain name, for example example.com."],
  ["two words", "“two words” is not a domain name."],
  ["192.0.2.1", "192.0.2.1 is an address, not a domain name."],
  ["https://[2001:db8::1]/", "2001:db8::1 is an address, not a domain name."],
]) {
  browserTest(`refuses “${typed}”`, {}, async ({ page }) => {
    await field(page).fill(typed);
    await field(page).press("Enter");
    await page.getByRole("alert").getByText(what).waitFor();
    assert.equal(await field(page).getAttribute("aria-invalid"), "true");
    assert.equal(await field(page).inputValue(), typed);
  });
}

const mine = [];
browserTest("the choice of resolvers is remembered on this device", { path: null, answer: nobody(mine) }, async ({ page, url }) => {
  await page.goto(url);
  await open(page);
  await page.getByLabel("Google").uncheck();
  await page.getByLabel("Cloudflare").uncheck();
  await says(page).waitFor({ state: "attached" });
  await menu(page).getByText("No resolver is chosen: nothing can be asked.").waitFor();
  await page.getByRole("button", { name: "Add an address" }).click();
  const address = page.getByRole("textbox", { name: "Address 1" });
  await address.fill("http://dns.mine.example/dns-query");
  await address.press("Tab");
  await menu(page).getByText("An address begins with https://.").waitFor();
  await address.fill("https://dns.mine.example/dns-query{?dns}");
  await address.press("Tab");
  await page.getByRole("button", { name: "Add a provider’s address" }).click();
  await page.getByRole("textbox", { name: "Provider 1, address" }).fill("https://a.mine.example/q");
  await page.getByRole("textbox", { name: "Provider 1, address" }).press("Tab");
  await page.getByLabel(/Names that do not exist/).fill("3");
  await page.getByLabel(/Names that do not exist/).press("Tab");
  await menu(page).getByText("About 32 questions go to dns.mine.example and a.mine.example.").waitFor();
  await shot(page, "live-choice");
  await assertAccessible(page);
  await page.reload();
  assert.match(await menu(page).locator("summary").first().innerText(), /via dns\.mine\.example, A/);
  await field(page).fill("nothing.example");
  await field(page).press("Enter");
  await page.getByTestId("verdict").getByText("No verdict.").waitFor();
  assert.ok(mine.includes("dns.mine.example") && mine.every((host) => host.endsWith(".mine.example")), mine.join());
  await open(page);
  await page.getByRole("button", { name: "Back to the defaults" }).click();
  await menu(page).getByText(/go to dns\.google and cloudflare-dns\.com/).waitFor();
});

browserTest("a trust anchor that is none is refused before anything is asked", {}, async ({ page }) => {
  await open(page);
  await page.getByText("Trust anchor", { exact: true }).click();
  await page.getByLabel(/DNSKEY or DS records of another root/).fill("example.com. IN A 192.0.2.1");
  await page.getByLabel(/DNSKEY or DS records of another root/).press("Tab");
  await field(page).fill("example.com");
  await field(page).press("Enter");
  await page.getByTestId("verdict").getByText("Not asked. No trust anchor of the root here").waitFor();
});

browserTest("by keyboard alone", { answer: nobody([]) }, async ({ page }) => {
  await page.getByTestId("worked").getByText("Can fail.").waitFor();
  await field(page).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.ok(await menu(page).evaluate((details) => details.open));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.equal(await page.getByLabel("Google").isChecked(), false);
  await page.keyboard.press("Escape");
  assert.equal(await menu(page).evaluate((details) => details.open), false);
  assert.ok(await menu(page).evaluate((details) => details.querySelector("summary") === document.activeElement));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await menu(page).evaluate((details) => details.open), false, "focus elsewhere closes it");
  await page.keyboard.type("nothing.example");
  await page.keyboard.press("Enter");
  await page.getByTestId("verdict").getByText("No verdict.").waitFor();
});

browserTest("the person's own data survive a live check", { path: "#check", answer: nobody([]) }, async ({ page }) => {
  await page.getByRole("textbox", { name: /^Data of/ }).fill("example.org. 60 IN DS 1 13 2 00");
  await page.getByTestId("verdict").getByText(/No|Cannot/).first().waitFor();
  await field(page).fill("nothing.example");
  await field(page).press("Enter");
  await page.getByTestId("verdict").getByText("No verdict.").waitFor();
  await page.getByRole("link", { name: "Check", exact: true }).click();
  assert.match(await page.getByRole("textbox", { name: /^Data of/ }).first().inputValue(), /example\.org\. 60 IN DS/);
});

for (const [where, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  for (const dark of [false, true]) {
    browserTest(`the menu fits and is accessible: ${where}, ${dark ? "dark" : "light"}`, { viewport, dark }, async ({ page }) => {
      await page.getByTestId("worked").getByText("Can fail.").waitFor();
      await open(page);
      await shot(page, `live-ask-${where}-${dark ? "dark" : "light"}`);
      await assertFits(page);
      await assertAccessible(page);
    });
  }
}
