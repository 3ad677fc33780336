//! Small reckonings: paths, widths, and texts that have to fit.

use super::plan::GAP;

/// Down, across and down again, with round corners.
pub(super) fn elbow(x1: f64, y1: f64, y: f64, x2: f64, y2: f64) -> String {
    let across = x2 - x1;
    if across.abs() < 2.0 {
        return format!("M{x1:.1} {y1:.1}V{y2:.1}");
    }
    let r = (across.abs() / 2.0).min(10.0);
    let s = r * across.signum();
    format!(
        "M{x1:.1} {y1:.1}V{:.1}Q{x1:.1} {y:.1} {:.1} {y:.1}H{:.1}Q{x2:.1} {y:.1} {x2:.1} {:.1}V{y2:.1}",
        y - r,
        x1 + s,
        x2 - s,
        y + r
    )
}

/// Left edges for chips of one width, as near above their places as they fit side by side.
pub(super) fn spread(wanted: &[(f64, usize)], width: f64, total: f64) -> Vec<f64> {
    let mut xs: Vec<f64> = Vec::with_capacity(wanted.len());
    for (centre, _) in wanted {
        let least = xs.last().map_or(6.0, |last| last + width + GAP);
        xs.push((centre - width / 2.0).max(least));
    }
    let mut most = total - 6.0 - width;
    for x in xs.iter_mut().rev() {
        *x = x.min(most);
        most = *x - width - GAP;
    }
    xs
}

pub(super) fn label_width(label: &str) -> f64 {
    label.chars().count() as f64 * 7.4 + 34.0
}

/// Keeps something of a width inside the drawing.
pub(super) fn keep(centre: f64, width: f64, total: f64) -> f64 {
    centre.min(total - width / 2.0 - 2.0).max(width / 2.0 + 2.0)
}

pub(super) fn cut_text(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Words in lines of at most so many letters; a longer word has a line of its own.
pub(super) fn lines_of(words: &[String], most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= most) {
            Some(line) => line.extend([" ", word]),
            None => lines.push(cut_text(word, most)),
        }
    }
    lines
}
