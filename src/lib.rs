//! multisigner: can any resolver fail to validate a zone that several providers sign (RFC 8901)?
//!
//! One way leads through the crate, and each module knows only those before it:
//!
//! 1. [`evidence`] reads what was seen: zone files, outputs of tools, messages, each line with its place.
//! 2. [`snapshot`] says who serves what: a view for each provider, and the parent.
//! 3. [`dnssec`] lists the signature checks, has them done, and judges a path as a validator does.
//! 4. [`publication`] is who publishes what, as data; [`process`] has each process once, as a table over it.
//! 5. [`check`] judges every mix of a DNSKEY RRset held and a provider that answers: the report.
//! 6. [`simulate`] signs as providers do, [`doh`] asks, [`share`] makes links, documents and commands,
//!    [`explore`] finds every cache that can fail while a zone changes, [`plan`] makes steps with times of it.
//! 7. [`cli`](crate::cli), `js` and [`ui`] are the faces. Only they have a clock, randomness, files and a network.
//!
//! [`dns`] holds the types that all share, [`shell`] and [`visible`] what keeps strangers' text harmless.
pub mod check;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod dns;
pub mod dnssec;
pub mod doh;
pub mod evidence;
pub mod explore;
#[cfg(any(test, all(target_arch = "wasm32", feature = "module")))]
pub mod js;
mod order;
pub mod plan;
pub mod process;
pub mod publication;
pub mod share;
pub mod shell;
pub mod simulate;
pub mod snapshot;
pub mod ui;
pub mod visible;
