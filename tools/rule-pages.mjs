// The rules' pages, from the documentation of their own modules (src/check/rules/GROUP/*.rs), in the order and under the
// headings of docs/rules.md: rules.json in the built page, fetched when somebody looks at a rule. Run by Trunk.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const SECTIONS = { What: "what", "Why it breaks": "why", "Who is hit": "who", Fix: "fix", References: "references" };

/** As the page writes it elsewhere. */
const typeset = (text) => text.replace(/(?<=\w)'(?=\w|\s|$)/g, "’");

/** The page in a module's documentation: its title and, per section, its paragraphs. */
export function page(source, file = "") {
  const lines = source.split("\n").filter((line) => line.startsWith("//!")).map((line) => line.slice(3).replace(/^ /, ""));
  const [, code, title] = /^# ([A-Z0-9-]+): (.+)$/.exec(lines[0] ?? "") ?? [];
  if (!title) throw new Error(`${file}: no title`);
  const rule = { code, title: typeset(title) };
  for (const [heading, field] of Object.entries(SECTIONS)) {
    const from = lines.indexOf(`## ${heading}`);
    if (from < 0) throw new Error(`${file}: no section “${heading}”`);
    const length = lines.slice(from + 1).findIndex((line) => line.startsWith("## "));
    const text = lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).join("\n").trim();
    if (!text) throw new Error(`${file}: nothing under “${heading}”`);
    const joined = text.split(/\n\s*\n/).map((paragraph) => typeset(paragraph.replace(/\s*\n\s*/g, " ")));
    rule[field] = field === "references" ? joined.join("; ").replace(/\.$/, "").split(/;\s*/) : joined;
  }
  return rule;
}

/** Every rule with a module of its own, by group. */
export async function pages(root) {
  const groups = [];
  for (const line of (await readFile(join(root, "docs/rules.md"), "utf8")).split("\n")) {
    const heading = /^## \d+\. (.+)$/.exec(line)?.[1];
    if (heading) groups.push({ title: heading, rules: [] });
    const file = /`([\w/]+\.rs)`\s*\|\s*$/.exec(line)?.[1];
    if (file) groups.at(-1).rules.push(page(await readFile(join(root, "src/check/rules", file), "utf8"), file));
  }
  return groups.filter((group) => group.rules.length > 0);
}

if (process.env.TRUNK_STAGING_DIR) {
  await writeFile(join(process.env.TRUNK_STAGING_DIR, "rules.json"), JSON.stringify(await pages(process.env.TRUNK_SOURCE_DIR)));
}
