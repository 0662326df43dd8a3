//! The summary for people.

use std::fmt::Write as _;

use touchstone_analysis::answer::Summary;

/// How many principals and problems are printed; the JSON has them all.
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
    let gold_rows: u64 = summary.gold.values().map(|gold| gold.rows).sum();
    writeln!(text, "silver {} rows = gold {gold_rows} rows", summary.silver.rows)?;
    if let (Some(first), Some(last)) = (&summary.time.first, &summary.time.last) {
        writeln!(text, "from {first} to {last}")?;
    }

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
            let path = summary.inputs.get(problem.input as usize).map_or("", |input| input.path.as_str());
            let place = format!("{}, record {}, byte {}", printable(path), problem.record, problem.offset);
            writeln!(text, "  {place}: {} ({})", printable(&problem.message), problem.kind)?;
        }
        write_more(text, summary.problems.len())?;
    }
    Ok(())
}

fn write_more(text: &mut String, count: usize) -> std::fmt::Result {
    match count.checked_sub(LISTED) {
        None | Some(0) => Ok(()),
        Some(more) => writeln!(text, "  and {more} more"),
    }
}

/// Text of a log for a terminal: control characters, which could move the cursor or change colours, are shown escaped.
fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|letter| {
            let escaped = letter.is_control().then(|| letter.escape_default());
            let plain = (!letter.is_control()).then_some(letter);
            escaped.into_iter().flatten().chain(plain)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\x1b[2Jb\n\u{e9}"), "a\\u{1b}[2Jb\\n\u{e9}");
    }
}
