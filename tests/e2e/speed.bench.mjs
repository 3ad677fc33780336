// How quickly the page answers: `make bench`. Prints figures, asserts nothing about them.
//
// A paste is the real one: the clipboard and Ctrl+V. Time runs from the input event to the frame that
// shows the new verdict.
import { readFile, readdir } from "node:fs/promises";
import { browserTest } from "./harness.mjs";

const ROUNDS = 40;
const sample = JSON.parse(await readFile(new URL("../../www/samples/three-providers.json", import.meta.url), "utf8"));
const apex = (text) => text.slice(0, 1 + text.lastIndexOf("\n"));

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
function figures(name, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const [p50, p95] = [0.5, 0.95].map((share) => percentile(sorted, share).toFixed(1));
  console.log(`${name}: p50 ${p50} ms, p95 ${p95} ms, max ${sorted.at(-1).toFixed(1)} ms (${sorted.length} rounds)`);
}

/** Milliseconds from the next input event to the frame after the verdict has changed. */
const armed = (page) =>
  page.evaluate(() => {
    globalThis.measured = new Promise((resolve) => {
      const verdict = document.querySelector("[data-test=verdict]");
      let start;
      const began = () => (start ??= performance.now());
      for (const event of ["input", "paste"]) document.addEventListener(event, began, { capture: true, once: true });
      const before = verdict.textContent;
      const observer = new MutationObserver(() => {
        if (start === undefined || verdict.textContent === before) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - start));
      });
      observer.observe(verdict, { childList: true, subtree: true, characterData: true });
    });
  });

/** Whatever is pasted next in the page, from there to the frame with the verdict: times, and the longest pause of the page. */
const metered = (page) =>
  page.evaluate(() => {
    globalThis.meter = () => {
      let longest = 0;
      let last = performance.now();
      let beating;
      const started = last;
      const beat = () => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        beating = setTimeout(beat, 0);
      };
      beating = setTimeout(beat, 0);
      globalThis.metered = () => {
        clearTimeout(beating);
        return { took: performance.now() - started, longest };
      };
    };
  });

browserTest("three providers' apex data pasted", { path: "#sample=three-providers" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByTestId("verdict").getByText("rejects everything C signs").waitFor();
  await page.locator("details.src", { hasText: "Provider C" }).first().locator("summary").click();
  const box = page.getByRole("textbox", { name: "Data of Provider C" });
  await box.waitFor();
  const good = apex(sample.sources[2].text);
  const [times, typed] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    // In turn: C's data, and A's data in C's box, which is another verdict.
    const text = round % 2 ? good : apex(sample.sources[0].text);
    await page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await box.focus();
    await page.keyboard.press("Control+A");
    await armed(page);
    await page.keyboard.press("Control+V");
    times.push(await page.evaluate(() => globalThis.measured));
  }
  figures("paste to verdict", times);
  const clock = page.getByRole("slider", { name: "Move the clock" });
  const [now, end] = await clock.evaluate((input) => [input.value, input.max]);
  for (let round = 0; round < ROUNDS; round += 1) {
    await armed(page);
    await clock.fill(round % 2 ? now : end);
    typed.push(await page.evaluate(() => globalThis.measured));
  }
  figures("clock to verdict", typed);
});

/** Names of a process's threads; none where the system does not tell. */
const threads = async (pid) => {
  const tids = await readdir(`/proc/${pid}/task`).catch(() => []);
  return Promise.all(tids.map(async (tid) => [tid, await readFile(`/proc/${pid}/task/${tid}/comm`, "utf8")]));
};

/** Milliseconds that the page's own thread and its workers have been on a processor. */
async function processorTimes(pid) {
  const spent = async (tid) => Number((await readFile(`/proc/${pid}/task/${tid}/schedstat`, "utf8")).split(" ")[0]) / 1e6;
  const workers = (await threads(pid)).filter(([, name]) => name.startsWith("DedicatedWorker"));
  const [page, ...rest] = await Promise.all([spent(pid), ...workers.map(([tid]) => spent(tid))]);
  return { page, worker: rest.reduce((all, one) => all + one, 0) };
}

// The worker's part: from the question posted to the reply received. The page's part: from the reply to the frame
// after the page has drawn it. Each question waits for the one before, so nothing is coalesced. On a busy machine
// the time on a processor says more than the time on the clock.
browserTest("the clock of three providers", { path: null }, async ({ page, url, context }) => {
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      if (message?.ask && globalThis.clock) {
        const began = performance.now();
        this.addEventListener("message", function heard() {
          this.removeEventListener("message", heard);
          const replied = performance.now();
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => globalThis.clock({ worker: replied - began, frame: performance.now() - replied });
            channel.port2.postMessage(null);
          });
        });
      }
      return post.call(this, message, ...rest);
    };
  });
  await page.goto(`${url}#sample=three-providers`);
  await page.getByTestId("verdict").getByText("rejects everything C signs").waitFor();
  const session = await context.browser().newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  let renderer;
  for (const { id, type } of processInfo) {
    if (type === "renderer" && (await threads(id)).some(([, name]) => name.startsWith("DedicatedWorker"))) renderer = id;
  }
  const rounds = [];
  for (let round = 0; round < 200; round += 1) {
    const before = renderer && (await processorTimes(renderer));
    const took = await page.evaluate(async (share) => {
      const slider = document.querySelector(".strip input");
      const [from, until] = [Number(slider.min), Number(slider.max)];
      const drawn = new Promise((resolve) => (globalThis.clock = resolve));
      slider.valueAsNumber = from + share * (until - from);
      slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
      return drawn;
    }, ((round * 37) % 200) / 200);
    const after = before && (await processorTimes(renderer));
    rounds.push({ ...took, processor: before && { worker: after.worker - before.worker, page: after.page - before.page } });
  }
  // The first few find the code cold.
  const warm = rounds.slice(10);
  figures("clock: question to report", warm.map(({ worker }) => worker));
  figures("clock: report to frame", warm.map(({ frame }) => frame));
  if (!warm[0].processor) return;
  figures("clock: the worker on a processor", warm.map(({ processor }) => processor.worker));
  figures("clock: the page on a processor", warm.map(({ processor }) => processor.page));
});

for (const algorithm of ["13", "15"])
  browserTest(`10,000 names signed, algorithm ${algorithm}`, { path: "#simulate" }, async ({ page }) => {
    const settled = () => page.locator("[data-test=outcome][aria-busy=false] [data-test=verdict]").waitFor({ timeout: 300_000 });
    await settled();
    for (const index of [0, 1]) await page.getByTestId(`card-${index}`).getByLabel("Algorithm").selectOption(algorithm);
    await settled();
    await metered(page);
    await page.evaluate(() => {
      const lines = ["large.example. 3600 IN SOA ns. h. 1 2 3 4 5", "large.example. 3600 IN NS ns."];
      for (let n = 0; n < 10_000; n += 1) lines.push(`host${n}.large.example. 3600 IN A 192.0.2.${n % 250}`);
      const area = document.querySelector("#zone-data");
      area.value = lines.join("\n");
      globalThis.meter();
      area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
    });
    await page.getByTestId("verdict").getByText("large.example", { exact: true }).waitFor({ timeout: 300_000 });
    const { took, longest } = await page.evaluate(() => globalThis.metered());
    console.log(`two providers, 10,000 names: ${await page.getByTestId("signed").textContent()}`);
    console.log(`  from paste to verdict ${(took / 1000).toFixed(1)} s, longest pause of the page ${longest.toFixed(0)} ms`);
  });

browserTest("50 MB pasted", { path: "#check" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("textbox", { name: "Data of All in one paste" }).focus();
  await metered(page);
  await page.evaluate(() => {
    const line = (n) => `host${n}.example.org. 3600 IN TXT "${"x".repeat(200)} ${n}"\n`;
    const lines = ["example.org. 3600 IN SOA ns.example.org. h.example.org. 1 2 3 4 5\nexample.org. 3600 IN NS ns.example.org.\n"];
    for (let n = 0; n < 210_000; n += 1) lines.push(line(n));
    const text = lines.join("");
    globalThis.size = text.length;
    globalThis.meter();
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.getByTestId("verdict").getByText("example.org", { exact: true }).waitFor({ timeout: 120_000 });
  const { size, took, longest } = await page.evaluate(() => ({ size: globalThis.size, ...globalThis.metered() }));
  console.log(`${(size / 1e6).toFixed(0)} MB pasted: verdict after ${(took / 1000).toFixed(1)} s, longest pause of the page ${longest.toFixed(0)} ms`);
});
