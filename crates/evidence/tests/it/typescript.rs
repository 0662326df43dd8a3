//! `web/src/engine/evidence/generated.ts` must match the Rust types. `UPDATE=1 cargo test -p touchstone-evidence --test it
//! typescript` renews it.

use std::fmt::Write as _;
use std::path::Path;

use touchstone_evidence::{
    Basis, BasisSaid, BundleAsked, BundleChecked, Case, CaseAnswer, CaseComparison, CaseInput, CaseQuestion, CaseRead,
    CaseRules, CasedEvent, CasedFinding, ComparisonAnswer, Dialect, Disposition, Done, DrawnEvent, EvidenceAnswer,
    EvidenceExport, EvidenceProgress, EvidenceQuestion, EvidenceTable, Fault, FileAtHand, FileFacts, FilesMatched,
    InputBasis, InputsCompared, LogLine, Manifest, MemberFacts, Method, Note, Plan, QueryAnswer, RecordCounts,
    ReportAsked, ReportForm, SampleAnswer, SamplePlan, SavedFilter, Selected, Span, State, StratumAnswer, TotalsAnswer,
    TotalsDifference, TotalsFigures, TotalsOfService,
};
use ts_rs::{Config, TS};

macro_rules! declarations {
    ($($ty:ty),* $(,)?) => {{
        // Counts are below 2^53.
        let config = Config::default().with_large_int("number");
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
fn generated_evidence_types_are_current() {
    let text = "// Made from crates/evidence by its test `typescript`; do not edit.\n".to_owned()
        + "import type { ExportFormat, Filter } from '../generated.ts';\n"
        + &declarations![
            EvidenceQuestion,
            Plan,
            Dialect,
            EvidenceExport,
            EvidenceTable,
            EvidenceProgress,
            EvidenceAnswer,
            TotalsAnswer,
            TotalsOfService,
            TotalsFigures,
            QueryAnswer,
            ComparisonAnswer,
            TotalsDifference,
            SampleAnswer,
            StratumAnswer,
            DrawnEvent,
            BasisSaid,
            Basis,
            Selected,
            Span,
            RecordCounts,
            InputBasis,
            BundleAsked,
            SamplePlan,
            Method,
            BundleChecked,
            Manifest,
            FileFacts,
            MemberFacts,
            Fault,
            FileAtHand,
            FilesMatched,
            Case,
            CaseInput,
            Disposition,
            State,
            Note,
            SavedFilter,
            CaseRules,
            LogLine,
            Done,
            CaseQuestion,
            CaseAnswer,
            CaseRead,
            CaseComparison,
            InputsCompared,
            CasedFinding,
            CasedEvent,
            ReportAsked,
            ReportForm,
        ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/engine/evidence/generated.ts");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "web/src/engine/evidence/generated.ts is stale; run with UPDATE=1");
}
