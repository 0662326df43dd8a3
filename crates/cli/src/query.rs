//! `touchstone query`: prints or counts the events that match a filter.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use touchstone_analysis::answer::{Answer, Group, Groups};
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported, Filter, Question, Table};
use touchstone_export::{Exporter, Guise};
use touchstone_medallion::Session;
use touchstone_query::{Evaluator, Field};
use touchstone_record::time;

use crate::load::{Threads, load};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::pseudonyms::{self, hidden};
use crate::write::{self, unwritable};

/// Default row limit of a table.
const LIMIT: u32 = 100;

/// Rows of a table requested at a time.
const WINDOW: u32 = 1000;

#[derive(Debug, Args)]
#[command(override_usage = "touchstone query [OPTIONS] PATH... EXPR")]
pub(crate) struct Arguments {
    /// Files, or folders to search for files; then the filter (docs/filters.md), for example 'service:clusters
    /// -action:delete*'.
    #[arg(required = true, value_name = "PATH|EXPR", num_args = 1..)]
    paths_and_filter: Vec<OsString>,
    /// Columns to print, separated by commas: names, short names, param.KEY or param."KEY, quoted".
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["count", "by"])]
    columns: Option<String>,
    /// Maximum number of rows; by default 100 in a table and unlimited otherwise.
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Prints only the number of events.
    #[arg(long, conflicts_with_all = ["by", "limit"])]
    count: bool,
    /// Counts events by one or two columns, or by weekday and hour. Principals are counted ignoring case.
    #[arg(long, value_name = "COLUMN[,COLUMN]")]
    by: Option<String>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    /// Writes to a file.
    #[arg(short, long, value_name = "FILE", conflicts_with = "count")]
    output: Option<PathBuf>,
    /// Writes CSV without a byte order mark.
    #[arg(long)]
    no_bom: bool,
    #[command(flatten)]
    pseudonyms: pseudonyms::Hiding,
    #[command(flatten)]
    threads: Threads,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// Aligned columns, for people.
    #[default]
    Table,
    /// One JSON object per line.
    Ndjson,
    /// RFC 4180, with cells escaped that a spreadsheet would run as formulas.
    Csv,
    /// A workbook for Excel, with what it rests on.
    Xlsx,
    /// A Markdown table.
    Markdown,
}

impl OutputFormat {
    /// The form of an export; nothing for people.
    fn export(self) -> Option<ExportFormat> {
        Some(match self {
            Self::Table => return None,
            Self::Ndjson => ExportFormat::Ndjson,
            Self::Csv => ExportFormat::Csv,
            Self::Xlsx => ExportFormat::Xlsx,
            Self::Markdown => ExportFormat::Markdown,
        })
    }
}

/// The options of `query` that take a value, and those that do not.
const WITH_VALUE: [&str; 9] =
    ["--columns", "--limit", "--by", "--format", "--output", "-o", "--threads", "--pseudonyms", "--log"];
const WITHOUT_VALUE: [&str; 4] = ["--count", "--no-bom", "--help", "-h"];

/// The program's arguments, where a filter that starts with a hyphen gets a leading blank, so that it is not parsed as
/// an option. [`query`] removes the blank.
pub(crate) fn shielded(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    if arguments.get(1).is_none_or(|command| command != "query") {
        return arguments;
    }
    let mut is_value = false;
    for argument in arguments.iter_mut().skip(2).take_while(|argument| *argument != "--") {
        if !is_value && is_filter(argument) {
            let mut shielded = OsString::from(" ");
            shielded.push(&*argument);
            *argument = shielded;
        }
        is_value = WITH_VALUE.iter().any(|option| argument == option);
    }
    arguments
}

fn is_filter(argument: &OsString) -> bool {
    let text = argument.to_string_lossy();
    let name = text.split_once('=').map_or(&*text, |(name, _)| name);
    text.len() > 1 && text.starts_with('-') && !WITH_VALUE.contains(&name) && !WITHOUT_VALUE.contains(&name)
}

/// Runs the subcommand.
pub(crate) fn query(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let Some((filter, paths)) = arguments.paths_and_filter.split_last().filter(|(_, paths)| !paths.is_empty()) else {
        return Err(
            "query takes at least one path, and a filter behind it: touchstone query logs 'outcome:denied'".to_owned()
        );
    };
    let filter = filter.to_string_lossy();
    let filter = touchstone_native::filter(Some(if filter.starts_with(" -") { &filter[1..] } else { &filter }))?;
    let columns = arguments.columns.as_deref().map_or(Ok(Vec::new()), columns)?;
    let (session, opened) = load(&paths.iter().map(PathBuf::from).collect::<Vec<_>>(), arguments.threads);
    let mut analysis = Analysis::default();
    if arguments.count {
        let events = Evaluator::default().select(session.medallion(), filter.expr()).count();
        print::all(format!("{events}\n").as_bytes())?;
    } else if let Some(by) = &arguments.by {
        groups(&session, &mut analysis, arguments, filter, by)?;
    } else {
        events(&session, &mut analysis, arguments, Table { filter, columns, ..Table::default() })?;
    }
    Ok(opened)
}

/// The names in a list. Commas divide them, except within quotes.
fn names(list: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let (mut in_quotes, mut is_escaped) = (false, false);
    for character in list.chars() {
        match character {
            ',' if !in_quotes => names.push(String::new()),
            other => {
                // A quote opens a key, and nothing else.
                let opens = names.last().is_some_and(|name| name.ends_with('.'));
                if other == '"' && !is_escaped && (in_quotes || opens) {
                    in_quotes = !in_quotes;
                }
                is_escaped = in_quotes && other == '\\' && !is_escaped;
                names.last_mut().into_iter().for_each(|name| name.push(other));
            }
        }
    }
    names
}

/// The column of a request parameter, named as in tables; nothing for other columns.
fn param(name: &str) -> Option<String> {
    Field::of_filter(name).filter(|field| matches!(field, Field::Param(_))).and_then(|field| field.column())
}

/// Columns as tables name them.
fn columns(list: &str) -> Result<Vec<String>, String> {
    let column = |name: String| {
        if touchstone_schema::column(&name).is_some() {
            return Ok(name);
        }
        let field = Field::of_filter(&name).or_else(|| Field::of_column(&name));
        let column =
            field.filter(|field| !matches!(field, Field::Weekday | Field::Hour)).and_then(|field| field.column());
        column.ok_or_else(|| format!("unknown column: {name}"))
    };
    names(list).into_iter().map(column).collect()
}

fn events(session: &Session, analysis: &mut Analysis, arguments: &Arguments, mut table: Table) -> Result<(), String> {
    let Some(format) = arguments.format.export() else {
        if table.columns.is_empty() {
            table.columns = touchstone_schema::event_columns().iter().map(|column| column.name.to_owned()).collect();
        }
        let text = table_text(session, analysis, &table, arguments.limit.unwrap_or(LIMIT))?;
        return write_text(session, arguments, text);
    };
    let what = Exported::Table { table, most: arguments.limit, start: 0 };
    write_export(session, analysis, arguments, what, format)
}

fn groups(
    session: &Session,
    analysis: &mut Analysis,
    arguments: &Arguments,
    filter: Filter,
    by: &str,
) -> Result<(), String> {
    let most = arguments.limit.map_or(usize::MAX, |limit| limit as usize);
    let by: Vec<String> = names(by).into_iter().map(|name| param(&name).unwrap_or(name)).collect();
    let title = format!("Events by {}", by.join(", "));
    let question = Question::Groups { filter, service: None, by, most };
    let Some(format) = arguments.format.export() else {
        let Answer::Groups(groups) = analysis.answer(session, &question)? else {
            return Err("the groups have no answer".to_owned());
        };
        return write_text(session, arguments, groups_text(&groups));
    };
    let what = Exported::Shown { title, question: Box::new(question), part: Vec::new() };
    write_export(session, analysis, arguments, what, format)
}

fn write_export(
    session: &Session,
    analysis: &mut Analysis,
    arguments: &Arguments,
    what: Exported,
    format: ExportFormat,
) -> Result<(), String> {
    let export = Export { no_bom: arguments.no_bom, ..Export::new(what, format) };
    let pseudonyms = arguments.pseudonyms.of(session)?;
    let guise = Guise { pseudonyms: pseudonyms.as_ref(), ..Guise::default() };
    if let Some(path) = &arguments.output {
        return write::write_export(session, analysis, &export, guise, path);
    }
    let mut exporter = Exporter::begin_with(session, analysis, &export, guise)?;
    while let Some(piece) = exporter.next_piece(session)? {
        if print::all(&piece)? == print::OutputPipe::Closed {
            break;
        }
    }
    Ok(())
}

fn write_text(session: &Session, arguments: &Arguments, text: String) -> Result<(), String> {
    let text = hidden(arguments.pseudonyms.of(session)?.as_ref(), text);
    match &arguments.output {
        Some(path) => std::fs::write(path, text).map_err(|error| unwritable(path, &error)),
        None => print::all(text.as_bytes()).map(|_| ()),
    }
}

fn table_text(session: &Session, analysis: &mut Analysis, table: &Table, limit: u32) -> Result<String, String> {
    let mut lines = Vec::new();
    let mut total = 0;
    let mut start = 0;
    // With a limit of 0, the total is asked for all the same.
    loop {
        let count = WINDOW.min(limit - start);
        let question = Question::Rows { table: table.clone(), start, count };
        let Answer::Rows(rows) = analysis.answer(session, &question)? else { break };
        total = rows.total;
        start += count;
        let is_last = start >= limit || rows.rows.len() < count as usize;
        let cells = |cells: Vec<Option<String>>| cells.into_iter().map(Option::unwrap_or_default).collect();
        lines.extend(rows.rows.into_iter().map(|row| cells(row.cells)));
        if is_last {
            break;
        }
    }
    let is_number = |name: &String| touchstone_schema::column_type(name).is_number();
    let numbers: Vec<bool> = table.columns.iter().map(is_number).collect();
    let text = print::aligned(&table.columns, &numbers, &lines);
    let left = total as usize - lines.len().min(total as usize);
    Ok(if left > 0 { format!("{text}and {left} more\n") } else { text })
}

fn groups_text(groups: &Groups) -> String {
    let time = |time_ms: Option<i64>| time_ms.map(time::rfc3339).unwrap_or_default();
    let headings: Vec<String> =
        groups.by.iter().cloned().chain(["events", "first", "last"].map(str::to_owned)).collect();
    let line = |group: &Group| {
        let counted = [group.events.to_string(), time(group.first_ms), time(group.last_ms)];
        group.values.iter().map(|value| value.clone().unwrap_or_default()).chain(counted).collect()
    };
    let lines: Vec<Vec<String>> = groups.groups.iter().map(line).collect();
    let numbers: Vec<bool> = (0..headings.len()).map(|at| at == groups.by.len()).collect();
    let text = print::aligned(&headings, &numbers, &lines);
    let left = groups.total - groups.groups.len();
    if left > 0 { format!("{text}and {left} more\n") } else { text }
}
