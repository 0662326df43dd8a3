// Made from crates/analysis by its test `typescript`; do not edit.

/**
 * A question about the data loaded so far. Questions never change the data.
 */
export type Question = { "ask": "contents" } | { "ask": "serviceCounts", 
/**
 * The filter.
 */
filter: Filter, } | { "ask": "parse", 
/**
 * The text as typed.
 */
text: string, } | { "ask": "complete", 
/**
 * The text as typed.
 */
text: string, 
/**
 * The cursor's position in UTF-16 units.
 */
cursor: number, 
/**
 * Maximum number of candidates.
 */
most: number, } | { "ask": "edit", 
/**
 * The filter to edit.
 */
filter: Filter, 
/**
 * The edit.
 */
edit: Edit, } | { "ask": "fromTerms", 
/**
 * An event must satisfy every term and the time range.
 */
terms: Array<Term>, 
/**
 * `null` selects all of time.
 */
time: TimeRange | null, } | { "ask": "examples" } | { "ask": "overview", 
/**
 * The filter. A leaderboard ignores the clauses on its own column, the histogram ignores the time range.
 */
filter: Filter, 
/**
 * Maximum number of histogram bins.
 */
bins: number, 
/**
 * What the histogram stacks: `outcome` or `service_name`.
 */
stack: string, 
/**
 * Number of leaders in each leaderboard.
 */
leaders: number, 
/**
 * The time that the histogram covers; absent for that of all that is loaded.
 */
zoom?: TimeRange | null, } | { "ask": "smallMultiples", 
/**
 * The filter; its time range is ignored.
 */
filter: Filter, 
/**
 * A silver column, `requestParams.<key>`, or a field of the filter language such as `weekday`.
 */
by: string, 
/**
 * Maximum number of bins.
 */
bins: number, 
/**
 * Maximum number of charts; the values with the most events come first.
 */
most: number, 
/**
 * The time that the charts cover; absent for that of all that is loaded.
 */
zoom?: TimeRange | null, } | { "ask": "week", 
/**
 * The filter.
 */
filter: Filter, 
/**
 * The offsets of the zone of the hours, in order of time; none for UTC.
 */
zone: Array<ZoneOffset>, } | { "ask": "gold", 
/**
 * The frame's `service_name`.
 */
service: string, 
/**
 * The filter; the histogram ignores its time range.
 */
filter: Filter, 
/**
 * Maximum number of histogram bins.
 */
bins: number, } | { "ask": "rows", 
/**
 * The table and its order.
 */
table: Table, 
/**
 * The window's first row within the table.
 */
start: number, 
/**
 * Maximum number of rows.
 */
count: number, } | { "ask": "rowPosition", 
/**
 * The table and its order.
 */
table: Table, 
/**
 * The silver row.
 */
row: number, } | { "ask": "timePosition", 
/**
 * The table and its order.
 */
table: Table, 
/**
 * Milliseconds since 1970 UTC.
 */
timeMs: number, } | { "ask": "groups", 
/**
 * The filter.
 */
filter: Filter, 
/**
 * The service of a gold frame; absent for silver.
 */
service?: string | null, 
/**
 * One or two silver columns, `requestParams.<key>`, or fields of the filter language such as `weekday`.
 */
by: Array<string>, 
/**
 * Maximum number of groups; those with the most events come first.
 */
most: number, } | { "ask": "crosstab", 
/**
 * The filter.
 */
filter: Filter, 
/**
 * As in `groups`.
 */
service?: string | null, 
/**
 * The column of the rows and that of the columns, as in `groups`.
 */
by: [string, string], 
/**
 * Maximum number of rows; those with the most events are listed.
 */
rows: number, 
/**
 * Maximum number of columns.
 */
columns: number, } | { "ask": "principals" } & PrincipalsQuery | { "ask": "entity", 
/**
 * The filter.
 */
filter: Filter, 
/**
 * The entity.
 */
subject: Subject, 
/**
 * The offsets of the zone of the week's hours, in order of time; none for UTC.
 */
zone: Array<ZoneOffset>, 
/**
 * Maximum number of histogram bins.
 */
bins: number, 
/**
 * Maximum length of a board.
 */
most: number, 
/**
 * Whether boards begin with what was first used last, instead of what was used most.
 */
newest: boolean, 
/**
 * The time that tells what is new; `null` for the middle of the entity's time.
 */
splitMs: number | null, } | { "ask": "compare", 
/**
 * The filter compared.
 */
filter: Filter, 
/**
 * What it is compared with; `null` compares its time range with the one before, or the halves of its time.
 */
against: Filter | null, 
/**
 * Maximum length of a board.
 */
most: number, } | { "ask": "storyline", 
/**
 * The filter.
 */
filter: Filter, 
/**
 * Repeats are one step while none is more than so many milliseconds after the one before.
 */
pauseMs: number, 
/**
 * The window's first step.
 */
start: number, 
/**
 * Maximum number of steps.
 */
count: number, } | { "ask": "sessions", 
/**
 * The filter.
 */
filter: Filter, 
/**
 * The window's first session.
 */
start: number, 
/**
 * Maximum number of sessions.
 */
count: number, } | { "ask": "longActions", 
/**
 * The filter, which selects the requests.
 */
filter: Filter, 
/**
 * The window's first action.
 */
start: number, 
/**
 * Maximum number of actions.
 */
count: number, } | { "ask": "findings", 
/**
 * The filter; a finding counts if it has a selected event.
 */
filter: Filter, 
/**
 * How many findings at most are listed.
 */
most: number, } | { "ask": "findingsOverTime", 
/**
 * The filter; its time range is ignored.
 */
filter: Filter, 
/**
 * Maximum number of bins.
 */
bins: number, 
/**
 * The time that the bins cover; absent for that of all that is loaded.
 */
zoom?: TimeRange | null, } | { "ask": "findingTimeline", 
/**
 * The finding's key.
 */
finding: string, 
/**
 * Maximum number of bins.
 */
bins: number, } | { "ask": "rulesInUse" } | { "ask": "rule", 
/**
 * Its id.
 */
id: string, } | { "ask": "event", 
/**
 * The silver row, from `Rows`.
 */
row: number, } | { "ask": "eventByContent", 
/**
 * What selects it: `Event::key`.
 */
key: Filter, } | { "ask": "related", 
/**
 * The silver row.
 */
row: number, 
/**
 * Time on each side of the event in which its principal's events are related, in milliseconds; a week at most.
 */
withinMs: number, 
/**
 * Maximum number of bins of each group.
 */
bins: number, } | { "ask": "anyOf", 
/**
 * The filters; none select no event.
 */
filters: Array<Filter>, } | { "ask": "breakdowns", 
/**
 * The `service_name`.
 */
service: string, 
/**
 * The filter.
 */
filter: Filter, } | { "ask": "clusters", 
/**
 * The filter.
 */
filter: Filter, } | { "ask": "accounts", 
/**
 * The filter.
 */
filter: Filter, 
/**
 * Maximum number of histogram bins.
 */
bins: number, } | { "ask": "raw", 
/**
 * The input's index.
 */
input: number, 
/**
 * The record's number within the input, from 1.
 */
record: number, 
/**
 * Its offset.
 */
offset: number, 
/**
 * Its length.
 */
length: number, } | { "ask": "knowledge" } | { "ask": "inputs" } | { "ask": "problems", 
/**
 * The window's first problem.
 */
start: number, 
/**
 * Maximum number of problems.
 */
count: number, } | { "ask": "duplicates", 
/**
 * The window's first duplicate.
 */
start: number, 
/**
 * Maximum number of duplicates.
 */
count: number, } | { "ask": "warnings", 
/**
 * The window's first warning.
 */
start: number, 
/**
 * Maximum number of warnings.
 */
count: number, } | { "ask": "conflicts", 
/**
 * The window's first conflict.
 */
start: number, 
/**
 * Maximum number of conflicts.
 */
count: number, } | { "ask": "completeness" } | { "ask": "eventGrid", 
/**
 * What the rows are.
 */
by: GridRows, 
/**
 * The time shown; absent for all that is loaded. Up to a week is shown by the hour.
 */
zoom?: TimeRange | null, 
/**
 * Maximum number of rows; those with the most events come first.
 */
most: number, } | { "ask": "summary" };

/**
 * A window of the list of principals: a filter, a search and an order.
 */
export type PrincipalsQuery = { 
/**
 * The filter.
 */
filter: Filter, 
/**
 * What names contain, without case; empty for all.
 */
search: string, 
/**
 * Lists this kind only; `null` for all.
 */
kind: PrincipalKind | null, 
/**
 * The order.
 */
sort: PrincipalOrder, 
/**
 * Whether the largest come first.
 */
descending: boolean, 
/**
 * The window's first principal within the list.
 */
start: number, 
/**
 * Maximum number of principals.
 */
count: number, };

/**
 * What the rows of an `EventGrid` are.
 */
export type GridRows = "services" | "workspaces" | "both";

/**
 * What principals are sorted by; equal ones by events, then by name.
 */
export type PrincipalOrder = "name" | "events" | "first" | "last" | "denied" | "services" | "addresses" | "findings";

/**
 * An entity: a column with a value.
 */
export type Subject = { 
/**
 * A silver column (`email`), or `requestParams.<key>` of any gold frame.
 */
column: string, 
/**
 * The value as shown; `null` is the absent value.
 */
value: string | null, };

/**
 * What a zone is ahead of UTC from a time on.
 */
export type ZoneOffset = { 
/**
 * Milliseconds since 1970 UTC. The first offset of a zone holds before as well.
 */
fromMs: number, 
/**
 * Milliseconds ahead of UTC, negative behind.
 */
offsetMs: number, };

/**
 * A table: a frame, a filter, the columns shown and their order.
 */
export type Table = { 
/**
 * The service whose gold frame to show; absent for silver.
 */
service: string | null, 
/**
 * The filter.
 */
filter: Filter, 
/**
 * The columns shown, in order; empty for every column of the frame.
 */
columns: Array<string>, 
/**
 * The first decides, the next orders what it leaves equal; empty for event time, then input and record.
 */
sort: Array<Sort>, };

/**
 * A column to sort by. Rows equal in all of them keep their order by event time, then input and record.
 */
export type Sort = { 
/**
 * A column of the table.
 */
column: string, 
/**
 * Whether the largest come first. The absent value comes last either way.
 */
descending: boolean, };

/**
 * A filter; `docs/filters.md` describes its text. An empty filter selects every event.
 */
export type Filter = string;

/**
 * One edit of a filter. `clause` is an index into the filter's top-level clauses, from 0.
 */
export type Edit = { "kind": "choose", 
/**
 * A silver column (`service_name`), or `requestParams.<key>` of any gold frame.
 */
column: string, 
/**
 * The value as shown; `null` is the absent value.
 */
value: string | null, 
/**
 * How to apply it.
 */
choice: Choice, } | { "kind": "time", 
/**
 * `null` selects all of time, including events without a readable time.
 */
range: TimeRange | null, } | { "kind": "add", 
/**
 * The other filter.
 */
filter: Filter, } | { "kind": "group", 
/**
 * The breakdown's filter.
 */
filter: Filter, 
/**
 * The group's columns, as in `choose`.
 */
by: Array<string>, 
/**
 * The group's value of each.
 */
values: Array<string | null>, } | { "kind": "hourOfWeek", 
/**
 * The filter whose clauses are added.
 */
filter: Filter, 
/**
 * The hour, from 0, Monday's first, to 167.
 */
hour: number, 
/**
 * The zone's offsets, in order of time; none for UTC.
 */
zone: Array<ZoneOffset>, } | { "kind": "replace", 
/**
 * The clause.
 */
clause: number, 
/**
 * The other filter.
 */
filter: Filter, } | { "kind": "remove", 
/**
 * The clause.
 */
clause: number, } | { "kind": "negate", 
/**
 * The clause.
 */
clause: number, } | { "kind": "switch", 
/**
 * The clause.
 */
clause: number, } | { "kind": "clear", 
/**
 * As in `choose`.
 */
column: string, };

/**
 * How a clicked value changes the filter.
 */
export type Choice = "only" | "also" | "without";

/**
 * One column's clause in a version 1 address, from before the filter language.
 */
export type Term = { 
/**
 * A silver column (`service_name`), or `requestParams.<key>` of any gold frame.
 */
column: string, 
/**
 * The values as shown; `null` is the absent value.
 */
values: Array<string | null>, 
/**
 * Whether to exclude events with one of `values` instead of selecting them.
 */
exclude: boolean, };

/**
 * Half-open: `from_ms <= event_time < until_ms`, milliseconds since 1970 UTC.
 */
export type TimeRange = { 
/**
 * The first millisecond inside the range.
 */
fromMs: number, 
/**
 * The first millisecond after the range.
 */
untilMs: number, };

/**
 * The result of parsing a filter.
 */
export type Parsed = { 
/**
 * The filter in canonical spelling; `null` if the text is not a filter.
 */
filter: Filter | null, 
/**
 * Its top-level clauses; an event must satisfy all of them.
 */
clauses: Array<Clause>, 
/**
 * Its time range, if it sets a simple one.
 */
time: TimeRange | null, 
/**
 * Why the text is not a filter.
 */
error: FilterError | null, };

/**
 * A clause of a filter.
 */
export type Clause = { 
/**
 * Its text, without the prefixes that negate it or switch it off.
 */
text: string, 
/**
 * Its start in the parsed text, in UTF-16 units.
 */
start: number, 
/**
 * Its end, exclusive.
 */
end: number, 
/**
 * The only column that it tests, by its name in tables; `null` if it tests several.
 */
column: string | null, 
/**
 * Whether it is negated.
 */
negated: boolean, 
/**
 * Whether it is switched off.
 */
off: boolean, };

/**
 * Why a text is not a filter.
 */
export type FilterError = { 
/**
 * The start of the mistake.
 */
start: Position, 
/**
 * Its end; equal to the start if something is missing.
 */
end: Position, 
/**
 * The mistake and what was expected: a sentence without its full stop.
 */
message: string, };

/**
 * A position in a text, in three units.
 */
export type Position = { 
/**
 * UTF-8 bytes before it.
 */
byte: number, 
/**
 * Characters before it.
 */
character: number, 
/**
 * UTF-16 units before it, JavaScript's measure.
 */
utf16: number, };

/**
 * The completion at a position of a text.
 */
export type Completion = { 
/**
 * The start of the text that a candidate replaces.
 */
start: Position, 
/**
 * Its end.
 */
end: Position, 
/**
 * What is expected.
 */
expected: Expected, 
/**
 * The likely ones first.
 */
candidates: Array<Candidate>, };

/**
 * The kind of text expected at a position.
 */
export type Expected = "nothing" | "field" | "key" | "value";

/**
 * A suggestion.
 */
export type Candidate = { 
/**
 * The text to insert.
 */
text: string, 
/**
 * The text to show.
 */
label: string, 
/**
 * Its meaning; empty if there is none.
 */
meaning: string, 
/**
 * The number of events with the value that match the rest of the filter.
 */
events: number | null, };

/**
 * A filter after an edit.
 */
export type Edited = { 
/**
 * The filter.
 */
filter: Filter, };

/**
 * Example filters, one for each part of the language; each selects events that are loaded.
 */
export type Examples = { 
/**
 * In the order of `docs/filters.md`.
 */
examples: Array<Example>, };

/**
 * One of [`Examples`].
 */
export type Example = { 
/**
 * The filter.
 */
filter: Filter, 
/**
 * What it means, in a few words.
 */
meaning: string, 
/**
 * Number of events that it selects.
 */
events: number, };

/**
 * Progress of evaluating a filter, in texts and rows. Evaluation is done when both are equal.
 */
export type Evaluated = { 
/**
 * Texts and rows tested so far.
 */
done: number, 
/**
 * Texts and rows in all.
 */
of: number, };

/**
 * A file to export.
 */
export type Export = { 
/**
 * The contents.
 */
what: Exported, 
/**
 * The file format.
 */
format: ExportFormat, 
/**
 * Whether CSV begins without a byte order mark, which Excel needs to take it for UTF-8.
 */
noBom?: boolean, };

/**
 * What can be exported.
 */
export type Exported = { "kind": "table", 
/**
 * The table.
 */
table: Table, 
/**
 * Maximum number of rows; absent for all.
 */
most?: number, 
/**
 * Rows left out before.
 */
start?: number, } | { "kind": "problems" } | { "kind": "duplicates" } | { "kind": "warnings" } | { "kind": "conflicts" } | { "kind": "findings", 
/**
 * The filter; a finding counts if it has a selected event.
 */
filter: Filter, } | { "kind": "shown", 
/**
 * Its title.
 */
title: string, 
/**
 * The question of the answer.
 */
question: Question, 
/**
 * Where in the answer it is: each step names a member, or as `member=value` the first object of a list that has
 * the value.
 */
part: Array<string>, };

/**
 * File formats for export.
 */
export type ExportFormat = "parquet" | "csv" | "ndjson" | "xlsx" | "markdown" | "tsv" | "json" | "raw" | "sarif" | "ocsf" | "timesketch" | "basis";

/**
 * The answer to the [`crate::Question`] of the same name.
 */
export type Answer = Contents | ServiceCounts | Parsed | Completion | Edited | Examples | Overview | Gold | Rows | RowPosition | TimePosition | SmallMultiples | Week | Groups | Crosstab | Principals | Entity | Compared | Storyline | Sessions | LongActions | Findings | FindingsOverTime | FindingTimeline | Rule | RulesInUse | Breakdowns | Event | EventFound | Related | Raw | Clusters | Accounts | Knowledge | Inputs | Problems | Duplicates | Warnings | Conflicts | Completeness | EventGrid | Summary;

/**
 * Totals and the list of gold frames.
 */
export type Contents = { 
/**
 * The reconciliation identity, over all inputs.
 */
totals: Totals, 
/**
 * The gold frames, most events first.
 */
services: Array<ServiceCount>, 
/**
 * Number of inputs in the ledger.
 */
inputs: number, 
/**
 * Limits of the data that an auditor must know before relying on any figure.
 */
notices: Array<Notice>, 
/**
 * Number of principals in the list of `Principals`, without a filter.
 */
principals: number, 
/**
 * Bytes of silver, gold, their dictionaries and the cached answers.
 */
memoryBytes: number, };

/**
 * `records = events + duplicates + problems`, `silver_rows = events = gold_rows`.
 */
export type Totals = { 
/**
 * Records found in the inputs.
 */
records: number, 
/**
 * Records that became events.
 */
events: number, 
/**
 * Records that repeat an event.
 */
duplicates: number, 
/**
 * Records that could not be read; an input that is not a log counts as one.
 */
problems: number, 
/**
 * Warnings: values of events or inputs that were lost or guessed.
 */
warnings: number, 
/**
 * Events and duplicates that share an id with an earlier event but differ in content.
 */
conflicts: number, 
/**
 * Rows of the silver frame.
 */
silverRows: number, 
/**
 * Rows of all gold frames together.
 */
goldRows: number, 
/**
 * Whether both identities hold, per input and in total.
 */
reconciled: boolean, };

/**
 * A gold frame and its size.
 */
export type ServiceCount = { 
/**
 * The `service_name`; empty for records without one.
 */
service: string, 
/**
 * Rows of its gold frame, or those that are selected.
 */
events: number, };

/**
 * The selected events of each service.
 */
export type ServiceCounts = { 
/**
 * Number of selected events.
 */
events: number, 
/**
 * Number of services with a selected event.
 */
selected: number, 
/**
 * Every gold frame in the order of `Contents`, with its selected events.
 */
services: Array<ServiceCount>, };

/**
 * The dashboard under a filter.
 */
export type Overview = { 
/**
 * The reconciliation identity, over all inputs and unfiltered.
 */
totals: Totals, 
/**
 * Key figures of the selected events.
 */
figures: Figures, 
/**
 * Events over time, under the filter without its time range.
 */
histogram: Histogram, 
/**
 * One per dimension, each under the filter without the clauses on its own column.
 */
leaderboards: Array<Leaderboard>, };

/**
 * Key figures of the selected events.
 */
export type Figures = { 
/**
 * Selected events.
 */
events: number, 
/**
 * Distinct e-mails.
 */
principals: number, 
/**
 * Distinct services.
 */
services: number, 
/**
 * Events with the outcome denied.
 */
denied: number, 
/**
 * Events with the outcome failure.
 */
failures: number, 
/**
 * Distinct source addresses.
 */
sourceAddresses: number, 
/**
 * Distinct workspaces.
 */
workspaces: number, 
/**
 * Events without a readable time; no time range selects them.
 */
undated: number, 
/**
 * Time of the first event, milliseconds since 1970 UTC.
 */
firstMs: number | null, 
/**
 * Time of the last event, milliseconds since 1970 UTC.
 */
lastMs: number | null, };

/**
 * Counts per time bin. Bin `i` starts at `from_ms + i * bin_ms` and ends where the next one starts.
 */
export type Histogram = { 
/**
 * Start of the first bin, a round time, milliseconds since 1970 UTC.
 */
fromMs: number, 
/**
 * Width of a bin, a round duration from one millisecond to years.
 */
binMs: number, 
/**
 * Number of bins, even where no series has an event.
 */
bins: number, 
/**
 * One per stacked value that has an event; all have one count per bin.
 */
series: Array<Series>, };

/**
 * The counts of one stacked value.
 */
export type Series = { 
/**
 * The value, or `other` for services after the first eight.
 */
name: string, 
/**
 * Events per bin.
 */
counts: Array<number>, };

/**
 * The most frequent values of a column.
 */
export type Leaderboard = { 
/**
 * The silver column.
 */
column: string, 
/**
 * Number of distinct values under the filter, counting the absent value.
 */
distinct: number, 
/**
 * Whether the absent value is one of them.
 */
withoutValue: boolean, 
/**
 * Most events first; always includes the values that the filter names.
 */
leaders: Array<Leader>, };

/**
 * A value and its number of events.
 */
export type Leader = { 
/**
 * The value; `null` is the absent value.
 */
value: string | null, 
/**
 * Number of events.
 */
events: number, 
/**
 * Whether the filter includes it by name.
 */
chosen: boolean, 
/**
 * Whether the filter excludes it by name.
 */
excluded: boolean, };

/**
 * A gold frame under a filter.
 */
export type Gold = { 
/**
 * Its `service_name`.
 */
service: string, 
/**
 * The meaning of the service; `null` if it is not in the dictionary.
 */
meaning: Meaning | null, 
/**
 * Rows of the whole frame.
 */
rows: number, 
/**
 * Rows that the filter selects.
 */
selected: number, 
/**
 * Key figures of the selected rows.
 */
figures: Figures, 
/**
 * Its events over time by outcome, under the filter without its time range.
 */
histogram: Histogram, 
/**
 * The outcomes of the selected rows, most events first.
 */
outcomes: Array<Leader>, 
/**
 * The request parameter columns, sorted by name; empty when the frame has only `requestParams.placeholder`.
 */
keys: Array<Key>, 
/**
 * Its actions, most events first.
 */
actions: Array<Leader>, 
/**
 * What each of them means, in their order.
 */
actionMeanings: Array<Meaning | null>, };

/**
 * A request parameter column.
 */
export type Key = { 
/**
 * The column: `requestParams.<key>`.
 */
column: string, 
/**
 * The meaning of the key in this service; `null` if it is not in the dictionary.
 */
meaning: Meaning | null, 
/**
 * Selected rows that have a value.
 */
filled: number, 
/**
 * Distinct values among the selected rows, not counting null.
 */
distinct: number, 
/**
 * Its most frequent values among the selected rows.
 */
top: Array<Leader>, 
/**
 * Path of the first input that contained the key.
 */
firstInput: string, };

/**
 * A window of a table.
 */
export type Rows = { 
/**
 * Rows of the whole table.
 */
total: number, 
/**
 * The window's first row within the table.
 */
start: number, 
/**
 * Every column that the table can show, in the frame's order.
 */
available: Array<string>, 
/**
 * The columns of the cells in `rows`.
 */
columns: Array<string>, 
/**
 * The rows.
 */
rows: Array<Row>, };

/**
 * Where an event stands in a table.
 */
export type RowPosition = { 
/**
 * The silver row that was asked for.
 */
row: number, 
/**
 * Its row within the table; `null` if the table does not have it.
 */
at: number | null, };

/**
 * The first event at or after a time; all `null` if a table has none.
 */
export type TimePosition = { 
/**
 * Its row within the table.
 */
at: number | null, 
/**
 * Its silver row.
 */
row: number | null, 
/**
 * Its time, milliseconds since 1970 UTC.
 */
timeMs: number | null, };

/**
 * Events over time by the values of a field, under the filter without its time range.
 */
export type SmallMultiples = { 
/**
 * The field.
 */
by: string, 
/**
 * Number of values, counting the absent one.
 */
total: number, 
/**
 * The values with the most events, most first, then by value.
 */
charts: Array<SmallChart>, 
/**
 * A series for each of them, in their order.
 */
histogram: Histogram, };

/**
 * A value and its number of events.
 */
export type SmallChart = { 
/**
 * The value; `null` if absent.
 */
value: string | null, 
/**
 * Number of events, those outside of the time shown and those without a time included.
 */
events: number, 
/**
 * How many of them the chart shows.
 */
shown: number, };

/**
 * The selected events by hour of the week.
 */
export type Week = { 
/**
 * 168 counts, Monday's first hour first. Events without a time are in none.
 */
week: Array<number>, 
/**
 * Events without a time.
 */
undated: number, 
/**
 * Time of the first event, milliseconds since 1970 UTC.
 */
firstMs: number | null, 
/**
 * Time of the last event.
 */
lastMs: number | null, };

/**
 * A row of a table.
 */
export type Row = { 
/**
 * The silver row, which `Event` takes.
 */
row: number, 
/**
 * One per column; `null` if absent.
 */
cells: Array<string | null>, };

/**
 * What a service, an action or a request parameter means.
 */
export type Meaning = { 
/**
 * The meaning, in one sentence.
 */
text: string, 
/**
 * The publisher of the source.
 */
source: string, 
/**
 * The address of the source.
 */
url: string, 
/**
 * Whether the entry was compared with its source.
 */
checked: boolean, 
/**
 * A caution about the source, in whole sentences; `null` if there is none.
 */
note: string | null, };

/**
 * What the dictionary does not know of the loaded events, and what the logs are known to lack.
 */
export type Knowledge = { 
/**
 * Events whose action is not in the dictionary.
 */
unknownActions: UnknownActions, 
/**
 * Known gaps of the providers' logs within the loaded time span.
 */
gaps: Array<KnownGap>, };

/**
 * Events whose action is not in the dictionary.
 */
export type UnknownActions = { 
/**
 * Number of events.
 */
events: number, 
/**
 * Number of actions.
 */
total: number, 
/**
 * The actions with the most events.
 */
actions: Array<UnknownAction>, };

/**
 * An action that is not in the dictionary.
 */
export type UnknownAction = { 
/**
 * The service that logged it.
 */
service: string, 
/**
 * Its name; `null` for events without one.
 */
action: string | null, 
/**
 * Number of events.
 */
events: number, };

/**
 * A known gap of a provider's logs within the loaded time span.
 */
export type KnownGap = { 
/**
 * `databricks` or `immuta`.
 */
product: string, 
/**
 * `late`, `never`, `outage`, `retention` or `truncated`.
 */
kind: string, 
/**
 * The loaded services concerned; empty for all of the product's.
 */
services: Array<string>, 
/**
 * The first UTC day; `null` if there is none.
 */
from: string | null, 
/**
 * The last UTC day; `null` if it goes on.
 */
to: string | null, 
/**
 * What is missing.
 */
meaning: Meaning, };

/**
 * The findings that have a selected event.
 */
export type Findings = { 
/**
 * How many there are of each severity, the most serious first.
 */
severities: Array<SeverityCount>, 
/**
 * How many there are.
 */
total: number, 
/**
 * How many of them are medium, high or critical.
 */
notable: number, 
/**
 * The first of them: by severity, triage, time, rule and group.
 */
findings: Array<Finding>, 
/**
 * What became of each rule over everything loaded.
 */
checked: Array<CheckedRule>, 
/**
 * Rules that cannot be used.
 */
problems: Array<RuleProblem>, 
/**
 * Whether somebody stopped the evaluation of the rules, so that nothing is known.
 */
stopped: boolean, };

/**
 * How many findings have a severity.
 */
export type SeverityCount = { 
/**
 * The severity.
 */
severity: Severity, 
/**
 * How many.
 */
findings: number, };

/**
 * How serious a finding is.
 */
export type Severity = "informational" | "low" | "medium" | "high" | "critical";

/**
 * In which order findings of one severity are looked at.
 */
export type Triage = "logging" | "identity" | "data" | "cost";

/**
 * How often a finding is what it says.
 */
export type Fidelity = "high" | "medium" | "low";

/**
 * Something that an auditor should look at.
 */
export type Finding = { 
/**
 * What a link calls it: the rule's id and the time of the first event.
 */
key: string, 
/**
 * The rule's id.
 */
rule: string, 
/**
 * The rule's title.
 */
title: string, 
/**
 * How serious it is.
 */
severity: Severity, 
/**
 * The order of triage within a severity.
 */
triage: Triage, 
/**
 * How many events, or records where several records are one event.
 */
count: number, 
/**
 * Who did it, most events first; `null` for events that name nobody.
 */
principals: Array<string | null>, 
/**
 * The time of the first event, in milliseconds.
 */
firstMs: number | null, 
/**
 * The time of the last event.
 */
lastMs: number | null, 
/**
 * What happened, in a sentence.
 */
message: string, 
/**
 * What to check next.
 */
runbook: Array<FindingStep>, 
/**
 * A filter that selects its events.
 */
filter: string, 
/**
 * Whether the filter selects nothing else.
 */
filterExact: boolean, 
/**
 * The silver rows of its first events.
 */
rows: Array<number>, };

/**
 * A step of what to check next.
 */
export type FindingStep = { 
/**
 * What to check, in a sentence.
 */
step: string, 
/**
 * A filter that shows it.
 */
filter: string | null, };

/**
 * What became of a rule.
 */
export type CheckedRule = { 
/**
 * Its id.
 */
rule: string, 
/**
 * Its title.
 */
title: string, 
/**
 * How serious its findings are.
 */
severity: Severity, 
/**
 * Whether the tuning switches it off.
 */
off: boolean, 
/**
 * How many findings it has over everything loaded.
 */
findings: number, 
/**
 * Events it selects that have no time, so that no window holds them.
 */
undated: number, 
/**
 * What the logs lack that it needs.
 */
lacks: Array<string>, };

/**
 * Why a rule cannot be used.
 */
export type RuleProblem = { 
/**
 * The file it stands in.
 */
file: string, 
/**
 * The line, from 1; `null` if the file as a whole cannot be read.
 */
line: number | null, 
/**
 * What is wrong.
 */
message: string, };

/**
 * A rule in full.
 */
export type Rule = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * What it is for.
 */
objective: string | null, 
/**
 * What it detects.
 */
description: string | null, 
/**
 * How often a finding is what it says.
 */
fidelity: Fidelity | null, 
/**
 * Techniques: `attack.t1078`, …
 */
tags: Array<string>, 
/**
 * Where the idea comes from.
 */
references: Array<string>, 
/**
 * What else looks like it.
 */
falsePositives: Array<string>, 
/**
 * Whether it is one of the auditor's own.
 */
own: boolean, 
/**
 * The file it stands in; empty if it is part of the program.
 */
file: string, 
/**
 * That file's text.
 */
text: string, 
/**
 * Whether the tuning switches it off.
 */
off: boolean, 
/**
 * What can be changed about it.
 */
settings: Array<Setting>, 
/**
 * Its allow-list.
 */
exceptions: Array<Exception>, };

/**
 * A setting of a rule.
 */
export type Setting = { 
/**
 * Its name in the tuning file.
 */
key: SettingKey, 
/**
 * Its value in the rule; `null` if the rule has none.
 */
default: string | null, 
/**
 * Its value in the tuning; `null` if that does not change it.
 */
value: string | null, };

/**
 * A setting, as the tuning file names it.
 */
export type SettingKey = "level" | "threshold" | "timespan" | "suppress" | "suppress-by" | "above-usual" | "after" | "min-events" | "factor" | "least" | "without-history";

/**
 * An entry of an allow-list: events for which everything that is listed here holds. Of a list, one has to hold.
 */
export type Exception = { 
/**
 * Names of principals; `*` stands for any text.
 */
principals: Array<string>, 
/**
 * Source addresses; `*` stands for any text.
 */
addresses: Array<string>, 
/**
 * Networks of source addresses.
 */
networks: Array<string>, 
/**
 * Texts within user agents.
 */
agents: Array<string>, 
/**
 * Workspaces; `*` stands for any text.
 */
workspaces: Array<string>, 
/**
 * A filter.
 */
filter: string | null, 
/**
 * Why.
 */
note: string | null, };

/**
 * A change of the rules.
 */
export type RulesChange = { "kind": "add", 
/**
 * The files.
 */
files: Array<RuleFile>, } | { "kind": "remove", 
/**
 * Its path.
 */
file: string, } | { "kind": "tune", 
/**
 * Its text, as `--tuning` takes it.
 */
text: string, } | { "kind": "switch", 
/**
 * Its id.
 */
rule: string, 
/**
 * Whether it is used.
 */
on: boolean, } | { "kind": "set", 
/**
 * Its id.
 */
rule: string, 
/**
 * The setting.
 */
key: SettingKey, 
/**
 * Its value; `null` leaves it to the rule.
 */
value: string | null, } | { "kind": "except", 
/**
 * The id of the rule whose list it is; `null` for the list of all rules.
 */
rule: string | null, 
/**
 * The entry.
 */
entry: Exception, } | { "kind": "readmit", 
/**
 * As in `except`.
 */
rule: string | null, 
/**
 * Its place in the list, from 0.
 */
at: number, } | { "kind": "ignore", 
/**
 * The finding's key.
 */
finding: string, } | { "kind": "reset" } | { "kind": "undo" };

/**
 * A file that may have rules.
 */
export type RuleFile = { 
/**
 * Its path.
 */
file: string, 
/**
 * Its text; `null` if that is no UTF-8.
 */
text: string | null, };

/**
 * What a change of the rules made.
 */
export type RulesChanged = { 
/**
 * The rules in use now.
 */
rules: RulesInUse, 
/**
 * What was taken of files, a sentence each.
 */
taken: Array<string>, 
/**
 * What was not, and why.
 */
problems: Array<RuleProblem>, };

/**
 * The rules in use beside the pack, and what is tuned.
 */
export type RulesInUse = { 
/**
 * Files of own rules, by path.
 */
own: Array<OwnRules>, 
/**
 * Rules that cannot be used.
 */
problems: Array<RuleProblem>, 
/**
 * Which own rules stand for others, a sentence each.
 */
replaced: Array<string>, 
/**
 * The tuning as `--tuning` takes it; empty if nothing is tuned.
 */
tuning: string, 
/**
 * What of it changes nothing, a sentence each.
 */
tuningProblems: Array<string>, 
/**
 * How many rules are switched off.
 */
off: number, 
/**
 * How many rules have a changed setting.
 */
changed: number, 
/**
 * How many entries all allow-lists have.
 */
excepted: number, 
/**
 * The allow-list of all rules.
 */
exceptions: Array<Exception>, 
/**
 * The rules that are tuned.
 */
tuned: Array<RuleInEffect>, 
/**
 * The last change, which can be undone.
 */
last: LastChange | null, };

/**
 * A file of own rules.
 */
export type OwnRules = { 
/**
 * Its path.
 */
file: string, 
/**
 * The titles of its rules that raise findings.
 */
rules: Array<string>, 
/**
 * How many of its rules cannot be used.
 */
problems: number, };

/**
 * A change that can be undone.
 */
export type LastChange = { 
/**
 * What was changed, in a sentence.
 */
words: string, 
/**
 * The entry of an allow-list that was written or removed, as the tuning file has it.
 */
wrote: string | null, };

/**
 * The rules in effect and their tuning. Whoever passes findings on passes this on with them.
 */
export type RulesInEffect = { 
/**
 * The tuning as `--tuning` takes it, YAML; empty if nothing is tuned.
 */
tuning: string, 
/**
 * Entries of the allow-list for all rules.
 */
exceptions: number, 
/**
 * Each rule that raises findings, those that are switched off included: the pack by file, then own rules, then what
 * is built in.
 */
rules: Array<RuleInEffect>, };

/**
 * A rule in effect.
 */
export type RuleInEffect = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * The file it stands in; empty if it is built in.
 */
file: string, 
/**
 * Whether it is one of the auditor's own.
 */
own: boolean, 
/**
 * How serious its findings are, tuning included.
 */
severity: Severity, 
/**
 * Whether the tuning switches it off.
 */
off: boolean, 
/**
 * The settings that the tuning changes.
 */
changed: Array<Setting>, 
/**
 * Entries of its own allow-list.
 */
exceptions: number, };

/**
 * How many findings there are of each severity, by time.
 */
export type FindingsOverTime = { 
/**
 * The bins of the overview's histogram under the same filter. A series is a severity, the least serious first, and
 * counts the findings that have a selected event in the bin: one that lasts is counted in several.
 */
histogram: Histogram, 
/**
 * Number of bins.
 */
bins: number, 
/**
 * Findings without a selected event that has a time.
 */
undated: number, 
/**
 * Whether the rules have been evaluated.
 */
evaluated: boolean, };

/**
 * A finding's events, and those of its principals around them.
 */
export type FindingTimeline = { 
/**
 * Counts of `finding`, its own events, and of `other`, what else its principals did.
 */
histogram: Histogram, 
/**
 * Number of bins.
 */
bins: number, 
/**
 * A filter that selects the events of its principals around it; `null` for a finding without a time.
 */
filter: string | null, 
/**
 * The principals looked at; `null` for events that name nobody.
 */
principals: Array<string | null>, 
/**
 * How many events of theirs are none of the finding's.
 */
others: number, 
/**
 * The columns of `events`.
 */
columns: Array<string>, 
/**
 * Its first events in order of time.
 */
events: Array<Row>, 
/**
 * How many it has.
 */
total: number, };

/**
 * A finding that an event belongs to.
 */
export type EventFinding = { 
/**
 * What a link calls it.
 */
key: string, 
/**
 * The rule's title.
 */
title: string, 
/**
 * How serious it is.
 */
severity: Severity, };

/**
 * The selected events, grouped by the values of one or two columns.
 */
export type Groups = { 
/**
 * The columns.
 */
by: Array<string>, 
/**
 * Number of groups, including those not listed.
 */
total: number, 
/**
 * Most events first, then by values.
 */
groups: Array<Group>, };

/**
 * The events that share the values of a group.
 */
export type Group = { 
/**
 * One value per column; `null` if absent.
 */
values: Array<string | null>, 
/**
 * Number of events.
 */
events: number, 
/**
 * Time of the first event, milliseconds since 1970 UTC; `null` if no event has a time.
 */
firstMs: number | null, 
/**
 * Time of the last event.
 */
lastMs: number | null, };

/**
 * A cross table of the selected events.
 */
export type Crosstab = { 
/**
 * The column of the rows and that of the columns, as `Groups` names them.
 */
by: Array<string>, 
/**
 * Number of selected events.
 */
events: number, 
/**
 * The columns with the most events; parts of the time are in their order.
 */
columns: Array<CrosstabColumn>, 
/**
 * The rows with the most events; parts of the time are in their order.
 */
rows: Array<CrosstabRow>, 
/**
 * Number of rows, including those not listed.
 */
totalRows: number, 
/**
 * Number of columns, including those not listed.
 */
totalColumns: number, };

/**
 * A column of a cross table.
 */
export type CrosstabColumn = { 
/**
 * The value; `null` if absent.
 */
value: string | null, 
/**
 * Events of all rows, including those not listed.
 */
events: number, };

/**
 * A row of a cross table.
 */
export type CrosstabRow = { 
/**
 * The value; `null` if absent.
 */
value: string | null, 
/**
 * Events of all columns, including those not listed.
 */
events: number, 
/**
 * Events of the columns that are not listed.
 */
others: number, 
/**
 * Events in each listed column.
 */
counts: Array<number>, };

/**
 * A window of the list of principals.
 */
export type Principals = { 
/**
 * Number of principals in the whole list.
 */
total: number, 
/**
 * How many of each kind the search finds, whichever kind is listed.
 */
kinds: Array<KindCount>, 
/**
 * The window's first principal within the list.
 */
start: number, 
/**
 * The principals.
 */
principals: Array<Principal>, 
/**
 * Whether the rules have been evaluated; if not, no findings are counted.
 */
evaluated: boolean, };

/**
 * What a principal is, as its name tells.
 */
export type PrincipalKind = "user" | "servicePrincipal" | "system" | "unknown" | "other" | "recipient" | "dataPlane";

/**
 * How many principals are of a kind.
 */
export type KindCount = { 
/**
 * The kind.
 */
kind: PrincipalKind, 
/**
 * Number of principals.
 */
principals: number, };

/**
 * A principal and its selected events.
 */
export type Principal = { 
/**
 * What it is.
 */
kind: PrincipalKind, 
/**
 * The column that names it: `email`, `service_name` or `requestParams.recipient_name`.
 */
column: string, 
/**
 * Its name; `null` for events that name nobody.
 */
value: string | null, 
/**
 * Number of events.
 */
events: number, 
/**
 * Events with the outcome denied.
 */
denied: number, 
/**
 * Time of the first event, milliseconds since 1970 UTC; `null` if no event has a time.
 */
firstMs: number | null, 
/**
 * Time of the last event.
 */
lastMs: number | null, 
/**
 * Distinct services.
 */
services: number, 
/**
 * Distinct source addresses.
 */
addresses: number, 
/**
 * Findings with a selected event of it.
 */
findings: number, 
/**
 * What a service principal is called, if the log names it by one name; `null` otherwise.
 */
name: string | null, 
/**
 * The names that the log has beside it, in all that is loaded.
 */
names: Array<Named>, };

/**
 * A name that the log has beside an id, in the same event.
 */
export type Named = { 
/**
 * The name, or an e-mail address.
 */
name: string, 
/**
 * The column of the id.
 */
idColumn: string, 
/**
 * The column of the name.
 */
nameColumn: string, 
/**
 * Number of events with both.
 */
events: number, 
/**
 * The silver row of the first.
 */
row: number, 
/**
 * Selects these events.
 */
filter: Filter, };

/**
 * One entity, under a filter.
 */
export type Entity = { 
/**
 * Selects the entity's events, whatever the filter.
 */
clause: Filter, 
/**
 * The filter and the clause: what every number here counts.
 */
filter: Filter, 
/**
 * Events of the entity without the filter.
 */
loaded: number, 
/**
 * What it is called, if it is the id of a service principal or a user; several names where the log does not agree.
 */
names: Array<Named>, 
/**
 * Key figures.
 */
figures: Figures, 
/**
 * Events over time by service, under the filter without its time range.
 */
histogram: Histogram, 
/**
 * Events by hour of the week in the zone: 168 counts, Monday's first hour first. Events without a time are in none.
 */
week: Array<number>, 
/**
 * What divides the entity's time in two, milliseconds since 1970 UTC; `null` if no event has a time.
 */
splitMs: number | null, 
/**
 * The filter of the events before it; `null` as above.
 */
before: Filter | null, 
/**
 * The filter of the events from it on.
 */
after: Filter | null, 
/**
 * What it used and where from; boards without a value are left out.
 */
boards: Array<EntityBoard>, };

/**
 * The values of one or two columns in an entity's events.
 */
export type EntityBoard = { 
/**
 * A heading.
 */
title: string, 
/**
 * The columns; `network` is the /24 or /64 of the source address.
 */
by: Array<string>, 
/**
 * Selects the entity's events that the board counts.
 */
within: Filter, 
/**
 * Number of values, including those not listed.
 */
total: number, 
/**
 * Values first used after the split.
 */
new: number, 
/**
 * Events without a value; of two columns, the absent value is listed instead.
 */
without: number, 
/**
 * Most events first, or latest first use first.
 */
uses: Array<Use>, };

/**
 * A value in an entity's events.
 */
export type Use = { 
/**
 * One value per column; `null` if absent.
 */
values: Array<string | null>, 
/**
 * Number of events.
 */
events: number, 
/**
 * Events with the outcome denied.
 */
denied: number, 
/**
 * Time of the first event, milliseconds since 1970 UTC; `null` if no event has a time.
 */
firstMs: number | null, 
/**
 * Time of the last event.
 */
lastMs: number | null, 
/**
 * Whether it was first used after the split.
 */
new: boolean, 
/**
 * Selects the entity's events with the value, where a clause on the column cannot say it.
 */
filter: Filter | null, };

/**
 * Two filters side by side.
 */
export type Compared = { 
/**
 * What is compared with.
 */
before: ComparedSide, 
/**
 * What is compared.
 */
after: ComparedSide, 
/**
 * Events that both filters select.
 */
both: number, 
/**
 * One per dimension.
 */
boards: Array<ComparedBoard>, };

/**
 * One of two filters.
 */
export type ComparedSide = { 
/**
 * The filter.
 */
filter: Filter, 
/**
 * Number of events.
 */
events: number, 
/**
 * Time of the first event, milliseconds since 1970 UTC; `null` if no event has a time.
 */
firstMs: number | null, 
/**
 * Time of the last event.
 */
lastMs: number | null, };

/**
 * The values of a column under both filters.
 */
export type ComparedBoard = { 
/**
 * The silver column.
 */
column: string, 
/**
 * Number of values under either filter, including those not listed and the absent one.
 */
total: number, 
/**
 * How many are new.
 */
new: number, 
/**
 * How many are gone.
 */
gone: number, 
/**
 * How many have a larger share.
 */
more: number, 
/**
 * How many have a smaller share.
 */
less: number, 
/**
 * How many have the same share.
 */
same: number, 
/**
 * Most surprising first, then by events and value.
 */
differences: Array<Difference>, };

/**
 * A value's events under both filters.
 */
export type Difference = { 
/**
 * The value; `null` is the absent value.
 */
value: string | null, 
/**
 * Events under the filter compared with.
 */
before: number, 
/**
 * Events under the filter compared.
 */
after: number, 
/**
 * What became of its share.
 */
change: Change, 
/**
 * The log-likelihood ratio G² of events with and without the value under both filters; 0 where the shares are equal.
 */
surprise: number, };

/**
 * What became of a value's share of the events.
 */
export type Change = "new" | "gone" | "more" | "less" | "same";

/**
 * A window of the steps of what happened, in order of time.
 */
export type Storyline = { 
/**
 * Selected events: the sum of all steps' events.
 */
events: number, 
/**
 * Number of steps.
 */
total: number, 
/**
 * The window's first step.
 */
start: number, 
/**
 * The steps, by their first event; those without a time last.
 */
steps: Array<StoryStep>, };

/**
 * Repeats of one action: events with the same principal, service, action and outcome.
 */
export type StoryStep = { 
/**
 * The silver row of the first event, which `Event` takes.
 */
row: number, 
/**
 * The principal; `null` if the events name nobody.
 */
principal: string | null, 
/**
 * The service.
 */
service: string | null, 
/**
 * The action.
 */
action: string | null, 
/**
 * The outcome.
 */
outcome: string | null, 
/**
 * Number of events.
 */
events: number, 
/**
 * Time of the first event, milliseconds since 1970 UTC; `null` if the events have no time.
 */
firstMs: number | null, 
/**
 * Time of the last event.
 */
lastMs: number | null, 
/**
 * The source address of the first event.
 */
address: string | null, 
/**
 * Distinct source addresses.
 */
addresses: number, 
/**
 * Selects the step's events.
 */
filter: Filter, };

/**
 * A window of the sessions, the latest first.
 */
export type Sessions = { 
/**
 * Number of sessions.
 */
total: number, 
/**
 * Events without a session.
 */
without: number, 
/**
 * The window's first session.
 */
start: number, 
/**
 * The sessions.
 */
sessions: Array<SessionSummary>, };

/**
 * Selected events that share a session id.
 */
export type SessionSummary = { 
/**
 * The session id.
 */
id: string, 
/**
 * Number of events.
 */
events: number, 
/**
 * Events with the outcome denied.
 */
denied: number, 
/**
 * Time of the first event, milliseconds since 1970 UTC; `null` if no event has a time.
 */
firstMs: number | null, 
/**
 * Time of the last event.
 */
lastMs: number | null, 
/**
 * The principals with the most events, three at most.
 */
principals: Array<string>, 
/**
 * The source addresses with the most events, three at most.
 */
addresses: Array<string>, 
/**
 * The user agents with the most events, three at most.
 */
agents: Array<string>, 
/**
 * The services with the most events, three at most.
 */
services: Array<string>, 
/**
 * Distinct source addresses.
 */
distinctAddresses: number, 
/**
 * Distinct services.
 */
distinctServices: number, };

/**
 * A window of the long actions whose request is selected and has a time, in order of time.
 */
export type LongActions = { 
/**
 * Number of long actions.
 */
total: number, 
/**
 * Those without a result in what is loaded.
 */
unanswered: number, 
/**
 * The window's first action.
 */
start: number, 
/**
 * The actions.
 */
actions: Array<LongAction>, };

/**
 * A request and its result.
 */
export type LongAction = { 
/**
 * The silver row of the request.
 */
row: number, 
/**
 * The service.
 */
service: string | null, 
/**
 * The action requested.
 */
action: string | null, 
/**
 * Who requested it.
 */
principal: string | null, 
/**
 * The outcome of the request.
 */
outcome: string | null, 
/**
 * Time of the request, milliseconds since 1970 UTC.
 */
startedMs: number, 
/**
 * The result; `null` if none is loaded.
 */
result: ActionResult | null, };

/**
 * The result of a long action.
 */
export type ActionResult = { 
/**
 * The silver row.
 */
row: number, 
/**
 * The action that reports it.
 */
action: string | null, 
/**
 * The outcome.
 */
outcome: string | null, 
/**
 * Whom the result names.
 */
principal: string | null, 
/**
 * Time of the result, milliseconds since 1970 UTC.
 */
endedMs: number, 
/**
 * Milliseconds from request to result.
 */
durationMs: number, };

/**
 * Every breakdown of a service.
 */
export type Breakdowns = { 
/**
 * In order of declaration.
 */
breakdowns: Array<Breakdown>, };

/**
 * Some of a service's events, grouped by one or two columns.
 */
export type Breakdown = { 
/**
 * A short title.
 */
title: string, 
/**
 * A sentence that says which events are counted and how.
 */
definition: string, 
/**
 * The filter of those events, without the page's own filter.
 */
filter: Filter, 
/**
 * The columns of the groups.
 */
by: Array<string>, 
/**
 * What `Group::part` counts, such as `succeeded`; absent if the breakdown has no parts.
 */
part: string | null, 
/**
 * What `Group::distinct` counts, such as `queries`; absent if the breakdown counts nothing else.
 */
distinct: string | null, 
/**
 * Number of events counted.
 */
events: number, 
/**
 * Number of groups, including those not listed.
 */
total: number, 
/**
 * The groups with the most events; days are in order of time.
 */
groups: Array<BreakdownGroup>, };

/**
 * A row of a breakdown.
 */
export type BreakdownGroup = { 
/**
 * The value of each column; `null` if absent.
 */
values: Array<string | null>, 
/**
 * Number of events.
 */
events: number, 
/**
 * Number of events in the part.
 */
part: number, 
/**
 * Number of distinct values of the counted column.
 */
distinct: number, 
/**
 * Time of the last event, milliseconds since 1970 UTC.
 */
lastMs: number | null, };

/**
 * One event and its original record.
 */
export type Event = { 
/**
 * Its silver row.
 */
row: number, 
/**
 * What its action means; `null` if the dictionary does not have it.
 */
meaning: Meaning | null, 
/**
 * The findings it belongs to; empty while the rules have not been evaluated.
 */
findings: Array<EventFinding>, 
/**
 * Every silver column in order; times in full precision.
 */
fields: Array<Field>, 
/**
 * Its request parameters, in order of appearance.
 */
requestParams: Array<Field>, 
/**
 * Selects this event alone; `null` if it would be over a limit of filters.
 */
filter: Filter | null, 
/**
 * Selects it by its content, in whatever order and from whatever files it is loaded; `null` as above.
 */
key: Filter | null, 
/**
 * The record under the names of Immuta's schema; `null` for events of other products.
 */
immuta: ImmutaRecord | null, 
/**
 * Where the record is.
 */
location: Location, 
/**
 * The record, verbatim.
 */
raw: Raw, };

/**
 * The event that a link means.
 */
export type EventFound = { 
/**
 * Number of events with that content.
 */
events: number, 
/**
 * The silver row of the first; `null` if none is loaded.
 */
row: number | null, };

/**
 * The events that belong to an event, by what they have in common.
 */
export type Related = { 
/**
 * The event's silver row.
 */
row: number, 
/**
 * Time on each side of the event in which its principal's events are related, in milliseconds.
 */
withinMs: number, 
/**
 * The groups that the event is in.
 */
groups: Array<RelatedGroup>, };

/**
 * What the events of a group have in common.
 */
export type RelatedKind = "request" | "session" | "command" | "query" | "run" | "principal";

/**
 * Events that belong together, the event itself included.
 */
export type RelatedGroup = { 
/**
 * What they have in common.
 */
kind: RelatedKind, 
/**
 * Its id or name; `null` for a principal that is not named.
 */
id: string | null, 
/**
 * Selects the events.
 */
filter: Filter, 
/**
 * Number of events.
 */
total: number, 
/**
 * Number of events before the first one listed.
 */
before: number, 
/**
 * Those nearest to the event, in order of time; those without a time last.
 */
events: Array<RelatedEvent>, 
/**
 * Time of the first event, milliseconds since 1970 UTC; `null` if none has a time.
 */
firstMs: number | null, 
/**
 * Time of the last event.
 */
lastMs: number | null, 
/**
 * The events over time.
 */
histogram: Histogram, 
/**
 * Requests of long actions among them with their results.
 */
actions: Array<LongAction>, };

/**
 * An event of a group.
 */
export type RelatedEvent = { 
/**
 * Its silver row.
 */
row: number, 
/**
 * Its time, milliseconds since 1970 UTC.
 */
timeMs: number | null, 
/**
 * The service.
 */
service: string | null, 
/**
 * The action.
 */
action: string | null, 
/**
 * The outcome.
 */
outcome: string | null, 
/**
 * The principal.
 */
principal: string | null, };

/**
 * What Immuta's audit schema has of an event.
 */
export type ImmutaRecord = { 
/**
 * The properties of the record, in the order of the schema.
 */
properties: Array<Property>, 
/**
 * The user's entitlements at the time of the query.
 */
entitlements: Array<Property>, 
/**
 * The properties of each policy that was enforced.
 */
policies: Array<Array<Property>>, 
/**
 * The query; `null` for a record without a query id.
 */
query: ImmutaQuery | null, };

/**
 * A query: a record for each data source that it reads, all with one id.
 */
export type ImmutaQuery = { 
/**
 * Its id.
 */
id: string, 
/**
 * The filter that selects its records.
 */
filter: Filter, 
/**
 * The number of its records.
 */
total: number, 
/**
 * The first of them, in the order of silver's rows.
 */
records: Array<ImmutaQueryRecord>, };

/**
 * A record of a query.
 */
export type ImmutaQueryRecord = { 
/**
 * Its silver row.
 */
row: number, 
/**
 * The names of its targets.
 */
targets: Array<string>, 
/**
 * What came of it.
 */
outcome: string | null, 
/**
 * Why it was denied or failed.
 */
reason: string | null, };

/**
 * A property that the record has.
 */
export type Property = { 
/**
 * Its name in Immuta's schema.
 */
name: string, 
/**
 * What it says, in a few words.
 */
means: string, 
/**
 * The column or request parameter to filter by; `null` for a part of one.
 */
column: string | null, 
/**
 * Its value; lists and objects are JSON.
 */
value: string, 
/**
 * Whether it is code or a plan, whose line ends are to be seen.
 */
isCode: boolean, };

/**
 * A name and its value.
 */
export type Field = { 
/**
 * The column, or the request parameter's key.
 */
name: string, 
/**
 * The value; `null` if absent.
 */
value: string | null, 
/**
 * The meaning of the name; `null` if it is not in the dictionary.
 */
meaning: Meaning | null, };

/**
 * The location of a record.
 */
export type Location = { 
/**
 * The input's index in the ledger.
 */
input: number, 
/**
 * The input's path.
 */
path: string, 
/**
 * The record's number within the input, from 1.
 */
record: number, 
/**
 * The archive member that contains it, if the input is an archive.
 */
part: string | null, 
/**
 * Its first byte in the text of the input or archive member, after decompression and in UTF-8; for Parquet, the
 * row number from 0.
 */
offset: number, 
/**
 * Its length in that text; 0 for a Parquet row.
 */
length: number, };

/**
 * A record's bytes, read again from the input; for a Parquet row, its JSON.
 */
export type Raw = { 
/**
 * The bytes as text, with U+FFFD in place of bytes that are not UTF-8.
 */
text: string, 
/**
 * Why the bytes could not be read, for instance because the file has changed.
 */
error: string | null, };

/**
 * Which clusters were created, by whom, and which never terminate. Counts only `create` events.
 */
export type Clusters = { 
/**
 * Number of `create` events.
 */
created: number, 
/**
 * Per UTC day, in order; days without a creation between the first and the last are listed with 0.
 */
perDay: Array<DayCount>, 
/**
 * Per `cluster_creator`, most first; `null` counts the clusters that people created.
 */
byCreator: Array<Leader>, 
/**
 * Per job id, most first. The id comes from cluster names of the form `job-<jobId>-run-<runId>`.
 */
perJob: Array<JobCount>, 
/**
 * All-purpose clusters (no `cluster_creator`) created with `autotermination_minutes` 0.
 */
withoutAutotermination: Array<ClusterWithoutAutotermination>, };

/**
 * Events on a day.
 */
export type DayCount = { 
/**
 * The UTC day: `2019-12-28`.
 */
date: string, 
/**
 * Number of events.
 */
events: number, };

/**
 * The clusters created for one job.
 */
export type JobCount = { 
/**
 * The job's id.
 */
jobId: string, 
/**
 * Number of clusters.
 */
created: number, 
/**
 * Distinct `requestParams.user_id` of these events, in order of first appearance. Normally one: a job's creator
 * never changes.
 */
userIds: Array<string>, 
/**
 * The e-mail address of the only `user_id`, if the log has one beside it and no other; `null` otherwise.
 */
owner: string | null, 
/**
 * What each of `user_ids` is called.
 */
owners: Array<JobOwner>, };

/**
 * A `user_id` and what the log has beside it.
 */
export type JobOwner = { 
/**
 * The `user_id`.
 */
userId: string, 
/**
 * Its names, in all that is loaded; several where the log does not agree.
 */
names: Array<Named>, };

/**
 * A cluster that runs until somebody stops it.
 */
export type ClusterWithoutAutotermination = { 
/**
 * The silver row of its `create` event.
 */
row: number, 
/**
 * Creation time, milliseconds since 1970 UTC.
 */
createdMs: number | null, 
/**
 * E-mail of its creator.
 */
email: string | null, 
/**
 * `requestParams.cluster_name`.
 */
clusterName: string | null, 
/**
 * `cluster_id` in the response's result.
 */
clusterId: string | null, };

/**
 * Logins of the `accounts` service: actions whose name ends with `login`, whatever the case.
 */
export type Accounts = { 
/**
 * All logins, whatever their outcome.
 */
logins: number, 
/**
 * Logins denied or failed.
 */
failed: number, 
/**
 * Logins over time; the series are `succeeded`, `failed` and, where the response is missing, `unknown`.
 */
histogram: Histogram, 
/**
 * Users, most failures first, then most logins.
 */
byUser: Array<LoginUser>, 
/**
 * Login actions, most frequent first.
 */
byAction: Array<Leader>, 
/**
 * The filter that selects logins denied or failed.
 */
failedFilter: Filter, 
/**
 * Source addresses of failed logins, most frequent first.
 */
failedByAddress: Array<Leader>, };

/**
 * One user's logins.
 */
export type LoginUser = { 
/**
 * The e-mail, else `requestParams.user`; `null` if both are missing.
 */
user: string | null, 
/**
 * All logins.
 */
logins: number, 
/**
 * Logins denied or failed.
 */
failed: number, 
/**
 * Time of the last login, milliseconds since 1970 UTC.
 */
lastMs: number | null, };

/**
 * The bronze ledger.
 */
export type Inputs = { 
/**
 * In the order given.
 */
inputs: Array<Input>, 
/**
 * Files and archive members that hold no records, judged by their name or their table's log, and data files of
 * which the log deletes rows.
 */
skipped: Array<Skipped>, };

/**
 * An input's entry in the ledger.
 */
export type Input = { 
/**
 * Its index, from 0.
 */
index: number, 
/**
 * Its path within the drop.
 */
path: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * Bytes read so far.
 */
bytesRead: number, 
/**
 * SHA-256 of the whole input in hexadecimal, once computed.
 */
sha256: string | null, 
/**
 * `json`, …
 */
container: string, 
/**
 * Records per format.
 */
formats: Record<string, number>, 
/**
 * Records per wrapper that another system put around them, named by its keys.
 */
wrappers: Record<string, number>, 
/**
 * Records found.
 */
records: number, 
/**
 * Records that became events.
 */
events: number, 
/**
 * Records that repeat an event.
 */
duplicates: number, 
/**
 * Records that could not be read.
 */
problems: number, 
/**
 * Warnings about it and its events.
 */
warnings: number, 
/**
 * Records that share an id with an earlier event but differ in content.
 */
conflicts: number, 
/**
 * How far it has been read.
 */
state: InputState, };

/**
 * How far an input has been read. Part of the summary, too, whose schema is `docs/summary.schema.json`.
 */
export type InputState = "waiting" | "reading" | "complete" | "cancelled" | "stopped" | "failed";

/**
 * A file that is not read, or some rows of which are left out.
 */
export type Skipped = { 
/**
 * Its path; for an archive member, the archive's path and its own.
 */
path: string, 
/**
 * The reason, or what is left out, in a few words.
 */
reason: string, };

/**
 * A window of the problems.
 */
export type Problems = { 
/**
 * Number of problems.
 */
total: number, 
/**
 * The window's first problem.
 */
start: number, 
/**
 * The problems.
 */
problems: Array<Problem>, };

/**
 * A record that could not be read.
 */
export type Problem = { 
/**
 * The input's index.
 */
input: number, 
/**
 * The input's path.
 */
path: string, 
/**
 * The record's number within the input, from 1.
 */
record: number, 
/**
 * The archive member that contains it, if the input is an archive.
 */
part: string | null, 
/**
 * Its first byte in the text of the input or archive member, after decompression and in UTF-8; for Parquet, the
 * row number from 0.
 */
offset: number, 
/**
 * Its length in that text; 0 if there is nothing to show.
 */
length: number, 
/**
 * `invalid_json`, `unknown_format`, …
 */
kind: string, 
/**
 * What is wrong, as a sentence.
 */
message: string, };

/**
 * A window of the duplicates.
 */
export type Duplicates = { 
/**
 * Number of duplicates.
 */
total: number, 
/**
 * The window's first duplicate.
 */
start: number, 
/**
 * The duplicates.
 */
duplicates: Array<Duplicate>, };

/**
 * A record that repeats an event.
 */
export type Duplicate = { 
/**
 * The input's index.
 */
input: number, 
/**
 * The input's path.
 */
path: string, 
/**
 * The record's number within the input, from 1.
 */
record: number, 
/**
 * The archive member that contains it, if the input is an archive.
 */
part: string | null, 
/**
 * Its offset, as in a problem.
 */
offset: number, 
/**
 * Its length, as in a problem.
 */
length: number, 
/**
 * The silver row of the event that it repeats.
 */
ofRow: number, 
/**
 * Path of the input that holds that event.
 */
ofPath: string, 
/**
 * That event's record number within its input.
 */
ofRecord: number, };

/**
 * A window of the warnings.
 */
export type Warnings = { 
/**
 * Number of warnings.
 */
total: number, 
/**
 * The window's first warning.
 */
start: number, 
/**
 * The warnings.
 */
warnings: Array<Warning>, };

/**
 * A value of an event or an input that was lost or guessed.
 */
export type Warning = { 
/**
 * The input's index.
 */
input: number, 
/**
 * The input's path.
 */
path: string, 
/**
 * The record's number within the input, from 1; `null` if the warning concerns no record.
 */
record: number | null, 
/**
 * The archive member that contains the record, if the input is an archive.
 */
part: string | null, 
/**
 * Its offset, as in a problem.
 */
offset: number, 
/**
 * Its length, as in a problem.
 */
length: number, 
/**
 * `cut_off`, `unplaced_time`, …
 */
kind: string, 
/**
 * The field concerned, by its name in the record.
 */
field: string | null, 
/**
 * What happened, as a sentence.
 */
message: string, };

/**
 * A window of the conflicts.
 */
export type Conflicts = { 
/**
 * Number of conflicts.
 */
total: number, 
/**
 * The window's first conflict.
 */
start: number, 
/**
 * The conflicts.
 */
conflicts: Array<Conflict>, };

/**
 * A record that shares an id with an earlier event but differs in content.
 */
export type Conflict = { 
/**
 * The input's index.
 */
input: number, 
/**
 * The input's path.
 */
path: string, 
/**
 * The record's number within the input, from 1.
 */
record: number, 
/**
 * The archive member that contains it, if the input is an archive.
 */
part: string | null, 
/**
 * Its offset, as in a problem.
 */
offset: number, 
/**
 * Its length, as in a problem.
 */
length: number, 
/**
 * The id.
 */
id: string | null, 
/**
 * The columns that differ.
 */
fields: Array<string>, 
/**
 * Its own silver row; `null` if it counts as a duplicate.
 */
row: number | null, 
/**
 * The silver row of the event with the same id.
 */
ofRow: number, 
/**
 * Path of the input that holds that event.
 */
ofPath: string, 
/**
 * That event's record number within its input.
 */
ofRecord: number, };

/**
 * A limit of the data that an auditor must know before relying on any figure.
 */
export type Notice = { 
/**
 * The input's index; `null` if the notice concerns several.
 */
input: number | null, 
/**
 * `undated`, `without_service` or `one_workspace`.
 */
kind: string, 
/**
 * The number of events concerned.
 */
events: number, 
/**
 * The number of events examined.
 */
of: number, 
/**
 * The notice as a sentence.
 */
message: string, };

/**
 * Progress of loading, sent after every slice.
 */
export type Progress = { 
/**
 * Size of all inputs given so far, in bytes.
 */
bytesTotal: number, 
/**
 * Bytes read so far.
 */
bytesRead: number, 
/**
 * Inputs given so far.
 */
inputs: number, 
/**
 * Inputs that are finished: no more will be read of them.
 */
inputsDone: number, 
/**
 * The path of the input being read.
 */
current: string | null, 
/**
 * Records found.
 */
records: number, 
/**
 * Records that became events.
 */
events: number, 
/**
 * Records that repeat an event.
 */
duplicates: number, 
/**
 * Records that could not be read.
 */
problems: number, 
/**
 * Bytes of silver, gold, their dictionaries and the cached answers.
 */
memoryBytes: number, 
/**
 * Bytes of memory in use in total; `null` if they are not counted.
 */
takenBytes: number | null, 
/**
 * Memory limit in bytes; `null` if there is none.
 */
limitBytes: number | null, 
/**
 * Whether memory is full and reading has stopped.
 */
full: boolean, 
/**
 * Whether everything has been read.
 */
done: boolean, };

/**
 * How complete everything loaded looks. No filter narrows it. Days and hours are UTC.
 */
export type Completeness = { 
/**
 * Events by day of each workspace and service, by workspace, then service.
 */
series: Array<EventSeries>, 
/**
 * Hours without events that differ from the rhythm of what should have them: everything first, then workspaces,
 * services, and services of a workspace.
 */
silences: Array<Silence>, 
/**
 * What the names of folders say.
 */
folders: FolderDates, 
/**
 * Events whose folder is of another day, by input.
 */
outside: Array<OutsideFolder>, 
/**
 * What the provider's logs are known to lack in the loaded span of time.
 */
gaps: Array<GapSummary>, 
/**
 * How the loaded span compares with what providers keep.
 */
retention: Array<RetentionEdge>, 
/**
 * Records that are not counted by day, or not reliably.
 */
doubts: Doubts, 
/**
 * What none of this can tell, as sentences.
 */
cannot_tell: Array<string>, };

/**
 * Events by day or hour. Days and hours are UTC.
 */
export type EventGrid = { 
/**
 * The start of the first column, milliseconds since 1970.
 */
fromMs: number, 
/**
 * How long a column is, in milliseconds: an hour, a day or several days.
 */
stepMs: number, 
/**
 * How many columns.
 */
columns: number, 
/**
 * Everything first, then the rows with the most events of the shown time.
 */
rows: Array<GridRow>, 
/**
 * How many rows there are besides everything, shown or not.
 */
totalRows: number, 
/**
 * Events of the shown time that are in none of the shown rows but the first.
 */
rest: number, 
/**
 * Whether there are too many hours of workspaces and services to be counted. There are no rows then.
 */
uncounted: boolean, };

/**
 * A row of an `EventGrid`.
 */
export type GridRow = { 
/**
 * The workspace; empty for events that name none, `null` for all.
 */
workspace: string | null, 
/**
 * The service; empty for events that name none, `null` for all.
 */
service: string | null, 
/**
 * Its events in the shown time.
 */
events: number, 
/**
 * How many columns have events.
 */
filled: number, 
/**
 * The events of each column.
 */
counts: number[], 
/**
 * How many events each column usually has: the median of the same hours of comparable days; `null` where those are
 * too few. Empty where a column is several days.
 */
usually: (number | null)[], 
/**
 * The hours of each column that are unusually silent.
 */
silent: Array<number>, };

/**
 * The events of a workspace and service.
 */
export type EventSeries = { 
/**
 * The workspace; empty for events that name none.
 */
workspace: string, 
/**
 * The service; empty for events that name none.
 */
service: string, 
/**
 * Events with a time.
 */
events: number, 
/**
 * Events by day, `2025-10-06`; days without events are left out.
 */
days: Record<string, number>, };

/**
 * Hours without an event where other days have many.
 */
export type Silence = { 
/**
 * The workspace; `null` for all.
 */
workspace: string | null, 
/**
 * The service; `null` for all.
 */
service: string | null, 
/**
 * The first empty hour, RFC 3339.
 */
from: string, 
/**
 * The end of the last empty hour.
 */
until: string, 
/**
 * How many hours.
 */
hours: number, 
/**
 * How many events the same hours usually have: the median over comparable days.
 */
usually: number, 
/**
 * All of that in a sentence.
 */
message: string, };

/**
 * What folders such as `workspaceId=7/date=2025-10-06` name, and what their files hold.
 */
export type FolderDates = { 
/**
 * How many folders are of a day.
 */
folders: number, 
/**
 * The first day that a folder names.
 */
first: string | null, 
/**
 * The last day that a folder names.
 */
last: string | null, 
/**
 * Days between them without a folder where comparable days have one.
 */
missing: Array<MissingDates>, 
/**
 * Folders whose files hold no event of their day.
 */
empty: Array<FolderDate>, 
/**
 * Days with events in dated folders, none of which names the day.
 */
unnamed: Array<UnnamedDate>, 
/**
 * Workspaces that folders name, and no event.
 */
workspaces_without_events: Array<string>, 
/**
 * Workspaces that events name, and no folder, where folders name workspaces.
 */
workspaces_without_folder: Array<string>, };

/**
 * Days that lack a folder.
 */
export type MissingDates = { 
/**
 * The workspace whose folders lack them; `null` where no folder at all is of these days.
 */
workspace: string | null, 
/**
 * The first day.
 */
from: string, 
/**
 * The last day.
 */
to: string, 
/**
 * How many days.
 */
days: number, };

/**
 * A folder of a day.
 */
export type FolderDate = { 
/**
 * The workspace that the folders name.
 */
workspace: string | null, 
/**
 * The day.
 */
date: string, };

/**
 * A day with events that no folder names.
 */
export type UnnamedDate = { 
/**
 * The day.
 */
date: string, 
/**
 * How many events.
 */
events: number, };

/**
 * Events of an input, or of a file in an archive, whose folder is of another day.
 */
export type OutsideFolder = { 
/**
 * The input's index, from 0.
 */
input: number, 
/**
 * The path whose folder names the day.
 */
path: string, 
/**
 * The folder's day.
 */
date: string, 
/**
 * How many events are of other days.
 */
events: number, 
/**
 * The time of the first of them, RFC 3339.
 */
first: string, 
/**
 * The time of the last of them.
 */
last: string, };

/**
 * A known gap of a provider's logs.
 */
export type GapSummary = { 
/**
 * `databricks` or `immuta`.
 */
product: string, 
/**
 * `late`, `never`, `outage`, `retention` or `truncated`.
 */
kind: string, 
/**
 * The loaded services concerned; empty for all of the product's.
 */
services: Array<string>, 
/**
 * The first UTC day; `null` if there is none.
 */
from: string | null, 
/**
 * The last UTC day; `null` if it goes on.
 */
to: string | null, 
/**
 * What is missing, in a sentence.
 */
means: string, 
/**
 * The publisher of the source.
 */
source: string, 
/**
 * The address of the source.
 */
url: string, };

/**
 * How long a provider keeps events, and how long the loaded ones reach back.
 */
export type RetentionEdge = { 
/**
 * `databricks` or `immuta`.
 */
product: string, 
/**
 * For how many days events are kept.
 */
days: number, 
/**
 * The time of the product's first event, RFC 3339.
 */
first: string, 
/**
 * Days from its first to its last event, rounded up.
 */
span_days: number, 
/**
 * Whether the first event is about as old as events get, counted from the last one: older ones may be deleted.
 */
is_edge: boolean, 
/**
 * What the provider keeps, in a sentence.
 */
means: string, };

/**
 * Records that no day counts, or not reliably.
 */
export type Doubts = { 
/**
 * Events without a time.
 */
undated: number, 
/**
 * Records that repeat an event.
 */
duplicates: number, 
/**
 * Records that share an id with an earlier event but differ in content.
 */
conflicts: number, 
/**
 * Records that could not be read.
 */
problems: number, 
/**
 * Inputs that were not read to their end.
 */
unread: number, 
/**
 * Files that were left aside.
 */
skipped: number, 
/**
 * Workspaces, services and services of a workspace with a rhythm that their silence can be told by.
 */
judged: number, 
/**
 * Those with too few events or days for that.
 */
unjudged: number, };

/**
 * The whole summary.
 */
export type Summary = { 
/**
 * The version of Touchstone.
 */
touchstone: string, 
/**
 * The bronze ledger.
 */
inputs: Array<InputSummary>, 
/**
 * Counts over all inputs.
 */
totals: TotalsSummary, 
/**
 * Counts outside the identity.
 */
beside: BesideSummary, 
/**
 * Time span of the events.
 */
time: TimeSummary, 
/**
 * The filter that selects the events of `time`, `silver`, `gold` and `principals`; empty selects all.
 */
filter: string, 
/**
 * The silver frame.
 */
silver: SilverSummary, 
/**
 * Gold frames by service; the empty text stands for records without a service.
 */
gold: Record<string, GoldSummary>, 
/**
 * Events per e-mail, ignoring case, most events first, then by e-mail; `null` for events without one.
 */
principals: Array<PrincipalSummary>, 
/**
 * What was looked for; `null` if nothing was.
 */
rules: RulesSummary | null, 
/**
 * What rules found: by severity, triage, time, rule and group.
 */
findings: Array<FindingSummary>, 
/**
 * In order of input and record.
 */
problems: Array<ProblemSummary>, 
/**
 * Lost or guessed values, in reading order.
 */
warnings: Array<WarningSummary>, 
/**
 * Records that share an id with an earlier event but differ in content, in reading order.
 */
conflicts: Array<ConflictSummary>, 
/**
 * Limits of the data that an auditor must know before relying on any figure.
 */
notices: Array<NoticeSummary>, 
/**
 * How complete everything loaded looks, whatever the filter.
 */
completeness: Completeness, };

/**
 * The rules that findings rest on.
 */
export type RulesSummary = { 
/**
 * A digest of the version, the rules and the tuning, in hexadecimal: where it is the same, the same events have the
 * same findings.
 */
sha256: string, 
/**
 * How many rules were evaluated.
 */
evaluated: number, 
/**
 * The ids of rules that the tuning switches off.
 */
off: Array<string>, 
/**
 * The ids of rules that are not of the pack.
 */
own: Array<string>, 
/**
 * Rules that cannot be used, and why.
 */
unusable: Array<string>, 
/**
 * What is changed about the rules, with the keys of `docs/tuning.schema.json`.
 */
tuning: object, };

/**
 * Something that an auditor should look at.
 */
export type FindingSummary = { 
/**
 * The rule's id.
 */
rule: string, 
/**
 * The rule's title.
 */
title: string, 
/**
 * `informational`, `low`, `medium`, `high` or `critical`.
 */
severity: string, 
/**
 * How many events.
 */
count: number, 
/**
 * Who did it, the one with the most events first; `null` for events that name nobody.
 */
principals: Array<string | null>, 
/**
 * The time of the first event, RFC 3339 in UTC; `null` where no event has one.
 */
first: string | null, 
/**
 * The time of the last event.
 */
last: string | null, 
/**
 * What happened, in a sentence.
 */
message: string, 
/**
 * The records that prove it, in order of input and record.
 */
records: Array<RecordSummary>, };

/**
 * A record by its place.
 */
export type RecordSummary = { 
/**
 * The input's index, from 0.
 */
input: number, 
/**
 * The record's number within the input, from 1.
 */
record: number, };

/**
 * An input's entry in the ledger.
 */
export type InputSummary = { 
/**
 * Its path as given.
 */
path: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * Bytes read so far.
 */
bytes_read: number, 
/**
 * How far it was read: only a `complete` input was read to its end.
 */
state: InputState, 
/**
 * SHA-256 of its bytes in hexadecimal; `null` if not computed.
 */
sha256: string | null, 
/**
 * `json`, …
 */
container: string, 
/**
 * Records per format.
 */
formats: Record<string, number>, 
/**
 * Records per wrapper that another system put around them, named by its keys.
 */
wrappers: Record<string, number>, 
/**
 * Records found.
 */
records: number, 
/**
 * Records that became events.
 */
events: number, 
/**
 * Records that repeat an event.
 */
duplicates: number, 
/**
 * Records that could not be read.
 */
problems: number, 
/**
 * Warnings about it and its events.
 */
warnings: number, 
/**
 * Records that share an id with an earlier event but differ in content.
 */
conflicts: number, };

/**
 * The reconciliation identity, over all inputs.
 */
export type TotalsSummary = { records: number, events: number, duplicates: number, problems: number, };

/**
 * Counts outside the identity, over all inputs. Every record counted here is counted in the identity as well.
 */
export type BesideSummary = { warnings: number, conflicts: number, };

/**
 * Time span of the events, RFC 3339 in UTC.
 */
export type TimeSummary = { first: string | null, last: string | null, };

/**
 * The silver frame.
 */
export type SilverSummary = { 
/**
 * Number of rows.
 */
rows: number, };

/**
 * A gold frame.
 */
export type GoldSummary = { 
/**
 * Number of rows.
 */
rows: number, 
/**
 * Its `requestParams.…` columns, sorted.
 */
columns: Array<string>, 
/**
 * Events per action.
 */
actions: Record<string, number>, };

/**
 * A principal and its number of events.
 */
export type PrincipalSummary = { 
/**
 * The e-mail in its most frequent spelling; `null` for events without one.
 */
email: string | null, 
/**
 * Number of events.
 */
events: number, };

/**
 * A record that could not be read.
 */
export type ProblemSummary = { 
/**
 * The input's index, from 0.
 */
input: number, 
/**
 * The record's number within the input, from 1.
 */
record: number, 
/**
 * Its first byte within the input.
 */
offset: number, 
/**
 * `invalid_json`, `unknown_format`, …
 */
kind: string, 
/**
 * What is wrong, as a sentence.
 */
message: string, };

/**
 * A value that was lost or guessed.
 */
export type WarningSummary = { 
/**
 * The input's index, from 0.
 */
input: number, 
/**
 * The record's number within the input, from 1; `null` if the warning concerns no record.
 */
record: number | null, 
/**
 * Its offset, as in a problem.
 */
offset: number, 
/**
 * `cut_off`, `unplaced_time`, …
 */
kind: string, 
/**
 * The field concerned, by its name in the record.
 */
field: string | null, 
/**
 * What happened, as a sentence.
 */
message: string, };

/**
 * A record that shares an id with an earlier event but differs in content.
 */
export type ConflictSummary = { 
/**
 * The input's index, from 0.
 */
input: number, 
/**
 * The record's number within the input, from 1.
 */
record: number, 
/**
 * Its offset, as in a problem.
 */
offset: number, 
/**
 * Whether it is an event of its own; otherwise it counts as a duplicate.
 */
event: boolean, 
/**
 * The columns that differ.
 */
fields: Array<string>, 
/**
 * The input of the event with the same id.
 */
of_input: number, 
/**
 * That event's record number within its input.
 */
of_record: number, };

/**
 * A limit of the data that an auditor must know before relying on any figure.
 */
export type NoticeSummary = { 
/**
 * The input's index, from 0; `null` if the notice concerns several.
 */
input: number | null, 
/**
 * `undated`, `without_service`, `one_workspace` or `rules_not_evaluated`.
 */
kind: string, 
/**
 * The number of events concerned.
 */
events: number, 
/**
 * The number of events examined.
 */
of: number, 
/**
 * The notice as a sentence.
 */
message: string, };
