//! Findings by severity over time, binned once for all filters.

use std::rc::Rc;

use touchstone_findings::{Report, Severity};
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};

use crate::answer::FindingsOverTime;
use crate::bins::Bins;
use crate::findings::is_selected;

/// Marks a time outside of all bins.
pub(crate) const NO_BIN: u16 = u16::MAX;

/// The events of each finding that have a time, grouped by bin, so that a filter looks for one selected event in each
/// group.
#[derive(Debug)]
pub(crate) struct FindingBins {
    bins: Bins,
    report: Rc<Report>,
    groups: Vec<Group>,
    /// The groups' rows, one group after the other.
    rows: Vec<u32>,
}

/// A finding's events within a bin.
#[derive(Debug)]
struct Group {
    /// Its place in the report.
    finding: u32,
    /// The bin, or [`NO_BIN`].
    bin: u16,
    /// Where its rows end.
    end: usize,
}

impl FindingBins {
    /// Bins the events of a report's findings.
    pub(crate) fn of(medallion: &Medallion, report: Rc<Report>, bins: Bins) -> Self {
        let bin_of = bins_of_rows(medallion, &report, bins);
        let mut groups: Vec<Group> = Vec::new();
        let mut rows: Vec<u32> = Vec::new();
        let mut binned: Vec<(u16, u32)> = Vec::new();
        for (finding, found) in (0..).zip(&report.findings) {
            binned.clear();
            binned.extend(found.rows.iter().filter_map(|row| Some((bin_of[*row as usize]?, *row))));
            binned.sort_unstable();
            for group in binned.chunk_by(|(a, _), (b, _)| a == b) {
                rows.extend(group.iter().map(|(_, row)| row));
                groups.push(Group { finding, bin: group[0].0, end: rows.len() });
            }
        }
        Self { bins, report, groups, rows }
    }

    /// Whether these are the bins of a report.
    pub(crate) fn is_of(&self, report: &Rc<Report>, bins: Bins) -> bool {
        Rc::ptr_eq(&self.report, report) && self.bins == bins
    }

    /// The findings that have a selected event, by severity in each bin.
    pub(crate) fn counted(&self, selected: &Selection) -> FindingsOverTime {
        let findings = &self.report.findings;
        let mut counts = Severity::ALL.map(|_| vec![0_u32; self.bins.count]);
        let mut dated = vec![false; findings.len()];
        let mut begin = 0;
        for Group { finding, bin, end } in &self.groups {
            let rows = &self.rows[begin..*end];
            begin = *end;
            if rows.iter().any(|row| selected.contains(*row)) {
                let at = *finding as usize;
                dated[at] = true;
                // NO_BIN is behind the last bin.
                if let Some(count) = counts[findings[at].severity as usize].get_mut(usize::from(*bin)) {
                    *count += 1;
                }
            }
        }
        let is_selected = is_selected(selected);
        let undated = findings.iter().zip(dated).filter(|(finding, dated)| !dated && is_selected(finding)).count();
        let series = Severity::ALL.iter().map(|severity| severity.name().to_owned()).zip(counts);
        FindingsOverTime { histogram: self.bins.histogram(series), bins: self.bins.count, undated, evaluated: true }
    }

    /// Memory held, in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.rows.capacity() * size_of::<u32>() + self.groups.capacity() * size_of::<Group>()
    }
}

/// The bin of each row with a time that belongs to a finding, by row. Read in order of rows, because a column's runs are
/// slow to find one by one.
fn bins_of_rows(medallion: &Medallion, report: &Report, bins: Bins) -> Vec<Option<u16>> {
    let silver = medallion.silver();
    let mut concerned = Selection::none(silver.rows());
    for row in report.findings.iter().flat_map(|finding| &finding.rows) {
        concerned.insert(*row);
    }
    let mut bin_of = vec![None; silver.rows() as usize];
    let mut binning = bins.binning();
    silver.frame().each_integer(silver.id(SilverColumn::EventTime), &concerned, |row, time| {
        let bin = |time| binning.of(time).and_then(|bin| u16::try_from(bin).ok()).unwrap_or(NO_BIN);
        bin_of[row as usize] = time.map(bin);
    });
    bin_of
}
