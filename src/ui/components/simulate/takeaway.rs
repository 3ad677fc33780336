//! Taking the result along: what is public at a press, private keys after a question.

use super::super::icon::icon;
use crate::ui::simulate::{Act, Simulation};
use crate::ui::words;
use web_sys::HtmlDialogElement;
use yew::{Callback, Html, MouseEvent, Properties, component, html, use_node_ref};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) simulation: Simulation,
}

#[component]
pub(super) fn TakeAway(props: &Props) -> Html {
    let simulation = &props.simulation;
    let dialog = use_node_ref();
    let show = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // Refused only when it is open already.
                let _ = dialog.show_modal();
            }
        })
    };
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let take = {
        let (act, close) = (simulation.act.clone(), close.clone());
        Callback::from(move |_: MouseEvent| {
            act.emit(Act::Archive { private: true });
            close.emit(());
        })
    };
    let Some(signed) = simulation.state.signed.as_ref().filter(|_| simulation.state.trouble.is_none()) else {
        return html! {};
    };
    let zone = words::said(&signed.zone).to_owned();
    html! {
        <section class="panel" aria-labelledby="h-take" data-test="take-away">
            <header><h2 id="h-take">{ "Take it away" }</h2></header>
            <div class="body takes">
                <div>
                    <button class="btn btn-primary" type="button" onclick={simulation.on(|| Act::Archive { private: false })}>{ icon("dl") }{ "Download the zones" }</button>
                    <p class="note">{ "One ZIP archive with a folder for each provider: the signed zone, its DNSKEY RRset, its dsset and its public keys; and the DS records at the parent. Faults are in it as they are here." }</p>
                </div>
                <div>
                    <button class="btn" type="button" onclick={show}>{ icon("warning") }{ "Private keys…" }</button>
                    <p class="note">{ "The same with the private keys as BIND keeps them, for a lab." }</p>
                </div>
                <div>
                    <button class="btn" type="button" onclick={simulation.on(|| Act::OpenAsCheck)}>{ "Open as a check" }</button>
                    <p class="note">{ "The zones and the DS records in the boxes of a check: public data only." }</p>
                </div>
            </div>
            <dialog ref={dialog} class="ask-keys" aria-labelledby="h-keys" data-test="private-keys">
                <h2 id="h-keys">{ format!("Private keys of {zone}?") }</h2>
                <p>{ "Whoever has these files can sign this zone. They were made in this tab for this simulation, they are stored nowhere, and no link carries them. They are of use to sign on with other tools in a lab; for a zone that people rely on, let the signer make its own keys." }</p>
                <p>{ "The archive holds a .private file beside each .key file, in BIND’s format v1.3. It lies unprotected in your download folder until you delete it." }</p>
                <div class="acts">
                    <button class="btn" type="button" onclick={close.reform(|_: MouseEvent| ())}>{ "No" }</button>
                    <button class="btn btn-danger" type="button" onclick={take}>{ "Download with private keys" }</button>
                </div>
            </dialog>
        </section>
    }
}
