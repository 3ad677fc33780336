// Builds the JavaScript module into pkg/, a package ready for `npm pack`: the library with its exports for
// JavaScript as WebAssembly, the code and types of src/js/ around it, and a package.json by Cargo.toml.
import { execFileSync } from "node:child_process";
import { copyFile, cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const run = (command, args, options) => execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"], ...options });
const read = (command, args) => execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 26 });

const TARGET = "wasm32-unknown-unknown";
const metadata = JSON.parse(read("cargo", ["metadata", "--locked", "--no-deps", "--format-version", "1"]));
const { version, description, license, keywords } = metadata.packages[0];

// The crate type is named here alone: in Cargo.toml it would make each native build link a library that nobody loads.
run("cargo", ["rustc", "--locked", "--lib", "--crate-type", "cdylib", "--profile", "web", "--features", "module", "--target", TARGET]);

const dir = join(metadata.target_directory, "pkg");
await rm(dir, { recursive: true, force: true });
await mkdir(dir, { recursive: true });
const at = (name) => join(dir, name);
run("wasm-bindgen", [
  ...["--target", "web", "--no-typescript", "--omit-default-module-path", "--out-dir", dir, "--out-name", "multisigner"],
  join(metadata.target_directory, TARGET, "web", "multisigner.wasm"),
]);
// As the page's own programs are made small.
const options = (await readFile("index.html", "utf8")).match(/data-wasm-opt="z" data-wasm-opt-params="([^"]+)"/)[1].split(" ");
run("wasm-opt", ["-Oz", ...options, "-o", at("multisigner.wasm"), at("multisigner_bg.wasm")]);
await rm(at("multisigner_bg.wasm"));

const code = ["index.js", "node.js", "api.js", "error.js", "input.js", "index.d.ts", "types.d.ts"];
for (const name of code) await copyFile(`src/js/${name}`, at(name));
await cp("docs/examples", at("examples"), { recursive: true });
// The documents link to each other; what else they link to stays behind.
await mkdir(at("docs"));
const document = async (name) => (await readFile(`docs/${name}`, "utf8")).replaceAll(/\[([^\]]+)\]\(\.\.\/[^)]*\)/g, "$1");
for (const name of ["explore.md", "link-format.md", "live-check.md", "plan.md", "processes.md", "report-format.md", "rules.md", "simulate.md", "validators.md"])
  await writeFile(at(`docs/${name}`), (await document(name)).replaceAll("](module.md)", "](../README.md)"));
await writeFile(at("README.md"), (await document("module.md")).replaceAll(/\]\(([\w-]+\.md(?:#[\w-]+)?)\)/g, "](docs/$1)"));
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) await copyFile(name, at(name));
await writeFile(at("version.js"), `export const VERSION = ${JSON.stringify(version)};\n`);

const manifest = {
  name: "multisigner",
  version,
  description,
  keywords: [...keywords.filter((word) => word !== "yew"), "typescript"],
  license,
  type: "module",
  engines: { node: ">=20" },
  exports: {
    ".": { types: "./index.d.ts", node: "./node.js", default: "./index.js" },
    "./multisigner.wasm": "./multisigner.wasm",
    "./package.json": "./package.json",
  },
  types: "./index.d.ts",
  files: (await readdir(dir)).sort(),
  sideEffects: false,
};
await writeFile(at("package.json"), `${JSON.stringify(manifest, null, 2)}\n`);

await rm("pkg", { recursive: true, force: true });
await cp(dir, "pkg", { recursive: true });
