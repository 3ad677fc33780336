// The installed package in Node: what it is made of, every way in, and what it says to input of any kind.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { access, readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { scenario } from "./corpus.mjs";
import { at, installed, load, project } from "./project.mjs";

const here = await project();
const wasm = installed(here, "multisigner.wasm");
const { check, init, version, MultisignerError } = await load(here);
const { input } = await scenario("006-missing-zsk-at-A", "zone");

/** Runs a program in the project, in a Node of its own. */
const node = async (name, text) => {
  await writeFile(join(here.folder, name), text);
  return execFileSync(process.execPath, [name], { cwd: here.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
};

before(async () => {
  const bytes = await readFile(wasm);
  const kB = (size) => `${(size / 1000).toFixed(1)} kB`;
  const { size, unpackedSize } = here.packed;
  console.log(`package ${kB(size)}, unpacked ${kB(unpackedSize)}; wasm ${kB(bytes.length)}, brotli ${kB(brotliCompressSync(bytes).length)}`);
});

test("holds what it names and nothing else", async () => {
  const { version: cargo } = JSON.parse(execFileSync("cargo", ["metadata", "--no-deps", "--format-version", "1"], { cwd: at(), encoding: "utf8" })).packages[0];
  const manifest = JSON.parse(await readFile(installed(here, "package.json"), "utf8"));
  assert.equal(manifest.version, cargo);
  assert.equal(version(), cargo);
  assert.deepEqual((await readdir(installed(here))).sort(), [...manifest.files, "package.json"].sort());
  assert.deepEqual(Object.keys(manifest).filter((key) => /dependencies|scripts|bin/i.test(key)), []);
});

test("its documents link to what it holds", async () => {
  for (const [folder, name] of [[".", "README.md"], ...(await readdir(installed(here, "docs"))).map((name) => ["docs", name])]) {
    const text = await readFile(installed(here, folder, name), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link);
    for (const link of links) await access(installed(here, folder, link));
  }
});

test("holds no part of the page", async () => {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(await readFile(wasm))).map(({ name }) => name);
  assert.ok(imports.some((name) => /_verify_/.test(name)), "WebCrypto is imported");
  assert.deepEqual(imports.filter((name) => /document|element|querySelector|addEventListener|Worker|history|location/i.test(name)), []);
  assert.equal((await readFile(wasm)).includes("yew"), false);
});

test("import by name", async () => {
  const said = await node("by-import.mjs", 'import * as all from "multisigner"; console.log(Object.keys(all).sort().join(), all.version());');
  assert.equal(said.trim(), `MultisignerError,check,decodeLink,emergencies,encodeLink,explore,gate,init,plan,simulate,version ${version()}`);
});

test("require", async (t) => {
  if (!process.features.require_module) return t.skip("this Node cannot require a module");
  const said = await node("by-require.cjs", 'const { check } = require("multisigner"); check({ sources: [] }).catch((error) => console.log(error.code));');
  assert.equal(said.trim(), "empty");
});

test("the program may be given", async () => {
  const file = createRequire(join(here.folder, "any.js")).resolve("multisigner/multisigner.wasm");
  assert.equal(file, wasm);
  const said = await node(
    "by-init.mjs",
    `import { check, init, MultisignerError } from "multisigner";
     import { readFile } from "node:fs/promises";
     const refused = await init(new Uint8Array([1, 2, 3])).catch((error) => error);
     console.log(refused instanceof MultisignerError, refused.code, refused.cause instanceof Error);
     await init(WebAssembly.compile(await readFile(process.argv[2] ?? ${JSON.stringify(wasm)})));
     await init();
     console.log(await check({ sources: [] }).catch((error) => error.code));`,
  );
  assert.equal(said, "true not-loaded true\nempty\n");
  await init();
});

test("without WebCrypto the crates stand in", async () => {
  const text = `
    import { check } from "multisigner";
    import { readFile } from "node:fs/promises";
    Object.defineProperty(globalThis, "crypto", { value: undefined });
    console.log(typeof crypto, JSON.stringify((await check(JSON.parse(await readFile("input.json", "utf8")))).report));`;
  await writeFile(join(here.folder, "input.json"), JSON.stringify(input));
  const said = await node("no-crypto.mjs", text);
  const { report } = await check(input);
  assert.equal(said, `undefined ${JSON.stringify(report)}\n`);
});

test("several checks at once do not mix", async () => {
  const other = (await scenario("003-model2-ok", "zone")).input;
  const results = await Promise.all([input, other, input, other].map(check));
  assert.deepEqual(results.map(({ fails }) => fails), [true, false, true, false]);
  assert.deepEqual(results[2], results[0]);
});

test("plain data: no Map, no class, no undefined, no bigint", async () => {
  const result = await check(input);
  assert.deepStrictEqual(result, JSON.parse(JSON.stringify(result)));
});

test("the input is left as it was, and its options do what they say", async () => {
  const frozen = JSON.parse(JSON.stringify(input), (_, value) => (typeof value === "object" ? Object.freeze(value) : value));
  const few = await check({ ...frozen, at: new Date(frozen.at), rrsetsPerMix: 2 });
  assert.ok(few.report.mixes.every(({ rrsets, rrsets_total }) => rrsets.length === 2 && rrsets_total > 2));
  const before = Date.now();
  const now = await check({ ...frozen, at: undefined });
  assert.ok(Math.abs(Date.parse(now.report.at) - before) < 60_000, now.report.at);
  const unsigned = await check({ sources: frozen.sources.filter(({ role }) => role !== "parent"), noDs: true, at: frozen.at });
  assert.equal(unsigned.report.parent.state, "no-ds");
  assert.equal(unsigned.report.verdict, "insecure");
  // As the command takes times.
  for (const at of ["1795608000", "2026-11-25 12:00:00+00:00"]) {
    assert.equal((await check({ ...frozen, at })).report.at, "2026-11-25T12:00:00Z");
  }
  const named = await check({ sources: [{ text: frozen.sources[0].text, role: { provider: " left one " } }], at: frozen.at });
  assert.deepEqual([named.sources[0].name, named.report.providers[0].label], ["left one", "left one"]);
});

const text = "example. 60 IN SOA ns. host. 1 2 3 4 5";
const KEY = "; mine\n\nPrivate-key-format: v1.3\nAlgorithm: 13\nPrivateKey: c2VjcmV0IHNlY3JldCBzZWNyZXQ=\n";
for (const [name, given, code, message, more = {}] of [
  ["nothing", undefined, "bad-input", /^input is missing; an object is needed$/],
  ["a string", text, "bad-input", /^input is a string; an object is needed$/],
  ["a list", [], "bad-input", /^input is a list; /],
  ["no sources", {}, "bad-input", /^input\.sources is missing; a list is needed$/],
  ["a field misspelt", { sources: [], noDS: true }, "bad-input", /^input has no field “noDS”$/, { hint: /noDs/ }],
  ["a hole in the list", { sources: [, { text }] }, "bad-input", /^input\.sources\[0\] is missing; /],
  ["octets for a text", { sources: [{ text }, { text: new Uint8Array(3) }] }, "bad-input", /^input\.sources\[1\]\.text is an object; a string is needed$/],
  ["a role of another kind", { sources: [{ text, role: "A" }] }, "bad-input", /^input\.sources\[0\]\.role is “A”$/, { hint: /provider/ }],
  ["a label that is no string", { sources: [{ text, role: { provider: 1 } }] }, "bad-input", /role\.provider is a number; /],
  ["an empty label", { sources: [{ text, role: { provider: " " } }] }, "bad-input", /role\.provider is empty/],
  ["null for a role", { sources: [{ text, role: null }] }, "bad-input", /role is null/],
  ["a word for a boolean", { sources: [], noDs: "no" }, "bad-input", /^input\.noDs is a string; /],
  ["a fraction", { sources: [], rrsetsPerMix: 0.5 }, "bad-input", /rrsetsPerMix/],
  ["a number for a time", { sources: [], at: 1 }, "bad-input", /^input\.at is a number; /, { hint: /Date/ }],
  ["no date", { sources: [], at: new Date(NaN) }, "bad-time", /invalid Date/],
  ["a date too far", { sources: [{ text }], at: new Date(8.64e15) }, "bad-time", /is not a time/],
  ["no time", { sources: [{ text }], at: "soon" }, "bad-time", /^“soon” is not a time: /],
  ["empty texts", { sources: [{ text: "" }, { text: " \n" }] }, "empty", /nothing was given/],
  ["a private key", { sources: [{ text }, { text: KEY, name: "K.private" }] }, "private-key", /private key/, { source: /^K\.private$/, line: /^3$/, column: /^1$/ }],
  ["no DNS data", { sources: [{ text: "\nwhat is this?" }] }, "nothing-read", /DNS data/, { source: /^text 1$/, line: /^2$/, column: /^1$/, hint: /dig/ }],
  ["a zone that is none", { sources: [{ text }], zone: "a..b" }, "bad-zone", /“a\.\.b”/],
  ["a zone not seen", { sources: [{ text }], zone: "other.example" }, "zone-not-seen", /other\.example/],
  ["the parent's data alone", { sources: [{ text: "example. 60 IN DS 1 13 2 00", role: "parent" }] }, "no-provider", /only the parent's/],
  ["text of any octets", { sources: [{ text: "\0\ud800\uffff\u202e".repeat(1000) }] }, "nothing-read", /DNS data/, { source: /^text 1$/, line: /^1$/, column: /^\d+$/ }],
]) {
  test(`refuses ${name}`, async () => {
    const error = await check(given).then(() => assert.fail("taken"), (error) => error);
    assert.ok(error instanceof MultisignerError && error instanceof Error, String(error));
    assert.equal(error.code, code, error.stack);
    assert.match(error.message, message);
    assert.equal(error.name, "MultisignerError");
    assert.match(String(error), /^MultisignerError: /);
    for (const field of ["source", "line", "column", "hint"]) {
      if (more[field]) assert.match(String(error[field]), more[field]);
      else if (field !== "hint") assert.equal(error[field], null);
    }
    if (code === "private-key") assert.doesNotMatch(JSON.stringify(error), /c2VjcmV0/);
    if (error.problem) assert.equal(error.problem.problem, code);
  });
}

test("names the zones to choose from", async () => {
  const two = "a.example. 60 IN SOA ns. host. 1 2 3 4 5\nb.example. 60 IN SOA ns. host. 1 2 3 4 5\n";
  const error = await check({ sources: [{ text: two }] }).catch((error) => error);
  assert.equal(error.code, "several-zones", error);
  assert.deepEqual([...error.problem.zones].sort(), ["a.example.", "b.example."]);
  assert.equal(error.sources.length, 1);
});
