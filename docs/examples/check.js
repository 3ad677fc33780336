// Checks what is pasted. Serve this folder by any web server, with the package in node_modules/ beside it.
import { MultisignerError, check } from "./node_modules/multisigner/index.js";

const form = document.querySelector("form");
const verdict = document.querySelector("output");
const list = document.querySelector("ul");

/** Plain text only: what is pasted may hold anything. */
const say = (text, lines = []) => {
  verdict.textContent = text;
  list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { A, B, parent, at } = Object.fromEntries(new FormData(form));
  const texts = [{ role: { provider: "A" }, text: A }, { role: { provider: "B" }, text: B }, { role: "parent", text: parent }];
  say("Checking…");
  try {
    const { report } = await check({ sources: texts.filter(({ text }) => text.trim()), at: at || undefined });
    const { lead, text, why } = report.headline;
    say(
      `${lead} ${text} ${why}`,
      report.findings.map(({ severity, title, code }) => `${severity}: ${title} (${code})`),
    );
  } catch (error) {
    if (!(error instanceof MultisignerError)) throw error;
    say(`${error.line ? `${error.source}, line ${error.line}: ` : ""}${error.message}`, error.hint ? [error.hint] : []);
  }
});
