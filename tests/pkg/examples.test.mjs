// The examples run as they are told to be run: the script for a CI job, with files and with resolvers.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { at, installed, project } from "./project.mjs";
import { resolver } from "./resolver.mjs";

const here = await project();

const run = (...args) =>
  new Promise((resolve) => {
    execFile(process.execPath, [installed(here, "examples/ci-check.mjs"), ...args], { cwd: here.folder }, (error, stdout, stderr) =>
      resolve({ status: error ? error.code : 0, stdout, stderr }),
    );
  });

const AT = ["--at", "2026-11-25T12:00:00Z"];
const files = (scenario) => ["A", "B"].map((id) => `${id}=${at("tests/corpus", scenario, id, "zone.signed")}`).concat(`parent=${at("tests/corpus", scenario, "parent/dig-DS.txt")}`);

test("a safe zone passes", async () => {
  const { status, stdout, stderr } = await run(...AT, ...files("003-model2-ok"));
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /: Secure\. Every mix of A’s and B’s answers validates\./);
});

test("an unsafe zone fails, with the finding and the record to add", async (t) => {
  const { status, stdout, stderr } = await run(...AT, ...files("006-missing-zsk-at-A"));
  assert.deepEqual([status, stderr], [1, ""]);
  assert.match(stdout, /^error: A does not publish B’s ZSK \d+\/13 \[MS-ZSK-COVERAGE\]$/m);
  assert.match(stdout, /^ {6}mivovo\.multi\. 3600 IN DNSKEY 256 3 13 \S+$/m);
  t.diagnostic(stdout);
});

test("answers of dig, several files for a provider", async () => {
  const folder = at("tests/corpus/006-missing-zsk-at-A");
  const digs = ["A", "B"].map((id) => `${id}=${["DNSKEY", "SOA", "NXDOMAIN"].map((kind) => `${folder}/${id}/dig-${kind}.txt`)}`);
  const { status, stdout } = await run(...AT, ...digs, `parent=${folder}/parent/dig-DS.txt`);
  assert.equal(status, 1);
  assert.match(stdout, /\[MS-ZSK-COVERAGE\]/);
});

test("looks ahead", async () => {
  const { status, stdout } = await run(...AT, "--days", "30", ...files("003-model2-ok"));
  assert.equal(status, 1);
  assert.match(stdout, /In 30 days, if nobody signs anew:\n.* at 2026-12-25T12:00:00Z: Fails now\./);
  assert.match(stdout, /\[SIG-EXPIRED\]/);
});

for (const [scenario, zone, expected] of [
  ["003-model2-ok", "dorpra.multi", 0],
  ["006-missing-zsk-at-A", "mivovo.multi", 1],
]) {
  test(`asks resolvers: ${scenario}`, async () => {
    const [one, two] = await Promise.all(["A", "B"].map((id) => resolver(scenario, id)));
    const { status, stdout, stderr } = await run(...AT, "--zone", zone, `one=${one.url}`, `two=${two.url}`);
    await Promise.all([one.close(), two.close()]);
    assert.deepEqual([status, stderr], [expected, ""], stdout);
    assert.match(stdout, expected ? /one does not publish two’s ZSK/ : /Every mix of one’s and two’s answers validates/);
    const asked = [`${zone} DNSKEY`, `${zone} DS`, `${zone} NS`, `${zone} SOA`, `no-such-name.${zone} A`];
    assert.deepEqual(one.asked.sort(), asked.map((question) => `${question} application/dns-json do=1 cd=1`));
  });
}

for (const [name, args, message] of [
  ["no arguments", [], /nothing was given/],
  ["an argument of another form", ["file.txt"], /“file\.txt” is not LABEL=FILE/],
  ["a file that is not there", ["A=none.txt"], /none\.txt/],
  ["a text without DNS data", ["A=package.json"], /package\.json:1:1: nothing here looks like DNS data \(/],
  ["a resolver without a zone", ["A=http://127.0.0.1:9/"], /--zone NAME/],
  ["a resolver that does not answer", ["--zone", "example", "A=http://127.0.0.1:9/"], /fetch failed/],
  ["no number of days", ["--days", "x", ...files("003-model2-ok"), ...AT], /invalid Date/],
]) {
  test(`cannot judge: ${name}`, async () => {
    const { status, stderr } = await run(...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  });
}
