// Runs make targets one after the other, shows what they print, and closes with the sum of their tests.
// What the browser's targets need is built meanwhile: linking it uses one core, and the native tests are not about it.
// A target that has no tests to count (lint) is one itself; one that breaks off without a failed test is a failed one.
import { spawn } from "node:child_process";

const strip = (text) => text.replace(/\x1b\[[0-9;]*m/g, "");
const COUNTS = [
  [/^test result: \w+\. (\d+) passed/gm, "passed"], // cargo test, wasm-bindgen-test-runner
  [/^test result: \w+\. \d+ passed; (\d+) failed/gm, "failed"],
  [/^ℹ pass (\d+)/gm, "passed"], // node --test
  [/^ℹ (?:fail|cancelled) (\d+)/gm, "failed"],
  [/^(?:size|live|differ): (\d+) passed/gm, "passed"], // tools/size.mjs, tests/lab/run.py, tests/differ/run.py
  [/^(?:size|live|differ): \d+ passed, (\d+) failed/gm, "failed"],
];

function run(targets, quiet = false) {
  return new Promise((resolve) => {
    const env = { ...process.env, ...(process.stdout.isTTY && { CARGO_TERM_COLOR: "always" }) };
    const child = spawn("make", ["--no-print-directory", ...targets], { env, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    child.stdout.on("data", (chunk) => ((out += chunk), quiet || process.stdout.write(chunk)));
    child.stderr.on("data", (chunk) => quiet || process.stderr.write(chunk));
    child.on("close", (code) => resolve({ code, out: strip(out) }));
  });
}

/** Targets that wait for what is built meanwhile; where that failed, each says why itself. */
const BUILT = ["test-e2e", "test-live-page", "test-pkg", "size"];

const total = { passed: 0, failed: 0 };
const summary = [];
const targets = process.argv.slice(2);
const ahead = targets.some((target) => BUILT.includes(target)) ? run(["build", "pkg"], true) : undefined;
for (const target of targets) {
  console.log(`\n== make ${target}`);
  const start = Date.now();
  if (BUILT.includes(target)) await ahead;
  const { code, out } = await run([target]);
  const count = { passed: 0, failed: 0 };
  let counted = false;
  for (const [pattern, kind] of COUNTS) {
    for (const [, n] of out.matchAll(pattern)) {
      count[kind] += Number(n);
      counted = true;
    }
  }
  if (code !== 0 && count.failed === 0) count.failed = 1;
  if (code === 0 && !counted) count.passed = 1;
  total.passed += count.passed;
  total.failed += count.failed;
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  summary.push(`${target.padEnd(14)}${String(count.passed).padStart(6)} passed${String(count.failed).padStart(6)} failed${seconds.padStart(9)} s`);
}

console.log(`\n${summary.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed ? 1 : 0;
