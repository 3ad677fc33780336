// The module signs what the command signs, octet for octet; private keys come out when they are asked for, and only then.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { command } from "./corpus.mjs";
import { load, project } from "./project.mjs";
import { SIMULATIONS } from "./simulations.mjs";

const { MultisignerError, check, simulate } = await load(await project());
const folder = await mkdtemp(join(tmpdir(), "multisigner-simulate-"));
after(() => rm(folder, { recursive: true, force: true }));

/** As TOML writes a value; tables in one line. */
function toml(value) {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, value]) => `${key} = ${toml(value)}`).join(", ")} }`;
}

/** What the command writes of it: texts by path, and the report that it prints. */
async function written({ config, data, seed, at }, name) {
  const out = join(folder, name);
  const lines = Object.entries({ ...config, data, now: at }).map(([key, value]) => `${key} = ${toml(value)}\n`);
  await writeFile(`${out}.toml`, lines.join(""));
  const { stdout } = await command(["simulate", "--config", `${out}.toml`, "--out", out, "--private-keys", "--seed", seed, "--format", "json"]);
  const paths = (await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = paths.map(({ parentPath, name }) => join(parentPath, name));
  return { stdout, files: new Map(await Promise.all(files.map(async (path) => [path.slice(out.length + 1), await readFile(path, "utf8")]))) };
}

SIMULATIONS.forEach((given, number) => {
  test(`simulation ${number} as the command has it`, async () => {
    const { stdout, files } = await written(given, String(number));
    const { simulated, input, privateKeys } = await simulate({ ...given, privateKeys: true });
    const made = new Map(privateKeys.map(({ path, text }) => [path, text]));
    const key = (holder) => ({ stem, text }) => made.set(`${holder}/${stem}.key`, text);
    for (const provider of simulated.providers) {
      made.set(`${provider.file}/zone.signed`, provider.text);
      made.set(`${provider.file}/dnskey.txt`, provider.dnskey);
      made.set(`${provider.file}/dsset-${simulated.zone}`, provider.dsset);
      provider.keys.forEach(key(provider.file));
    }
    simulated.owner_keys.forEach(key("owner"));
    made.set("parent-ds.txt", simulated.parent);
    for (const report of ["report.txt", "report.json"]) files.delete(report);
    assert.deepEqual([...made.keys()].sort(), [...files.keys()].sort());
    for (const [path, text] of made) assert.equal(text, files.get(path), path);
    // What was made is checked as it is, and the report is the command's.
    const { report } = await check(input);
    assert.equal(`${JSON.stringify(report, null, 2)}\n`, stdout);
  });
});

test("private keys stay inside unless they are asked for", async () => {
  const [given] = SIMULATIONS;
  const { privateKeys } = await simulate({ ...given, privateKeys: true });
  assert.ok(privateKeys.length === 4 && privateKeys.every(({ text }) => text.startsWith("Private-key-format: v1.3\n")));
  const secrets = privateKeys.map(({ text }) => text.match(/^PrivateKey: (.+)$/m)[1]);
  const without = await simulate(given);
  assert.equal(without.privateKeys, null);
  for (const secret of secrets) assert.ok(!JSON.stringify(without).includes(secret));
});

test("another seed gives other keys, another moment other signatures", async () => {
  const [given] = SIMULATIONS;
  const [first, again, other, later] = await Promise.all([given, given, { ...given, seed: "another" }, { ...given, at: new Date("2026-12-01T00:00:00Z") }].map(simulate));
  assert.deepEqual(again, first);
  assert.notEqual(other.simulated.parent, first.simulated.parent);
  assert.equal(later.simulated.parent, first.simulated.parent);
  assert.notEqual(later.simulated.providers[0].text, first.simulated.providers[0].text);
});

const [GOOD] = SIMULATIONS;
const cyclic = {};
cyclic.provider = cyclic;
for (const [name, given, code, message] of [
  ["nothing", undefined, "bad-input", /^input is missing/],
  ["no seed", { ...GOOD, seed: undefined }, "bad-input", /^input\.seed is missing; a string is needed$/],
  ["no moment", { ...GOOD, at: undefined }, "bad-input", /^input\.at is missing/],
  ["no time", { ...GOOD, at: "soon" }, "bad-time", /“soon” is not a time/],
  ["a list for a configuration", { ...GOOD, config: [] }, "bad-input", /^input\.config is a list; /],
  ["a circle", { ...GOOD, config: cyclic }, "bad-input", /JSON/],
  ["a word for a switch", { ...GOOD, privateKeys: "no" }, "bad-input", /^input\.privateKeys is a string/],
  ["a field misspelt", { ...GOOD, config: { ...GOOD.config, modell: 1 } }, "bad-config", /unknown field `modell`/],
  ["the data in the configuration", { ...GOOD, config: { ...GOOD.config, data: "" } }, "bad-config", /“data” is no part of the configuration here$/],
  ["no provider", { ...GOOD, config: { provider: [] } }, "bad-config", /there has to be a provider$/],
  ["a fault that is none", { ...GOOD, config: { ...GOOD.config, fault: [{ id: "x" }] } }, "bad-config", /unknown variant `x`/],
  ["no zone", { ...GOOD, data: "hello" }, "bad-config", /there is no SOA record/],
  ["a private key for a zone", { ...GOOD, data: "Private-key-format: v1.3\nAlgorithm: 13\nPrivateKey: c2VjcmV0" }, "private-key", /private key/],
]) {
  test(`refuses ${name}`, async () => {
    const error = await simulate(given).then(() => assert.fail("taken"), (error) => error);
    assert.ok(error instanceof MultisignerError, String(error));
    assert.equal(error.code, code, error.stack);
    assert.match(error.message, message);
    assert.doesNotMatch(JSON.stringify(error), /c2VjcmV0/);
  });
}
