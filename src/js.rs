//! The JavaScript module, for browsers and Node: `make pkg` puts the exports of this room, the files in
//! `src/js/` and the types made from the report's into one package. What it promises is in `docs/module.md`.

#[cfg(any(test, feature = "module"))]
mod asked;
#[cfg(all(target_arch = "wasm32", feature = "module"))]
pub mod exports;
mod fault;
mod link;
#[cfg(any(test, feature = "module"))]
mod plan;
#[cfg(any(test, feature = "module"))]
mod simulate;
#[cfg(test)]
mod types;
