// The module plans and explores what the command does, octet for octet.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { command } from "./corpus.mjs";
import { load, project } from "./project.mjs";

const { MultisignerError, explore, plan } = await load(await project());
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
