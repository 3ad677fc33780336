#!/bin/sh
# Licences, sources, bans and advisories of the dependencies (deny.toml), as far as they can be checked here.
set -eu
cd "$(dirname "$0")/.."
say() { echo "deny: $*"; }

command -v cargo-deny >/dev/null 2>&1 || { say "cargo-deny is not installed (cargo install --locked cargo-deny): nothing was checked"; exit 0; }
cargo deny --locked check licenses bans sources
if cargo deny --locked fetch db >/dev/null 2>&1; then
  cargo deny --locked check --disable-fetch advisories
else
  say "the advisory database cannot be reached: advisories were not checked"
fi
