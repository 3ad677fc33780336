// The module says what the command says, octet by octet, of every scenario of the corpus.
import assert from "node:assert/strict";
import { test } from "node:test";
import { command, names, scenario } from "./corpus.mjs";
import { load, project } from "./project.mjs";

const { check } = await load(await project());
const scenarios = await names();

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
