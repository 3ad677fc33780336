//! The report in other forms, and the drawings, to copy or to keep.

use super::super::icon::icon;
use super::markdown::{copied, exported};
use super::shown::{Shown, done, file_name};
use crate::check::report::Report;
use crate::ui::share::{Form, Sharing, png, save, save_blob, svg_of};
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, Html, UseStateHandle, html};

pub(super) fn report_part(sharing: &Sharing, report: &Report, shown: &UseStateHandle<Shown>) -> Html {
    let ask = |form: Form, then: Callback<String>| exported(&sharing.export, form, then);
    let file = |extension: &'static str, media_type: &'static str, form: Form| {
        let name = file_name(report, extension);
        ask(form, Callback::from(move |text: String| save(&name, media_type, &text)))
    };
    let copy = {
        let shown = shown.clone();
        copied(move |what| done(&shown, what))
    };
    let as_png = |name: String| {
        Callback::from(move |svg: String| {
            let name = name.clone();
            spawn_local(async move {
                if let Some(blob) = png(&svg).await {
                    save_blob(&name, &blob);
                }
            });
        })
    };
    let chain = |then: Callback<String>| {
        Callback::from(move |_: web_sys::MouseEvent| {
            if let Some(svg) = svg_of("[data-test=chain]") {
                then.emit(svg);
            }
        })
    };
    let named = file_name(report, "chain.svg");
    let chain_svg = chain(Callback::from(move |svg: String| save(&named, "image/svg+xml", &svg)));
    let chain_png = chain(as_png(file_name(report, "chain.png")));
    let matrix_png = ask(Form::Matrix, as_png(file_name(report, "matrix.png")));
    html! {
        <>
            <hr />
            <h2>{ "Report and drawings" }</h2>
            <div class="rows">
                <button class="row" type="button" onclick={ask(Form::Markdown, copy)}>
                    { icon("copy") }<span>{ if shown.done == Some("Markdown copied") { "Copied" } else { "Copy as Markdown" } }</span>
                    <small>{ "for a ticket" }</small>
                </button>
            </div>
            <div class="files" role="group" aria-label="Download the report">
                <span class="note">{ "Report" }</span>
                <button class="btn btn-sm" type="button" onclick={file("md", "text/markdown", Form::Markdown)}>{ "Markdown" }</button>
                <button class="btn btn-sm" type="button" onclick={file("json", "application/json", Form::Json)}>{ "JSON" }</button>
                <button class="btn btn-sm" type="button" onclick={file("html", "text/html", Form::Html)}>{ "HTML" }</button>
            </div>
            <div class="files" role="group" aria-label="Download the mix matrix">
                <span class="note">{ "Matrix" }</span>
                <button class="btn btn-sm" type="button" onclick={file("matrix.svg", "image/svg+xml", Form::Matrix)}>{ "SVG" }</button>
                <button class="btn btn-sm" type="button" onclick={matrix_png}>{ "PNG" }</button>
            </div>
            <div class="files" role="group" aria-label="Download the chain of trust">
                <span class="note">{ "Chain" }</span>
                <button class="btn btn-sm" type="button" onclick={chain_svg}>{ "SVG" }</button>
                <button class="btn btn-sm" type="button" onclick={chain_png}>{ "PNG" }</button>
            </div>
        </>
    }
}
