#!/bin/sh
# Gets what is missing and prints the environment to use it:
#
#   env=$(tools/setup.sh web) && eval "$env"     to build the page
#   env=$(tools/setup.sh test) && eval "$env"    the same, and what the tests need beside it
#
# Nothing is installed twice; a second run takes a fraction of a second. What is not kept in the
# repository's own folder goes to MULTISIGNER_CACHE (default: ~/.cache/multisigner).
#
# The wasm32 compiler: `rustup target add`, or, where that cannot be downloaded, Debian's rustc-web with
# the standard library compiled from Debian's own sources. WASM_TOOLCHAIN=rustup or =debian forces one.
set -eu
cd "$(dirname "$0")/.."

want=${1:-web}
cache=${MULTISIGNER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/multisigner}
sysroot=${WASM_SYSROOT:-${MULTISIGNER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}}/debian-wasm}
target=wasm32-unknown-unknown
trunk=0.21.14
# The command line tool and the crate must be of one version; the lock file names it.
bindgen=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)

say() { echo "setup: $*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

have cargo || die "cargo is missing: install Rust (https://rustup.rs)"
have npm || die "npm is missing: install Node.js 20 or later (https://nodejs.org)"
mkdir -p "$cache"
# Two check-outs may be set up at the same time.
if have flock; then exec 9>"$cache/lock" && flock 9; fi

# ---- what Debian's packages are for, in one go -----------------------------------------------------

# rustup's own compiler has the target already, or can get it.
rustup_has_target() { ls "$(rustc --print sysroot)/lib/rustlib/$target/lib/"libstd-*.rlib >/dev/null 2>&1; }
debian_packages_missing() {
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -x /usr/bin/lld-22 ] &&
    [ -f /usr/lib/rustlib/src/rust/library/Cargo.lock ] || return 0
  [ "$want" = test ] && ! [ -x /usr/bin/clippy-driver ]
}

compiler=${WASM_TOOLCHAIN:-auto}
if [ "$compiler" = auto ]; then
  if rustup_has_target; then compiler=rustup
  elif [ -f "$sysroot/stamp" ]; then compiler=debian
  elif have rustup && say "adding $target to the Rust toolchain" && rustup target add $target >&2; then compiler=rustup
  elif have apt-get; then compiler=debian
  else die "no Rust compiler for $target: install it (rustup target add $target) and run this again"
  fi
elif [ "$compiler" = rustup ]; then
  rustup_has_target || { say "adding $target to the Rust toolchain"; rustup target add $target >&2; }
fi

packages=
[ "$compiler" != debian ] || ! debian_packages_missing ||
  packages="rustc-web cargo-web rust-web-src lld-22$([ "$want" != test ] || echo ' rust-web-clippy')"

find_browser() {
  for b in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    command -v "$b" 2>/dev/null && return
  done
}
if [ "$want" = test ]; then
  [ -n "$(find_browser)" ] || packages="$packages chromium"
  have "${CHROMEDRIVER:-chromedriver}" || packages="$packages chromium-driver"
  # The lab of tests/lab: name servers, a resolver and a web server that the tests start themselves.
  sbin() { [ "$(uname)" != Linux ] || have "$1" || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ]; }
  sbin named || packages="$packages bind9"
  sbin dnssec-signzone || packages="$packages bind9-utils"
  sbin knotd || packages="$packages knot"
  sbin kzonecheck || packages="$packages knot-dnssecutils"
  sbin ldns-verify-zone || packages="$packages ldnsutils"
  sbin nsd || packages="$packages nsd"
  sbin unbound || packages="$packages unbound"
  sbin nginx || packages="$packages nginx-light"
  sbin ip || packages="$packages iproute2"
  sbin openssl || packages="$packages openssl"
  have dig || packages="$packages bind9-dnsutils"
  have python3 || packages="$packages python3"
  # The tester of tests/differ has two packages from PyPI, in an environment of its own.
  python3 -c 'import ensurepip, venv' 2>/dev/null || packages="$packages python3-venv"
fi

if [ -n "$packages" ]; then
  have apt-get || die "missing, and no apt-get here to install them: $packages"
  [ "$(id -u)" = 0 ] || die "missing; please run: sudo apt-get install $packages"
  say "installing Debian's $packages"
  # Installing a server must not start it: the tests start their own, and port 53 may be taken.
  policy=/usr/sbin/policy-rc.d
  if [ "$want" = test ] && ! [ -e $policy ]; then
    ours=1
    trap "rm -f $policy" EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
  # shellcheck disable=SC2086 # one word per package
  apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install -y --no-install-recommends $packages >"$cache/apt.log" 2>&1 9>&- ||
    { tail -n 30 "$cache/apt.log" >&2; die "apt-get could not install $packages"; }
  if [ -n "${ours:-}" ]; then rm -f $policy; trap - EXIT; fi
fi

# ---- Debian's compiler with a standard library for wasm32 ------------------------------------------

# A private sysroot: links to Debian's own files, and std compiled from Debian's sources, offline.
build_sysroot() {
  library=/usr/lib/rustlib/src/rust/library
  native=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
  new=$(mktemp -d "$cache/sysroot.XXXXXX")
  say "compiling the standard library for $target (about a minute)"
  mkdir -p "$new/seed/src" "$new/out/bin" "$new/out/lib/rustlib/$target/lib" "$new/out/lib/rustlib/$native/bin"
  printf '[package]\nname = "seed"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$new/seed/Cargo.toml"
  echo '#![no_std]' >"$new/seed/src/lib.rs"
  # `test` is for wasm-bindgen-test, bitcode for `lto = true`.
  (cd "$new/seed" && env -i HOME="$new" PATH=/usr/bin:/bin RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_NET_OFFLINE=true \
    /usr/bin/cargo --config 'source.crates-io.replace-with="debian"' --config "source.debian.directory=\"$library/vendor\"" \
    build -q --release --target $target -Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro >&2)
  for rlib in "$new/seed/target/$target/release/deps/"*.rlib; do
    case $rlib in */libseed-*) ;; *) cp "$rlib" "$new/out/lib/rustlib/$target/lib/" ;; esac
  done
  ln -s "/usr/lib/rustlib/$native/lib" "$new/out/lib/rustlib/$native/lib"
  ln -s /usr/bin/lld-22 "$new/out/lib/rustlib/$native/bin/rust-lld"
  ln -s /usr/lib/rustlib/etc /usr/lib/rustlib/src "$new/out/lib/rustlib/"
  for tool in rustc rustdoc; do
    printf '#!/bin/sh\nexec /usr/bin/%s --sysroot "%s" "$@"\n' $tool "$sysroot" >"$new/out/bin/$tool"
    chmod +x "$new/out/bin/$tool"
  done
  ln -s /usr/bin/cargo "$new/out/bin/cargo"
  echo "$1" >"$new/out/stamp"
  rm -rf "$sysroot"
  mkdir -p "$(dirname "$sysroot")"
  mv "$new/out" "$sysroot"
  rm -rf "$new"
}

bin=
if [ "$compiler" = debian ]; then
  stamp=$(/usr/bin/rustc -vV | sed -n 's/^commit-hash: //p')-v1
  [ "$(cat "$sysroot/stamp" 2>/dev/null)" = "$stamp" ] || build_sysroot "$stamp"
  # Clippy looks for its driver beside itself, and the driver for a sysroot in SYSROOT.
  if [ -x /usr/bin/clippy-driver ] && ! [ -x "$sysroot/bin/clippy-driver" ]; then
    cp /usr/bin/cargo-clippy "$sysroot/bin/"
    printf '#!/bin/sh\nSYSROOT="%s" exec /usr/bin/clippy-driver "$@"\n' "$sysroot" >"$sysroot/bin/clippy-driver"
    chmod +x "$sysroot/bin/clippy-driver"
  fi
  bin="$sysroot/bin:"
fi

# ---- tools from crates.io and npm ------------------------------------------------------------------

# cargo_tool CRATE VERSION COMMAND OPT-LEVEL [OPTION…]: taken from PATH if it is of the right version.
cargo_tool() {
  crate=$1 version=$2 command=$3 level=$4
  shift 4
  case "$("$command" --version 2>/dev/null || true)" in "$command $version"*) return ;; esac
  home=$cache/${crate%-cli}-$version
  if ! [ -x "$home/bin/$command" ]; then
    say "building $crate $version (some minutes, once)"
    env -u CARGO_TARGET_DIR -u CARGO_BUILD_TARGET -u RUSTFLAGS CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=64 \
      CARGO_PROFILE_RELEASE_OPT_LEVEL="$level" cargo install -q --locked --root "$home" --version "$version" "$@" "$crate" >&2 9>&-
  fi
  bin="$bin$home/bin:"
}
cargo_tool wasm-bindgen-cli "$bindgen" wasm-bindgen 1
# Trunk starts other programs and copies files: optimising it, or its TLS and update check, would cost more time than it saves.
cargo_tool trunk $trunk trunk 0 --no-default-features

if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
  say "installing the node packages"
  npm ci --silent --no-progress >&2 9>&-
  cp package-lock.json node_modules/.installed-lock.json
fi

if [ "$want" = test ]; then
  needs=tests/differ/requirements.txt
  python=$cache/python-$(python3 -V | sed 's/.* //')-$(cksum <$needs | sed 's/ .*//')
  if ! [ -f "$python/done" ]; then
    say "installing the Python packages"
    rm -rf "$python"
    { python3 -m venv "$python" && "$python/bin/pip" install -q --disable-pip-version-check -r $needs; } >&2 9>&-
    : >"$python/done"
  fi
fi

# ---- the environment -------------------------------------------------------------------------------

export_line() { printf "export %s='%s'\n" "$1" "$(printf %s "$2" | sed "s/'/'\\\\''/g")"; }
export_line PATH "$bin$PWD/node_modules/.bin:$PATH"
# The wasm compiler may be another one than the native one: each its own folder, or they undo each other's work.
export_line CARGO_TARGET_DIR "$PWD/target/web"
if [ "$want" = test ]; then
  export_line CHROMIUM "$(find_browser)"
  export_line DIFFER_PYTHON "$python/bin/python"
  export_line CHROMEDRIVER "$(command -v "${CHROMEDRIVER:-chromedriver}")"
  export_line CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER wasm-bindgen-test-runner
  # A busy machine takes its time to start a browser.
  export_line WASM_BINDGEN_TEST_TIMEOUT 120
fi
