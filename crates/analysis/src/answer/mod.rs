//! Answers: plain data in the auditor's terms, without frames, codes or bitmaps.

mod accounts;
mod breakdowns;
mod charts;
mod clusters;
mod compare;
mod completeness;
mod contents;
mod crosstab;
mod event;
mod filter;
mod finding_times;
mod findings;
mod gold;
mod groups;
mod immuta;
mod inputs;
mod meaning;
mod overview;
mod principals;
mod progress;
mod related;
mod rows;
mod rules;
mod story;
mod summary;

use serde::Serialize;
use touchstone_query::complete::Completion;
use ts_rs::TS;

pub use accounts::{Accounts, LoginUser};
pub use breakdowns::{Breakdown, BreakdownGroup, Breakdowns};
pub use charts::{SmallChart, SmallMultiples, Week};
pub use clusters::{ClusterWithoutAutotermination, Clusters, DayCount, JobCount, JobOwner};
pub use compare::{Change, Compared, ComparedBoard, ComparedSide, Difference};
pub use completeness::{
    Completeness, Doubts, EventGrid, EventSeries, FolderDate, FolderDates, GapSummary, GridRow, MissingDates,
    OutsideFolder, RetentionEdge, Silence, UnnamedDate,
};
pub use contents::{Contents, ServiceCount, ServiceCounts, Totals};
pub use crosstab::{Crosstab, CrosstabColumn, CrosstabRow};
pub use event::{Event, EventFound, Field, Location, Raw};
pub use filter::{Clause, Edited, Evaluated, Example, Examples, Parsed};
pub use finding_times::{FindingTimeline, FindingsOverTime};
pub use findings::{CheckedRule, EventFinding, Finding, Findings, Rule, RuleProblem, SeverityCount};
pub use gold::{Gold, Key};
pub use groups::{Group, Groups};
pub use immuta::{ImmutaQuery, ImmutaQueryRecord, ImmutaRecord, Property};
pub use inputs::{
    Conflict, Conflicts, Duplicate, Duplicates, Input, InputState, Inputs, Notice, Problem, Problems, Skipped, Warning,
    Warnings,
};
pub use meaning::{Knowledge, KnownGap, Meaning, UnknownAction, UnknownActions};
pub use overview::{Figures, Histogram, Leader, Leaderboard, Overview, Series};
pub use principals::{Entity, EntityBoard, KindCount, Named, Principal, PrincipalKind, Principals, Use};
pub use progress::Progress;
pub use related::{Related, RelatedEvent, RelatedGroup, RelatedKind};
pub use rows::{Row, RowPosition, Rows, TimePosition};
pub use rules::{Exception, LastChange, OwnRules, RulesChanged, RulesInUse};
pub use story::{ActionResult, LongAction, LongActions, SessionSummary, Sessions, StoryStep, Storyline};
pub use summary::{
    BesideSummary, ConflictSummary, FindingSummary, GoldSummary, InputSummary, NoticeSummary, PrincipalSummary,
    ProblemSummary, RecordSummary, RulesSummary, SilverSummary, Summary, TimeSummary, TotalsSummary, WarningSummary,
};

/// The answer to the [`crate::Question`] of the same name.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is the type of its name")]
pub enum Answer {
    Contents(Contents),
    ServiceCounts(ServiceCounts),
    Parsed(Parsed),
    Completion(Completion),
    Edited(Edited),
    Examples(Examples),
    Overview(Overview),
    Gold(Gold),
    Rows(Rows),
    RowPosition(RowPosition),
    TimePosition(TimePosition),
    SmallMultiples(SmallMultiples),
    Week(Week),
    Groups(Groups),
    Crosstab(Crosstab),
    Principals(Principals),
    Entity(Entity),
    Compared(Compared),
    Storyline(Storyline),
    Sessions(Sessions),
    LongActions(LongActions),
    Findings(Findings),
    FindingsOverTime(FindingsOverTime),
    FindingTimeline(FindingTimeline),
    Rule(Rule),
    RulesInUse(RulesInUse),
    Breakdowns(Breakdowns),
    Event(Event),
    EventFound(EventFound),
    Related(Related),
    Raw(Raw),
    Clusters(Clusters),
    Accounts(Accounts),
    Knowledge(Knowledge),
    Inputs(Inputs),
    Problems(Problems),
    Duplicates(Duplicates),
    Warnings(Warnings),
    Conflicts(Conflicts),
    Completeness(Completeness),
    EventGrid(EventGrid),
    Summary(Box<Summary>),
}
