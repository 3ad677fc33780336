//! Sharing on the page: [`desk`] makes links and reports in a worker of its own, which asks the one that judges for
//! evidence and verdicts ([`judge`]); the rest is the page's side.

mod address;
mod caller;
mod desk;
mod file;
mod judge;
mod picture;
mod protocol;

pub(crate) use address::{Opening, Sharing, rest, small, use_sharing};
pub(crate) use caller::Caller;
pub use desk::serve;
pub(crate) use file::{save, save_blob};
pub(crate) use judge::hear_wanted;
pub(crate) use picture::{png, svg_of};
pub(crate) use protocol::{Ask, Compared, Form, Link, Opened, Said, Wanted};

use yew::Callback;

/// Asks the worker, and hears the answer.
pub(crate) type Asking = Callback<(Ask, Callback<Said>)>;

/// Asks for the report of the check on the page in another form.
pub(crate) type Export = Callback<(Form, Callback<Said>)>;
