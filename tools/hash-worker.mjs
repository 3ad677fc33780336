// Trunk names the worker's files plainly: after an update a browser could run a cached old half with a new one.
// This gives them names by content, as the page's own files have, and tells the page the worker's name
// in <meta name="worker">, relative to the document. Run by Trunk before a build is put in place.
import { createHash } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const dir = process.env.TRUNK_STAGING_DIR;
const at = (name) => join(dir, name);

const hash = createHash("sha256");
for (const name of ["worker.js", "worker_bg.wasm"]) hash.update(await readFile(at(name)));
const id = hash.digest("hex").slice(0, 16);

await rename(at("worker.js"), at(`worker-${id}_glue.js`));
await rename(at("worker_bg.wasm"), at(`worker-${id}_bg.wasm`));
await rm(at("worker_loader.js"), { force: true });
await writeFile(
  at(`worker-${id}.js`),
  `importScripts("./worker-${id}_glue.js");\nwasm_bindgen({ module_or_path: "./worker-${id}_bg.wasm" });\n`,
);

const html = await readFile(at("index.html"), "utf8");
const tidy = html.replace(/\n(\s*\n)+/g, "\n").replaceAll("><link", ">\n    <link");
await writeFile(at("index.html"), tidy.replace(/\s*<\/head>/, `\n    <meta name="worker" content="./worker-${id}.js">\n  </head>`));
