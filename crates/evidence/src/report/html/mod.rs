//! The report as a page that needs nothing else: no scripts, no files, no network. It is made to be printed.

mod chart;
mod closing;
mod completeness;
mod findings;
mod opening;
mod sampling;
mod table;
mod text;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Report;
use text::shown;

/// Nothing is loaded, and nothing runs, whatever the texts of the logs say.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE: &str = include_str!("style.css");

/// A section of the report.
struct Section {
    id: &'static str,
    title: &'static str,
    content: Markup,
}

/// The page.
pub(super) fn page(report: &Report) -> String {
    let sections = sections(report);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(concat!("Touchstone ", env!("CARGO_PKG_VERSION")));
                title { (shown(report.title())) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (shown(report.title())) }
                    (opening::facts(report))
                    nav aria-label="Contents" {
                        ol { @for section in &sections { li { a href={ "#" (section.id) } { (section.title) } } } }
                    }
                }
                main {
                    @for (at, section) in sections.iter().enumerate() {
                        section aria-labelledby=(section.id) {
                            h2 id=(section.id) { (at + 1) ". " (section.title) }
                            (section.content)
                        }
                    }
                }
                footer { p { (shown(&report.basis.footer())) } }
            }
        }
    };
    page.into_string() + "\n"
}

fn sections(report: &Report) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut add = |id, title, content| sections.push(Section { id, title, content });
    add("purpose", "Purpose and source", opening::purpose(report));
    add("completeness", "Completeness", completeness::section(report));
    add("totals", "Control totals", sampling::totals(report));
    add("findings", "Findings", findings::section(report));
    if let Some(sample) = &report.sample {
        add("sample", "Sample", sampling::sample(sample));
    }
    add("exceptions", "Exceptions and notes", findings::exceptions(report));
    add("inputs", "Inputs", closing::inputs(report));
    add("rules", "Rules in effect", closing::rules(report));
    add("records", "Problems, duplicates and conflicts", closing::records(report));
    add("sign-off", "Sign-off", closing::sign_off(report));
    sections
}
