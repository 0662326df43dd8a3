//! Charts cost by number of events: three log-log plots in one SVG.

use std::fmt::Write as _;

use crate::bench::measures::Size;
use crate::bench::tables::counted;

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 40.0;
const GAP: f64 = 90.0;

/// Readable on white and on black, since Markdown pages are either.
const STYLE: &str = "text{font:12px sans-serif;fill:#888}.title{font-weight:bold}\
    .grid{stroke:#888;stroke-opacity:.25}.line{fill:none;stroke:#3b82c4;stroke-width:2}.dot{fill:#3b82c4}";

/// `None` with fewer than two sizes.
pub(crate) fn draw(sizes: &[Size]) -> Option<String> {
    let points = |value: &dyn Fn(&Size) -> Option<f64>| -> Vec<(f64, f64)> {
        let done = sizes.iter().filter(|size| size.page.fault.is_none());
        done.filter_map(|size| Some((size.events as f64, value(size).filter(|value| *value > 0.0)?))).collect()
    };
    let plots = [
        ("Load time, s", points(&|size| Some(size.page.seconds()?.median))),
        ("wasm memory, MB", points(&|size| Some(size.wasm_bytes()? as f64 / 1e6))),
        ("Change of the filter, p95, ms", points(&Size::change_ms)),
    ];
    if plots.iter().all(|(_, points)| points.len() < 2) {
        return None;
    }
    let (width, height) = (3.0 * (WIDTH + GAP), TOP + HEIGHT + 40.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n<style>{STYLE}</style>\n"
    );
    for (number, (title, points)) in plots.iter().enumerate() {
        plot(&mut svg, LEFT + number as f64 * (WIDTH + GAP), title, points);
    }
    svg.push_str("</svg>\n");
    Some(svg)
}

fn plot(svg: &mut String, left: f64, title: &str, points: &[(f64, f64)]) {
    let (Some(across), Some(up)) =
        (Axis::over(points.iter().map(|point| point.0)), Axis::over(points.iter().map(|point| point.1)))
    else {
        return;
    };
    let x = |value: f64| left + across.share(value) * WIDTH;
    let y = |value: f64| TOP + (1.0 - up.share(value)) * HEIGHT;
    _ = writeln!(svg, "<text class=\"title\" x=\"{left}\" y=\"{}\">{title}</text>", TOP - 16.0);
    for power in up.powers() {
        let at = y(power);
        _ = writeln!(svg, "<line class=\"grid\" x1=\"{left}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>", left + WIDTH);
        _ = writeln!(svg, "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{power}</text>", left - 6.0, at + 4.0);
    }
    for power in across.powers() {
        let (at, bottom) = (x(power), TOP + HEIGHT);
        let label = short(power as u64);
        _ = writeln!(svg, "<line class=\"grid\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{TOP}\" y2=\"{bottom}\"/>");
        _ = writeln!(svg, "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", bottom + 18.0);
    }
    let line: Vec<_> = points.iter().map(|&(events, value)| format!("{:.1},{:.1}", x(events), y(value))).collect();
    _ = writeln!(svg, "<polyline class=\"line\" points=\"{}\"/>", line.join(" "));
    for &(events, value) in points {
        let reported = format!("{} events: {value:.2}", counted(events as u64));
        _ = writeln!(
            svg,
            "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\"><title>{reported}</title></circle>",
            x(events),
            y(value)
        );
    }
}

/// `10k`, `3M`
fn short(number: u64) -> String {
    match number {
        1_000_000.. => format!("{}M", number / 1_000_000),
        1_000.. => format!("{}k", number / 1_000),
        _ => number.to_string(),
    }
}

/// A logarithmic axis between two powers of ten.
struct Axis {
    first: i32,
    last: i32,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (least, most) =
            values.fold((f64::INFINITY, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)));
        if least > most {
            return None;
        }
        let first = least.log10().floor() as i32;
        Some(Self { first, last: (most.log10().ceil() as i32).max(first + 1) })
    }

    /// The position of a value on the axis, from 0 to 1.
    fn share(&self, value: f64) -> f64 {
        (value.log10() - f64::from(self.first)) / f64::from(self.last - self.first)
    }

    fn powers(&self) -> impl Iterator<Item = f64> {
        (self.first..=self.last).map(|power| 10_f64.powi(power))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_spans_whole_powers_of_ten() {
        let axis = Axis::over([20.0, 3_000.0].into_iter()).unwrap();
        assert_eq!((axis.first, axis.last), (1, 4));
        assert!((axis.share(100.0) - 1.0 / 3.0).abs() < 1e-9);
        assert!(Axis::over(std::iter::empty()).is_none());
        let axis = Axis::over([10.0].into_iter()).unwrap();
        assert_eq!((axis.first, axis.last), (1, 2));
    }

    #[test]
    fn large_numbers_are_short() {
        assert_eq!((short(10_000), short(3_000_000), short(5)), ("10k".to_owned(), "3M".to_owned(), "5".to_owned()));
    }
}
