// Made from crates/analysis by its test `typescript`; do not edit.

/**
 * A question over what is loaded so far; it never changes anything.
 */
export type Question = { "ask": "contents" } | { "ask": "parse", 
/**
 * The text as it is typed.
 */
text: string, } | { "ask": "complete", 
/**
 * The text as it is typed.
 */
text: string, 
/**
 * Where the cursor stands, in UTF-16 units.
 */
cursor: number, 
/**
 * How many candidates at most.
 */
most: number, } | { "ask": "edit", 
/**
 * The filter before.
 */
filter: Filter, 
/**
 * The edit.
 */
edit: Edit, } | { "ask": "fromTerms", 
/**
 * An event is selected when every term and the time range admit it.
 */
terms: Array<Term>, 
/**
 * `null`: all of time.
 */
time: TimeRange | null, } | { "ask": "examples" } | { "ask": "overview", 
/**
 * What is selected. A leaderboard leaves out the clauses on its own column, the histogram the range of time.
 */
filter: Filter, 
/**
 * How many bins at most the histogram may have.
 */
bins: number, 
/**
 * What the histogram stacks: `outcome` or `service_name`.
 */
stack: string, 
/**
 * How many leaders each leaderboard lists.
 */
leaders: number, } | { "ask": "gold", 
/**
 * The frame's `service_name`.
 */
service: string, 
/**
 * What is selected.
 */
filter: Filter, } | { "ask": "rows", 
/**
 * Which table, in which order.
 */
table: Table, 
/**
 * The window's first row within the table.
 */
start: number, 
/**
 * How many rows at most.
 */
count: number, } | { "ask": "groups", 
/**
 * What is selected.
 */
filter: Filter, 
/**
 * One or two: silver's columns, `requestParams.<key>`, or a filter's fields, such as `weekday`.
 */
by: Array<string>, 
/**
 * How many groups at most, those with the most events first.
 */
most: number, } | { "ask": "event", 
/**
 * The silver row, as `Rows` gave it.
 */
row: number, } | { "ask": "clusters", 
/**
 * What is selected.
 */
filter: Filter, } | { "ask": "accounts", 
/**
 * What is selected.
 */
filter: Filter, 
/**
 * How many bins at most the histogram may have.
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
 * Where it begins.
 */
offset: number, 
/**
 * Its length there.
 */
length: number, } | { "ask": "inputs" } | { "ask": "problems", 
/**
 * The window's first problem.
 */
start: number, 
/**
 * How many at most.
 */
count: number, } | { "ask": "duplicates", 
/**
 * The window's first duplicate.
 */
start: number, 
/**
 * How many at most.
 */
count: number, } | { "ask": "warnings", 
/**
 * The window's first warning.
 */
start: number, 
/**
 * How many at most.
 */
count: number, } | { "ask": "conflicts", 
/**
 * The window's first conflict.
 */
start: number, 
/**
 * How many at most.
 */
count: number, } | { "ask": "summary" };

/**
 * A table: a frame, the rows selected of it, the columns shown and their order.
 */
export type Table = { 
/**
 * The gold frame of this service; absent: silver.
 */
service: string | null, 
/**
 * What is selected.
 */
filter: Filter, 
/**
 * The columns shown, in order; empty: every column of the frame.
 */
columns: Array<string>, 
/**
 * Absent: by event time, then input and record.
 */
sort: Sort | null, };

/**
 * An order of rows. Rows that compare equal stay in order of event time, then input and record.
 */
export type Sort = { 
/**
 * A column of the table.
 */
column: string, 
/**
 * True: the largest first. The absent value comes last either way.
 */
descending: boolean, };

/**
 * A filter. `docs/filters.md` describes its text; the empty one selects every event.
 */
export type Filter = string;

/**
 * One edit of a filter. A clause is named by its place among the filter's clauses, from 0.
 */
export type Edit = { "kind": "choose", 
/**
 * A silver column (`service_name`), or `requestParams.<key>` of any gold frame.
 */
column: string, 
/**
 * The value as it is shown; `null` is the absent value.
 */
value: string | null, 
/**
 * How it is chosen.
 */
choice: Choice, } | { "kind": "time", 
/**
 * `null`: all of time, including events whose time could not be read.
 */
range: TimeRange | null, } | { "kind": "add", 
/**
 * The other filter.
 */
filter: Filter, } | { "kind": "replace", 
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
 * How a value is chosen.
 */
export type Choice = "only" | "also" | "without";

/**
 * One column's part of an address from before the filter language.
 */
export type Term = { 
/**
 * A silver column (`service_name`), or `requestParams.<key>` of any gold frame.
 */
column: string, 
/**
 * The values meant, as shown; `null` is the absent value.
 */
values: Array<string | null>, 
/**
 * True: events with one of `values` are left out instead.
 */
exclude: boolean, };

/**
 * Half-open: `from_ms <= event_time < until_ms`, milliseconds since 1970 UTC.
 */
export type TimeRange = { 
/**
 * The first millisecond inside.
 */
fromMs: number, 
/**
 * The first millisecond after.
 */
untilMs: number, };

/**
 * What a text says as a filter.
 */
export type Parsed = { 
/**
 * The filter in its own spelling; `null` where the text is none.
 */
filter: Filter | null, 
/**
 * Its clauses; events must be meant by all of them.
 */
clauses: Array<Clause>, 
/**
 * The range of time that it sets, where it is a plain one.
 */
time: TimeRange | null, 
/**
 * Why the text is no filter.
 */
error: FilterError | null, };

/**
 * A clause of a filter.
 */
export type Clause = { 
/**
 * Its own text, without what negates it or switches it off.
 */
text: string, 
/**
 * Where it begins in the text that was parsed, in UTF-16 units.
 */
start: number, 
/**
 * Where it ends.
 */
end: number, 
/**
 * The one column that it asks, as tables name it; `null` where it asks several.
 */
column: string | null, 
/**
 * Whether it leaves out what it names.
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
 * Its meaning; empty for values.
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
 * Filters that select something of what is loaded, one for each part of the language.
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
 * How many events it selects of all.
 */
events: number, };

/**
 * How far the evaluation of a filter is, in texts and rows to be looked at. It is done when both are equal.
 */
export type Evaluated = { 
/**
 * Looked at.
 */
done: number, 
/**
 * To be looked at in all.
 */
of: number, };

/**
 * What to save, and as what.
 */
export type Export = { 
/**
 * What to save.
 */
what: Exported, 
/**
 * As what.
 */
format: ExportFormat, };

/**
 * What can be saved.
 */
export type Exported = { "kind": "table", 
/**
 * Which.
 */
table: Table, 
/**
 * How many of its rows at most; absent: all.
 */
most?: number, } | { "kind": "problems" } | { "kind": "duplicates" } | { "kind": "warnings" } | { "kind": "conflicts" };

/**
 * The kinds of file that can be written.
 */
export type ExportFormat = "parquet" | "csv" | "ndjson" | "raw";

/**
 * The answer to the [`crate::Question`] of the same name.
 */
export type Answer = Contents | Parsed | Completion | Edited | Examples | Overview | Gold | Rows | Groups | Event | Raw | Clusters | Accounts | Inputs | Problems | Duplicates | Warnings | Conflicts | Summary;

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
 * How many inputs the ledger has.
 */
inputs: number, 
/**
 * What has to be known before any figure is relied on.
 */
notices: Array<Notice>, 
/**
 * How many distinct e-mails without regard to case, the absent one not counted.
 */
principals: number, 
/**
 * Bytes that silver, gold and their dictionaries take in memory, and what is kept of answers.
 */
memoryBytes: number, };

/**
 * `records = events + duplicates + problems`, `silver_rows = events = gold_rows`.
 */
export type Totals = { 
/**
 * Records met in the inputs.
 */
records: number, 
/**
 * Records that became an event.
 */
events: number, 
/**
 * Records that repeat an event.
 */
duplicates: number, 
/**
 * Records that could not be read; an input that is no log counts as one.
 */
problems: number, 
/**
 * What was lost or guessed of events and inputs.
 */
warnings: number, 
/**
 * Events and duplicates whose id an event before them has, with other content.
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
 * The `service_name`; empty where records carry none.
 */
service: string, 
/**
 * Rows of its gold frame.
 */
events: number, };

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
 * Events over time, under every clause of the filter but its range of time.
 */
histogram: Histogram, 
/**
 * One per dimension, each under every clause of the filter but those on its own column.
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
 * Events whose time could not be read; no range of time selects them.
 */
undated: number, 
/**
 * The first event's time, milliseconds since 1970 UTC.
 */
firstMs: number | null, 
/**
 * The last event's time, milliseconds since 1970 UTC.
 */
lastMs: number | null, };

/**
 * Counts per bin of time. Bin `i` covers `from_ms + i * bin_ms` up to the next bin's start.
 */
export type Histogram = { 
/**
 * Start of the first bin, milliseconds since 1970 UTC, on a round time.
 */
fromMs: number, 
/**
 * Width of a bin: a round one, from a millisecond to years.
 */
binMs: number, 
/**
 * One per stacked value, each with a count per bin; all of the same length.
 */
series: Array<Series>, };

/**
 * One stacked value's counts.
 */
export type Series = { 
/**
 * The value, or `other` for those past the first eight services.
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
 * How many distinct values there are under the filter, the absent one included.
 */
distinct: number, 
/**
 * Most events first; values that the filter lists are always among them.
 */
leaders: Array<Leader>, };

/**
 * A value and how many events have it.
 */
export type Leader = { 
/**
 * The value; `null` is the absent one.
 */
value: string | null, 
/**
 * Events that have it.
 */
events: number, 
/**
 * Whether the filter lists it among what it selects.
 */
chosen: boolean, 
/**
 * Whether the filter lists it among what it leaves out.
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
 * Rows of the whole frame.
 */
rows: number, 
/**
 * Rows that the filter selects.
 */
selected: number, 
/**
 * The request parameter columns, sorted by name; empty when the frame has only `requestParams.placeholder`.
 */
keys: Array<Key>, 
/**
 * Its actions, most events first.
 */
actions: Array<Leader>, };

/**
 * A request parameter column.
 */
export type Key = { 
/**
 * The column: `requestParams.<key>`.
 */
column: string, 
/**
 * Selected rows in which it is not null.
 */
filled: number, 
/**
 * Its distinct values among the selected rows, null not counted.
 */
distinct: number, 
/**
 * Its most frequent values among the selected rows.
 */
top: Array<Leader>, 
/**
 * Path of the input that first brought the key.
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
 * Every column that the table could show, in the frame's order.
 */
available: Array<string>, 
/**
 * The columns of the cells below.
 */
columns: Array<string>, 
/**
 * The rows.
 */
rows: Array<Row>, };

/**
 * A row of a table.
 */
export type Row = { 
/**
 * The silver row: what `Event` is asked with.
 */
row: number, 
/**
 * One per column; `null` is the absent value.
 */
cells: Array<string | null>, };

/**
 * The selected events by the values of one or two columns.
 */
export type Groups = { 
/**
 * The columns.
 */
by: Array<string>, 
/**
 * How many groups there are in all.
 */
total: number, 
/**
 * Most events first, then by values.
 */
groups: Array<Group>, };

/**
 * Events that share their values.
 */
export type Group = { 
/**
 * One of each column; `null` is the absent value.
 */
values: Array<string | null>, 
/**
 * How many events.
 */
events: number, 
/**
 * The first event's time, milliseconds since 1970 UTC; `null` where none has a time.
 */
firstMs: number | null, 
/**
 * The last event's time.
 */
lastMs: number | null, };

/**
 * One event with the record it came from.
 */
export type Event = { 
/**
 * Its silver row.
 */
row: number, 
/**
 * Every silver column in order; times in full precision.
 */
fields: Array<Field>, 
/**
 * Its request parameters, in order of appearance.
 */
requestParams: Array<Field>, 
/**
 * Where the record lies.
 */
location: Location, 
/**
 * The record as it stands in the input.
 */
raw: Raw, };

/**
 * A name and its value.
 */
export type Field = { 
/**
 * The column, or the request parameter's key.
 */
name: string, 
/**
 * The value; `null` where there is none.
 */
value: string | null, };

/**
 * Where a record lies.
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
 * Of an archive, the part that it lies in.
 */
part: string | null, 
/**
 * Where it begins in the input's text, or its part's: after decompression, in UTF-8; of Parquet the row, from 0.
 */
offset: number, 
/**
 * Its length there; 0 for a row of Parquet.
 */
length: number, };

/**
 * A record's bytes, read again; of a row of Parquet, its JSON.
 */
export type Raw = { 
/**
 * The bytes as text; bytes that are no UTF-8 appear as U+FFFD.
 */
text: string, 
/**
 * Why the bytes could not be read, for instance because the file changed since.
 */
error: string | null, };

/**
 * What was created, by whom, and what never terminates. Only `create` events are counted.
 */
export type Clusters = { 
/**
 * How many `create` events there are.
 */
created: number, 
/**
 * Per UTC day, in order; days without a creation between the first and the last are listed with 0.
 */
perDay: Array<DayCount>, 
/**
 * By `cluster_creator`, most first; `null` are those that a person created.
 */
byCreator: Array<Leader>, 
/**
 * Per job id taken from a name that is `job-<jobId>-run-<runId>` as a whole, most first.
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
 * The UTC day, `2019-12-28`.
 */
date: string, 
/**
 * Events on it.
 */
events: number, };

/**
 * The clusters that a job created.
 */
export type JobCount = { 
/**
 * The job.
 */
jobId: string, 
/**
 * Clusters created for it.
 */
created: number, 
/**
 * `requestParams.user_id` of these creations, in order of first appearance. A job's creator never changes, so there is one.
 */
userIds: Array<string>, };

/**
 * A cluster that runs until somebody stops it.
 */
export type ClusterWithoutAutotermination = { 
/**
 * The silver row of its creation.
 */
row: number, 
/**
 * When it was created, milliseconds since 1970 UTC.
 */
createdMs: number | null, 
/**
 * Who created it.
 */
email: string | null, 
/**
 * `requestParams.cluster_name`.
 */
clusterName: string | null, 
/**
 * `cluster_id` of the response's result.
 */
clusterId: string | null, };

/**
 * Logins of the `accounts` service: actions whose name ends with `login`, whatever the case.
 */
export type Accounts = { 
/**
 * Logins in all, whatever came of them.
 */
logins: number, 
/**
 * Those denied or failed.
 */
failed: number, 
/**
 * Over time; the series are `succeeded`, `failed` and, where a response is missing, `unknown`.
 */
histogram: Histogram, 
/**
 * By user, most failures first, then most logins.
 */
byUser: Array<LoginUser>, 
/**
 * By action, most first.
 */
byAction: Array<Leader>, 
/**
 * Source addresses of failed logins, most first.
 */
failedByAddress: Array<Leader>, };

/**
 * One user's logins.
 */
export type LoginUser = { 
/**
 * The e-mail, else `requestParams.user`; `null` where there is neither.
 */
user: string | null, 
/**
 * Logins in all.
 */
logins: number, 
/**
 * Those denied or failed.
 */
failed: number, 
/**
 * The last login's time, milliseconds since 1970 UTC.
 */
lastMs: number | null, };

/**
 * The bronze ledger.
 */
export type Inputs = { 
/**
 * In the order in which they were given.
 */
inputs: Array<Input>, 
/**
 * Given files, and parts of archives, that hold no records by their name or by their table's log, and those of which the
 * log leaves out rows.
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
 * Its size.
 */
bytes: number, 
/**
 * How much of it has been read.
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
 * Records per wrapper that another system put around them, by the keys that lead into it.
 */
wrappers: Record<string, number>, 
/**
 * Records met.
 */
records: number, 
/**
 * Records that became an event.
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
 * What was lost or guessed of it and of its events.
 */
warnings: number, 
/**
 * Its records whose id an event before them has, with other content.
 */
conflicts: number, 
/**
 * How far reading has come.
 */
state: InputState, };

/**
 * How far an input has been read. In the summary, too, whose schema is `docs/summary.schema.json`.
 */
export type InputState = "waiting" | "reading" | "complete" | "cancelled" | "stopped" | "failed";

/**
 * A file that is not read, or of which rows are left out.
 */
export type Skipped = { 
/**
 * Its path; of a part of an archive, the archive's path and its own.
 */
path: string, 
/**
 * Why, or what is left out, in a few words.
 */
reason: string, };

/**
 * A window of the problems.
 */
export type Problems = { 
/**
 * How many there are.
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
 * Of an archive, the part that it lies in.
 */
part: string | null, 
/**
 * Where it begins in the input's text, or its part's: after decompression, in UTF-8; of Parquet the row, from 0.
 */
offset: number, 
/**
 * Its length there; 0 where there is nothing to show.
 */
length: number, 
/**
 * `invalid_json`, `unknown_format`, …
 */
kind: string, 
/**
 * What is wrong, in a sentence.
 */
message: string, };

/**
 * A window of the duplicates.
 */
export type Duplicates = { 
/**
 * How many there are.
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
 * Of an archive, the part that it lies in.
 */
part: string | null, 
/**
 * Where it begins, as in a problem.
 */
offset: number, 
/**
 * Its length there.
 */
length: number, 
/**
 * The silver row of the event that it repeats.
 */
ofRow: number, 
/**
 * The path of the input that holds that event.
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
 * How many there are.
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
 * What was lost or guessed of an event that was read, or of an input.
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
 * The record's number within the input, from 1; nothing where it concerns no record.
 */
record: number | null, 
/**
 * Of an archive, the part that the record lies in.
 */
part: string | null, 
/**
 * Where it begins, as in a problem.
 */
offset: number, 
/**
 * Its length there; 0 where there is nothing to show.
 */
length: number, 
/**
 * `cut_off`, `unplaced_time`, …
 */
kind: string, 
/**
 * The field that it happened to, by its name in the record.
 */
field: string | null, 
/**
 * What happened, in a sentence.
 */
message: string, };

/**
 * A window of the conflicts.
 */
export type Conflicts = { 
/**
 * How many there are.
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
 * A record whose id an event before it has, and which says something else.
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
 * Of an archive, the part that it lies in.
 */
part: string | null, 
/**
 * Where it begins, as in a problem.
 */
offset: number, 
/**
 * Its length there.
 */
length: number, 
/**
 * The id.
 */
id: string | null, 
/**
 * The columns in which it differs.
 */
fields: Array<string>, 
/**
 * Its own silver row; nothing where it counts as a duplicate.
 */
row: number | null, 
/**
 * The silver row of the event with the same id.
 */
ofRow: number, 
/**
 * The path of the input that holds that event.
 */
ofPath: string, 
/**
 * That event's record number within its input.
 */
ofRecord: number, };

/**
 * What an auditor has to know of an input, or of all, before relying on any figure.
 */
export type Notice = { 
/**
 * The input's index; nothing where it is said of several together.
 */
input: number | null, 
/**
 * `undated`, `without_service` or `one_workspace`.
 */
kind: string, 
/**
 * The events that it is said of.
 */
events: number, 
/**
 * Out of so many.
 */
of: number, 
/**
 * The sentence.
 */
message: string, };

/**
 * How far loading has come, sent after every slice read.
 */
export type Progress = { 
/**
 * Bytes of every input given so far.
 */
bytesTotal: number, 
/**
 * Bytes read of them.
 */
bytesRead: number, 
/**
 * Inputs given so far.
 */
inputs: number, 
/**
 * Inputs of which nothing more will be read.
 */
inputsDone: number, 
/**
 * The path of the input being read.
 */
current: string | null, 
/**
 * Records met.
 */
records: number, 
/**
 * Records that became an event.
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
 * Bytes that silver, gold and their dictionaries take in memory, and what is kept of answers.
 */
memoryBytes: number, 
/**
 * Bytes of memory that are taken, by all of it together; `null` where nobody counts them.
 */
takenBytes: number | null, 
/**
 * How many there can be; `null` where there is no end to them.
 */
limitBytes: number | null, 
/**
 * Whether memory is full, so that nothing more is read.
 */
full: boolean, 
/**
 * Whether there is nothing left to read.
 */
done: boolean, };

/**
 * The whole summary.
 */
export type Summary = { 
/**
 * The version that made it.
 */
touchstone: string, 
/**
 * The bronze ledger.
 */
inputs: Array<InputSummary>, 
/**
 * Over all inputs.
 */
totals: TotalsSummary, 
/**
 * What is noted beside the totals.
 */
beside: BesideSummary, 
/**
 * The events' span.
 */
time: TimeSummary, 
/**
 * The filter that selects the events of `time`, `silver`, `gold` and `principals`; empty: all of them.
 */
filter: string, 
/**
 * The silver frame.
 */
silver: SilverSummary, 
/**
 * The gold frames by service; a service that records do not name is the empty text.
 */
gold: Record<string, GoldSummary>, 
/**
 * Events per e-mail without regard to case, most first, then by e-mail; `null` is the absent one.
 */
principals: Array<PrincipalSummary>, 
/**
 * What rules found. No rules are built in yet, so the list is empty.
 */
findings: unknown[], 
/**
 * In order of input and record.
 */
problems: Array<ProblemSummary>, 
/**
 * What was lost or guessed, in order of reading.
 */
warnings: Array<WarningSummary>, 
/**
 * Records whose id an event before them has, with other content, in order of reading.
 */
conflicts: Array<ConflictSummary>, 
/**
 * What has to be known before any figure is relied on.
 */
notices: Array<NoticeSummary>, };

/**
 * An input's entry in the ledger.
 */
export type InputSummary = { 
/**
 * Its path as given.
 */
path: string, 
/**
 * Its size.
 */
bytes: number, 
/**
 * How much of it has been read.
 */
bytes_read: number, 
/**
 * Whether that is all of it: only a `complete` input is.
 */
state: InputState, 
/**
 * SHA-256 of its bytes in hexadecimal; `null` where it could not be computed.
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
 * Records per wrapper that another system put around them, by the keys that lead into it.
 */
wrappers: Record<string, number>, 
/**
 * Records met.
 */
records: number, 
/**
 * Records that became an event.
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
 * What was lost or guessed of it and of its events.
 */
warnings: number, 
/**
 * Records whose id an event before them has, with other content.
 */
conflicts: number, };

/**
 * The reconciliation identity, over all inputs.
 */
export type TotalsSummary = { records: number, events: number, duplicates: number, problems: number, };

/**
 * What stands beside the identity, over all inputs: each is of a record that is counted there.
 */
export type BesideSummary = { warnings: number, conflicts: number, };

/**
 * The events' span, RFC 3339 in UTC.
 */
export type TimeSummary = { first: string | null, last: string | null, };

/**
 * The silver frame.
 */
export type SilverSummary = { 
/**
 * Its rows.
 */
rows: number, };

/**
 * A gold frame.
 */
export type GoldSummary = { 
/**
 * Its rows.
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
 * A principal and its events.
 */
export type PrincipalSummary = { 
/**
 * The e-mail as it is spelled most often; `null` where events carry none.
 */
email: string | null, 
/**
 * Its events.
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
 * What is wrong, in a sentence.
 */
message: string, };

/**
 * What was lost or guessed.
 */
export type WarningSummary = { 
/**
 * The input's index, from 0.
 */
input: number, 
/**
 * The record's number within the input, from 1; `null` where it concerns no record.
 */
record: number | null, 
/**
 * Where it begins, as in a problem.
 */
offset: number, 
/**
 * `cut_off`, `unplaced_time`, …
 */
kind: string, 
/**
 * The field that it happened to, by its name in the record.
 */
field: string | null, 
/**
 * What happened, in a sentence.
 */
message: string, };

/**
 * A record whose id an event before it has, and which says something else.
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
 * Where it begins, as in a problem.
 */
offset: number, 
/**
 * Whether it is an event; otherwise it counts as a duplicate.
 */
event: boolean, 
/**
 * The columns in which it differs.
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
 * What has to be known of an input, or of all, before any figure is relied on.
 */
export type NoticeSummary = { 
/**
 * The input's index, from 0; `null` where it is said of several together.
 */
input: number | null, 
/**
 * `undated`, `without_service` or `one_workspace`.
 */
kind: string, 
/**
 * The events that it is said of.
 */
events: number, 
/**
 * Out of so many.
 */
of: number, 
/**
 * The sentence.
 */
message: string, };
