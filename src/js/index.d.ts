import type {
  CheckLink, Emergency, Exploration, Gate, LinkView, Model, Operation, Plan, PlanResult, PublicationDocument, Report, Role, Simulation, SimulationConfig, SourceSummary, Trouble,
} from "./types.js";

export type * from "./types.js";

/** One text: a zone file, what `dig` printed, DNS-over-HTTPS JSON, a key or `dsset` file. The kind is detected. */
export interface SourceInput {
  /** What was seen, verbatim. */
  readonly text: string;
  /**
   * Whose data it is: `{ provider: "A" }`, `"parent"` (DS and delegation NS), or `"auto"`, which tells from the
   * text (server lines, record types). Several texts may be of one provider. Left out: `"auto"`.
   */
  readonly role?: Role | undefined;
  /** What messages call it: a file's name. Left out: by whose data it is (`Provider A`, `Parent`, `text 1`). */
  readonly name?: string | undefined;
}

export interface CheckInput {
  readonly sources: readonly SourceInput[];
  /** The zone, when the texts are of several. Left out: it is inferred. */
  readonly zone?: string | undefined;
  /** It is proven that the parent has no DS RRset. Left out, and no DS among the texts: the parent was not seen. */
  readonly noDs?: boolean | undefined;
  /** The labels of the providers to which no NS record leads (yet): their mixes do not count. Left out: the NS records tell. */
  readonly unreached?: readonly string[] | undefined;
  /** The moment of judgement: a `Date`, RFC 3339, or Unix seconds as a string. Left out: now. */
  readonly at?: Date | string | undefined;
  /** At most this many RRsets for each mix in the report, failing ones first. Left out: all. */
  readonly rrsetsPerMix?: number | undefined;
}

export interface CheckResult {
  /** The same object that `multisigner check --format json` prints. */
  report: Report;
  /** Some mix fails: by the standard, or at unbound, BIND, PowerDNS or Knot as they come. */
  fails: boolean;
  /** How each text was read, in order. */
  sources: SourceSummary[];
}

/**
 * Reads the texts, verifies the signatures (by WebCrypto, or in WebAssembly where it lacks an algorithm) and judges
 * every mix of DNSKEY RRset held and provider that answers. Nothing leaves the process.
 *
 * @throws {MultisignerError} when the input is not of the right form, or nothing can be judged.
 */
export function check(input: CheckInput): Promise<CheckResult>;

export interface SimulateInput {
  /** The fields of the command line's configuration file, but for the zone's data, the moment and the seed. */
  readonly config: Omit<SimulationConfig, "data" | "now">;
  /** The zone, signed or not; DNSSEC records are left out. */
  readonly data: string;
  /**
   * All keys are made from this text: the same text gives the same keys. It is as secret as they are. For keys that
   * nobody else can have, give at least 128 bits from `crypto.getRandomValues`.
   */
  readonly seed: string;
  /** The moment of signing: a `Date`, RFC 3339, or Unix seconds as a string. */
  readonly at: Date | string;
  /** Hand out the private keys too. Left out: they stay in WebAssembly and end with the call. */
  readonly privateKeys?: boolean | undefined;
}

/**
 * Signs a zone as several providers do, with real keys, and puts the configuration's faults into it: octet for octet what
 * `multisigner simulate` writes with the same seed and moment. The result's `input` can be given to {@link check}.
 *
 * @throws {MultisignerError} when the input is not of the right form, or cannot be simulated.
 */
export function simulate(input: SimulateInput): Promise<Simulation>;

/**
 * What every resolver cache makes of a publication document, which says who publishes what, when: docs/explore.md of the
 * project describes it. The same object that `multisigner explore --format json` prints.
 *
 * @param document the document, or its JSON.
 * @throws {MultisignerError} `bad-document` with a JSON pointer, or `too-many-caches`.
 */
export function explore(document: PublicationDocument | string): Promise<Exploration>;

export interface PlanInput {
  /** What is to be done. */
  readonly operation: Operation;
  /** Left out: 2, or the one that the operation is for. */
  readonly model?: Model | undefined;
  /** The labels of all that take part. Left out: A and B. */
  readonly providers?: readonly string[] | undefined;
  /** Who joins, leaves or rolls. Left out: the last; of a migration the first. */
  readonly who?: string | undefined;
  /** Who takes the place of the one that leaves. */
  readonly to?: string | undefined;
  /** Those that cannot publish keys of others. Where the operation needs that they do, there is no plan: an error `cannot-import`, with what can be done instead. */
  readonly cannotImport?: readonly string[] | undefined;
  /** The zone as it is seen: its keys, TTLs and NS RRsets are the beginning, and steps that are made are marked. The same as for {@link check}. Left out: a group with keys of the usual names. */
  readonly from?: CheckInput | undefined;
  /** Of a roll that has begun, keys that are replaced (`12345` or `12345/13`), where the data do not tell. */
  readonly old?: readonly string[] | undefined;
  /** The zone's name. Left out: the one that is seen, or `example.` */
  readonly zone?: string | undefined;
  /** TTLs in seconds: `ds`, `ns-parent`, and for each provider `A.dnskey`, `A.data`, `A.ns`. */
  readonly ttls?: Readonly<Record<string, number>> | undefined;
  /** When the first step is made: a `Date`, RFC 3339, or Unix seconds as a string. Left out: now. */
  readonly start?: Date | string | undefined;
  /** Added to every wait, in seconds. Left out: 3600. */
  readonly margin?: number | undefined;
  /** Until every server of a provider shows a change, in seconds. Left out: 0. */
  readonly propagation?: number | undefined;
  /** Until all data of a provider are signed anew, in seconds. Left out: 0. */
  readonly signing?: number | undefined;
  /** Until every server of the parent shows a change, in seconds. Left out: 0. */
  readonly parent?: number | undefined;
}

/**
 * Plans a change: its steps, the earliest time of each, and the proof that no resolver cache can fail. `plan` is the same
 * object that `multisigner plan --format json` prints; `document` can be given to {@link explore}.
 *
 * @throws {MultisignerError} when the operation cannot be planned for these providers.
 */
export function plan(input: PlanInput): Promise<PlanResult>;

export interface GateInput {
  /** The plan, or its JSON. */
  readonly plan: Plan | string;
  /** The step that is to be made, from 1. */
  readonly step: number;
  /** The zone as it is today, the same as for {@link check}. `at` is the moment at which is judged. */
  readonly from: CheckInput;
  /** By step: when the last server was seen with what it makes. Of a step without it the waits run from now. */
  readonly seen?: Readonly<Record<number, Date | string>> | undefined;
  /** Of a roll, keys that are replaced, where the data do not tell. */
  readonly old?: readonly string[] | undefined;
}

/**
 * May a step of a plan be made? The same object that `multisigner gate --format json` prints.
 *
 * @throws {MultisignerError} when the plan and the data do not go together.
 */
export function gate(input: GateInput): Promise<Gate>;

/** What to do, and what not, when something has gone wrong already. */
export function emergencies(): Promise<readonly Emergency[]>;

/** What a check link is made of; what {@link decodeLink} gives will do. */
export type LinkInput =
  | {
      readonly kind: "frozen";
      /** The evidence and the moment. `rrsetsPerMix` is no part of a link. */
      readonly input: CheckInput;
      /** When the link was made. Left out: now. The same input made at the same time gives the same link. */
      readonly made?: Date | string | undefined;
      /** What is open on the page. */
      readonly view?: Readonly<LinkView> | undefined;
    }
  | {
      readonly kind: "live";
      /** The domain to ask about. */
      readonly domain: string;
      /** DNS-over-HTTPS addresses of the resolvers to ask, at most 8. Left out: the reader's own choice. */
      readonly resolvers?: readonly string[] | undefined;
    };

/**
 * A check link: a frozen one carries the evidence, so that its reader sees the same verdict; a live one the question.
 * A private key is never put into a link.
 *
 * @param address of the page that is to open it; left out, the fragment alone (`#v1=…`).
 * @throws {MultisignerError} when the evidence cannot be shared.
 */
export function encodeLink(link: LinkInput, address?: string | { readonly href: string }): Promise<string>;

/**
 * What a check link carries. Of a frozen one, `input` can be given to {@link check} as it is.
 *
 * @param link an address with the link, or its fragment alone.
 * @throws {MultisignerError} when it is not a check link, or cut, damaged or too large.
 */
export function decodeLink(link: string): Promise<CheckLink>;

/**
 * Starts the WebAssembly program, which the other functions do by themselves. Only needed where `multisigner.wasm`
 * does not lie beside the module's own files, as a bundler may have it.
 *
 * @param program its octets, a compiled `WebAssembly.Module`, where to fetch it (an address, `URL` or `Request`),
 * or a `Response`; or a promise of one of them.
 */
export function init(program?: string | object): Promise<void>;

/** The version of this package: `0.1.0`. */
export function version(): string;

/**
 * `bad-input`: the arguments are not of the right form. `not-loaded`: the WebAssembly program could not be started.
 * `internal`: it broke off, which is a mistake in this package. All others come from the data.
 */
export type ErrorCode = Trouble["problem"] | "bad-input" | "not-loaded" | "internal";

/** Whatever this module refuses or cannot do. */
export class MultisignerError extends Error {
  private constructor();
  readonly name: "MultisignerError";
  /** For programs; stable. */
  readonly code: ErrorCode;
  /** Name of the text, when a passage of one is to blame, and where in it, from 1. */
  readonly source: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** What to do instead, when there is something. */
  readonly hint: string | null;
  /** What the message says, as data; `null` for errors that do not come from the data. */
  readonly problem: Trouble | null;
  /** How each text was read, when it was. */
  readonly sources: SourceSummary[];
}
