// The module plans and explores what the command does, octet for octet.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { command } from "./corpus.mjs";
import { load, project } from "./project.mjs";

const { MultisignerError, emergencies, explore, gate, plan } = await load(await project());
const folder = await mkdtemp(join(tmpdir(), "multisigner-plan-"));
after(() => rm(folder, { recursive: true, force: true }));
const START = "2026-12-01T10:00:00Z";

const PLANS = [
  { operation: "migrate", start: START },
  { operation: "add-provider", model: "1", providers: ["A", "B", "C"], who: "B", zone: "example.org.", start: new Date(START), margin: 0 },
  { operation: "algorithm-roll", start: START, ttls: { ds: 3600, "A.dnskey": 300 }, propagation: 60, signing: 600, parent: 7200 },
];

const FLAGS = { model: "--model", who: "--who", to: "--to", zone: "--zone", margin: "--margin", propagation: "--propagation", signing: "--signing", parent: "--parent-delay" };

for (const input of PLANS) {
  test(`${input.operation} as the command plans it`, async () => {
    const flags = Object.entries(FLAGS).flatMap(([name, flag]) => (input[name] === undefined ? [] : [flag, String(input[name])]));
    const labels = (input.providers ?? []).flatMap((label) => ["--provider", label]);
    const ttls = Object.entries(input.ttls ?? {}).flatMap(([name, ttl]) => ["--ttl", `${name}=${ttl}`]);
    const file = join(folder, `${input.operation}.json`);
    const { stdout } = await command(["plan", input.operation, ...flags, ...labels, ...ttls, "--start", START, "--publication", file, "--format", "json"]);
    const made = await plan(input);
    assert.deepEqual(made.plan, JSON.parse(stdout));
    assert.deepEqual(made.document, JSON.parse(await readFile(file, "utf8")));
    const found = await explore(made.document);
    assert.ok(found.safe);
    const explored = await command(["explore", file, "--format", "json"]);
    assert.deepEqual(found, JSON.parse(explored.stdout));
  });
}

test("a document with a failing resolver, as text", async () => {
  const document = await readFile("tests/explore/050.json", "utf8");
  const found = await explore(document);
  assert.equal(found.safe, false);
  assert.deepEqual(found.failing.map(({ kind, from, until }) => [kind, from, until]), [["data", 32, 89], ["data-cached", 32, 89]]);
});

test("a plan from a zone, and its gate, as the command has them", async () => {
  const folder003 = "tests/corpus/003-model2-ok";
  const { validation_time_unix: at } = JSON.parse(await readFile(`${folder003}/scenario.json`, "utf8"));
  const files = { A: "A/zone.signed", B: "B/zone.signed", parent: "parent/dig-DS.txt" };
  const sources = await Promise.all(
    Object.entries(files).map(async ([label, name]) => ({ role: label === "parent" ? label : { provider: label }, text: await readFile(`${folder003}/${name}`, "utf8") })),
  );
  const from = { sources, at: String(at) };
  const given = ["--from", Object.entries(files).map(([label, name]) => `${label === "parent" ? "" : `${label}=`}${folder003}/${name}`).join(",")];
  const { stdout } = await command(["plan", "zsk-roll", "--who", "A", ...given, "--start", String(at), "--format", "json"]);
  const made = await plan({ operation: "zsk-roll", who: "A", from, start: String(at) });
  assert.deepEqual(made.plan, JSON.parse(stdout));
  const file = join(folder, "from.json");
  await writeFile(file, stdout);
  const gated = await command(["gate", file, "--step", "1", ...given, "--at", String(at), "--format", "json"]);
  assert.deepEqual(await gate({ plan: made.plan, step: 1, from }), JSON.parse(gated.stdout));
  assert.equal((await gate({ plan: stdout, step: 2, from, seen: { 1: new Date(START) } })).answer, "missing");
  const code = (run) => run.then(() => "none", (error) => (error instanceof MultisignerError ? error.code : String(error)));
  assert.equal(await code(gate({ plan: made.plan, step: 9, from })), "no-gate");
  assert.equal(await code(gate({ plan: {}, step: 1, from })), "bad-document");
  assert.equal(await code(gate({ plan: made.plan, step: 1 })), "bad-input");
  assert.equal(await code(gate({ plan: made.plan, step: 1, from: { sources: [] } })), "empty");
});

test("what to do instead, and in emergencies", async () => {
  const refused = await plan({ operation: "migrate", cannotImport: ["A"], start: START }).then(() => assert.fail(), (error) => error);
  assert.equal(refused.code, "cannot-import");
  assert.deepEqual(refused.problem.options.map(({ id }) => id), ["shared-keys", "go-insecure", "accept-risk"]);
  const { stdout } = await command(["plan", "emergency", "--format", "json"]);
  assert.deepEqual(await emergencies(), JSON.parse(stdout));
});

test("what cannot be explored or planned says where and why", async () => {
  const code = (run) => run.then(() => "none", (error) => (error instanceof MultisignerError ? `${error.code} ${error.problem?.pointer ?? ""}` : String(error)));
  const { document } = await plan(PLANS[0]);
  assert.equal(await code(explore({ ...document, until: document.from - 1 })), "bad-document /until");
  assert.equal(await code(explore("")), "bad-document ");
  assert.equal(await code(explore(undefined)), "bad-input ");
  assert.equal(await code(plan({ operation: "csk-roll", model: "1", start: START })), "no-plan ");
  assert.equal(await code(plan({ operation: "migrate", ttls: { "Z.data": 1 }, start: START })), "no-plan ");
  assert.equal(await code(plan({ operation: "migrate", margin: -1 })), "bad-input ");
  assert.equal(await code(plan({ operation: "migrate", start: "soon" })), "bad-time ");
});
