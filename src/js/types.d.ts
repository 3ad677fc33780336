// Made from the Rust types: see src/js/types.rs.

/**
 * What is done to the zone at one provider, for faces that know a command for it.
 */
export type Action = {
  kind: ActionKind;
  /**
   * The zone's apex with final dot.
   */
  zone: string;
  /**
   * Who runs the provider's servers, where their names tell.
   */
  operator: string | null;
};

export type ActionKind = "add-dnskey" | "add-cds" | "add-ns" | "sign-anew";

/**
 * What is wrong with a link.
 */
export type BrokenLink =
  | { "problem": "not-a-link" }
  | { "problem": "empty" }
  | { "problem": "version", version: string }
  | { "problem": "too-long", length: number, most: number }
  | { "problem": "alphabet", found: string, at: number }
  | { "problem": "cut" }
  | { "problem": "not-packed" }
  | { "problem": "damaged" }
  | { "problem": "too-much", most: number }
  | { "problem": "not-text", at: number }
  | { "problem": "not-a-check", what: string }
  | { "problem": "too-many", count: number, most: number }
  | { "problem": "private-key" };

/**
 * What a check link carries.
 */
export type CheckLink = { "kind": "frozen" } & FrozenLink | { "kind": "live" } & LiveLink;

/**
 * One key that matters, and where it is published.
 */
export type CoverageRow = {
  key: number;
  /**
   * Whether it signs data (else it signs DNSKEY RRsets only).
   */
  signs_data: boolean;
  /**
   * `signs 16 RRsets at A` or `DS: SHA-256`.
   */
  note: string;
  /**
   * One per provider, in order.
   */
  cells: Array<CoverageState>;
};

export type CoverageState = "own" | "imported" | "missing" | "not-needed" | "absent" | "signs" | "unseen";

export type DsInfo = {
  key_tag: number;
  algorithm: number;
  digest_type: number;
  /**
   * Presentation form of the record data.
   */
  rdata: string;
  /**
   * Index into `keys` of the key whose digest this is.
   */
  key: number | null;
};

/**
 * A record (or its absence) that shows a finding.
 */
export type EvidenceLine = {
  /**
   * Whose; the parent's when `null`.
   */
  provider: string | null;
  text: string;
  /**
   * The part of `text` to mark.
   */
  mark: string | null;
  /**
   * It is not there: `— no DNSKEY with tag 22961 and algorithm 13`.
   */
  absent: boolean;
};

/**
 * A figure beside the headline: `Mixes that fail: 1 of 4 (DNSKEY from A, answer from B)`.
 */
export type Fact = {
  label: string;
  value: string;
  note: string;
};

/**
 * One root cause.
 */
export type Finding = {
  /**
   * Stable code of the rule (`MS-ZSK-COVERAGE`).
   */
  code: string;
  severity: Severity;
  title: string;
  /**
   * Labels of the providers it is about; empty when it is the parent or the whole group.
   */
  providers: Array<string>;
  detail: string;
  /**
   * Who is hit, and for how long.
   */
  hit: Array<string>;
  /**
   * Why a test with one resolver may not show it.
   */
  masked: Array<string>;
  evidence: Array<EvidenceLine>;
  fix: Array<FixStep>;
  /**
   * `RFC 8901 §2.1.2`.
   */
  references: Array<string>;
  /**
   * The failing mixes under it: (dnskey_from, answer_from).
   */
  mixes: Array<[string, string]>;
};

export type FixStep = {
  text: string;
  /**
   * Where to do it; `null`: at the parent (registrar), or no place of its own.
   */
  provider: string | null;
  /**
   * Records ready to copy.
   */
  records: Array<string>;
  /**
   * What a signer's or provider's command can do.
   */
  action: Action | null;
};

/**
 * The evidence and how it is judged.
 */
export type FrozenInput = {
  sources: Array<Source>;
  /**
   * The zone, when the person named it; else it is inferred.
   */
  zone?: string;
  /**
   * The person says that the parent proves there is no DS.
   */
  noDs: boolean;
  /**
   * The moment of judgement, RFC 3339.
   */
  at: string;
};

/**
 * A whole check: its reader sees what its maker saw.
 */
export type FrozenLink = {
  /**
   * What `check` takes.
   */
  input: FrozenInput;
  /**
   * When the link was made, RFC 3339.
   */
  made: string;
  /**
   * What is open on the page.
   */
  view: LinkView;
};

/**
 * How much an unread piece matters.
 */
export type Gravity = "note" | "lost" | "refused";

/**
 * The verdict in words. `lead` carries the status ("Can fail."), `text` the reason, `why` who shows
 * it and who hides it.
 */
export type Headline = {
  tone: Tone;
  lead: string;
  text: string;
  why: string;
  facts: Array<Fact>;
};

export type KeyInfo = {
  tag: number;
  algorithm: number;
  algorithm_name: string;
  flags: number;
  /**
   * Size of the public key in bits.
   */
  bits: number | null;
  role: KeyRole;
  /**
   * Providers that sign with it (several: shared).
   */
  owners: Array<string>;
  /**
   * Providers that publish it.
   */
  published_at: Array<string>;
  has_ds: boolean;
  /**
   * Presentation form of the record data.
   */
  rdata: string;
};

/**
 * What a key is seen to do, not what its flags say.
 */
export type KeyRole = "ksk" | "zsk" | "csk" | "idle";

/**
 * What became of one line.
 */
export type LineState = "read" | "skipped" | "failed";

/**
 * What is open on the page.
 */
export type LinkView = {
  /**
   * The open cell of the matrix: row, column, from 0.
   */
  cell?: [number, number];
};

/**
 * A question: its reader's browser asks.
 */
export type LiveLink = {
  /**
   * The domain as typed.
   */
  domain: string;
  /**
   * Addresses of the resolvers to ask; empty: the reader's own choice.
   */
  resolvers: Array<string>;
};

/**
 * One mix: whose DNSKEY RRset a resolver holds, and who answers.
 */
export type Mix = {
  dnskey_from: string;
  answer_from: string;
  /**
   * The reference verdict: the worst over its RRsets.
   */
  verdict: Verdict;
  /**
   * Why, in one line.
   */
  reason: string;
  profiles: ProfileVerdicts;
  /**
   * Profiles that differ from the reference verdict, each with its reason.
   */
  differs: Array<ProfileDiffers>;
  /**
   * It fails, and a resolver that retries at another provider would not show it.
   */
  hidden_by_retry: boolean;
  /**
   * All RRsets judged, failing ones first when the list was cut.
   */
  rrsets: Array<MixRrset>;
  rrsets_total: number;
  rrsets_failing: number;
};

/**
 * One RRset (or one proof that something does not exist) in one mix.
 */
export type MixRrset = {
  name: string;
  /**
   * A record type, or `NXDOMAIN` / `NODATA` for a denial.
   */
  type: string;
  verdict: Verdict;
  reason: string;
  /**
   * The key that verified it, else the key it needs.
   */
  key_tag: number | null;
  algorithm: number | null;
};

/**
 * How the providers share keys (RFC 8901 §2.1), inferred from the data.
 */
export type Model =
  | "single-signer"
  | "shared-keys"
  | "model1"
  | "model1-partial"
  | "model2"
  | "model2-csk"
  | "model2-mixed-csk"
  | "model2-partial"
  | "mixed"
  | "partly-unsigned"
  | "unsigned"
  | "unknown";

/**
 * A moment, in seconds since 1970-01-01T00:00:00Z. Never read from a clock below the faces.
 * Serialised as RFC 3339.
 */
export type Moment = string;

export type NextChange = {
  at: Moment;
  /**
   * `all of B's signatures expire. Then every mix fails.`
   */
  text: string;
};

/**
 * A time that cannot be read.
 */
export type NotATime = {
  "problem": "bad-time";
  text: string;
};

/**
 * A piece of text that was not used, and why. Errors are data: the page shows them by the line.
 */
export type NotRead = {
  /**
   * Name of the source.
   */
  source: string;
  /**
   * From 1.
   */
  line: number;
  /**
   * From 1, in characters.
   */
  column: number;
  /**
   * The offending text, shortened.
   */
  text: string;
  /**
   * Why it was not used.
   */
  reason: string;
  /**
   * What to do instead, when there is something.
   */
  hint: string | null;
  gravity: Gravity;
};

/**
 * Why no link can be made.
 */
export type NotShareable =
  | { "problem": "private-key" }
  | { "problem": "too-much", size: number, most: number }
  | { "problem": "too-long", length: number, most: number }
  | { "problem": "too-many", count: number, most: number };

export type ParentState = "unseen" | "no-ds" | "ds";

/**
 * What is known of the parent.
 */
export type ParentSummary = {
  state: ParentState;
  ds: Array<DsInfo>;
  /**
   * TTL of the DS RRset in seconds.
   */
  ttl: number | null;
  /**
   * Delegation NS host names, when seen.
   */
  ns: Array<string>;
};

/**
 * Why there is nothing to judge.
 */
export type Problem =
  | { "problem": "empty" }
  | { "problem": "private-key" }
  | { "problem": "nothing-read" }
  | { "problem": "several-zones", zones: Array<string> }
  | { "problem": "bad-zone", name: string }
  | { "problem": "zone-not-seen", zone: string }
  | { "problem": "no-provider", zone: string }
  | { "problem": "too-many-providers", count: number, most: number };

export type ProfileDiffers = {
  /**
   * The validator's name as people know it: `BIND`, `hardened unbound`.
   */
  profile: string;
  verdict: Verdict;
  reason: string;
};

/**
 * The verdict of each named validator.
 */
export type ProfileVerdicts = {
  unbound: Verdict;
  unbound_hardened: Verdict;
  bind: Verdict;
  powerdns: Verdict;
  knot: Verdict;
};

export type ProviderSummary = {
  label: string;
  /**
   * Name servers or addresses seen to answer.
   */
  servers: Array<string>;
  /**
   * TTL of its DNSKEY RRset in seconds.
   */
  dnskey_ttl: number | null;
  /**
   * Indexes into `keys` of what its DNSKEY RRset holds.
   */
  publishes: Array<number>;
  /**
   * Keys that validly sign its DNSKEY RRset.
   */
  dnskey_signed_by: Array<number>;
  /**
   * Keys that validly sign its data, with the number of RRsets.
   */
  data_signed_by: Array<[number, number]>;
  /**
   * Whether the parent's DS vouches for its DNSKEY RRset (reference profile), and why not.
   */
  dnskey_verdict: Verdict;
  dnskey_reason: string;
  /**
   * RRsets judged in the mixes (denial probes included).
   */
  rrsets: number;
  /**
   * The types among them, for one line of text.
   */
  types: Array<string>;
  /**
   * A whole zone was given (not some answers of it).
   */
  whole_zone: boolean;
  /**
   * How it proves that names do not exist.
   */
  denial: string;
};

/**
 * The whole result of one check at one moment.
 */
export type Report = {
  /**
   * The zone's apex with final dot.
   */
  zone: string;
  /**
   * The moment of judgement.
   */
  at: Moment;
  /**
   * The worst verdict over all mixes (the reference profile).
   */
  verdict: Verdict;
  headline: Headline;
  model: Model;
  /**
   * The model in a sentence.
   */
  model_note: string;
  parent: ParentSummary;
  providers: Array<ProviderSummary>;
  /**
   * Every DNSKEY seen anywhere, once; other parts refer to it by index.
   */
  keys: Array<KeyInfo>;
  coverage: Array<CoverageRow>;
  /**
   * Row by row: `dnskey_from` outer, `answer_from` inner, in the order of `providers`.
   */
  mixes: Array<Mix>;
  /**
   * CDS and CDNSKEY, judged per provider with its own DNSKEY RRset, kept out of the mixes.
   */
  child_ds: Array<MixRrset>;
  findings: Array<Finding>;
  timeline: Timeline;
  not_read: Array<NotRead>;
};

/**
 * Whose data a source holds.
 */
export type Role = "auto" | { "provider": string } | "parent";

export type Severity = "error" | "warning" | "info";

/**
 * One text a person gave: a box in the page, a dropped file, a file on the command line.
 */
export type Source = {
  /**
   * What to call it in messages: a file's name, or the box's title.
   */
  name: string;
  /**
   * Whose data it is, when the person said so.
   */
  role: Role;
  text: string;
};

/**
 * How one source was read.
 */
export type SourceSummary = {
  name: string;
  /**
   * The labels of the providers (or `parent`) its data went to.
   */
  went_to: Array<string>;
  /**
   * One state per line, for the gutter; empty when the text is too long to show (over 20,000 lines).
   */
  lines: Array<LineState>;
  lines_read: number;
  lines_skipped: number;
  lines_failed: number;
  /**
   * `2 DNSKEY, 1 RRSIG, 16 signed RRsets`.
   */
  summary: string;
  /**
   * Who answered, as the text says.
   */
  servers: Array<string>;
  not_read: Array<NotRead>;
  /**
   * A private key stood in it: wipe the text.
   */
  private_key: boolean;
};

/**
 * What expires when, and when the verdict changes.
 */
export type Timeline = {
  spans: Array<ValiditySpan>;
  /**
   * The zone's verdict over time, without gaps, oldest first; the first has no `from`, the last no `until`.
   */
  verdicts: Array<VerdictSpan>;
  /**
   * The next change after the moment of judgement.
   */
  next: NextChange | null;
  /**
   * A moment inside the signatures' validity, offered when the moment of judgement is outside it.
   */
  offer: Moment | null;
};

export type Tone = "secure" | "warning" | "insecure" | "indeterminate" | "bogus";

/**
 * What went wrong, for programs; `problem` is its name.
 */
export type Trouble = Problem | NotATime | NotShareable | BrokenLink;

/**
 * When the signatures over one group of RRsets are all valid.
 */
export type ValiditySpan = {
  /**
   * `null`: the parent's DS.
   */
  provider: string | null;
  /**
   * `DNSKEY`, `16 RRsets`, `DS`.
   */
  what: string;
  from: Moment;
  until: Moment;
};

/**
 * RFC 4033 §5: what a validator makes of an answer.
 *
 * Ordered from best to worst, so that the worst of several is their maximum.
 */
export type Verdict = "secure" | "insecure" | "indeterminate" | "bogus";

export type VerdictSpan = {
  from: Moment | null;
  until: Moment | null;
  verdict: Verdict;
  /**
   * How many mixes fail.
   */
  failing: number;
};
