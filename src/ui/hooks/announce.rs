//! The verdict for a screen reader, said once the typing has paused.

use gloo::timers::callback::Timeout;
use yew::{AttrValue, hook, use_effect_with, use_state};

/// Quiet for so long before anything is said.
const QUIET_MS: u32 = 300;

/// The text of the live region.
#[hook]
pub(crate) fn use_announcement(sentence: AttrValue) -> AttrValue {
    let said = use_state(AttrValue::default);
    {
        let said = said.clone();
        use_effect_with(sentence, move |sentence| {
            let sentence = sentence.clone();
            let timer = Timeout::new(QUIET_MS, move || said.set(sentence));
            move || drop(timer)
        });
    }
    (*said).clone()
}
