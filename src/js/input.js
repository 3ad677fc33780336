// What `check` takes, looked at before it goes to WebAssembly: a word that is misspelt or of another type would
// change the verdict if it were passed over.
import { MultisignerError } from "./error.js";

const INPUT = ["sources", "zone", "noDs", "at", "rrsetsPerMix"];
const SOURCE = ["text", "role", "name"];

const refuse = (message, hint = null) => {
  throw new MultisignerError("bad-input", message, { hint });
};

/** `a string`, `null`, `a list`: what something is, to say it. */
const kind = (value) => {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
};

const string = (value, place) => (typeof value === "string" ? value : refuse(`${place} is ${kind(value)}; a string is needed`));

function object(value, place, fields) {
  if (kind(value) !== "an object") refuse(`${place} is ${kind(value)}; an object is needed`);
  for (const field of Object.keys(value)) {
    if (!fields.includes(field)) refuse(`${place} has no field “${field.slice(0, 60)}”`, `its fields are ${fields.join(", ")}`);
  }
  return value;
}

function role(value, place) {
  if (value === undefined || value === "auto" || value === "parent") return value ?? "auto";
  const form = 'write "auto", "parent" or { provider: "A" }';
  if (typeof value === "string") refuse(`${place} is “${value.slice(0, 60)}”`, form);
  if (kind(value) !== "an object") refuse(`${place} is ${kind(value)}`, form);
  const label = string(object(value, place, ["provider"]).provider, `${place}.provider`).trim();
  return label ? { provider: label } : refuse(`${place}.provider is empty`, form);
}

function source(value, place, at) {
  object(value, place, SOURCE);
  const whose = role(value.role, `${place}.role`);
  const title = whose.provider ?? (whose === "parent" ? "parent" : `text ${at + 1}`);
  return {
    name: value.name === undefined ? title : string(value.name, `${place}.name`),
    role: whose,
    text: string(value.text, `${place}.text`),
  };
}

/** RFC 3339, which is what a `Date` says of itself too; now, when nothing is said. */
function moment(value) {
  if (value === undefined) return new Date().toISOString();
  if (typeof value === "string") return value;
  const hint = "give a Date, or RFC 3339 (2026-11-25T12:00:00Z)";
  if (Object.prototype.toString.call(value) !== "[object Date]") refuse(`input.at is ${kind(value)}; a time is needed`, hint);
  if (Number.isNaN(value.getTime())) throw new MultisignerError("bad-time", "input.at is an invalid Date", { hint });
  return value.toISOString();
}

/** The input in the form that WebAssembly takes. */
export function asked(input) {
  const { sources, zone, noDs = false, at, rrsetsPerMix } = object(input, "input", INPUT);
  if (!Array.isArray(sources)) refuse(`input.sources is ${kind(sources)}; a list is needed`);
  if (typeof noDs !== "boolean") refuse(`input.noDs is ${kind(noDs)}; true or false is needed`);
  if (rrsetsPerMix !== undefined && !(Number.isInteger(rrsetsPerMix) && rrsetsPerMix >= 0 && rrsetsPerMix < 2 ** 32)) {
    refuse("input.rrsetsPerMix is not a whole number from 0 on");
  }
  return {
    // Not `map`: it passes over the holes of a list.
    sources: Array.from(sources, (value, index) => source(value, `input.sources[${index}]`, index)),
    zone: zone === undefined ? undefined : string(zone, "input.zone"),
    no_ds: noDs,
    at: moment(at),
    rrsets_per_mix: rrsetsPerMix,
  };
}
