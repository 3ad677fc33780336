// Check links: what goes in comes out and is judged the same, as the command opens and makes them; broken ones are told apart.
import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { command, names, scenario } from "./corpus.mjs";
import { at, load, project } from "./project.mjs";

const here = await project();
const { MultisignerError, check, decodeLink, encodeLink } = await load(here);
const PAGE = "https://example.net/multisigner/";
const example = async () => (await scenario("006-missing-zsk-at-A", "zone")).input;

for (const form of ["zone", "dig"]) {
  test(`every scenario by link, ${form}`, async () => {
    for (const name of await names()) {
      const { input } = await scenario(name, form);
      const link = await encodeLink({ kind: "frozen", input, made: input.at }, PAGE);
      assert.ok(link.startsWith(`${PAGE}#v1=`));
      const opened = await decodeLink(link);
      assert.deepEqual([opened.kind, opened.made, opened.view], ["frozen", opened.input.at, {}]);
      const [before, after] = await Promise.all([check(input), check(opened.input)]);
      assert.equal(JSON.stringify(after.report), JSON.stringify(before.report), name);
      assert.equal(await encodeLink(opened, PAGE), link, `${name}: the same state, the same link`);
    }
  });
}

test("the command opens what the module makes, and the module what the command makes", async () => {
  const { input, args } = await scenario("006-missing-zsk-at-A", "dig");
  const file = join(here.folder, "check.link");
  await writeFile(file, await encodeLink({ kind: "frozen", input }, PAGE));
  const { report } = await check(input);
  const json = `${JSON.stringify(report, null, 2)}\n`;
  assert.equal((await command(["check", file, "--format", "json"])).stdout, json);
  const { stdout } = await command([...args.slice(0, -2), `--link=${PAGE}`]);
  const opened = await decodeLink(stdout);
  assert.equal(`${JSON.stringify((await check(opened.input)).report, null, 2)}\n`, json);
  assert.equal(await encodeLink(opened, PAGE), stdout.trim());
});

test("links made long ago", async () => {
  const folder = at("tests/links");
  const kinds = { frozen: 0, live: 0 };
  for (const name of (await readdir(folder)).filter((name) => name.endsWith(".link"))) {
    const link = await decodeLink(await readFile(join(folder, name), "utf8"));
    kinds[link.kind] += 1;
    if (link.kind === "live") continue;
    const { stdout, fails } = await command(["check", join(folder, name), "--format", "json"]);
    const result = await check(link.input);
    assert.equal(`${JSON.stringify(result.report, null, 2)}\n`, stdout, name);
    assert.equal(result.fails, fails);
  }
  assert.ok(kinds.frozen >= 5 && kinds.live >= 1, JSON.stringify(kinds));
});

test("all that a link holds", async () => {
  const frozen = {
    kind: "frozen",
    input: {
      sources: [
        { name: "Provider A", role: { provider: "A" }, text: "example. 60 IN SOA ns. host. 1 2 3 4 5" },
        { name: "zone.txt", role: { provider: "second" }, text: "example. 60 IN SOA ns. host. 1 2 3 4 5" },
      ],
      zone: "example",
      noDs: true,
      at: "2026-11-25T12:00:00Z",
    },
    made: "2026-11-26T00:00:00Z",
    view: { cell: [1, 0] },
  };
  assert.deepEqual(await decodeLink(await encodeLink(frozen)), frozen);
  const live = { kind: "live", domain: "münchen.example", resolvers: ["https://dns.example/dns-query"] };
  assert.deepEqual(await decodeLink(await encodeLink(live)), live);
  assert.deepEqual(await decodeLink(await encodeLink({ kind: "live", domain: "example" })), { kind: "live", domain: "example", resolvers: [] });
  // A fragment of the page's address is replaced; no address, no address.
  assert.match(await encodeLink(live, `${PAGE}#about`), /^https:\/\/example\.net\/multisigner\/#v1=[\w-]+$/);
  assert.match(await encodeLink(live, new URL(PAGE)), /^https:\/\/example\.net\/multisigner\/#v1=[\w-]+$/);
  assert.match(await encodeLink(live), /^#v1=[\w-]+$/);
});

test("names by role take no room", async () => {
  const { sources, ...rest } = await example();
  const length = async (named) => (await encodeLink({ kind: "frozen", input: { ...rest, sources: named }, made: rest.at })).length;
  const unnamed = sources.map(({ role, text }) => ({ role, text }));
  assert.ok((await length(unnamed)) < (await length(sources)));
  assert.deepEqual((await decodeLink(await encodeLink({ kind: "frozen", input: { sources: unnamed } }))).input.sources.map(({ name }) => name), ["Provider A", "Provider B", "Parent"]);
});

const KEY = "Private-key-format: v1.3\nAlgorithm: 13\nPrivateKey: c2VjcmV0IHNlY3JldCBzZWNyZXQ=\n";
const text = "example. 60 IN SOA ns. host. 1 2 3 4 5";
const frozen = (more) => ({ kind: "frozen", input: { sources: [{ text }] }, ...more });
for (const [name, given, code, message] of [
  ["nothing", undefined, "bad-input", /^link is missing; an object is needed$/],
  ["no kind", {}, "bad-input", /^link\.kind is missing$/],
  ["a kind that is none", { kind: "constructor" }, "bad-input", /^link\.kind is “constructor”$/],
  ["a field of the other kind", frozen({ domain: "example" }), "bad-input", /^link has no field “domain”$/],
  ["no input", { kind: "frozen" }, "bad-input", /^link\.input is missing/],
  ["a cell that is none", frozen({ view: { cell: [0, -1] } }), "bad-input", /^link\.view\.cell /],
  ["a view that is none", frozen({ view: { tab: 1 } }), "bad-input", /^link\.view has no field “tab”$/],
  ["no time of making", frozen({ made: "soon" }), "bad-time", /^“soon” is not a time/],
  ["a private key", frozen({ input: { sources: [{ text }, { text: KEY }] } }), "private-key", /never put into a link/],
  ["too many texts", frozen({ input: { sources: Array.from({ length: 1001 }, () => ({ text })) } }), "too-many", /1001 parts/],
  ["no domain", { kind: "live" }, "bad-input", /^link\.domain is missing/],
  ["a resolver without encryption", { kind: "live", domain: "example", resolvers: ["http://127.0.0.1/"] }, "not-a-check", /resolvers/],
  ["resolvers in one string", { kind: "live", domain: "example", resolvers: "https://dns.example/" }, "bad-input", /^link\.resolvers is a string; a list is needed$/],
]) {
  test(`makes no link of ${name}`, async () => {
    const error = await encodeLink(given).then(assert.fail, (error) => error);
    assert.ok(error instanceof MultisignerError, String(error));
    assert.equal(error.code, code, error.stack);
    assert.match(error.message, message);
  });
}

test("tells broken links apart", async () => {
  const whole = await encodeLink({ kind: "frozen", input: await example() });
  const refused = async (link) => {
    const error = await decodeLink(link).then(() => assert.fail(`opened ${link.slice(0, 40)}`), (error) => error);
    assert.ok(error instanceof MultisignerError && error.message, String(error));
    if (error.code !== "bad-input") assert.ok(error.hint && error.problem.problem === error.code);
    return error.code;
  };
  const damaged = `${whole.slice(0, 200)}${whole[200] === "A" ? "B" : "A"}${whole.slice(201)}`;
  for (const [link, codes] of [
    [undefined, ["bad-input"]],
    ["", ["not-a-link"]],
    ["https://example.net/", ["not-a-link"]],
    ["#v1=", ["empty"]],
    ["#v2=AAAA", ["version"]],
    ["#v1=ab(c", ["alphabet"]],
    [whole.slice(0, -30), ["cut"]],
    [damaged, ["damaged", "not-packed", "not-a-check", "cut"]],
    ["#v1=AAAA", ["not-packed", "cut"]],
    [`#v1=${"A".repeat(5_000_000)}`, ["too-long"]],
  ]) {
    const code = await refused(link);
    assert.ok(codes.includes(code), `${String(link).slice(0, 40)}: ${code}`);
  }
  // Every cut of a link is noticed.
  for (let end = "#v1=".length; end < whole.length - 1; end += 97) await refused(whole.slice(0, end));
});
