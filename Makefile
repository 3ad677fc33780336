.DEFAULT_GOAL := help
.PHONY: help check unit dev dev-page serve build cli pkg test lint test-native test-live test-live-page test-wasm test-e2e test-pkg size bench fuzz differ clean
.DELETE_ON_ERROR:
PORT ?= 8080

# The tools for the browser side, got when missing; the native side needs Rust alone.
WEB = env=$$(tools/setup.sh web) && eval "$$env" &&
TEST = env=$$(tools/setup.sh test) && eval "$$env" &&

help: ## say what there is to make
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

check: ## does it compile? Formatting, and everything native
	cargo fmt --check
	cargo check --locked --all-targets

CASE ?=
unit: ## the native tests, or those with CASE in their names: CASE=DS-DANGLING, CASE=link::
	cargo test --locked --lib --test it -- $(subst -,_,$(CASE))

dev: dev-page ## the page without what only a visitor needs (LTO, small programs), on http://127.0.0.1:8080
	@exec node tools/serve.mjs target/dev-page $(PORT)

dev-page:
	@$(WEB) trunk --log warn build --cargo-profile dev --dist target/dev-page

serve: build ## build the page and serve it on http://127.0.0.1:8080 (PORT=… for another port)
	@exec node tools/serve.mjs dist $(PORT)

build: dist/index.html ## build the page into dist/: static files that any web server can serve, from any path

SOURCES := index.html Trunk.toml Cargo.toml Cargo.lock package-lock.json $(wildcard tools/setup.sh tools/hash-workers.mjs tools/rule-pages.mjs) docs/rules.md $(shell find src www -type f)
dist/index.html: $(SOURCES)
	@$(WEB) trunk --log warn build --release

cli: ## build the command line tool: target/release/multisigner
	cargo build --locked --release --bin multisigner

pkg: pkg/package.json ## build the JavaScript module into pkg/: an npm package for browsers and Node.js

pkg/package.json: $(SOURCES) tools/pkg.mjs docs/module.md
	@$(WEB) node tools/pkg.mjs

test: ## everything below, with one closing line
	@tools/setup.sh test >/dev/null
	@node tools/test.mjs lint test-native test-live test-wasm test-e2e test-live-page test-pkg size

lint: ## formatting and clippy, for both targets; licences and advisories of the dependencies
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	@$(TEST) cargo-clippy clippy --locked --lib --bins --test wasm --features module,page --target wasm32-unknown-unknown -- -D warnings
	@tools/deny.sh

# For tests that are over in a moment: what is compiled for them alone is not worth optimising.
QUICK = --config 'profile.dev.package.multisigner.opt-level=0'

test-native: ## the library and the command line tool
	cargo test --locked --lib $(QUICK)
	cargo test --locked --bins --test fuzz --test it

test-live: ## against other people's software: name servers and a resolver on loopback, signers and checkers of zones
	@tools/setup.sh test >/dev/null
	cargo test --locked --test it signers -- --ignored
	cargo build --locked --bin multisigner
	@python3 tests/lab/run.py target/debug/multisigner
	@$(TEST) "$$DIFFER_PYTHON" tests/differ/restless.py target/debug/multisigner 5
	@$(TEST) "$$DIFFER_PYTHON" tests/differ/faithful.py target/debug/multisigner
	@$(TEST) "$$DIFFER_PYTHON" tests/differ/replay.py target/debug/multisigner
	@$(TEST) "$$DIFFER_PYTHON" tests/differ/run.py --seed every-run --count 40 --binary target/debug/multisigner --out target/differ/every-run

test-live-page: build ## the page's live check against the same servers, in Chromium
	cargo build --locked --bin multisigner
	@$(TEST) python3 tests/lab/run.py target/debug/multisigner --page node --test --test-reporter=spec tests/e2e/live.lab.mjs

test-wasm: ## what only a browser has, in headless Chromium
	@$(TEST) cargo test --locked --target wasm32-unknown-unknown --test wasm $(QUICK)

test-e2e: build ## the built page in Chromium
	@$(TEST) node --test --test-concurrency=2 --test-reporter=spec tests/e2e/*.test.mjs

test-pkg: pkg ## the package, packed and installed: in Node.js, in Chromium, by TypeScript, and beside the command line
	cargo build --locked --bin multisigner
	@$(TEST) node --test --test-reporter=spec tests/pkg/*.test.mjs

size: build ## what a first visit downloads, against the budget
	@node tools/size.mjs dist

bench: build ## speed of the parts, natively and of the page in Chromium
	cargo bench --locked --bench speed
	cargo bench --locked --bench sign
	@$(TEST) node --test --test-reporter=spec tests/e2e/speed.bench.mjs

SEED ?= 1
SEEDS ?= 1
COUNT ?= 250
differ: MINUTES ?= 90
fuzz: MINUTES ?= 1
VALIDATORS ?= unbound unbound_hardened bind
OUT ?= target/differ/campaign
differ: cli ## random faults in random zones, validators against us: SEED=1 SEEDS=20 COUNT=250 MINUTES=90
	@$(TEST) "$$DIFFER_PYTHON" tests/differ/campaign.py --binary target/release/multisigner --out $(OUT) \
	  --seed $(SEED) --seeds $(SEEDS) --count $(COUNT) --minutes $(MINUTES) --validators $(VALIDATORS)

TARGETS ?= round_trip wire_messages readers links commands documents
fuzz: ## random and broken input, each target for so long: MINUTES=10 SEED=7 TARGETS="readers links"
	cargo test --locked --profile fuzz --test fuzz --no-run
	@for target in $(TARGETS); do \
	  MINUTES=$(MINUTES) SEED=$(SEED) cargo test --locked --profile fuzz --quiet --test fuzz -- --nocapture $$target || exit 1; done

clean: ## remove what was built (the tools stay in ~/.cache/multisigner)
	rm -rf target dist pkg node_modules tests/e2e/shots
