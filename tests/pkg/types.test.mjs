// The package's TypeScript declarations, by tsc itself: as a consumer meets them, and against what the module really gives.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { names, scenario } from "./corpus.mjs";
import { at, load, project } from "./project.mjs";
import { SIMULATIONS } from "./simulations.mjs";

const here = await project();
const { check, decodeLink, encodeLink, simulate } = await load(here);

const STRICT = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noPropertyAccessFromIndexSignature"];
const NODE = ["--module", "nodenext", "--target", "es2022"];
const BUNDLER = ["--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022"];

/** What tsc has to say, nothing if all is well. Declarations are checked too (no --skipLibCheck). */
function tsc(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at("node_modules/typescript/bin/tsc"), "--noEmit", "--types", "", ...STRICT, ...args], {
    cwd: here.folder,
    encoding: "utf8",
  });
  return status === 0 ? "" : stdout + stderr || `status ${status}`;
}

await copyFile(at("tests/pkg/consumer.ts"), join(here.folder, "consumer.mts"));

for (const [name, options] of [
  ["Node", [...NODE, "--lib", "es2022,dom"]],
  ["a bundler", [...BUNDLER, "--lib", "es2022,dom"]],
]) {
  test(`a strict consumer: ${name}`, () => assert.equal(tsc(...options, "consumer.mts"), ""));
}

test("the declarations need no browser's types", async () => {
  await writeFile(join(here.folder, "bare.mts"), 'import { check } from "multisigner";\nexport const answer = check({ sources: [] });\n');
  assert.equal(tsc(...NODE, "--lib", "es2022", "bare.mts"), "");
});

/** Literals of what `check` gives for each scenario: a field too many, too few or of another type is an error. */
async function literals() {
  const lines = ['import type { CheckLink, CheckResult, Simulation, SimulateInput, Trouble } from "multisigner";'];
  for (const name of await names()) {
    for (const form of ["zone", "dig"]) {
      const { input } = await scenario(name, form);
      const { report, fails, sources } = await check({ ...input, rrsetsPerMix: 3 });
      for (const source of sources) source.lines.splice(9);
      lines.push(`export const _${lines.length} = ${JSON.stringify({ report, fails, sources })} satisfies CheckResult;`);
    }
  }
  const soa = (zone) => `${zone} 60 IN SOA ns. host. 1 2 3 4 5\n`;
  const problems = [
    [{ text: "" }], [{ text: "Private-key-format: v1.3\nPrivateKey: AA==" }], [{ text: "what?" }], [{ text: soa("a.") + soa("b.") }],
    Array.from({ length: 20 }, (_, n) => ({ text: soa("a."), role: { provider: `P${n}` } })), [{ text: "a. 60 IN DS 1 13 2 00", role: "parent" }],
  ];
  const input = { sources: [{ text: soa("a.") }] };
  const live = { kind: "live", domain: "a", resolvers: ["https://dns.example/"] };
  for (const given of SIMULATIONS) {
    lines.push(`export const _${lines.length} = ${JSON.stringify(given)} satisfies SimulateInput;`);
    lines.push(`export const _${lines.length} = ${JSON.stringify(await simulate(given))} satisfies Simulation;`);
  }
  const refused = [
    simulate({ ...SIMULATIONS[0], config: { provider: [] } }),
    ...problems.map((sources) => check({ sources })),
    check({ ...input, at: new Date(NaN) }),
    check({ ...input, at: "soon" }),
    ...["", "#v1=", "#v2=A", "#v1=(", "#v1=AAAA", `#v1=${"A".repeat(5_000_000)}`].map(decodeLink),
    encodeLink({ kind: "frozen", input: { sources: Array.from({ length: 1001 }, () => input.sources[0]) } }),
  ];
  for (const promise of refused) {
    const { problem } = await promise.then(assert.fail, (error) => error);
    lines.push(`export const _${lines.length} = ${JSON.stringify(problem)} satisfies Trouble;`);
  }
  const links = [{ kind: "frozen", input }, { kind: "frozen", input: { ...input, zone: "a", noDs: true }, view: { cell: [0, 0] } }, live];
  for (const link of links) {
    const given = JSON.stringify(await decodeLink(await encodeLink(link)));
    lines.push(`export const _${lines.length} = ${given} satisfies CheckLink;`);
  }
  return lines;
}

test("what the module gives is what the declarations say", async () => {
  const lines = await literals();
  await writeFile(join(here.folder, "given.mts"), lines.join("\n"));
  assert.equal(tsc(...NODE, "--lib", "es2022", "given.mts"), "");
  // And the checker would have told: one word and one name changed.
  for (const [from, to] of [['"verdict":"secure"', '"verdict":"fine"'], ['"hidden_by_retry"', '"hidden"']]) {
    const line = lines.find((line) => line.includes(from));
    await writeFile(join(here.folder, "wrong.mts"), `${lines[0]}\n${line.replace(from, to)}`);
    assert.match(tsc(...NODE, "--lib", "es2022", "wrong.mts"), /TS\d+/, `${from} → ${to}`);
  }
});
