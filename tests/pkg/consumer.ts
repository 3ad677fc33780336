// A program that uses the package, for the type checker only: each mistake below must be one.
import {
  type CheckInput, type CheckLink, type CheckResult, type ErrorCode, type LinkInput, type Report, type Simulation,
  type SimulateInput, type Verdict, MultisignerError, check, decodeLink, encodeLink, init, simulate, version,
} from "multisigner";

const input: CheckInput = {
  sources: [{ text: "", role: { provider: "A" } }, { text: "", role: "parent", name: "ds.txt" }, { text: "" }] as const,
  zone: "example.com",
  noDs: false,
  at: new Date(),
  rrsetsPerMix: 10,
};

export async function worst(): Promise<Verdict> {
  await init();
  await init(new Uint8Array());
  await init(new URL("https://example.com/multisigner.wasm"));
  const { report, fails, sources }: CheckResult = await check(input);
  const failing: boolean = fails;
  const mixes: string[] = report.mixes.map((mix) => `${mix.dnskey_from}${mix.answer_from}: ${mix.profiles.bind}`);
  const tags: (number | null)[] = report.mixes.flatMap((mix) => mix.rrsets.map((rrset) => rrset.key_tag));
  const next: string | undefined = report.timeline.next?.at;
  console.log(version().length, failing, mixes, tags, next, sources[0]?.went_to);
  return report.verdict;
}

export async function share(): Promise<string> {
  const made: string = await encodeLink({ kind: "frozen", input, made: new Date(), view: { cell: [0, 1] } }, "https://example.net/");
  const link: CheckLink = await decodeLink(made);
  if (link.kind === "live") return link.resolvers.join();
  const { report } = await check(link.input);
  const again: LinkInput = link;
  return report.zone + (link.input.zone ?? "") + (link.view.cell?.[0] ?? "") + (await encodeLink(again, new URL(made)));
}

const rehearsal: SimulateInput = {
  config: {
    model: 1,
    ksk_holder: "B",
    ttl: { dnskey: "1h", ds: 300 },
    provider: [
      { name: "A", preset: "cloudflare" },
      { name: "B", algorithm: 15, keys: "ksk-zsk", denial: "nsec3", nsec3: { opt_out: true }, multi_signer: false },
    ],
    fault: [{ id: "zsk-withheld", at: "A", of: "B" }, { id: "ds-none" }],
  },
  data: "",
  seed: "rehearsal",
  at: new Date(),
};

export async function rehearse(): Promise<string> {
  const { simulated, input, privateKeys }: Simulation = await simulate({ ...rehearsal, privateKeys: true });
  const { report } = await check(input);
  const zones: string[] = simulated.providers.map(({ label, text, keys }) => label + text + keys[0]?.stem);
  const keys: string[] = (privateKeys ?? []).map(({ path, text }) => path + text);
  const missing = simulated.exchange.transfers.filter(({ state }) => state === "missing").length;
  return report.verdict + simulated.parent + zones.join() + keys.join() + missing;
}

export function explain(error: unknown): string {
  if (!(error instanceof MultisignerError)) return "";
  const code: ErrorCode = error.code;
  const line: number | null = error.line;
  if (error.problem?.problem === "several-zones") return error.problem.zones.join();
  if (error.problem?.problem === "too-many-providers") return String(error.problem.most - error.problem.count);
  return `${code} ${line ?? ""} ${error.hint ?? ""}`;
}

export function every(verdict: Verdict): number {
  switch (verdict) {
    case "secure": return 0;
    case "insecure": return 1;
    case "indeterminate": return 2;
    case "bogus": return 3;
  }
}

export async function mistakes(report: Report, error: MultisignerError): Promise<void> {
  // @ts-expect-error no sources
  await check({});
  // @ts-expect-error a text that is none
  await check({ sources: [{ text: 1 }] });
  // @ts-expect-error a field that is none
  await check({ sources: [], noDS: true });
  // @ts-expect-error a role that is none
  await check({ sources: [{ text: "", role: "A" }] });
  // @ts-expect-error a number could be seconds or milliseconds
  await check({ sources: [], at: 0 });
  // @ts-expect-error an answer that must be waited for
  check(input).report;
  // @ts-expect-error a link of no kind
  await encodeLink({ input });
  // @ts-expect-error a live link carries no evidence
  await encodeLink({ kind: "live", domain: "example", input });
  // @ts-expect-error which kind is not known yet
  (await decodeLink("")).input;
  // @ts-expect-error without a moment no signature is the same again
  await simulate({ config: rehearsal.config, data: "", seed: "" });
  // @ts-expect-error the data stand beside the configuration
  await simulate({ ...rehearsal, config: { provider: [], data: "" } });
  // @ts-expect-error a fault that is none
  await simulate({ ...rehearsal, config: { provider: [], fault: [{ id: "bad-luck" }] } });
  // @ts-expect-error a model that is none
  await simulate({ ...rehearsal, config: { provider: [], model: 3 } });
  // @ts-expect-error they may not have been asked for
  (await simulate(rehearsal)).privateKeys[0];
  // @ts-expect-error a verdict that is none
  report.verdict === "ok";
  // @ts-expect-error a code that is none
  error.code === "no-such-code";
  // @ts-expect-error it may be missing
  report.timeline.next.at;
  // @ts-expect-error only the module makes them
  new MultisignerError("empty");
}
