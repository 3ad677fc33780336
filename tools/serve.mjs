// A small static file server for a built page: node tools/serve.mjs [FOLDER [PORT]]
// It sends the headers that a real host should: the page's own policy as a header, and what a <meta> cannot say.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { pathToFileURL } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Serves `folder` below `prefix` ("/" or "/some/where/") on loopback; resolves to `{ url, close }`. */
export async function serve(folder, { port = 0, prefix = "/" } = {}) {
  const page = await readFile(join(folder, "index.html"), "utf8");
  const policy = page.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/)?.[1] ?? "default-src 'none'";
  // A worker starts with importScripts, for which it would need a Trusted Types policy of its own: that part is for pages.
  const workers = policy.replace(/; (?:require-)?trusted-types[^;]*/g, "");
  const headers = {
    "Content-Security-Policy": `${workers}; frame-ancestors 'none'`,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };

  const server = createServer(async (request, response) => {
    const answer = (status, body, more = {}) => {
      response.writeHead(status, { ...headers, ...more });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    try {
      if (request.method !== "GET" && request.method !== "HEAD") return answer(405, "method not allowed\n");
      const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
      if (`${path}/` === prefix) return answer(301, "", { Location: prefix });
      const file = normalize(join(folder, path.slice(prefix.length - 1)));
      if (!path.startsWith(prefix) || !(file + sep).startsWith(normalize(folder + sep))) return answer(404, "not found\n");
      const name = path.endsWith("/") ? join(file, "index.html") : file;
      if (!(await stat(name)).isFile()) return answer(404, "not found\n");
      // Names with a content hash never change; everything else is asked for again.
      const lasting = /-[0-9a-f]{16}[._]/.test(name);
      answer(200, await readFile(name), {
        "Content-Type": TYPES[extname(name)] ?? "application/octet-stream",
        ...(extname(name) === ".html" && { "Content-Security-Policy": `${policy}; frame-ancestors 'none'` }),
        "Cache-Control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
      });
    } catch {
      answer(404, "not found\n");
    }
  });

  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder = "dist", port = "8080"] = process.argv.slice(2);
  try {
    const { url } = await serve(folder, { port: Number(port) });
    console.log(`multisigner answers at ${url} (Ctrl-C stops it)`);
  } catch (error) {
    const hint = error.code === "EADDRINUSE" ? `port ${port} is taken: choose another with PORT=…` : error.message;
    console.error(`serve: ${hint}`);
    process.exit(1);
  }
}
