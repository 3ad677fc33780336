//! Sharing on the page: [`desk`] answers in the worker, beside the session that has the evidence; the rest is the
//! page's side.

mod address;
mod desk;
mod file;
mod picture;
mod protocol;

pub(crate) use address::{Opening, Sharing, rest, small, use_sharing};
pub(crate) use desk::answer;
pub(crate) use file::{save, save_blob};
pub(crate) use picture::{png, svg_of};
pub(crate) use protocol::{Ask, Compared, Form, Link, Opened, Said};

use yew::Callback;

/// Asks the worker, and hears the answer.
pub(crate) type Asking = Callback<(Ask, Callback<Said>)>;

/// Asks for the report of the check on the page in another form.
pub(crate) type Export = Callback<(Form, Callback<Said>)>;
