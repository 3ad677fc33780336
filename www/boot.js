// Starts the page's program. Trunk names its files by their content and lists them as preload links.
const js = document.querySelector("link[rel=modulepreload]").href;
const wasm = document.querySelector("link[rel=preload][as=fetch]").href;
const { default: start } = await import(js);
await start({ module_or_path: wasm });
