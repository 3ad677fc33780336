// The scenarios of tests/corpus, as arguments of the command line and as input of the module.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { at } from "./project.mjs";

const DIG = ["DNSKEY-multiline", "SOA", "NS", "A", "NXDOMAIN", "CDS", "CDNSKEY"];

/** Their names, in order. */
export const names = async () => (await readdir(at("tests/corpus"))).filter((name) => /^\d/.test(name)).sort();

/**
 * One scenario in one form (`zone`: whole zone files, `dig`: answers): its files by label, the input for `check`,
 * and the arguments that ask the command the same.
 */
export async function scenario(name, form) {
  const folder = at("tests/corpus", name);
  const { zone, providers, validation_time_unix: seconds } = JSON.parse(await readFile(`${folder}/scenario.json`, "utf8"));
  const files = providers.map(({ id }) => {
    const signed = existsSync(`${folder}/${id}/zone.signed`) ? "zone.signed" : "zone.unsigned";
    return [id, (form === "zone" ? [signed] : DIG.map((kind) => `dig-${kind}.txt`)).map((file) => `${folder}/${id}/${file}`)];
  });
  const ds = `${folder}/parent/dig-DS.txt`;
  const read = async (name, role) => ({ name, role, text: await readFile(name, "utf8") });
  const sources = await Promise.all([
    ...files.flatMap(([provider, list]) => list.map((file) => read(file, { provider }))),
    read(ds, "parent"),
  ]);
  const moment = new Date(seconds * 1000);
  const given = files.flatMap(([label, list]) => ["-p", `${label}=${list.join(",")}`]);
  return {
    input: { sources, zone, at: moment },
    args: ["check", ...given, "--ds", ds, "--zone", zone, "--at", moment.toISOString(), "--format", "json"],
  };
}

/** What the command prints, and whether it says by its exit status that a mix fails. */
export const command = (args) =>
  new Promise((resolve, reject) => {
    execFile(at("target/debug/multisigner"), args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const status = error ? error.code : 0;
      // 2 goes with a report in which no mix could be judged, too.
      if (status === 0 || status === 1 || (status === 2 && stdout)) resolve({ stdout, fails: status === 1 });
      else reject(new Error(stderr || String(error)));
    });
  });
