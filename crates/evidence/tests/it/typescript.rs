//! `web/src/engine/evidence/generated.ts` must match the Rust types. `UPDATE=1 cargo test -p touchstone-evidence --test it
//! typescript` renews it.

use touchstone_evidence::{
    Basis, BasisSaid, BundleAsked, BundleChecked, Case, CaseAnswer, CaseComparison, CaseInput, CaseQuestion, CaseRead,
    CaseRules, CasedEvent, CasedFinding, ComparisonAnswer, Dialect, Disposition, Done, DrawnEvent, EvidenceAnswer,
    EvidenceExport, EvidenceProgress, EvidenceQuestion, EvidenceTable, Fault, FileAtHand, FileFacts, FilesMatched,
    InputBasis, InputsCompared, LogLine, Manifest, MemberFacts, Method, Note, Plan, QueryAnswer, RecordCounts,
    ReportAsked, ReportForm, SampleAnswer, SamplePlan, SavedFilter, Selected, Span, State, StratumAnswer, TotalsAnswer,
    TotalsDifference, TotalsFigures, TotalsOfService,
};
use ts_rs::Config;

use crate::declarations::{assert_current, declarations};

#[test]
fn generated_evidence_types_are_current() {
    let text = "// Made from crates/evidence by its test `typescript`; do not edit.\n".to_owned()
        + "import type { ExportFormat, Filter } from '../generated.ts';\n"
        + &declarations![
            // Counts are below 2^53.
            Config::default().with_large_int("number");
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
    assert_current("web/src/engine/evidence/generated.ts", &text);
}
