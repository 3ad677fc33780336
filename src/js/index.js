// For browsers and bundlers: the program lies beside this file and is fetched.
import { api } from "./api.js";

export { MultisignerError } from "./error.js";
export const { check, decodeLink, emergencies, encodeLink, explore, gate, init, plan, simulate, version } = api(() => new URL("./multisigner.wasm", import.meta.url));
