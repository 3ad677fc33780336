//! The command for a step of a fix: of the provider, where its servers' names tell who that is; else of the software
//! that the person chose, once for the whole page.

use super::copy::CopyBox;
use crate::check::report::FixStep;
use crate::share::commands::{SOFTWARE, Software, Table, software};
use crate::ui::browser;
use gloo::events::EventListener;
use gloo::storage::{SessionStorage, Storage as _};
use gloo::utils::window;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::{
    Callback, Event, Html, Properties, TargetCast as _, component, hook, html, use_effect_with, use_state,
};

/// Under which the choice is remembered, for as long as the page is open.
const PLACE: &str = "software";

/// Tells every picker on the page that the choice is another one.
const CHOSEN: &str = "multisigner-software";

thread_local! {
    /// The table, once it was fetched.
    static TABLE: RefCell<Option<Rc<Table>>> = const { RefCell::new(None) };
}

fn chosen() -> Option<&'static Software> {
    software(&SessionStorage::raw().get_item(PLACE).ok()??)
}

fn choose(id: &str) {
    // Without storage there is no choice.
    let _ = SessionStorage::raw().set_item(PLACE, id);
    if let Ok(event) = Event::new(CHOSEN) {
        // Nobody can refuse this event.
        let _ = window().dispatch_event(&event);
    }
}

/// The page's choice.
#[hook]
fn use_chosen() -> Option<&'static Software> {
    let now = use_state(chosen);
    {
        let now = now.setter();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), CHOSEN, move |_| now.set(chosen()));
            move || drop(listener)
        });
    }
    *now
}

/// The table, fetched when a command is wanted.
#[hook]
pub(super) fn use_table(wanted: bool) -> Option<Rc<Table>> {
    let table = use_state(|| TABLE.with_borrow(Clone::clone));
    {
        let table = table.clone();
        use_effect_with(wanted, move |wanted| {
            if *wanted && table.is_none() {
                spawn_local(async move {
                    let fetched = browser::fetched::<Table>("commands.json").await.map(Rc::new);
                    TABLE.set(fetched.clone());
                    table.set(fetched);
                });
            }
        });
    }
    (*table).clone()
}

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) step: FixStep,
}

#[component]
pub(super) fn StepCommand(props: &Props) -> Html {
    let chosen = use_chosen();
    let software = Table::software_of(&props.step, chosen);
    let table = use_table(software.is_some());
    let known = Table::software_of(&props.step, None).is_some();
    let command = software.zip(table).map(|(software, table)| table.command(software, &props.step));
    let onchange = Callback::from(|event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            choose(&select.value());
        }
    });
    let option = |one: &Software| html! { <option value={one.id} selected={chosen.is_some_and(|c| c.id == one.id)}>{ one.name }</option> };
    html! {
        <div class="command stack-s" data-test="command">
            if let (true, Some(software)) = (known, software) {
                <span class="small">{ software.name }{ ":" }</span>
            } else {
                <label class="small">
                    { "Command for " }
                    <select class="field" {onchange}>
                        <option value="" selected={chosen.is_none()}>{ "choose the software" }</option>
                        { for SOFTWARE.iter().map(option) }
                    </select>
                </label>
            }
            if let Some(Some(command)) = command {
                if !command.note.is_empty() { <p class="note">{ command.note }</p> }
                if !command.text.is_empty() { <CopyBox text={command.text} what="the command" /> }
            } else if command.is_some() {
                <p class="note">{ "No command is known for this step." }</p>
            }
        </div>
    }
}
