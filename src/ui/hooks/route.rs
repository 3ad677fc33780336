//! The address's fragment: `#sample=<id>` opens a sample, `#check` the person's own data, `#check=<domain>` a
//! live check; nothing the first page. Pages beside the check ([`super::simulate`], [`super::rules`]) leave it as it is.

use crate::ui::browser;
use crate::ui::samples::FIRST;
use crate::ui::state::{Action, Dispatch, Notice, View, Whole};
use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, hook, use_effect_with, use_mut_ref};

/// Follows the address. `check` is told of a domain that it names.
#[hook]
pub(crate) fn use_route(dispatch: Dispatch, check: Callback<String>) {
    // What can be done with a domain changes with every drawing; the listener stays.
    let latest = use_mut_ref(|| check.clone());
    *latest.borrow_mut() = check;
    use_effect_with((), move |()| {
        let follow = move |dispatch: &Dispatch| {
            let check = latest.borrow().clone();
            follow(dispatch, &check);
        };
        follow(&dispatch);
        let listener = EventListener::new(&window(), "hashchange", move |event| {
            if browser::page_kept(event).is_none() {
                follow(&dispatch);
            }
        });
        move || drop(listener)
    });
}

fn follow(dispatch: &Dispatch, check: &Callback<String>) {
    let fragment = browser::fragment();
    match fragment.split_once('=') {
        Some(("sample", id)) => open(dispatch.clone(), id.to_owned(), View::Bench),
        Some(("check", name)) => check.emit(browser::unescaped(name)),
        _ if fragment == "check" => dispatch.dispatch(Action::Own { now: browser::now() }),
        _ if fragment.is_empty() || fragment == "samples" => {
            open(dispatch.clone(), FIRST.to_owned(), View::Gallery)
        }
        // A place within the page.
        _ => {}
    }
}

fn open(dispatch: Dispatch, id: String, view: View) {
    spawn_local(async move {
        let asked = browser::fragment();
        let sample = browser::sample(&id).await;
        // The person may have gone on meanwhile, to another sample or to data of their own.
        if browser::fragment() != asked {
            return;
        }
        match sample {
            Some(sample) => {
                let whole = Whole {
                    sources: browser::filled(sample.sources),
                    zone: sample.zone,
                    no_ds: sample.no_ds,
                    unreached: None,
                    at: sample.at,
                };
                dispatch.dispatch(Action::Sample { id: sample.id.into(), whole, view });
            }
            None => dispatch.dispatch(Action::Notice(Some(Notice::NoSample))),
        }
    });
}
