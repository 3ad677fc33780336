// The module's functions, for every place it runs in: index.js and node.js say where the program is found.
import start, * as core from "./multisigner.js";
import { MultisignerError } from "./error.js";
import { asked, gated, linked, planned, published, text, wanted } from "./input.js";
import { VERSION } from "./version.js";

/** `find`: a function that gives the WebAssembly program, or where to fetch it. */
export function api(find) {
  let started; // a promise, once asked for

  // A program can be started once; after a failure it may be tried again.
  const init = (program) =>
    (started ??= begin(program).catch((cause) => {
      started = undefined;
      throw new MultisignerError("not-loaded", `the WebAssembly program could not be started: ${said(cause)}`, { cause });
    }));
  const begin = async (program) => void (await start({ module_or_path: (await program) ?? (await find()) }));

  /** Starts the program if need be, and makes a MultisignerError of what it throws. */
  const call = async (run) => {
    await init();
    try {
      return await run();
    } catch (fault) {
      throw typed(fault);
    }
  };

  return {
    init,
    version: () => VERSION,
    async check(input) {
      const question = asked(input);
      return call(() => core.check(question));
    },
    async simulate(input) {
      const simulation = wanted(input);
      return call(() => core.simulate(simulation));
    },
    async explore(document) {
      const given = published(document);
      return call(() => core.explore(given));
    },
    async plan(input) {
      const request = planned(input);
      return call(() => core.plan(request));
    },
    async gate(input) {
      const request = gated(input);
      return call(() => core.gate(request));
    },
    emergencies: () => call(() => core.emergencies()),
    async encodeLink(link, address = "") {
      const shared = linked(link);
      const page = text(address?.href ?? address, "address").split("#")[0];
      return call(() => page + core.encode(shared));
    },
    async decodeLink(link) {
      const given = text(link, "link");
      return call(() => core.decode(given));
    },
  };
}

const said = (cause) => cause?.message ?? String(cause);

/** What the program throws is plain data; anything else is a fault of the program itself. */
function typed(fault) {
  const known = typeof fault?.problem?.problem === "string";
  return known
    ? new MultisignerError(fault.problem.problem, fault.message, fault)
    : new MultisignerError("internal", `the WebAssembly program broke off: ${said(fault)}`, { cause: fault });
}
