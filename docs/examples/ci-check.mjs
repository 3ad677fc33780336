#!/usr/bin/env node
// Fails a CI job when a zone that several providers sign becomes unsafe.
//
//   npm install multisigner
//   node ci-check.mjs [--zone NAME] [--days N] A=a/zone.signed B=b/dnskey.txt,b/soa.txt parent=ds.txt
//   node ci-check.mjs --zone NAME [--days N] one=https://dns.google/resolve two=https://cloudflare-dns.com/dns-query
//
// A file holds what one provider serves: a zone file, or what `dig @its-server … +dnssec` prints; `parent=` is the DS.
// An address is a DNS-over-HTTPS resolver that answers in JSON. It is asked what it sees of the zone and of the DS.
// Resolvers choose whom they ask, so files from each provider's own servers prove more than resolvers do.
//
// Exit status: 0 no mix fails, 1 some mix fails now or (by the signatures' dates) in N days, 2 nothing could be judged.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { MultisignerError, check } from "multisigner";

const DAY = 86_400_000;
// What shows the keys, who signs, and that names which do not exist are provably absent.
const QUESTIONS = [["", "DNSKEY"], ["", "SOA"], ["", "NS"], ["no-such-name.", "A"]];

/** One answer as the resolver sees it, with its signatures (do) and whether it validates or not (cd). */
async function ask(address, name, type) {
  const url = new URL(address);
  for (const [key, value] of Object.entries({ name, type, do: "1", cd: "1" })) url.searchParams.set(key, value);
  const response = await fetch(url, { headers: { accept: "application/dns-json" }, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url.host} answers ${name} ${type} with status ${response.status}`);
  return { name: `${url.host} ${name} ${type}`, text: await response.text() };
}

/** The texts behind one argument, each with whose data it is. */
async function sources(argument, zone) {
  const [, label, value] = argument.match(/^([^=]+)=(.+)$/) ?? [];
  if (!label) throw new Error(`“${argument}” is not LABEL=FILE[,FILE…] or LABEL=URL`);
  const role = label === "parent" ? "parent" : { provider: label };
  if (!/^https?:/.test(value)) {
    return Promise.all(value.split(",").map(async (name) => ({ name, role, text: await readFile(name, "utf8") })));
  }
  if (!zone) throw new Error("say which zone to ask for: --zone NAME");
  const asked = QUESTIONS.map(async ([label, type]) => ({ ...(await ask(value, label + zone, type)), role }));
  return Promise.all([...asked, ask(value, zone, "DS").then((ds) => ({ ...ds, role: "parent" }))]);
}

/** Prints what one check found, and says whether it holds. */
function holds({ report, fails }) {
  const { lead, text, why } = report.headline;
  console.log(`${report.zone} at ${report.at}: ${lead} ${text} ${why}`.trim());
  for (const finding of report.findings.filter(({ severity }) => severity !== "info")) {
    console.log(`\n${finding.severity}: ${finding.title} [${finding.code}]\n  ${finding.detail}`);
    for (const { text, provider, records } of finding.fix) {
      const where = provider === null || text.startsWith(`At ${provider}`) ? "" : `At ${provider}: `;
      console.log(`  - ${where}${text}`);
      for (const record of records) console.log(`      ${record}`);
    }
  }
  return !fails;
}

try {
  const options = { zone: { type: "string" }, days: { type: "string", default: "0" }, at: { type: "string" } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const { zone, days } = values;
  const at = values.at ? new Date(values.at) : new Date();
  const input = { zone, sources: (await Promise.all(positionals.map((argument) => sources(argument, zone)))).flat() };
  let safe = holds(await check({ ...input, at }));
  // Signatures run out: is it still safe when somebody looks again?
  if (safe && days !== "0") {
    console.log(`\nIn ${days} days, if nobody signs anew:`);
    safe = holds(await check({ ...input, at: new Date(at.getTime() + Number(days) * DAY) }));
  }
  process.exitCode = safe ? 0 : 1;
} catch (error) {
  const place = error instanceof MultisignerError && error.line ? `${error.source}:${error.line}:${error.column}: ` : "";
  console.error(`ci-check: ${place}${error.message}${error.hint ? ` (${error.hint})` : ""}`);
  process.exitCode = 2;
}
