// What every browser test needs: the built page on a loopback server, Chromium with a fresh profile,
// and a test that fails on any console message, uncaught error, failed request or request that leaves the machine.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium, selectors } from "playwright-core";
import { serve } from "../../tools/serve.mjs";

export const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const SHOTS = fileURLToPath(new URL("shots", import.meta.url));

export const WIDE = { width: 1440, height: 900 };
export const MEDIUM = { width: 1024, height: 768 };
export const NARROW = { width: 360, height: 740 };

selectors.setTestIdAttribute("data-test");

// The servers of tests/lab, when it runs us: their certificate is of their own making.
const LAB = process.env.LAB ? new URL(JSON.parse(await readFile(process.env.LAB, "utf8")).base).hostname : undefined;

let browser;
const launch = () =>
  (browser ??= chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      // Whatever slips past the guard below finds no host.
      `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1${LAB ? `, EXCLUDE ${LAB}` : ""}`,
      ...(LAB ? ["--ignore-certificate-errors"] : []),
    ],
  }));
after(async () => (await browser)?.close());

/**
 * One test in a browser context of its own, on the built page or another folder.
 *
 *   browserTest("says hello", { viewport: NARROW, dark: true }, async ({ page, url }) => { … });
 *
 * Options: `folder` what is served (the built page); `prefix` the path the site is served from ("/"); `path` what is opened
 * there (""; null opens nothing); `viewport`; `dark`; `answer` a function (Request) → response for Playwright's `route.fulfill`, or nothing, that
 * plays the hosts out in the world; `expected` patterns of console messages and problems that are no fault in this test.
 * The body gets `{ page, url, context, problems, t }`.
 */
export function browserTest(name, options, body) {
  const { folder = DIST, prefix = "/", path = "", viewport = WIDE, dark = false, answer = () => {}, expected = [] } = options;
  test(name, async (t) => {
    const site = await serve(folder, { prefix });
    const context = await (await launch()).newContext({
      viewport,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      serviceWorkers: "block",
    });
    context.setDefaultTimeout(30_000);
    const problems = [];
    try {
      await context.route("**/*", async (route) => {
        const request = route.request();
        if (["127.0.0.1", LAB].includes(new URL(request.url()).hostname)) return route.continue();
        const response = answer(request);
        if (response) return route.fulfill(response);
        problems.push(`request leaves the machine: ${request.url()}`);
        return route.abort();
      });
      context.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) problems.push(`console ${message.type()}: ${message.text()}`);
      });
      context.on("weberror", (error) => problems.push(`uncaught: ${error.error()}`));
      context.on("response", (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`));
      const page = await context.newPage();
      page.on("crash", () => problems.push("the page crashed"));
      if (path !== null) await page.goto(site.url + path);
      await body({ page, url: site.url, context, problems, t });
    } finally {
      await context.close();
      await site.close();
    }
    assert.deepEqual(problems.filter((text) => !expected.some((pattern) => pattern.test(text))), []);
  });
}

/** A picture of the whole page, in tests/e2e/shots (not kept in git), to be looked at. */
export async function shot(page, name) {
  await mkdir(SHOTS, { recursive: true });
  // What is out of sight is left out by the page until somebody scrolls there.
  await page.evaluate(() => document.querySelectorAll(".panel").forEach((panel) => (panel.style.contentVisibility = "visible")));
  await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

/** Fails with axe's own words where the page breaks a WCAG 2.2 A or AA rule or a best practice. */
export async function assertAccessible(page) {
  // As the developer tools do it: the page's policy stands as it is.
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(
    violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`)),
    [],
  );
}

/** Fails where the page is wider than the window: on a narrow one only a table may scroll sideways, in itself. */
export async function assertFits(page) {
  const { scroll, client, out } = await page.evaluate(() => {
    const { scrollWidth: scroll, clientWidth: client } = document.documentElement;
    // What sticks out, unless what it is placed in scrolls or clips it: text for screen readers alone
    // is placed by the nearest positioned box, and so passes by a table that scrolls.
    const style = (e) => getComputedStyle(e);
    const held = (box, passed) => {
      if (!box || box === document.body) return false;
      const through = passed && style(box).position === "static";
      const { overflowX, position } = style(box);
      return (!through && overflowX !== "visible") || held(box.parentElement, through || position === "absolute");
    };
    const out = [];
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    // The words themselves: the box of a paragraph says nothing of a word that is longer than it.
    while (scroll > client && words.nextNode()) {
      const range = new Range();
      range.selectNodeContents(words.currentNode);
      const right = range.getBoundingClientRect().right;
      if (right > client + 0.5 && !held(words.currentNode.parentElement, false)) {
        const { localName, className } = words.currentNode.parentElement;
        out.push(`${localName}.${className.baseVal ?? className} "${words.currentNode.data.slice(0, 60)}" to ${Math.round(right)}`);
      }
    }
    return { scroll, client, out };
  });
  assert.ok(scroll <= client, `the page is ${scroll - client} px too wide: ${out.slice(0, 12).join("; ")}`);
}
