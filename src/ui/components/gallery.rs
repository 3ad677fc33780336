//! The first visit: what this is for, ways to begin, and the samples.

use super::glyph::glyph;
use super::icon::{icon, status};
use crate::ui::samples::{CARDS, Card};
use yew::{Callback, Html, MouseEvent, html};

/// `own`: there is a case of the person's own to go back to.
pub(super) fn gallery(current: Option<&str>, open_files: &Callback<MouseEvent>, own: bool) -> Html {
    let cards = CARDS.iter().map(|card| view(card, current == Some(card.id)));
    html! {
        <>
            <section class="intro" aria-labelledby="h1">
                <h1 id="h1">{ "Can any resolver fail to validate your zone?" }</h1>
                <p>{ "Several providers sign it with their own keys. A resolver may hold one provider’s keys and get another one’s answer. multisigner checks every such mix, in your browser, with nothing uploaded." }</p>
                <div class="ways">
                    <a class="btn btn-primary" href="#check">
                        { if own { "Back to your data" } else { "Paste zone data" } }
                    </a>
                    <button class="btn" type="button" onclick={open_files.clone()}>{ icon("file") }{ "Open files" }</button>
                </div>
            </section>
            <section class="stack" aria-labelledby="h-samples">
                <h2 id="h-samples">{ "Samples" }</h2>
                <ul class="samples" role="list">{ for cards }</ul>
            </section>
        </>
    }
}

fn view(card: &Card, current: bool) -> Html {
    html! {
        <li>
            <a class="sample" href={format!("#sample={}", card.id)} aria-current={current.then_some("true")} data-test={card.id}>
                { glyph(card.cells) }
                <b>{ card.title }</b>
                <small>{ card.note }</small>
                { status(card.status, card.status, html! { card.word }) }
            </a>
        </li>
    }
}
