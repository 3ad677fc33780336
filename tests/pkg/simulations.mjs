// What is simulated: by the module and, from the same as TOML, by the command line.
import { readFile } from "node:fs/promises";
import { at } from "./project.mjs";

const data = await readFile(at("tests/simulate/zone.txt"), "utf8");
const moment = "2026-11-25T12:00:00Z";
const seed = "beside each other";

/** Every algorithm and every way to deny existence, both models, a fault of each kind of place. */
export const SIMULATIONS = [
  { config: { provider: [{ name: "A" }, { name: "B" }] }, data, seed, at: moment },
  {
    config: {
      model: 1,
      ksk_holder: "B",
      provider: [{ name: "A", algorithm: 15, denial: "nsec3", nsec3: { iterations: 3, salt: "ab12", opt_out: true } }, { name: "B", algorithm: 14, validity: "30d", jitter: 3600 }],
      fault: [{ id: "zsk-withheld", at: "A", of: "B" }],
    },
    data,
    seed,
    at: moment,
  },
  {
    config: {
      zone: "example.com",
      ttl: { all: "5m", negative: 60, dnskey: "2h", ds: "1d" },
      cross_ksks: true,
      asked: ["nobody.example.com"],
      provider: [{ name: "left", preset: "cloudflare" }, { name: "right one", preset: "powerdns", algorithm: 8, cds: true }, { name: "C", algorithm: 16, keys: "csk", dnskey_ttl: 60, inception_offset: "2h" }],
      fault: [{ id: "ds-wrong", at: "C" }, { id: "ds-dangling" }],
    },
    data,
    seed,
    at: moment,
  },
];
