//! Drawings of the page as files: the SVG with its styles in it, and that as PNG.

use gloo::utils::{document, window};
use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement, XmlSerializer};

/// What the styles of the page say about a drawing.
const STYLES: [&str; 15] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "paint-order",
    "display",
    "visibility",
];

/// Twice as sharp as the page, for screens that show it.
const SCALE: f64 = 2.0;

/// The first drawing that is shown within this place, as a file that needs nothing around it.
pub(crate) fn svg_of(place: &str) -> Option<String> {
    let all = document().query_selector_all(&format!("{place} svg.draw")).ok()?;
    let shown = (0..all.length())
        .filter_map(|at| all.get(at)?.dyn_into::<Element>().ok())
        .find(|svg| svg.get_bounding_client_rect().width() > 0.0)?;
    let copy = shown.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok()?;
    dress(&shown, &copy)?;
    let (from, to) = (shown.query_selector_all("*").ok()?, copy.query_selector_all("*").ok()?);
    for at in 0..from.length().min(to.length()) {
        let (from, to) = (from.get(at)?.dyn_into::<Element>().ok()?, to.get(at)?.dyn_into::<Element>().ok()?);
        dress(&from, &to)?;
    }
    let body: Element = document().body()?.into();
    let ground = window().get_computed_style(&body).ok()??;
    let ground = ground.get_property_value("background-color").ok()?;
    let back = document().create_element_ns(Some("http://www.w3.org/2000/svg"), "rect").ok()?;
    for (name, value) in [("width", "100%"), ("height", "100%"), ("fill", &ground)] {
        back.set_attribute(name, value).ok()?;
    }
    copy.insert_before(&back, copy.first_child().as_ref()).ok()?;
    copy.set_attribute("xmlns", "http://www.w3.org/2000/svg").ok()?;
    XmlSerializer::new().ok()?.serialize_to_string(&copy).ok()
}

/// Writes into the copy what the styles say of the original.
fn dress(from: &Element, to: &Element) -> Option<()> {
    let style = window().get_computed_style(from).ok()??;
    for name in STYLES {
        let value = style.get_property_value(name).ok()?;
        if !value.is_empty() {
            to.set_attribute(name, &value).ok()?;
        }
    }
    to.remove_attribute("class").ok()
}

/// The SVG as a PNG. It is drawn from a `data:` address, which the page's policy allows.
pub(crate) async fn png(svg: &str) -> Option<Blob> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&format!("data:image/svg+xml,{}", String::from(js_sys::encode_uri_component(svg))));
    JsFuture::from(image.decode()).await.ok()?;
    let (width, height) =
        (f64::from(image.natural_width()) * SCALE, f64::from(image.natural_height()) * SCALE);
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
    let drawn = Promise::new(&mut |done: Function, _| {
        let heard = Closure::once_into_js(move |blob: JsValue| {
            let _ = done.call1(&JsValue::NULL, &blob);
        });
        let _ = canvas.to_blob(heard.unchecked_ref());
    });
    JsFuture::from(drawn).await.ok()?.dyn_into().ok()
}
