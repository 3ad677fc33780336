//! The mix matrix in small, for a sample's card.

use yew::{Html, html};

/// Draws cells (`s`, `i`, `b`, `d`; see [`crate::ui::samples::Card`]) as a square.
pub(super) fn glyph(cells: &str) -> Html {
    let side = (cells.len() as f64).sqrt().ceil().max(1.0);
    let size = (48.0 - 2.0 - 3.0 * (side - 1.0)) / side;
    let squares = cells.chars().enumerate().map(|(i, cell)| {
        let i = i as f64;
        let x = 1.0 + (i % side) * (size + 3.0);
        let y = 1.0 + (i / side).floor() * (size + 3.0);
        let class = match cell {
            's' => "gs",
            'b' => "gb",
            'd' => "gw",
            _ => "gi",
        };
        html! {
            <>
                <rect {class} x={x.to_string()} y={y.to_string()} width={size.to_string()} height={size.to_string()} rx="3" />
                { mark(cell, x + size / 2.0, y + size / 2.0, size / 21.5) }
            </>
        }
    });
    html! { <svg class="glyph" viewBox="0 0 48 48" aria-hidden="true">{ for squares }</svg> }
}

fn mark(cell: char, x: f64, y: f64, k: f64) -> Html {
    let (class, d) = match cell {
        's' => ("gc", format!("M{} {}l{} {}l{} {}", x - 4.0 * k, y, 3.2 * k, 3.2 * k, 5.2 * k, -6.0 * k)),
        'b' => {
            let (a, b) = (4.0 * k, 8.0 * k);
            ("gx", format!("M{} {}l{b} {b}m0 {}l{} {b}", x - a, y - a, -b, -b))
        }
        'd' => ("gwm", format!("M{x} {}v{}m0 {}v.1", y - 4.0 * k, 4.4 * k, 3.2 * k)),
        _ => return html! {},
    };
    html! { <path {class} {d} /> }
}
