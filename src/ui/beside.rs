//! A page beside the check that is a program of its own, loaded when somebody looks at it, and what the two have to
//! do with each other: it may take the zone of the last check, and may open a check.

use super::browser;
use super::room::Room;
use super::state::{Action, Case, Holds, Simulated};
use super::text::Text;
use crate::dns::Moment;
use gloo::utils::{document, window};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CustomEvent, CustomEventInit, HtmlScriptElement};
use yew::AttrValue;

/// Asks for what was checked last; the one who hears it puts that into the event.
pub(crate) const CASE: &str = "multisigner-case";
/// Asks for a check of what the event carries.
pub(crate) const OPEN: &str = "multisigner-open";

/// Loads the program that the document names `which`; `failed` hears when that cannot be.
pub(crate) fn load(which: &str, failed: impl FnOnce() + 'static) {
    let script =
        document().create_element("script").ok().and_then(|it| it.dyn_into::<HtmlScriptElement>().ok());
    let (Some(script), Some(address), Some(head)) = (script, browser::named(which), document().head()) else {
        return failed();
    };
    script.set_onerror(Some(Closure::once_into_js(failed).unchecked_ref()));
    script.set_src(&address);
    // A new element can always be put there.
    let _ = head.append_child(&script);
}

/// In the place of the program while there is none.
pub(crate) fn say(room: Room, words: &str) {
    if let Some(place) = browser::by_id(room.place()) {
        place.set_text_content(Some(words));
    }
}

fn tell(name: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        // Nobody can refuse this event.
        let _ = window().dispatch_event(&event);
    }
}

/// What was checked last; `None`: nothing.
pub(crate) fn case() -> Option<Simulated> {
    let detail = Object::new();
    tell(CASE, &detail);
    let case: Array = Reflect::get(&detail, &"case".into()).ok()?.dyn_into().ok()?;
    read(&case).filter(|case| case.boxes.iter().any(|(.., text)| !text.is_empty()))
}

/// The zone's data of the last check: the first provider's, or everything in one paste.
pub(crate) fn zone() -> Option<Text> {
    let whole = |(holds, _, text): &(Holds, AttrValue, Text)| *holds != Holds::Parent && !text.is_empty();
    case()?.boxes.into_iter().find(whole).map(|(.., text)| text)
}

/// Answers [`case`].
pub(crate) fn give_case(case: &Case, event: &web_sys::Event) {
    if let Some(detail) = event.dyn_ref::<CustomEvent>().map(CustomEvent::detail) {
        // A plain object takes any property.
        let _ = Reflect::set(&detail, &"case".into(), &written(case));
    }
}

/// Opens a check of what is in a case.
pub(crate) fn open(case: &Case) {
    tell(OPEN, &written(case));
}

/// What [`open`] asks for.
pub(crate) fn opened(event: &web_sys::Event) -> Option<Action> {
    let detail: Array = event.dyn_ref::<CustomEvent>()?.detail().dyn_into().ok()?;
    read(&detail).map(Action::Simulated)
}

/// A case on its way to another program of the page.
fn written(case: &Case) -> Array {
    let boxes: Array = case
        .drafts
        .iter()
        .map(|draft| {
            let holds = match draft.holds {
                Holds::All => 0,
                Holds::Provider => 1,
                Holds::Parent => 2,
            };
            Array::of3(&holds.into(), &draft.name.to_string().into(), &browser::shared(&draft.text))
        })
        .collect();
    let zone: JsValue = case.zone.as_ref().map(ToString::to_string).into();
    Array::of4(&boxes, &zone, &case.no_ds.into(), &(case.at.0 as f64).into())
}

fn read(case: &Array) -> Option<Simulated> {
    let boxes: Array = case.get(0).dyn_into().ok()?;
    let boxes = boxes.iter().filter_map(|one| {
        let one: Array = one.dyn_into().ok()?;
        let holds = match one.get(0).as_f64()? as u8 {
            0 => Holds::All,
            1 => Holds::Provider,
            _ => Holds::Parent,
        };
        let name: AttrValue = one.get(1).as_string()?.into();
        Some((holds, name, browser::received(&one.get(2))?))
    });
    Some(Simulated {
        boxes: boxes.collect(),
        zone: case.get(1).as_string().map(Into::into),
        no_ds: case.get(2).is_truthy(),
        at: Moment(case.get(3).as_f64()? as i64),
        fresh: true,
    })
}
