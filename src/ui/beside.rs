//! A page beside the check that is a program of its own, loaded when somebody looks at it, and what the two have to
//! do with each other: it may take the zone of the last check, and may open a check.

use super::browser;
use super::state::{Action, Case, Holds, Simulated};
use super::text::Text;
use crate::dns::Moment;
use gloo::utils::{document, window};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CustomEvent, CustomEventInit, HtmlScriptElement};
use yew::AttrValue;

/// The element that it is drawn into, after the check's.
pub(crate) const PLACE: &str = "beside";

/// Asks for the zone of the last check; the one who hears it puts the text into the event.
pub(crate) const ZONE: &str = "multisigner-zone";
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
pub(crate) fn say(words: &str) {
    if let Some(place) = browser::by_id(PLACE) {
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

/// The zone's data of the last check: the first provider's, or everything in one paste.
pub(crate) fn zone() -> Option<Text> {
    let detail = Object::new();
    tell(ZONE, &detail);
    Reflect::get(&detail, &"text".into()).ok().and_then(|text| browser::received(&text))
}

/// Answers [`zone`].
pub(crate) fn give_zone(case: &Case, event: &web_sys::Event) {
    let whole = case.drafts.iter().find(|draft| draft.holds != Holds::Parent && !draft.text.is_empty());
    let detail = event.dyn_ref::<CustomEvent>().map(CustomEvent::detail);
    if let (Some(draft), Some(detail)) = (whole, detail) {
        // A plain object takes any property.
        let _ = Reflect::set(&detail, &"text".into(), &browser::shared(&draft.text));
    }
}

/// Opens a check of what is in a case.
pub(crate) fn open(case: &Case) {
    let boxes: Array = case
        .drafts
        .iter()
        .map(|draft| {
            let parent = JsValue::from(draft.holds == Holds::Parent);
            Array::of3(&parent, &draft.name.to_string().into(), &browser::shared(&draft.text))
        })
        .collect();
    let zone: JsValue = case.zone.as_ref().map(ToString::to_string).into();
    let detail = Array::of4(&boxes, &zone, &case.no_ds.into(), &(case.at.0 as f64).into());
    tell(OPEN, &detail);
}

/// What [`open`] asks for.
pub(crate) fn opened(event: &web_sys::Event) -> Option<Action> {
    let detail: Array = event.dyn_ref::<CustomEvent>()?.detail().dyn_into().ok()?;
    let boxes: Array = detail.get(0).dyn_into().ok()?;
    let boxes = boxes.iter().filter_map(|one| {
        let one: Array = one.dyn_into().ok()?;
        let holds = if one.get(0).is_truthy() { Holds::Parent } else { Holds::Provider };
        let name: AttrValue = one.get(1).as_string()?.into();
        Some((holds, name, browser::received(&one.get(2))?))
    });
    Some(Action::Simulated(Simulated {
        boxes: boxes.collect(),
        zone: detail.get(1).as_string()?.into(),
        no_ds: detail.get(2).is_truthy(),
        at: Moment(detail.get(3).as_f64()? as i64),
        fresh: true,
    }))
}
