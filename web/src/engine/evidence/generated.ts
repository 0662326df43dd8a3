// Made from crates/evidence by its test `typescript`; do not edit.
import type { ExportFormat, Filter } from '../generated.ts';

/**
 * A question about evidence. Some take long, so they are worked on in steps.
 */
export type EvidenceQuestion = { "ask": "totals" } | { "ask": "totalsQuery", 
/**
 * The table that is counted.
 */
table: string, 
/**
 * Whose SQL.
 */
dialect: Dialect, } | { "ask": "compareTotals", 
/**
 * The result of the query: CSV, a JSON list of objects, or an object per line.
 */
result: string, } | { "ask": "sample", 
/**
 * What is drawn, and how.
 */
plan: Plan, 
/**
 * The most events and values in the answer.
 */
most: number, } | { "ask": "sampleQuery", 
/**
 * What is drawn, and how.
 */
plan: Plan, 
/**
 * The table that is drawn from: silver, exported with the same filter.
 */
table: string, 
/**
 * Whose SQL.
 */
dialect: Dialect, };

/**
 * What is drawn, and how.
 */
export type Plan = { 
/**
 * The population: the events that it selects.
 */
filter: Filter, 
/**
 * How many events are drawn; all where the population has no more.
 */
size: number, 
/**
 * Anything; another seed draws another sample.
 */
seed: string, 
/**
 * How they are drawn.
 */
method: Method, };

/**
 * Whose functions a recipe calls.
 */
export type Dialect = "databricks" | "duckdb";

/**
 * A table of evidence that is exported.
 */
export type EvidenceExport = { 
/**
 * What is exported.
 */
evidence: EvidenceTable, 
/**
 * The file format.
 */
format: ExportFormat, };

/**
 * A table of evidence.
 */
export type EvidenceTable = { "kind": "totals" } | { "kind": "sample", 
/**
 * What is drawn, and how.
 */
plan: Plan, };

/**
 * How far the work on a question is; complete where both are equal.
 */
export type EvidenceProgress = { 
/**
 * Rows looked at.
 */
done: number, 
/**
 * Rows in total.
 */
of: number, };

/**
 * The answer to the question of the same name.
 */
export type EvidenceAnswer = TotalsAnswer | QueryAnswer | ComparisonAnswer | SampleAnswer;

/**
 * Control totals.
 */
export type TotalsAnswer = { 
/**
 * By day, then service; events without a time come last.
 */
rows: Array<TotalsOfService>, 
/**
 * The sums over all days and services. An id of two services counts for each.
 */
sum: TotalsFigures, };

/**
 * The totals of a service on a day.
 */
export type TotalsOfService = { 
/**
 * The day in UTC; `null` for events without a time.
 */
eventDate: string | null, 
/**
 * The service; empty for events without one.
 */
serviceName: string, 
/**
 * What is counted.
 */
figures: TotalsFigures, };

/**
 * What is counted of a day and service.
 */
export type TotalsFigures = { 
/**
 * Records, those that repeat an event included.
 */
records: number, 
/**
 * Distinct ids.
 */
ids: number, 
/**
 * Events without an id.
 */
withoutId: number, 
/**
 * The sum over the distinct ids of the first 60 bits of their SHA-256, in decimal digits.
 */
digest: string, };

/**
 * A query.
 */
export type QueryAnswer = { 
/**
 * Its text.
 */
sql: string, };

/**
 * How the totals compare with a warehouse's.
 */
export type ComparisonAnswer = { 
/**
 * Days of services compared.
 */
compared: number, 
/**
 * Whether all have the same events.
 */
isEqual: boolean, 
/**
 * Those whose events differ.
 */
differences: Array<TotalsDifference>, 
/**
 * Those of the same events that differ in how often records were delivered.
 */
redelivered: Array<TotalsDifference>, 
/**
 * Those with as many events on both sides, of which one side has no ids.
 */
undecided: Array<TotalsDifference>, 
/**
 * Events loaded without a time, which were not compared.
 */
undated: number, };

/**
 * A day and service in which two totals differ.
 */
export type TotalsDifference = { 
/**
 * The day in UTC.
 */
eventDate: string, 
/**
 * The service; empty for events without one.
 */
serviceName: string, 
/**
 * What was loaded; `null` where that has no such day and service.
 */
loaded: TotalsFigures | null, 
/**
 * What the warehouse counted.
 */
warehouse: TotalsFigures | null, 
/**
 * All of that in a sentence.
 */
sentence: string, };

/**
 * A sample with its population.
 */
export type SampleAnswer = { 
/**
 * How it was drawn.
 */
method: Method, 
/**
 * Events of the population.
 */
population: number, 
/**
 * Those of them without an id, whose key is of their content, which SQL cannot repeat.
 */
withoutId: number, 
/**
 * Those of them without a time.
 */
undated: number, 
/**
 * The values of the field that it is stratified by, most events first.
 */
strata: Array<StratumAnswer>, 
/**
 * How many values there are, shown or not.
 */
totalStrata: number, 
/**
 * How many values none is drawn of.
 */
undrawn: number, 
/**
 * Values of which none is drawn, most events first.
 */
undrawnStrata: Array<StratumAnswer>, 
/**
 * The events drawn, lowest key first.
 */
events: Array<DrawnEvent>, 
/**
 * How many were drawn, shown or not.
 */
drawn: number, 
/**
 * How the same sample is drawn in a spreadsheet.
 */
spreadsheet: string, };

/**
 * The events of a population that share a value.
 */
export type StratumAnswer = { 
/**
 * The value; `null` for events without one.
 */
value: string | null, 
/**
 * Its events.
 */
events: number, 
/**
 * How many of them were drawn.
 */
drawn: number, };

/**
 * An event of a sample.
 */
export type DrawnEvent = { 
/**
 * Its key in hexadecimal.
 */
key: string, 
/**
 * Its silver row.
 */
row: number, 
/**
 * Its id; `null` where it has none.
 */
eventId: string | null, 
/**
 * Its time with every digit, RFC 3339 in UTC; `null` where it has none.
 */
eventTime: string | null, 
/**
 * Its service.
 */
serviceName: string | null, 
/**
 * Its action.
 */
actionName: string | null, 
/**
 * Who did it.
 */
email: string | null, 
/**
 * From where.
 */
sourceIpAddress: string | null, 
/**
 * How it ended.
 */
outcome: string | null, 
/**
 * The path of its input.
 */
path: string, 
/**
 * The record's number within the input, from 1.
 */
record: number, };

/**
 * What something on screen rests on, also as a sentence.
 */
export type BasisSaid = { 
/**
 * The basis. Its rows are the events that are selected.
 */
basis: Basis, 
/**
 * The same in a sentence or two, as a footer.
 */
footer: string, };

/**
 * What a figure rests on. `docs/evidence.md` describes its JSON.
 */
export type Basis = { 
/**
 * The version of Touchstone.
 */
touchstone: string, 
/**
 * What it is the basis of: `Silver`, `Findings`, …
 */
content: string, 
/**
 * How many rows that has.
 */
rows: number, 
/**
 * The zone of every time that is shown.
 */
zone: string, 
/**
 * The filter as text; empty selects every event.
 */
filter: string, 
/**
 * What the filter selects.
 */
selected: Selected, 
/**
 * Records over all inputs. `records = events + duplicates + problems`.
 */
totals: RecordCounts, 
/**
 * One SHA-256 of all inputs, whatever their names and order: of their SHA-256s in hexadecimal, sorted, each with a line
 * feed. Nothing while one of them has none.
 */
inputs_sha256: string | null, 
/**
 * The inputs in the order in which they were given.
 */
inputs: Array<InputBasis>, };

/**
 * The events that a filter selects.
 */
export type Selected = { 
/**
 * How many events.
 */
events: number, 
/**
 * Those of them without a time, which no range of time selects.
 */
undated: number, 
/**
 * The first and the last time of them; nothing where none has one.
 */
span: Span | null, };

/**
 * A span of time, RFC 3339 in UTC.
 */
export type Span = { 
/**
 * The time of the first event.
 */
first: string, 
/**
 * The time of the last event.
 */
last: string, };

/**
 * Counts of records.
 */
export type RecordCounts = { 
/**
 * Records read.
 */
records: number, 
/**
 * Those that became events.
 */
events: number, 
/**
 * Those that repeat an event, and are left out.
 */
duplicates: number, 
/**
 * Those that could not be read, and are left out.
 */
problems: number, 
/**
 * Values that were lost or guessed.
 */
warnings: number, 
/**
 * Records that share an id with an earlier event but differ in content.
 */
conflicts: number, };

/**
 * An input.
 */
export type InputBasis = { 
/**
 * Its path as given.
 */
path: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * SHA-256 of its bytes in hexadecimal; nothing if not computed.
 */
sha256: string | null, 
/**
 * `json`, `parquet`, …
 */
container: string, 
/**
 * How far it was read: only a `complete` input was read to its end.
 */
state: string, 
/**
 * Records read.
 */
records: number, 
/**
 * Those that became events.
 */
events: number, 
/**
 * Those that repeat an event, and are left out.
 */
duplicates: number, 
/**
 * Those that could not be read, and are left out.
 */
problems: number, 
/**
 * Values that were lost or guessed.
 */
warnings: number, 
/**
 * Records that share an id with an earlier event but differ in content.
 */
conflicts: number, };

/**
 * A bundle of what is loaded, under the rules in use.
 */
export type BundleAsked = { 
/**
 * Narrows the summary, the totals, the findings and the population of the sample.
 */
filter: Filter, 
/**
 * A sample to draw.
 */
sample: SamplePlan | null, 
/**
 * A case file, which is taken as it is.
 */
case: string | null, 
/**
 * When the bundle is made: RFC 3339 in UTC, with milliseconds.
 */
made: string, };

/**
 * How a sample was drawn.
 */
export type SamplePlan = { 
/**
 * How many events.
 */
size: number, 
/**
 * The seed.
 */
seed: string, 
/**
 * How.
 */
method: Method, };

/**
 * How a sample is drawn.
 */
export type Method = { "kind": "simple" } | { "kind": "systematic" } | { "kind": "stratified", 
/**
 * The field as filters name it.
 */
by: string, };

/**
 * A bundle, checked by itself.
 */
export type BundleChecked = { 
/**
 * What is not as it was made; empty if nothing is.
 */
faults: Array<Fault>, 
/**
 * SHA-256 of the bundle.
 */
sha256: string, 
/**
 * SHA-256 of its manifest; nothing if there is none.
 */
seal: string | null, 
/**
 * Records that it holds.
 */
records: number, 
/**
 * Its members, the manifest and its hash included.
 */
members: number, 
/**
 * The manifest; nothing if it cannot be read.
 */
manifest: Manifest | null, };

/**
 * The manifest.
 */
export type Manifest = { 
/**
 * [`FORMAT`].
 */
format: string, 
/**
 * The version of Touchstone that made the bundle.
 */
touchstone: string, 
/**
 * When it was made, as whoever made it says: RFC 3339.
 */
made: string, 
/**
 * The filter as text; empty for every event.
 */
filter: string, 
/**
 * The sample that was drawn.
 */
sample: SamplePlan | null, 
/**
 * The id of the key of the pseudonyms in it; nothing if it has none.
 */
pseudonyms?: string, 
/**
 * A digest of the version, the rules and the tuning.
 */
rules_sha256: string, 
/**
 * The files that were read, in their order.
 */
files: Array<FileFacts>, 
/**
 * The members in their order, but for the manifest and its hash.
 */
members: Array<MemberFacts>, };

/**
 * A file that was read.
 */
export type FileFacts = { 
/**
 * Its path as given.
 */
path: string, 
/**
 * Its size.
 */
bytes: number, 
/**
 * SHA-256 of its bytes in hexadecimal.
 */
sha256: string, };

/**
 * A member of the bundle.
 */
export type MemberFacts = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its size.
 */
bytes: number, 
/**
 * SHA-256 of its bytes in hexadecimal.
 */
sha256: string, };

/**
 * Something about a bundle that is not as it was made.
 */
export type Fault = { 
/**
 * The member; nothing for the bundle as a whole.
 */
member: string | null, 
/**
 * What is wrong, as a part of a sentence.
 */
message: string, };

/**
 * A file at hand, whatever it is called now.
 */
export type FileAtHand = { 
/**
 * Its path now.
 */
path: string, 
/**
 * SHA-256 of its bytes in hexadecimal.
 */
sha256: string, };

/**
 * Which files at hand are those of a bundle.
 */
export type FilesMatched = { 
/**
 * For each file of the manifest in its order, the place of the same file among those at hand. Without faults, of all.
 */
places: Array<number>, 
/**
 * A file that is missing, was changed, or was not there when the bundle was made.
 */
faults: Array<Fault>, };

/**
 * A case. `docs/case.schema.json` describes its file.
 */
export type Case = { 
/**
 * [`CASE_FORMAT`].
 */
format: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * What it is for.
 */
purpose: string, 
/**
 * Who prepared it.
 */
prepared_by: string, 
/**
 * The day on which it was prepared, `2026-01-31`.
 */
prepared_on: string | null, 
/**
 * Who reviewed it.
 */
reviewed_by: string, 
/**
 * The day on which it was reviewed.
 */
reviewed_on: string | null, 
/**
 * The inputs on which it was made.
 */
inputs: Array<CaseInput>, 
/**
 * What was decided about findings.
 */
dispositions: Array<Disposition>, 
/**
 * What was noted on findings and events.
 */
notes: Array<Note>, 
/**
 * Filters to come back to.
 */
filters: Array<SavedFilter>, 
/**
 * The tuning of the rules as `--tuning` takes it; empty if nothing is tuned.
 */
tuning: string, 
/**
 * Files of rules beside the pack.
 */
rules: Array<CaseRules>, 
/**
 * What was done, in order, each line with the hash of the one before.
 */
log?: Array<LogLine>, };

/**
 * An input on which a case was made.
 */
export type CaseInput = { 
/**
 * Its path as given.
 */
path: string, 
/**
 * Its size.
 */
bytes: number, 
/**
 * SHA-256 of its bytes in hexadecimal; `null` if not computed.
 */
sha256: string | null, };

/**
 * What was decided about a finding.
 */
export type Disposition = { 
/**
 * The finding's fingerprint, as exports of findings have it.
 */
finding: string, 
/**
 * What the finding said then.
 */
about: string, 
/**
 * What it is.
 */
state: State, 
/**
 * Why.
 */
why: string, 
/**
 * Who decided.
 */
by: string, 
/**
 * When, RFC 3339.
 */
at: string, };

/**
 * What a finding is.
 */
export type State = "open" | "explained" | "exception";

/**
 * A note on a finding or on an event.
 */
export type Note = { 
/**
 * The finding's fingerprint; `null` for a note on an event.
 */
finding?: string | null, 
/**
 * The filter that selects the event by its content, as links have it; `null` for a note on a finding.
 */
event?: string | null, 
/**
 * What it is on, in words.
 */
about: string, 
/**
 * Whether it is starred.
 */
star: boolean, 
/**
 * A word or two.
 */
label: string, 
/**
 * As much as there is to say.
 */
comment: string, 
/**
 * Who noted it.
 */
by: string, 
/**
 * When, RFC 3339.
 */
at: string, };

/**
 * A filter with a name.
 */
export type SavedFilter = { 
/**
 * What it is called.
 */
name: string, 
/**
 * The filter as text.
 */
filter: string, };

/**
 * A file of rules.
 */
export type CaseRules = { 
/**
 * The file's name.
 */
name: string, 
/**
 * Its text.
 */
text: string, };

/**
 * A line of the log.
 */
export type LogLine = { 
/**
 * Its number, from 1.
 */
number: number, 
/**
 * When, RFC 3339, as the clock of the machine says.
 */
at: string, 
/**
 * What was done.
 */
what: Done, 
/**
 * To what, in words.
 */
text: string, 
/**
 * The SHA-256 of the line before; zeros for the first.
 */
before: string, 
/**
 * The SHA-256 of this line without this member, as JSON without spaces, in hexadecimal.
 */
sha256: string, };

/**
 * What was done.
 */
export type Done = "loaded" | "filtered" | "tuned" | "decided" | "noted" | "exported" | "opened" | "ran";

/**
 * What the page asks about a case. The case is its text.
 */
export type CaseQuestion = { "ask": "read", 
/**
 * Its text.
 */
text: string, } | { "ask": "compare", 
/**
 * The case.
 */
case: string, } | { "ask": "file", 
/**
 * The case.
 */
case: string, } | { "ask": "log", 
/**
 * The last line; nothing at the beginning.
 */
last: LogLine | null, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * What was done.
 */
what: Done, 
/**
 * To what, in words; what is loaded is said by the core.
 */
text: string, };

/**
 * What it is told. A refusal names all that is wrong with the case, in lines.
 */
export type CaseAnswer = { "answer": "read" } & CaseRead | { "answer": "compared" } & CaseComparison | { "answer": "file", 
/**
 * UTF-8.
 */
text: string, } | { "answer": "log", 
/**
 * The line.
 */
line: LogLine, };

/**
 * A case that was read.
 */
export type CaseRead = { 
/**
 * The case.
 */
case: Case, 
/**
 * What is to be known about it, a sentence each: what this version does not know, decisions without a reason.
 */
said: Array<string>, };

/**
 * A case beside what is loaded.
 */
export type CaseComparison = { 
/**
 * The inputs of the case, and those that are loaded.
 */
inputs: InputsCompared, 
/**
 * How many findings are open.
 */
open: number, 
/**
 * How many are explained.
 */
explained: number, 
/**
 * How many are exceptions.
 */
exceptions: number, 
/**
 * Everything that the rules find, in the order of the report.
 */
findings: Array<CasedFinding>, 
/**
 * The events that are noted, in the order of the notes.
 */
events: Array<CasedEvent>, 
/**
 * What differs, a sentence each: inputs, findings and events that are not found.
 */
differences: Array<string>, };

/**
 * The inputs of a case, and those that are loaded.
 */
export type InputsCompared = { 
/**
 * How many are both.
 */
same: number, 
/**
 * Inputs of the case that are not loaded.
 */
missing: Array<CaseInput>, 
/**
 * Inputs that are loaded, and not of the case.
 */
added: Array<CaseInput>, };

/**
 * A finding, and what the case says about it.
 */
export type CasedFinding = { 
/**
 * What links call it.
 */
key: string, 
/**
 * What the case calls it.
 */
fingerprint: string, 
/**
 * What was decided.
 */
state: State, };

/**
 * An event that a note is on.
 */
export type CasedEvent = { 
/**
 * The place of the note among the notes, from 0.
 */
note: number, 
/**
 * How many events it selects; one where it is found.
 */
events: number, 
/**
 * The row of the first of them.
 */
row: number | null, };

/**
 * A report of what is loaded, under the rules in use.
 */
export type ReportAsked = { 
/**
 * Its form.
 */
form: ReportForm, 
/**
 * Narrows the totals, the findings and the population of the sample.
 */
filter: Filter, 
/**
 * A sample to draw.
 */
sample: SamplePlan | null, 
/**
 * The case.
 */
case: string | null, 
/**
 * When the report is made: RFC 3339 in UTC, with milliseconds.
 */
made: string, };

/**
 * The form of a report.
 */
export type ReportForm = "html" | "xlsx";
