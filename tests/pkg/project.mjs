// The package as people get it: packed by npm, and installed from the tarball, without a network, into an empty project.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const at = (...path) => join(ROOT, ...path);

/** Packs and installs; resolves to the project's folder, which goes when the tests of the file are over. */
export async function project() {
  const folder = await mkdtemp(join(tmpdir(), "multisigner-pkg-"));
  after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "package.json"), '{ "name": "consumer", "private": true }\n');
  const npm = (...args) => execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const [packed] = JSON.parse(npm("pack", "--json", "--pack-destination", folder, at("pkg")));
  npm("install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename));
  return { folder, packed };
}

/** A path in the installed package. */
export const installed = ({ folder }, ...path) => join(folder, "node_modules/multisigner", ...path);

/** The installed package, as an import from a file of the project gets it. */
export const load = (here) => import(pathToFileURL(installed(here, "node.js")));
