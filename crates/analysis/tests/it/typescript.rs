//! `web/src/engine/generated.ts` must match the Rust types. `UPDATE=1 cargo test -p touchstone-analysis --test it
//! typescript` renews it.

use std::fmt::Write as _;
use std::path::Path;

use touchstone_analysis::answer::{
    Accounts, ActionResult, Answer, BesideSummary, Breakdown, BreakdownGroup, Breakdowns, Change, CheckedRule, Clause,
    ClusterWithoutAutotermination, Clusters, Compared, ComparedBoard, ComparedSide, Completeness, Conflict,
    ConflictSummary, Conflicts, Contents, Crosstab, CrosstabColumn, CrosstabRow, DayCount, Difference, Doubts,
    Duplicate, Duplicates, Edited, Entity, EntityBoard, Evaluated, Event, EventFinding, EventFound, EventGrid,
    EventSeries, Example, Examples, Exception, Field, Figures, Finding, FindingSummary, FindingTimeline, Findings,
    FindingsOverTime, FolderDate, FolderDates, GapSummary, Gold, GoldSummary, GridRow, Group, Groups, Histogram,
    ImmutaQuery, ImmutaQueryRecord, ImmutaRecord, Input, InputState, InputSummary, Inputs, JobCount, JobOwner, Key,
    KindCount, Knowledge, KnownGap, LastChange, Leader, Leaderboard, Location, LoginUser, LongAction, LongActions,
    Meaning, MissingDates, Named, Notice, NoticeSummary, OutsideFolder, Overview, OwnRules, Parsed, Principal,
    PrincipalKind, PrincipalSummary, Principals, Problem, ProblemSummary, Problems, Progress, Property, Raw,
    RecordSummary, Related, RelatedEvent, RelatedGroup, RelatedKind, RetentionEdge, Row, RowPosition, Rows, Rule,
    RuleProblem, RulesChanged, RulesInUse, RulesSummary, Series, ServiceCount, ServiceCounts, SessionSummary, Sessions,
    SeverityCount, Silence, SilverSummary, Skipped, SmallChart, SmallMultiples, StoryStep, Storyline, Summary,
    TimePosition, TimeSummary, Totals, TotalsSummary, UnknownAction, UnknownActions, UnnamedDate, Use, Warning,
    WarningSummary, Warnings, Week,
};
use touchstone_analysis::{
    Choice, Edit, Export, ExportFormat, Exported, Filter, GridRows, PrincipalOrder, PrincipalsQuery, Question,
    RuleFile, RulesChange, Sort, Subject, Table, Term, TimeRange, ZoneOffset,
};
use touchstone_findings::{Fidelity, FindingStep, RuleInEffect, RulesInEffect, Setting, SettingKey, Severity, Triage};
use touchstone_query::complete::{Candidate, Completion, Expected};
use touchstone_query::{FilterError, Position};
use ts_rs::{Config, TS};

macro_rules! declarations {
    ($($ty:ty),* $(,)?) => {{
        let config = Config::default();
        let mut text = String::new();
        $(
            if let Some(docs) = <$ty as TS>::docs() {
                write!(text, "\n{docs}").unwrap();
            } else {
                text.push('\n');
            }
            writeln!(text, "export {}", <$ty as TS>::decl(&config)).unwrap();
        )*
        text
    }};
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of all types")]
fn generated_types_are_current() {
    let text = "// Made from crates/analysis by its test `typescript`; do not edit.\n".to_owned()
        + &declarations![
            Question,
            PrincipalsQuery,
            GridRows,
            PrincipalOrder,
            Subject,
            ZoneOffset,
            Table,
            Sort,
            Filter,
            Edit,
            Choice,
            Term,
            TimeRange,
            Parsed,
            Clause,
            FilterError,
            Position,
            Completion,
            Expected,
            Candidate,
            Edited,
            Examples,
            Example,
            Evaluated,
            Export,
            Exported,
            ExportFormat,
            Answer,
            Contents,
            Totals,
            ServiceCount,
            ServiceCounts,
            Overview,
            Figures,
            Histogram,
            Series,
            Leaderboard,
            Leader,
            Gold,
            Key,
            Rows,
            RowPosition,
            TimePosition,
            SmallMultiples,
            SmallChart,
            Week,
            Row,
            Meaning,
            Knowledge,
            UnknownActions,
            UnknownAction,
            KnownGap,
            Findings,
            SeverityCount,
            Severity,
            Triage,
            Fidelity,
            Finding,
            FindingStep,
            CheckedRule,
            RuleProblem,
            Rule,
            Setting,
            SettingKey,
            Exception,
            RulesChange,
            RuleFile,
            RulesChanged,
            RulesInUse,
            OwnRules,
            LastChange,
            RulesInEffect,
            RuleInEffect,
            FindingsOverTime,
            FindingTimeline,
            EventFinding,
            Groups,
            Group,
            Crosstab,
            CrosstabColumn,
            CrosstabRow,
            Principals,
            PrincipalKind,
            KindCount,
            Principal,
            Named,
            Entity,
            EntityBoard,
            Use,
            Compared,
            ComparedSide,
            ComparedBoard,
            Difference,
            Change,
            Storyline,
            StoryStep,
            Sessions,
            SessionSummary,
            LongActions,
            LongAction,
            ActionResult,
            Breakdowns,
            Breakdown,
            BreakdownGroup,
            Event,
            EventFound,
            Related,
            RelatedKind,
            RelatedGroup,
            RelatedEvent,
            ImmutaRecord,
            ImmutaQuery,
            ImmutaQueryRecord,
            Property,
            Field,
            Location,
            Raw,
            Clusters,
            DayCount,
            JobCount,
            JobOwner,
            ClusterWithoutAutotermination,
            Accounts,
            LoginUser,
            Inputs,
            Input,
            InputState,
            Skipped,
            Problems,
            Problem,
            Duplicates,
            Duplicate,
            Warnings,
            Warning,
            Conflicts,
            Conflict,
            Notice,
            Progress,
            Completeness,
            EventGrid,
            GridRow,
            EventSeries,
            Silence,
            FolderDates,
            MissingDates,
            FolderDate,
            UnnamedDate,
            OutsideFolder,
            GapSummary,
            RetentionEdge,
            Doubts,
            Summary,
            RulesSummary,
            FindingSummary,
            RecordSummary,
            InputSummary,
            TotalsSummary,
            BesideSummary,
            TimeSummary,
            SilverSummary,
            GoldSummary,
            PrincipalSummary,
            ProblemSummary,
            WarningSummary,
            ConflictSummary,
            NoticeSummary,
        ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/engine/generated.ts");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "web/src/engine/generated.ts is stale; run with UPDATE=1");
}
