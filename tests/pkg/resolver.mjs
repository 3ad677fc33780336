// A DNS-over-HTTPS resolver on loopback, in the JSON form that public ones speak, over plain http: it says what the
// providers of a corpus scenario answered to dig.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { at } from "./project.mjs";

const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, DS: 43, RRSIG: 46, NSEC: 47, DNSKEY: 48, NSEC3: 50, CDS: 59, CDNSKEY: 60 };

/** The records of one section of dig's output. */
const section = (text, title) =>
  (text.split(`;; ${title} SECTION:\n`)[1] ?? "")
    .split("\n\n")[0]
    .split("\n")
    .filter((line) => line && !line.startsWith(";"))
    .map((line) => {
      const [name, ttl, , type, ...data] = line.split(/\s+/);
      return { name, type: TYPES[type], TTL: Number(ttl), data: data.join(" ") };
    });

/** Answers as `provider` (a folder of the scenario) does; resolves to `{ url, asked, close }`. */
export async function resolver(scenario, provider) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url, "http://localhost");
    const { name, type } = Object.fromEntries(searchParams);
    asked.push(`${name} ${type} ${request.headers.accept} do=${searchParams.get("do")} cd=${searchParams.get("cd")}`);
    const file = type === "DS" ? "parent/dig-DS.txt" : `${provider}/dig-${type === "A" ? "NXDOMAIN" : type}.txt`;
    const text = await readFile(at("tests/corpus", scenario, file), "utf8");
    const answer = {
      Status: /status: NXDOMAIN/.test(text) ? 3 : 0,
      ...{ TC: false, RD: true, RA: true, AD: false, CD: true },
      Question: [{ name: `${name}.`, type: TYPES[type] }],
      Answer: section(text, "ANSWER"),
      Authority: section(text, "AUTHORITY"),
    };
    response.writeHead(200, { "Content-Type": "application/dns-json" });
    response.end(JSON.stringify(answer));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
  return { url: `http://127.0.0.1:${server.address().port}/resolve`, asked, close };
}
