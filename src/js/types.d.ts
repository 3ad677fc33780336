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

export type ActionKind =
  | "add-dnskey"
  | "add-cds"
  | "add-ns"
  | "remove-dnskey"
  | "remove-cds"
  | "sign-anew"
  | "remove-ns"
  | "make-key"
  | "start-signing"
  | "stop-signing"
  | "drop-key";

/**
 * Whether a step may be made.
 */
export type Answer = "go" | "wait" | "missing" | "made";

/**
 * Which algorithms have to verify, beside a valid path.
 */
export type Asked = "any-path" | "ds-algorithms" | "key-algorithms";

/**
 * How long things take, in seconds, unless the data say so.
 */
export type Assumptions = {
  /**
   * When the first step is made, Unix seconds.
   */
  start: number;
  /**
   * What is added to every wait.
   */
  margin: number;
  /**
   * Until every server of a provider shows a change, from when it is made.
   */
  propagation: number;
  /**
   * Until every RRset of a provider has its new signature.
   */
  signing: number;
  /**
   * Until every server of the parent shows a change, from when it is asked for.
   */
  parent: number;
};

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
 * Until when caches that are filled at the moment of judgement can fail (RFC 8901 §5: a DNSKEY RRset stays in a
 * cache for its TTL, whatever is published meanwhile).
 */
export type Caches = {
  /**
   * The longest TTL of what is held and fails, in seconds.
   */
  ttl: number;
  /**
   * The moment of judgement and that TTL.
   */
  until: Moment;
  /**
   * What is held: `A’s DNSKEY RRset`, `the parent’s DS RRset`.
   */
  held: string;
};

/**
 * There is no plan: some provider would have to publish a key of another.
 */
export type CannotImport = {
  /**
   * Who cannot.
   */
  provider: string;
  /**
   * The step that asks for it.
   */
  step: string;
  /**
   * What that is called.
   */
  title: string;
  /**
   * The keys, by name.
   */
  keys: Array<string>;
  /**
   * What can be done instead, best first.
   */
  options: Array<Instead>;
};

/**
 * A moment at which the verdict, or the number of failing mixes, changes.
 */
export type Change = {
  at: Moment;
  /**
   * The verdict from then on.
   */
  verdict: Verdict;
  /**
   * How many mixes fail from then on.
   */
  failing: number;
  /**
   * What happens then, provider by provider.
   */
  causes: Array<ChangeCause>;
  /**
   * `then 2 of 4 mixes fail`.
   */
  then: string;
};

/**
 * What happens to one provider's signatures at one moment.
 */
export type ChangeCause = {
  /**
   * `null`: the parent's DS.
   */
  provider: string | null;
  /**
   * `B’s SOA signature expires`.
   */
  text: string;
};

/**
 * What a check link carries.
 */
export type CheckLink = { "kind": "frozen" } & FrozenLink | { "kind": "live" } & LiveLink;

/**
 * What a rule is called: stable, never reused, and never with another meaning.
 */
export type Code = string;

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

export type CoverageState =
  | "own"
  | "imported"
  | "published"
  | "missing"
  | "not-needed"
  | "absent"
  | "signs"
  | "unseen";

/**
 * Everything that a provider signs but its DNSKEY RRset.
 */
export type DataSet = {
  /**
   * The keys that sign every RRset of it.
   */
  signed_by: Array<string>;
  /**
   * For how long caches may hold any of it, in seconds.
   */
  ttl: number;
};

/**
 * How a provider proves that something does not exist.
 */
export type DenialMethod = "nsec" | "nsec3" | "compact";

/**
 * Records of one type that are not taken over.
 */
export type Dropped = {
  type: string;
  count: number;
  reason: string;
};

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

export type DsState = "matches" | "wrong-digest" | "dangling";

/**
 * One kind of emergency.
 */
export type Emergency = {
  /**
   * `E1` to `E9`.
   */
  id: string;
  /**
   * In a few words. B is the provider in trouble, A stands for all others.
   */
  title: string;
  /**
   * How it is recognised.
   */
  signs: string;
  /**
   * What to do now, in order.
   */
  now: Array<string>;
  /**
   * What not to do, and why.
   */
  not: Array<string>;
  /**
   * How long it lasts, and by which TTL.
   */
  lasts: string;
  /**
   * What comes after.
   */
  then: string;
  /**
   * RFC and section.
   */
  source: string;
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
  /**
   * The record, or what is missing, as data; `null`: the line is about something else.
   */
  record: RecordShown | null;
};

/**
 * The exchange of keys (RFC 8901 §2.1, §3).
 */
export type Exchange = {
  model: SimulationModel;
  /**
   * Model 1: who holds the KSK and signs the DNSKEY RRset, `the owner` or a provider's name.
   */
  ksk_holder: string | null;
  /**
   * Every key that somebody publishes, signs with, or that the parent points to; the rest refers to it by index.
   */
  keys: Array<ExchangeKey>;
  providers: Array<Publishes>;
  /**
   * One for each signing key and each other provider.
   */
  transfers: Array<Transfer>;
  parent: Array<ParentDs>;
  /**
   * Keys that sign a DNSKEY RRset and have no DS that matches.
   */
  without_ds: Array<number>;
};

export type ExchangeKey = {
  tag: number;
  algorithm: number;
  flags: number;
  role: SignerKeyRole;
  /**
   * The provider's name; `null`: the zone's owner, or nobody here.
   */
  holder: string | null;
  /**
   * As it stands in a zone file.
   */
  record: string;
};

/**
 * What can fail while a document's changes are made.
 */
export type Exploration = {
  /**
   * No resolver can fail.
   */
  safe: boolean;
  /**
   * What fails when, worst first: what every validating resolver can meet, then the longest, then the first.
   */
  failing: Array<FailingInterval>;
  /**
   * When some server that a resolver asks does not answer, though another does.
   */
  degraded: Array<Interval>;
  /**
   * How many pairs of versions can be in a cache together; each was judged.
   */
  combinations: number;
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
 * When something fails, and a resolver for which it does.
 */
export type FailingInterval = {
  /**
   * What fails.
   */
  kind: FailingKind;
  /**
   * A resolver that fails in it.
   */
  witness: Witness | null;
  /**
   * Its first second.
   */
  from: number;
  /**
   * The first second after it; `null`: it does not end before the document does.
   */
  until: number | null;
};

/**
 * What fails.
 */
export type FailingKind = "chain" | "data" | "unreachable" | "data-cached";

/**
 * The kinds of faults; on the command line in lower case with hyphens (`zsk-withheld`).
 */
export type FaultKind =
  | "zsk-withheld"
  | "multi-signer-off"
  | "wrong-flags"
  | "ksk-instead-of-zsk"
  | "key-mistyped"
  | "own-zsk-missing"
  | "key-tag-collision"
  | "ksk-revoked"
  | "zsk-revoked"
  | "zone-flag-clear"
  | "sep-flag-clear"
  | "ds-missing"
  | "ds-wrong"
  | "ds-sha1"
  | "ds-sha384"
  | "ds-none"
  | "ds-dangling"
  | "ksk-rolled-without-ds"
  | "signatures-expired"
  | "dnskey-expired"
  | "signatures-future"
  | "clock-ahead"
  | "dnskey-unsigned"
  | "dnskey-by-zsk-only"
  | "zsk-signs-dnskey-too"
  | "ksk-signs-data"
  | "signature-missing"
  | "signature-damaged"
  | "answer-altered"
  | "unsigned"
  | "algorithm-mix"
  | "denial-mix"
  | "denial-gap"
  | "content-differs"
  | "serial-ahead"
  | "dnskey-ttl-mix"
  | "cds-own-only"
  | "cds-missing";

/**
 * One root cause.
 */
export type Finding = {
  /**
   * Stable code of the rule (`MS-ZSK-COVERAGE`).
   */
  code: Code;
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
   * The data stand in the middle of a known process, and this is how far it has come.
   */
  step: Step | null;
  /**
   * It fails only in mixes that do not happen, because no NS record leads to one of the providers.
   */
  latent: boolean;
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
   * Providers of which the person says that no NS record leads there yet.
   */
  unreached?: Array<string>;
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
 * What a gate says.
 */
export type Gate = {
  /**
   * The step, from 1.
   */
  step: number;
  /**
   * Its stable name.
   */
  id: string;
  /**
   * What it is called.
   */
  title: string;
  /**
   * May it be made?
   */
  answer: Answer;
  /**
   * So many steps are made.
   */
  made: number;
  /**
   * What is missing, and where.
   */
  missing: Array<string>;
  /**
   * From when on it may be made, Unix seconds.
   */
  at: number | null;
  /**
   * How that comes about, line by line.
   */
  arithmetic: Array<string>;
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
  /**
   * How long it stays so, where time alone changes it: `Good until 3 Dec 2026, 14:05 UTC, when B’s SOA signature
   * expires.` Else empty.
   */
  until: string;
};

/**
 * An answer.
 */
export type HeldAnswer = {
  /**
   * Who gave it.
   */
  provider: string;
  /**
   * When.
   */
  fetched: number;
  /**
   * The keys that sign it.
   */
  signed_by: Array<string>;
};

/**
 * A DNSKEY RRset that the resolver holds.
 */
export type HeldDnskey = {
  /**
   * Where it was fetched.
   */
  provider: string;
  /**
   * When.
   */
  fetched: number;
  /**
   * The keys in it.
   */
  keys: Array<string>;
  /**
   * The keys whose signatures over it verify.
   */
  signed_by: Array<string>;
};

/**
 * A DS RRset that the resolver holds.
 */
export type HeldDs = {
  /**
   * When it was fetched.
   */
  fetched: number;
  /**
   * The keys that it names.
   */
  keys: Array<string>;
};

/**
 * An NS RRset that the resolver holds.
 */
export type HeldNs = {
  /**
   * `parent`, or the label of the provider that gave it.
   */
  from: string;
  /**
   * When.
   */
  fetched: number;
  /**
   * The providers that it names.
   */
  providers: Array<string>;
};

/**
 * What can be done instead.
 */
export type Instead = {
  /**
   * Stable: `shared-keys`.
   */
  id: string;
  /**
   * In a few words.
   */
  title: string;
  /**
   * What is done, in order.
   */
  what: Array<string>;
  /**
   * What it costs, and what can go wrong.
   */
  cost: string;
  /**
   * RFC and section; empty: it follows from what is said.
   */
  source: string;
};

/**
 * An interval of the document.
 */
export type Interval = {
  /**
   * Its first second.
   */
  from: number;
  /**
   * The first second after it; `null`: it does not end before the document does.
   */
  until: number | null;
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
 * Which keys a provider signs with.
 */
export type KeyLayout = "ksk-zsk" | "csk";

/**
 * What a key is seen to do, not what its flags say.
 */
export type KeyRole = "ksk" | "zsk" | "csk" | "idle";

/**
 * A DNSKEY RRset.
 */
export type KeySet = {
  /**
   * The keys that it holds.
   */
  keys: Array<string>;
  /**
   * The keys whose signatures over it verify.
   */
  signed_by: Array<string>;
  /**
   * For how long caches may hold it, in seconds.
   */
  ttl: number;
};

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
   * It happens: resolvers are sent to both providers. Else it does not count for the zone's verdict.
   */
  reached: boolean;
  /**
   * The reference verdict: the worst over its RRsets.
   */
  verdict: Verdict;
  /**
   * Why, in one line.
   */
  reason: string;
  /**
   * The same in a word or two, where it fails: `not signed`, `expired 23 Nov`.
   */
  brief: string;
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
 * A change that cannot be explored or planned.
 */
export type NotPlanned =
  | { "problem": "bad-document", pointer: string, reason: string }
  | { "problem": "too-many-caches" }
  | { "problem": "no-plan", reason: string }
  | { "problem": "no-gate", reason: string }
  | { "problem": "cannot-import" } & CannotImport;

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
   * What kind of passage it is.
   */
  kind: NotReadKind;
  /**
   * Why it was not used, in words.
   */
  reason: string;
  /**
   * What to do instead, when there is something.
   */
  hint: string | null;
  gravity: Gravity;
};

/**
 * The kind of a passage that was not used. The names are stable; there may be more of them.
 */
export type NotReadKind =
  | "set-aside"
  | "no-records"
  | "private-key"
  | "not-dns"
  | "too-large"
  | "too-many-records"
  | "more"
  | "prose"
  | "no-type"
  | "no-owner"
  | "no-origin"
  | "bad-name"
  | "bad-ttl"
  | "other-class"
  | "meta-type"
  | "too-short"
  | "trailing"
  | "bad-data"
  | "unknown-form"
  | "too-long"
  | "no-crypto"
  | "ellipsis"
  | "lossy"
  | "open-quote"
  | "open-parenthesis"
  | "stray-parenthesis"
  | "endless-entry"
  | "include"
  | "generate"
  | "bad-origin"
  | "bad-default-ttl"
  | "unknown-directive"
  | "no-short-owner"
  | "tool-failed"
  | "no-answer"
  | "transfer-failed"
  | "key-list"
  | "bad-json"
  | "other-json"
  | "json-missing"
  | "bad-wire"
  | "behind-wire"
  | "removed";

/**
 * Why no link can be made.
 */
export type NotShareable =
  | { "problem": "private-key" }
  | { "problem": "too-much", size: number, most: number }
  | { "problem": "too-long", length: number, most: number }
  | { "problem": "too-many", count: number, most: number };

/**
 * A simulation that cannot be had.
 */
export type NotSimulated = {
  "problem": "bad-config";
  reason: string;
};

/**
 * An NS RRset.
 */
export type NsSet = {
  /**
   * The labels of the providers whose servers it names.
   */
  providers: Array<string>;
  /**
   * For how long caches may hold it, in seconds.
   */
  ttl: number;
};

/**
 * NSEC3 parameters (RFC 5155 §3.1); by default as RFC 9276 §3.1 wants them.
 */
export type Nsec3Parameters = {
  iterations?: number;
  /**
   * Hexadecimal; empty or `-` for none.
   */
  salt?: string;
  opt_out?: boolean;
};

/**
 * What is to be done.
 */
export type Operation =
  | "add-provider"
  | "remove-provider"
  | "migrate"
  | "zsk-roll"
  | "ksk-roll-double-key"
  | "ksk-roll-double-ds"
  | "ksk-roll-double-rrset"
  | "csk-roll"
  | "algorithm-roll"
  | "algorithm-roll-liberal"
  | "model-1-to-2"
  | "model-2-to-1"
  | "go-insecure"
  | "go-secure";

/**
 * One DS record at the parent.
 */
export type ParentDs = {
  /**
   * The key that it is meant to be of.
   */
  key: number;
  digest_type: number;
  record: string;
  state: DsState;
};

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
 * A plan.
 */
export type Plan = {
  /**
   * `multisigner-plan/1`.
   */
  format: string;
  /**
   * The zone's name.
   */
  zone: string;
  /**
   * What is done.
   */
  operation: Operation;
  /**
   * How the providers hold keys when it begins.
   */
  model: Model;
  /**
   * All that take part.
   */
  providers: Array<string>;
  /**
   * Who joins, leaves or rolls; `null`: all do.
   */
  who: string | null;
  /**
   * Who takes the place of the one that leaves.
   */
  to: string | null;
  /**
   * What was taken for granted.
   */
  assumed: Assumptions;
  /**
   * The TTLs that it counts with, in seconds, by the names under which they can be given.
   */
  ttls: { [key in string]: number };
  /**
   * Those of them that were neither seen nor given.
   */
  assumed_ttls: Array<string>;
  /**
   * What was not seen, and is taken for granted.
   */
  taken: Array<string>;
  /**
   * The keys that its actions speak of, by name.
   */
  keys: { [key in string]: PlanKey };
  /**
   * Its steps in their order.
   */
  steps: Array<PlanStep>;
  /**
   * When all is over, Unix seconds: nothing of what was before is in caches any more.
   */
  finished: number;
  /**
   * What every cache makes of it.
   */
  proof: Proof;
};

/**
 * What is done at one place.
 */
export type PlanAction = {
  /**
   * A label, or `parent`.
   */
  place: string;
  /**
   * What.
   */
  change: Change;
  /**
   * The keys that it is about, by name.
   */
  keys: Array<string>;
  /**
   * The providers that an NS RRset names.
   */
  providers: Array<string>;
  /**
   * The same as a sentence.
   */
  text: string;
  /**
   * The records that come and go, exactly. Signatures have none: the signer makes them.
   */
  records: Array<PlanRecord>;
};

/**
 * A key.
 */
export type PlanKey = {
  /**
   * `null`: it is not known yet, the key is still to be made.
   */
  tag: number | null;
  /**
   * `null`: the plan is for any algorithm.
   */
  algorithm: number | null;
  /**
   * It has the SEP flag: a KSK or CSK.
   */
  sep: boolean;
};

/**
 * A record that comes or goes. What is not known yet stands in angle brackets: `<public key of ZB>`.
 */
export type PlanRecord = {
  /**
   * Comes or goes.
   */
  verb: Verb;
  /**
   * Its name.
   */
  owner: string;
  /**
   * In seconds, as the plan counts with it; `null`: the plan says nothing of it.
   */
  ttl: number | null;
  /**
   * `DNSKEY`, `DS`, `NS`, `CDS` or `CDNSKEY`.
   */
  rtype: string;
  /**
   * As a zone file has it.
   */
  data: string;
  /**
   * Nothing in it is a placeholder.
   */
  known: boolean;
  /**
   * Of a DNSKEY: the key is one that this provider's signer itself holds. It is made or dropped there; every other one is
   * imported.
   */
  own: boolean;
  /**
   * The whole record on one line.
   */
  text: string;
};

/**
 * A plan, and the document that proves it.
 */
export type PlanResult = {
  plan: Plan;
  document: PublicationDocument;
};

/**
 * One step.
 */
export type PlanStep = {
  /**
   * From 1.
   */
  number: number;
  /**
   * Stable: `join.keys`.
   */
  id: string;
  /**
   * What it is called.
   */
  title: string;
  /**
   * When it may be made at the earliest, Unix seconds.
   */
  at: number;
  /**
   * The same as people read it.
   */
  time: string;
  /**
   * It was seen to be made; its waits run from the beginning of the plan.
   */
  done: boolean;
  /**
   * The waits that make it so late.
   */
  waits: Array<PlanWait>;
  /**
   * Waits that are over by then.
   */
  meanwhile: Array<PlanWait>;
  /**
   * The margin that `at` contains, in seconds.
   */
  margin: number;
  /**
   * What these waits keep true for every cache.
   */
  keeps: Array<string>;
  /**
   * How `at` comes about, line by line.
   */
  arithmetic: Array<string>;
  /**
   * What is done, place by place.
   */
  actions: Array<PlanAction>;
  /**
   * What has to be so before it.
   */
  needs: Array<string>;
  /**
   * What happens to whoever makes it without its waits; empty: it has none.
   */
  early: Array<string>;
  /**
   * The way back from here.
   */
  back: string;
  /**
   * RFC and section.
   */
  source: string;
};

/**
 * A wait.
 */
export type PlanWait = {
  /**
   * The step after which it runs.
   */
  after: string;
  /**
   * What caches may hold: `ds`, `dnskey`, `data`, `ns`, `ns-parent`.
   */
  held: string;
  /**
   * Whose; `null`: the parent's.
   */
  provider: string | null;
  /**
   * For how long, in seconds: its TTL.
   */
  seconds: number;
  /**
   * The TTL was seen or given; else it is assumed.
   */
  stated: boolean;
};

/**
 * A private key in BIND's format (v1.3). Whoever has it can sign for the zone.
 */
export type PrivateKey = {
  /**
   * Its file, in the folder of whoever holds it: `A/Kexample.com.+013+12345.private`.
   */
  path: string;
  text: string;
};

/**
 * Why there is nothing to judge.
 */
export type Problem =
  | { "problem": "empty" }
  | { "problem": "private-key" }
  | { "problem": "nothing-read" }
  | { "problem": "no-records", said: string }
  | { "problem": "several-zones", zones: Array<string> }
  | { "problem": "bad-zone", name: string }
  | { "problem": "zone-not-seen", zone: string }
  | { "problem": "no-provider", zone: string }
  | { "problem": "too-many-providers", count: number, most: number };

export type ProfileDiffers = {
  /**
   * The validator's name as people know it: `BIND`, `unbound with harden-algo-downgrade`.
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

/**
 * What every cache makes of the plan.
 */
export type Proof = {
  /**
   * No resolver can fail at any time.
   */
  safe: boolean;
  /**
   * How many pairs of versions in caches were judged, for all that validators may ask.
   */
  combinations: number;
  /**
   * By what validators ask.
   */
  asked: Array<Asked>;
  /**
   * What fails if the plan is not safe.
   */
  failing: Array<FailingInterval>;
};

/**
 * What a provider publishes, from a moment on.
 */
export type ProviderState = {
  /**
   * The first moment; `null`: since ever.
   */
  from: number | null;
  /**
   * Whether its servers answer for the zone.
   */
  answers: boolean;
  /**
   * Its DNSKEY RRset; without keys: it serves the zone unsigned.
   */
  dnskey: KeySet;
  /**
   * Everything else that it signs, proofs that something does not exist included.
   */
  data: DataSet;
  /**
   * Its NS RRset; without providers: it has none.
   */
  ns: NsSet;
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
   * The same in a word or two, where it fails: `no DS`, `expired 23 Nov`.
   */
  dnskey_brief: string;
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
   * Resolvers are sent to it. `false`: every NS record leads elsewhere, or the person says so.
   */
  reached: boolean;
  /**
   * How it proves that names do not exist.
   */
  denial: string;
};

/**
 * One public key as a file.
 */
export type PublicKey = {
  /**
   * `Kexample.com.+013+12345`.
   */
  stem: string;
  role: SignerKeyRole;
  tag: number;
  algorithm: number;
  /**
   * The text of the `.key` file.
   */
  text: string;
};

/**
 * Who publishes what, when.
 */
export type PublicationDocument = {
  /**
   * `multisigner-publication/1`.
   */
  format: string;
  /**
   * The zone's name.
   */
  zone: string;
  /**
   * What is reported begins here, in whole seconds from any zero.
   */
  from: number;
  /**
   * What is reported ends before this moment.
   */
  until: number;
  /**
   * What the parent publishes, from state to state.
   */
  parent: Array<ParentState>;
  /**
   * What each provider publishes, by its label.
   */
  providers: { [key in string]: Array<ProviderState> };
};

/**
 * One provider's DNSKEY RRset and what signs what.
 */
export type Publishes = {
  label: string;
  /**
   * It signs at all.
   */
  signed: boolean;
  keys: Array<number>;
  dnskey_signed_by: Array<number>;
  data_signed_by: Array<number>;
  /**
   * Keys that its CDS and CDNSKEY records are of.
   */
  cds: Array<number>;
};

/**
 * What a line of evidence shows, or misses.
 */
export type RecordShown = {
  /**
   * Owner name with final dot.
   */
  owner: string;
  /**
   * `DNSKEY`; of a signature `RRSIG`.
   */
  type: string;
  /**
   * Of a signature: the type it covers.
   */
  covers: string | null;
  /**
   * Of a key, a DS or a signature.
   */
  key_tag: number | null;
  algorithm: number | null;
  /**
   * Name of the source in which its RRset was found.
   */
  source: string | null;
  /**
   * The RRset's first line there, from 1.
   */
  line: number | null;
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
   * The worst verdict over the mixes that happen (the reference profile).
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
 * What a key is for.
 */
export type SignerKeyRole = "ksk" | "zsk" | "csk";

/**
 * A zone as several providers serve it, really signed.
 */
export type Simulated = {
  /**
   * The apex with final dot.
   */
  zone: string;
  /**
   * The moment of signing.
   */
  now: Moment;
  providers: Array<SimulatedProvider>;
  /**
   * The public keys that the zone's owner holds.
   */
  owner_keys: Array<PublicKey>;
  /**
   * The DS records at the parent, in a line each; empty: there is none.
   */
  parent: string;
  exchange: Exchange;
  /**
   * What became of the zone's data.
   */
  input: SimulatedInput;
  /**
   * How many RRsets are signed.
   */
  rrsets: number;
  /**
   * How many signatures stand in the zones, and how many of them this run made.
   */
  signatures: number;
  signatures_made: number;
};

/**
 * What became of the text.
 */
export type SimulatedInput = {
  names: number;
  rrsets: number;
  /**
   * Records left out, by type and reason.
   */
  dropped: Array<Dropped>;
  not_read: Array<NotRead>;
};

/**
 * What one provider serves.
 */
export type SimulatedProvider = {
  label: string;
  /**
   * A name for files, made from the label.
   */
  file: string;
  /**
   * The zone file as the provider serves it.
   */
  text: string;
  /**
   * The DNSKEY RRset with its signatures.
   */
  dnskey: string;
  /**
   * The DS records that the parent needs for this provider, as `dsset-` files have them.
   */
  dsset: string;
  /**
   * The public keys that are the provider's own.
   */
  keys: Array<PublicKey>;
};

/**
 * What came of a simulation.
 */
export type Simulation = {
  simulated: Simulated;
  /**
   * The zones and the parent's DS records as `check` takes them.
   */
  input: FrozenInput;
  /**
   * Only when they were asked for.
   */
  privateKeys: Array<PrivateKey> | null;
};

/**
 * One simulation.
 */
export type SimulationConfig = {
  /**
   * The apex; left out: the owner of the SOA record.
   */
  zone?: string;
  /**
   * The zone's data as text, unsigned or signed.
   */
  data: string;
  ttl?: SimulationTtls;
  model?: SimulationModel;
  /**
   * Model 1: who holds the KSK. Left out, or `owner`: the zone's owner; else a provider's name.
   */
  ksk_holder?: string;
  /**
   * Model 2: every provider publishes the others’ KSKs too. Nothing needs it but checks that want the key of
   * each CDS record to be published.
   */
  cross_ksks?: boolean;
  /**
   * The moment of signing and of judgement; the faces put the present one where there is none.
   */
  now?: Moment;
  provider: Array<SimulationProvider>;
  /**
   * Names that a provider with compact denial is asked for. Its signatures are made as it is asked: its zone has
   * the answers to these questions, beside those that any check asks.
   */
  asked?: Array<string>;
  fault?: Array<SimulationFault>;
};

/**
 * One fault in a simulation.
 */
export type SimulationFault = {
  id: FaultKind;
  /**
   * The provider where it is.
   */
  at?: string;
  /**
   * The other provider that it is about.
   */
  of?: string;
};

/**
 * RFC 8901 §2.1.
 */
export type SimulationModel = 1 | 2;

/**
 * One provider. What is left out is as its preset has it.
 */
export type SimulationProvider = {
  name: string;
  /**
   * How it signs: a preset of `docs/simulate.md` [`generic`].
   */
  preset?: string;
  algorithm?: number;
  keys?: KeyLayout;
  denial?: DenialMethod;
  /**
   * The parameters, when denial is by NSEC3.
   */
  nsec3?: Nsec3Parameters;
  /**
   * How long signatures are valid, from the moment of signing on.
   */
  validity?: Span;
  /**
   * How long before the moment of signing they begin to be valid.
   */
  inception_offset?: Span;
  /**
   * Signatures over data end earlier by up to this much, each by another span, so that not all end at once [0].
   */
  jitter?: Span;
  dnskey_ttl?: Span;
  /**
   * Publishes CDS and CDNSKEY records.
   */
  cds?: boolean;
  /**
   * Publishes the other providers’ keys that it is given (at some, a switch).
   */
  multi_signer?: boolean;
};

/**
 * TTLs.
 */
export type SimulationTtls = {
  /**
   * Of all data of the zone; left out: as the data have it.
   */
  all?: Span;
  /**
   * MINIMUM of the SOA, for negative answers; left out: as the data have it.
   */
  negative?: Span;
  /**
   * Of the DNSKEY RRset [1 hour].
   */
  dnskey?: Span;
  /**
   * Of the DS RRset at the parent [1 hour].
   */
  ds?: Span;
};

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
 * A span of time in seconds, written as a number or with units: `3600`, `1h`, `14d`.
 */
export type Span = number | string;

/**
 * A step of a process, from 1.
 */
export type Step = {
  at: number;
  of: number;
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
   * Every moment at which the verdict changes, oldest first.
   */
  changes: Array<Change>;
  /**
   * The next change after the moment of judgement.
   */
  next: NextChange | null;
  /**
   * How long caches can still fail, once the fault is put right; `null` where nothing that is cached fails.
   */
  caches: Caches | null;
  /**
   * A moment inside the signatures' validity, offered when the moment of judgement is outside it.
   */
  offer: Moment | null;
};

export type Tone = "secure" | "warning" | "insecure" | "indeterminate" | "bogus";

/**
 * A signing key that has to get from the provider that signs with it to another that publishes it.
 */
export type Transfer = {
  key: number;
  from: string;
  to: string;
  /**
   * Model 1: it goes through whoever holds the KSK, and back in the signed DNSKEY RRset.
   */
  via: string | null;
  state: TransferState;
};

export type TransferState = "arrived" | "missing" | "altered";

/**
 * What went wrong, for programs; `problem` is its name.
 */
export type Trouble = Problem | NotATime | NotSimulated | NotShareable | BrokenLink | NotPlanned;

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
 * What is done with a record.
 */
export type Verb = "add" | "remove";

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
   * How many of the mixes that happen fail.
   */
  failing: number;
};

/**
 * One resolver that fails.
 */
export type Witness = {
  /**
   * When it fails.
   */
  at: number;
  /**
   * What it trusts; left out where it is the servers that fail.
   */
  ds?: HeldDs;
  /**
   * The keys that it has.
   */
  dnskey?: HeldDnskey;
  /**
   * What it cannot validate; left out where the keys themselves fail.
   */
  answer?: HeldAnswer;
  /**
   * Whom it asks in vain.
   */
  ns?: HeldNs;
};
