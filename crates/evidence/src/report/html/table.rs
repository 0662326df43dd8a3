//! Tables, which repeat their headings on each page.

use maud::{Markup, html};

use super::text::count;

/// A column.
pub(super) enum Column {
    /// Texts.
    Text(&'static str),
    /// Words and times, which are not broken.
    Short(&'static str),
    /// Numbers, to the right.
    Number(&'static str),
}

/// A table, or a sentence where it has no rows. `left_out` rows are said to be in the workpaper.
pub(super) fn table(caption: &str, columns: &[Column], rows: &[Vec<Markup>], left_out: usize) -> Markup {
    if rows.is_empty() {
        return html! { p { (caption) ": none." } };
    }
    html! {
        table {
            caption { (caption) }
            thead {
                tr {
                    @for column in columns {
                        @match column {
                            Column::Text(name) | Column::Short(name) => th scope="col" { (name) },
                            Column::Number(name) => th.n scope="col" { (name) },
                        }
                    }
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        @for (cell, column) in row.iter().zip(columns) {
                            @match column {
                                Column::Text(_) => td { (cell) },
                                Column::Short(_) => td.s { (cell) },
                                Column::Number(_) => td.n { (cell) },
                            }
                        }
                    }
                }
            }
        }
        @if left_out > 0 {
            p { strong { (count(left_out as u64)) " more" } " are left out here; the workpaper has them all." }
        }
    }
}

/// The rows that are shown of a list, at most so many, and how many are not.
pub(super) fn first<T>(list: &[T], most: usize) -> (&[T], usize) {
    let shown = &list[..list.len().min(most)];
    (shown, list.len() - shown.len())
}

/// A list of sentences.
pub(super) fn sentences(title: &str, sentences: &[String]) -> Markup {
    html! {
        h3 { (title) }
        @if sentences.is_empty() {
            p { "None." }
        } @else {
            ul { @for sentence in sentences { li { (super::text::shown(sentence)) } } }
        }
    }
}
