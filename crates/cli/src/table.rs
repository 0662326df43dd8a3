//! The summary as a table for people.

use std::fmt::Write as _;

use touchstone_analysis::answer::Summary;
use touchstone_native::printable;

/// Number of principals and problems printed; the JSON has all.
const LISTED: usize = 10;

/// The summary as a readable table.
pub(crate) fn of_summary(summary: &Summary) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    write(&mut text, summary).ok();
    text
}

fn write(text: &mut String, summary: &Summary) -> std::fmt::Result {
    let totals = &summary.totals;
    writeln!(
        text,
        "{} records = {} events + {} duplicates + {} problems",
        totals.records, totals.events, totals.duplicates, totals.problems
    )?;
    let beside = &summary.beside;
    if beside.warnings > 0 || beside.conflicts > 0 {
        writeln!(text, "{} warnings, {} conflicts", beside.warnings, beside.conflicts)?;
    }
    if !summary.filter.is_empty() {
        writeln!(text, "filter {}", printable(&summary.filter))?;
    }
    let gold_rows: u64 = summary.gold.values().map(|gold| gold.rows).sum();
    writeln!(text, "silver {} rows = gold {gold_rows} rows", summary.silver.rows)?;
    if let (Some(first), Some(last)) = (&summary.time.first, &summary.time.last) {
        writeln!(text, "from {first} to {last}")?;
    }

    if !summary.notices.is_empty() {
        writeln!(text, "\nnotices")?;
        for notice in &summary.notices {
            writeln!(text, "  {}", printable(&notice.message))?;
        }
    }

    write_findings(text, summary)?;

    writeln!(text, "\ninputs")?;
    for input in &summary.inputs {
        let formats: Vec<&str> = input.formats.keys().map(String::as_str).collect();
        writeln!(
            text,
            "  {}  {} bytes  {}  {} records  {} events  {} duplicates  {} problems",
            printable(&input.path),
            input.bytes,
            if formats.is_empty() { "no format".to_owned() } else { formats.join(", ") },
            input.records,
            input.events,
            input.duplicates,
            input.problems,
        )?;
        if input.warnings > 0 || input.conflicts > 0 {
            writeln!(text, "    {} warnings  {} conflicts", input.warnings, input.conflicts)?;
        }
        writeln!(text, "    sha256 {}", input.sha256.as_deref().unwrap_or("not computed"))?;
    }

    writeln!(text, "\ngold")?;
    for (service, gold) in &summary.gold {
        writeln!(text, "  {}  {} rows  {} columns", printable(service), gold.rows, gold.columns.len())?;
        for (action, events) in &gold.actions {
            writeln!(text, "    {events:>9}  {}", printable(action))?;
        }
    }

    writeln!(text, "\nprincipals")?;
    for principal in summary.principals.iter().take(LISTED) {
        writeln!(text, "  {:>9}  {}", principal.events, printable(principal.email.as_deref().unwrap_or("(none)")))?;
    }
    write_more(text, summary.principals.len())?;

    if !summary.problems.is_empty() {
        writeln!(text, "\nproblems")?;
        for problem in summary.problems.iter().take(LISTED) {
            let path = path_of(summary, problem.input);
            let place = format!("{path}, record {}, byte {}", problem.record, problem.offset);
            writeln!(text, "  {place}: {} ({})", printable(&problem.message), problem.kind)?;
        }
        write_more(text, summary.problems.len())?;
    }
    write_warnings(text, summary)?;
    write_conflicts(text, summary)
}

/// Findings that people have to see first: a line each.
fn write_findings(text: &mut String, summary: &Summary) -> std::fmt::Result {
    if summary.findings.is_empty() {
        return Ok(());
    }
    writeln!(text, "\nfindings")?;
    for finding in summary.findings.iter().take(LISTED) {
        let first = finding.first.as_deref().unwrap_or("without a time");
        writeln!(text, "  {:13}  {first}  {}", finding.severity, printable(&finding.title))?;
        writeln!(text, "    {}", printable(&finding.message))?;
    }
    write_more(text, summary.findings.len())
}

fn write_warnings(text: &mut String, summary: &Summary) -> std::fmt::Result {
    if summary.warnings.is_empty() {
        return Ok(());
    }
    writeln!(text, "\nwarnings")?;
    for warning in summary.warnings.iter().take(LISTED) {
        let record = warning.record.map(|record| format!(", record {record}")).unwrap_or_default();
        let field = warning.field.as_deref().map(|field| format!("{}: ", printable(field))).unwrap_or_default();
        let place = format!("{}{record}, byte {}", path_of(summary, warning.input), warning.offset);
        writeln!(text, "  {place}: {field}{} ({})", printable(&warning.message), warning.kind)?;
    }
    write_more(text, summary.warnings.len())
}

fn write_conflicts(text: &mut String, summary: &Summary) -> std::fmt::Result {
    if summary.conflicts.is_empty() {
        return Ok(());
    }
    writeln!(text, "\nconflicts")?;
    for conflict in summary.conflicts.iter().take(LISTED) {
        let place = format!("{}, record {}", path_of(summary, conflict.input), conflict.record);
        let of = format!("{}, record {}", path_of(summary, conflict.of_input), conflict.of_record);
        let became = if conflict.event { "an event" } else { "a duplicate" };
        let fields = printable(&conflict.fields.join(", "));
        writeln!(text, "  {place}: {became} with the id of {of}; differs in {fields}")?;
    }
    write_more(text, summary.conflicts.len())
}

fn path_of(summary: &Summary, input: u32) -> String {
    printable(summary.inputs.get(input as usize).map_or("", |input| input.path.as_str()))
}

fn write_more(text: &mut String, count: usize) -> std::fmt::Result {
    match count.checked_sub(LISTED) {
        None | Some(0) => Ok(()),
        Some(more) => writeln!(text, "  and {more} more"),
    }
}
