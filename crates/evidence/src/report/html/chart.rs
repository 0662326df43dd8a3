//! Charts as pictures. The figures of each stand in a table beside it.

use maud::{Markup, html};

use super::text::count;

const WIDTH: u64 = 720;
const HEIGHT: u64 = 150;
/// Where the bars begin, right of the axis.
const LEFT: u64 = 64;
/// Below the bars: the first and the last name.
const FOOT: u64 = 22;

/// Bars side by side, each with its name.
pub(super) fn columns(title: &str, bars: &[(String, u64)]) -> Markup {
    let most = bars.iter().map(|(_, value)| *value).max().unwrap_or_default().max(1);
    let step = (WIDTH - LEFT) as f64 / bars.len().max(1) as f64;
    let height = |value: u64| HEIGHT as f64 * value as f64 / most as f64;
    let label = match (bars.first(), bars.last()) {
        (Some((first, _)), Some((last, _))) => format!("{title}, {first} to {last}; at most {}", count(most)),
        _ => title.to_owned(),
    };
    html! {
        figure {
            svg role="img" aria-label=(label) viewBox={ "0 0 " (WIDTH) " " (HEIGHT + FOOT + 8) } {
                g transform="translate(0 8)" {
                    @for (part, of) in [(most, 0), (most / 2, HEIGHT / 2), (0, HEIGHT)] {
                        line.axis x1=(LEFT) x2=(WIDTH) y1=(of) y2=(of) {}
                        text x=(LEFT - 6) y=(of + 4) text-anchor="end" { (count(part)) }
                    }
                    @for (at, (_, value)) in bars.iter().enumerate() {
                        rect.bar x=(px(LEFT as f64 + at as f64 * step + step * 0.08)) y=(px(HEIGHT as f64 - height(*value)))
                            width=(px(step * 0.84)) height=(px(height(*value))) {}
                    }
                    @if let Some((name, _)) = bars.first() {
                        text x=(LEFT) y=(HEIGHT + 16) { (name) }
                    }
                    @if let Some((name, _)) = bars.last().filter(|_| bars.len() > 1) {
                        text x=(WIDTH) y=(HEIGHT + 16) text-anchor="end" { (name) }
                    }
                }
            }
            figcaption { (title) }
        }
    }
}

/// Bars below each other, each divided by the parts of its row.
pub(super) fn divided(title: &str, parts: &[&str], rows: &[(&str, Vec<u64>)]) -> Markup {
    const ROW: u64 = 24;
    const NAMES: u64 = 100;
    const TOTAL: u64 = 60;
    let most = rows.iter().map(|(_, values)| values.iter().sum::<u64>()).max().unwrap_or_default().max(1);
    let width = |value: u64| (WIDTH - NAMES - TOTAL) as f64 * value as f64 / most as f64;
    let label = rows.iter().map(|(name, values)| format!("{name} {}", values.iter().sum::<u64>()));
    let label = format!("{title}: {}", label.collect::<Vec<_>>().join(", "));
    html! {
        figure {
            svg role="img" aria-label=(label) viewBox={ "0 0 " (WIDTH) " " (ROW * rows.len() as u64) } {
                @for (at, (name, values)) in rows.iter().enumerate() {
                    @let top = ROW * at as u64;
                    text x=(NAMES - 8) y=(top + 16) text-anchor="end" { (name) }
                    @for (part, value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
                        rect class={ "part" (part) } x=(px(NAMES as f64 + width(values[..part].iter().sum())))
                            y=(top + 4) width=(px(width(*value))) height=(ROW - 8) {}
                    }
                    text x=(px(NAMES as f64 + width(values.iter().sum()) + 6.0)) y=(top + 16) {
                        (count(values.iter().sum()))
                    }
                }
            }
            figcaption {
                (title) ": "
                @for (at, part) in parts.iter().enumerate() {
                    span class={ "key part" (at) } {} " " (part) " "
                }
            }
        }
    }
}

/// Two digits are enough for a printer, and the same everywhere.
fn px(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
