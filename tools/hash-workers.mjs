// Trunk names the workers' files plainly: after an update a browser could run a cached old half with a new one.
// This gives them names by content, as the page's own files have, and tells the page the workers' names
// in <meta name="worker"> and its like, relative to the document. Run by Trunk before a build is put in place.
import { createHash } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const dir = process.env.TRUNK_STAGING_DIR;
const at = (name) => join(dir, name);

/** The name of one program's files: by their content, and by what comes before it. */
async function named(bin, first = "") {
  const hash = createHash("sha256").update(first);
  for (const name of [`${bin}.js`, `${bin}_bg.wasm`]) hash.update(await readFile(at(name)));
  return `${bin}-${hash.digest("hex").slice(0, 16)}`;
}

/** Renames one worker's files and writes its loader, with `first` in front; resolves to the loader's name. */
async function settle(bin, first = "") {
  const name = await named(bin, first);
  await rename(at(`${bin}.js`), at(`${name}_glue.js`));
  await rename(at(`${bin}_bg.wasm`), at(`${name}_bg.wasm`));
  await rm(at(`${bin}_loader.js`), { force: true });
  // A rejected promise alone would not reach whoever started the worker.
  const load = `wasm_bindgen({ module_or_path: "./${name}_bg.wasm" }).catch((error) => setTimeout(() => { throw error; }));`;
  await writeFile(at(`${name}.js`), `${first}importScripts("./${name}_glue.js");\n${load}\n`);
  return `./${name}.js`;
}

// A worker starts the one for cryptography itself, when it needs it; the page starts one to simulate.
const crypto = await settle("crypto");
const first = `self.cryptoWorker = "${crypto}";\n`;
const worker = await settle("worker", first);
const live = await settle("live", first);
const share = await settle("share");

/**
 * The same for a program of the page itself, in one script; started as a worker it is one. Whoever put the script there
 * hears of a failure. The block keeps the glue's names apart from those of another program.
 */
async function settlePage(bin, first = "") {
  const name = await named(bin, first);
  const glue = await readFile(at(`${bin}.js`), "utf8");
  await rename(at(`${bin}_bg.wasm`), at(`${name}_bg.wasm`));
  for (const old of [`${bin}.js`, `${bin}_loader.js`]) await rm(at(old), { force: true });
  const start = `((script) => wasm_bindgen({ module_or_path: new URL("./${name}_bg.wasm", script?.src ?? self.location.href) }).catch((error) => { if (!script) setTimeout(() => { throw error; }); script?.dispatchEvent(new Event("error")); }))(self.document?.currentScript);`;
  await writeFile(at(`${name}.js`), `${first}{\n${glue}\n${start}\n}\n`);
  return `./${name}.js`;
}
const simulate = await settlePage("simulate");
const plan = await settlePage("plan", first);

const html = await readFile(at("index.html"), "utf8");
const tidy = html.replace(/\n(\s*\n)+/g, "\n").replaceAll("><link", ">\n    <link");
await writeFile(at("index.html"), tidy.replace(/\s*<\/head>/, `\n    <meta name="worker" content="${worker}">\n    <meta name="live-worker" content="${live}">\n    <meta name="share" content="${share}">\n    <meta name="crypto" content="${crypto}">\n    <meta name="simulate" content="${simulate}">\n    <meta name="plan" content="${plan}">\n  </head>`));
