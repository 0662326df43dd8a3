//! Rows of a frame as text for other documents: Markdown and tab-separated.

use std::ops::Range;

use touchstone_analysis::Exported;
use touchstone_evidence::Basis;
use touchstone_medallion::Medallion;

use crate::columns::Columns;
use crate::csv::tsv_lines;
use crate::markdown;

/// What stands above a Markdown table.
#[derive(Debug)]
pub(crate) struct Head {
    title: String,
    filter: Option<String>,
}

impl Head {
    pub(crate) fn of(what: &Exported) -> Self {
        let filter = if let Exported::Table { table, .. } = what { Some(table.filter.to_string()) } else { None };
        Self { title: what.title(), filter }
    }
}

pub(crate) fn markdown(
    head: &Head,
    columns: &Columns,
    medallion: &Medallion,
    rows: Range<usize>,
    is_first: bool,
    foot: Option<&Basis>,
) -> Vec<u8> {
    let mut out = String::new();
    if is_first {
        let names: Vec<(String, bool)> = columns.names().collect();
        let names = names.iter().map(|(name, is_number)| (name.as_str(), *is_number));
        markdown::head(&mut out, &head.title, head.filter.as_deref(), names);
    }
    for row in rows {
        markdown::row(&mut out, columns.texts(medallion, row).into_iter());
    }
    if let Some(basis) = foot {
        markdown::foot(&mut out, basis);
    }
    out.into_bytes()
}

pub(crate) fn tsv(
    columns: &Columns,
    medallion: &Medallion,
    rows: Range<usize>,
    is_first: bool,
) -> Result<Vec<u8>, String> {
    let names = || columns.names().map(|(name, _)| Some(name)).collect();
    tsv_lines(is_first.then(names).into_iter().chain(rows.map(|row| columns.texts(medallion, row))))
}
