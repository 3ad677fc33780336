// For Node: the program lies beside this file and is read.
import { readFile } from "node:fs/promises";
import { api } from "./api.js";

export { MultisignerError } from "./error.js";
export const { check, decodeLink, emergencies, encodeLink, explore, gate, init, plan, simulate, version } = api(() => readFile(new URL("./multisigner.wasm", import.meta.url)));
