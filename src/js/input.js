// What the functions take, looked at before it goes to WebAssembly: a word that is misspelt or of another type would
// change the verdict if it were passed over.
import { MultisignerError } from "./error.js";

const INPUT = ["sources", "zone", "noDs", "unreached", "at", "rrsetsPerMix"];
const SOURCE = ["text", "role", "name"];
const SIMULATION = ["config", "data", "seed", "at", "privateKeys"];
const FROZEN = ["kind", "input", "made", "view"];
const GATE = ["plan", "step", "from", "seen", "old"];
const PLAN = ["operation", "from", "old", "model", "providers", "who", "to", "cannotImport", "zone", "ttls", "start", "margin", "propagation", "signing", "parent"];
const LIVE = ["kind", "domain", "resolvers"];

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

/** As the page titles its boxes: a check link leaves these names out. */
function title(role, index) {
  if (role === "auto") return `text ${index + 1}`;
  if (role === "parent") return "Parent";
  return role.provider.length === 1 ? `Provider ${role.provider}` : role.provider;
}

function source(value, place, index) {
  object(value, place, SOURCE);
  const whose = role(value.role, `${place}.role`);
  return {
    name: value.name === undefined ? title(whose, index) : string(value.name, `${place}.name`),
    role: whose,
    text: string(value.text, `${place}.text`),
  };
}

/** RFC 3339, which is what a `Date` says of itself too; now, when nothing is said. */
function moment(value, place) {
  if (value === undefined) return new Date().toISOString();
  if (typeof value === "string") return value;
  const hint = "give a Date, or RFC 3339 (2026-11-25T12:00:00Z)";
  if (Object.prototype.toString.call(value) !== "[object Date]") refuse(`${place} is ${kind(value)}; a time is needed`, hint);
  if (!Number.isNaN(value.getTime())) return value.toISOString();
  const problem = { problem: "bad-time", text: String(value) };
  throw new MultisignerError("bad-time", `${place} is an invalid Date`, { hint, problem });
}

const list = (value, place, each) =>
  // Not `map`: it passes over the holes of a list.
  Array.isArray(value) ? Array.from(value, each) : refuse(`${place} is ${kind(value)}; a list is needed`);

const index = (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32;

function evidence(input, place) {
  const { sources, zone, noDs = false, unreached, at, rrsetsPerMix } = object(input, place, INPUT);
  if (typeof noDs !== "boolean") refuse(`${place}.noDs is ${kind(noDs)}; true or false is needed`);
  if (rrsetsPerMix !== undefined && !index(rrsetsPerMix)) refuse(`${place}.rrsetsPerMix is not a whole number from 0 on`);
  return {
    sources: list(sources, `${place}.sources`, (value, index) => source(value, `${place}.sources[${index}]`, index)),
    zone: zone === undefined ? undefined : string(zone, `${place}.zone`),
    noDs,
    unreached: unreached === undefined ? undefined : list(unreached, `${place}.unreached`, (label, index) => string(label, `${place}.unreached[${index}]`)),
    at: moment(at, `${place}.at`),
    rrsetsPerMix,
  };
}

function view(value, place) {
  const { cell } = object(value, place, ["cell"]);
  const good = cell === undefined || (Array.isArray(cell) && cell.length === 2 && cell.every(index));
  return good ? { cell } : refuse(`${place}.cell is not a pair of whole numbers`);
}

/** What `check` takes, as WebAssembly takes it. */
export const asked = (input) => evidence(input, "input");

/** What `encodeLink` takes, as WebAssembly takes it. */
export function linked(link) {
  const which = link?.kind;
  if (which === "frozen") {
    const { input, made, view: shown = {} } = object(link, "link", FROZEN);
    return { kind: which, input: evidence(input, "link.input"), made: moment(made, "link.made"), view: view(shown, "link.view") };
  }
  if (which === "live") {
    const { domain, resolvers = [] } = object(link, "link", LIVE);
    const addresses = list(resolvers, "link.resolvers", (value, index) => string(value, `link.resolvers[${index}]`));
    return { kind: which, domain: string(domain, "link.domain"), resolvers: addresses };
  }
  object(link, "link", [...FROZEN, ...LIVE]);
  return refuse(`link.kind is ${typeof which === "string" ? `“${which.slice(0, 60)}”` : kind(which)}`, 'write "frozen" or "live"');
}

function json(value, place) {
  try {
    return JSON.stringify(value);
  } catch {
    return refuse(`${place} is nothing that JSON can say`);
  }
}

/** What `simulate` takes, as WebAssembly takes it. */
export function wanted(input) {
  const { config, data, seed, at, privateKeys = false } = object(input, "input", SIMULATION);
  if (kind(config) !== "an object") refuse(`input.config is ${kind(config)}; an object is needed`);
  if (typeof privateKeys !== "boolean") refuse(`input.privateKeys is ${kind(privateKeys)}; true or false is needed`);
  if (at === undefined) refuse("input.at is missing; a time is needed", "the same moment and seed give the same signatures");
  return {
    // A field that is `undefined` is left out, as elsewhere.
    config: json(config, "input.config"),
    data: string(data, "input.data"),
    seed: string(seed, "input.seed"),
    at: moment(at, "input.at"),
    privateKeys,
  };
}

/** What `explore` takes: a document as an object, or as the text of one. */
export const published = (document) => (typeof document === "string" ? document : json(document, "document") ?? refuse(`document is ${kind(document)}`));

/** What `plan` takes, as WebAssembly takes it. */
export function planned(input) {
  const given = object(input, "input", PLAN);
  const optional = (name, read) => (given[name] === undefined ? undefined : read(given[name], `input.${name}`));
  const seconds = (value, place) => (index(value) ? value : refuse(`${place} is not a whole number of seconds from 0 on`));
  const labels = (value, place) => list(value, place, (label, at) => string(label, `${place}[${at}]`));
  const ttls = (value, place) =>
    Object.fromEntries(Object.entries(kind(value) === "an object" ? value : refuse(`${place} is ${kind(value)}; an object is needed`)).map(([name, ttl]) => [name, seconds(ttl, `${place}.${name}`)]));
  return {
    operation: string(given.operation, "input.operation"),
    model: optional("model", string),
    providers: optional("providers", labels) ?? [],
    who: optional("who", string),
    to: optional("to", string),
    cannotImport: optional("cannotImport", labels) ?? [],
    zone: optional("zone", string),
    from: optional("from", evidence),
    old: optional("old", labels) ?? [],
    ttls: optional("ttls", ttls) ?? {},
    start: moment(given.start, "input.start"),
    margin: optional("margin", seconds),
    propagation: optional("propagation", seconds) ?? 0,
    signing: optional("signing", seconds) ?? 0,
    parent: optional("parent", seconds) ?? 0,
  };
}

/** What `gate` takes. */
export function gated(input) {
  const { plan, step, from, seen = {}, old = [] } = object(input, "input", GATE);
  if (!index(step)) refuse("input.step is not a step’s number");
  if (kind(seen) !== "an object") refuse(`input.seen is ${kind(seen)}; an object is needed`, "its fields are steps’ numbers, and times");
  return {
    plan: typeof plan === "string" ? plan : json(plan, "input.plan") ?? refuse(`input.plan is ${kind(plan)}`),
    step,
    from: evidence(from, "input.from"),
    seen: Object.entries(seen).map(([number, at]) => [index(Number(number)) ? Number(number) : refuse(`input.seen: “${number.slice(0, 60)}” is no step`), moment(at, `input.seen.${number}`)]),
    old: list(old, "input.old", (key, at) => string(key, `input.old[${at}]`)),
  };
}

export const text = string;
