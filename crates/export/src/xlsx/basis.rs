//! What a workbook rests on, as its last sheets: what was chosen, what was loaded, and from which files.

use touchstone_evidence::{Basis, counted};

use super::{Cell, Column, Kind, Workbook, holds_time};

/// Something that is said of a workbook.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    name: String,
    value: Value,
}

#[derive(Clone, Debug)]
enum Value {
    Text(String),
    Number(i64),
    Time(Option<i64>),
}

impl Fact {
    pub(crate) fn text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), value: Value::Text(text.into()) }
    }

    pub(crate) fn number(name: impl Into<String>, number: i64) -> Self {
        Self { name: name.into(), value: Value::Number(number) }
    }

    /// A time in milliseconds since 1970.
    pub(crate) fn time(name: impl Into<String>, time: Option<i64>) -> Self {
        Self { name: name.into(), value: Value::Time(time) }
    }

    fn cell(&self) -> Cell<'_> {
        match &self.value {
            Value::Text(text) => Cell::Text(text),
            Value::Number(number) => Cell::Number(*number),
            Value::Time(Some(ms)) if holds_time(*ms) => Cell::Time(*ms),
            Value::Time(Some(_)) => Cell::Text("beyond what a spreadsheet counts"),
            Value::Time(None) => Cell::Text("none"),
        }
    }
}

/// Writes the sheets `Basis` and `Inputs` behind those of the content.
pub(crate) fn write_basis(workbook: &mut Workbook, basis: &Basis, facts: Vec<Fact>) -> Result<(), String> {
    let mut facts = facts;
    let parts: Vec<String> =
        workbook.sheets().map(|(name, rows)| format!("{name}: {}", counted(rows as u64, "row"))).collect();
    facts.push(Fact::text("Sheets", parts.join("; ")));
    if workbook.cut() > 0 {
        let said =
            "texts have more than the 32,767 characters of a cell and end in a note; other formats have them whole";
        facts.push(Fact::text("Cut", format!("{} {said}", workbook.cut())));
    }
    facts.extend([
        Fact::text("Times", "UTC"),
        Fact::text("Escapes", "Characters that XML does not allow are written _xHHHH_, which Excel shows as it can"),
        Fact::number("Inputs", basis.inputs.len() as i64),
        Fact::text("SHA-256 of the inputs", basis.inputs_sha256.clone().unwrap_or_else(|| "not computed".to_owned())),
        Fact::number("Inputs not read to their end", basis.unread() as i64),
        Fact::number("Records read", basis.totals.records as i64),
        Fact::number("Events", basis.totals.events as i64),
        Fact::number("Duplicates", basis.totals.duplicates as i64),
        Fact::number("Problems", basis.totals.problems as i64),
        Fact::number("Events selected", basis.selected.events as i64),
        Fact::number("Events selected without a time", basis.selected.undated as i64),
        Fact::text("Written by", concat!("Touchstone ", env!("CARGO_PKG_VERSION"))),
    ]);
    workbook.begin("Basis", vec![Column::new("fact", Kind::Text), Column::new("value", Kind::Text)])?;
    for fact in &facts {
        workbook.row([Cell::Text(&fact.name), fact.cell()])?;
    }
    workbook.begin(
        "Inputs",
        vec![
            Column::new("path", Kind::Text),
            Column::new("bytes", Kind::Number),
            Column::new("sha256", Kind::Text),
            Column::new("container", Kind::Text),
            Column::new("state", Kind::Text),
            Column::new("records", Kind::Number),
            Column::new("events", Kind::Number),
            Column::new("duplicates", Kind::Number),
            Column::new("problems", Kind::Number),
        ],
    )?;
    for input in &basis.inputs {
        workbook.row([
            Cell::Text(&input.path),
            Cell::Number(input.bytes as i64),
            input.sha256.as_deref().map_or(Cell::Absent, Cell::Text),
            Cell::Text(&input.container),
            Cell::Text(&input.state),
            Cell::Number(input.counts.records as i64),
            Cell::Number(input.counts.events as i64),
            Cell::Number(input.counts.duplicates as i64),
            Cell::Number(input.counts.problems as i64),
        ])?;
    }
    Ok(())
}
