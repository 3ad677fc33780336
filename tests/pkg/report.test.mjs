// The module says what the command says, octet by octet, of every scenario of the corpus.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { names, scenario } from "./corpus.mjs";
import { at, load, project } from "./project.mjs";

const { check } = await load(await project());
const scenarios = await names();

/** What the command prints, and whether it says by its exit status that a mix fails. */
const command = (args) =>
  new Promise((resolve, reject) => {
    execFile(at("target/debug/multisigner"), args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const status = error ? error.code : 0;
      if (status === 0 || status === 1) resolve({ stdout, fails: status === 1 });
      else reject(new Error(stderr || String(error)));
    });
  });

test("the corpus is there", () => assert.equal(scenarios.length, 141));

for (const form of ["zone", "dig"]) {
  for (const name of scenarios) {
    test(`${name}, ${form}`, async () => {
      const { input, args } = await scenario(name, form);
      const [module, native] = await Promise.all([check(input), command(args)]);
      assert.equal(`${JSON.stringify(module.report, null, 2)}\n`, native.stdout);
      assert.equal(module.fails, native.fails);
      assert.equal(module.sources.length, input.sources.length);
    });
  }
}
