//! Makes a bundle of what is loaded. The same request over the same files gives the same bytes.

use serde::{Deserialize, Serialize};
use touchstone_analysis::{Analysis, Filter, summary_of};
use touchstone_findings::Rules;
use touchstone_medallion::Session;

use super::archive::{self, Member};
use super::manifest::{FORMAT, FileFacts, Manifest, MemberFacts, SamplePlan, sha256};
use super::records::{SAMPLED, Wanted};
use super::{json, names};
use crate::basis::Basis;
use crate::dialect::Dialect;
use crate::sample::{Plan, Sample};
use crate::totals::{AUDIT_TABLE, Totals};

/// What a bundle is made of, beside what is loaded and the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Narrows the summary, the totals, the findings and the population of the sample.
    pub filter: Filter,
    /// A sample to draw.
    pub sample: Option<SamplePlan>,
    /// A case file, which is taken as it is.
    pub case: Option<Vec<u8>>,
    /// When the bundle is made: RFC 3339.
    pub made: String,
    /// The files that were read, in their order.
    pub files: Vec<FileFacts>,
    /// Files of rules beside the pack: names and texts.
    pub own_rules: Vec<(String, String)>,
}

/// The rules of a bundle, so that they can be evaluated again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RulesMember {
    pub(crate) sha256: String,
    /// The tuning as `--tuning` takes it; empty if nothing is tuned.
    pub(crate) tuning: String,
    /// Files of rules beside the pack.
    pub(crate) own: Vec<OwnFile>,
    /// Each rule: id, title and the hash of its text.
    pub(crate) rules: Vec<RuleHash>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OwnFile {
    pub(crate) name: String,
    pub(crate) text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RuleHash {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) file: String,
    pub(crate) sha256: String,
}

/// The bytes of a bundle. An error is a sentence: a record cannot be read again, the bundle is too large.
pub fn bundle(session: &Session, analysis: &mut Analysis, request: &Request) -> Result<Vec<u8>, String> {
    let medallion = session.medallion();
    let filter = &request.filter;
    let basis = Basis::of(session, analysis, filter, "Evidence");
    let totals = Totals::of(session, analysis, filter);
    let plan = request.sample.as_ref().map(|sample| Plan {
        filter: filter.clone(),
        size: sample.size,
        seed: sample.seed.clone(),
        method: sample.method.clone(),
    });
    let sample = plan.map(|plan| Sample::draw(session, analysis, &plan)).transpose()?;
    let mut wanted = Wanted::default();
    for event in sample.iter().flat_map(|sample| &sample.events) {
        wanted.add(medallion.place(event.row), SAMPLED);
    }
    let found = analysis.found(session, filter)?;
    for finding in found.shown.iter().filter_map(|at| found.report.findings.get(*at)) {
        let of_rows = finding.rows.iter().map(|row| medallion.place(*row));
        of_rows.chain(finding.beside.iter().copied()).for_each(|place| wanted.add(place, &finding.rule));
    }
    let summary = summary_of(medallion, filter, Some((found.rules, &*found.report)));
    let rules = rules(found.rules, request);
    let (index, records) = wanted.read(session)?;
    let mut members = vec![
        member(names::README, README.as_bytes().to_vec()),
        member(names::BASIS, json(&basis)?),
        member(names::SUMMARY, json(&summary)?),
        member(names::RULES, json(&rules)?),
    ];
    members.extend(request.case.as_ref().map(|case| member(names::CASE, case.clone())));
    members.push(member(names::TOTALS, json(&totals)?));
    members.push(member(names::TOTALS_SQL, totals.sql(AUDIT_TABLE, Dialect::Databricks).into_bytes()));
    if let Some(sample) = &sample {
        members.push(member(names::SAMPLE, json(sample)?));
    }
    members.push(member(names::INDEX, index));
    members.push(member(names::RECORDS, records));
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        touchstone: env!("CARGO_PKG_VERSION").to_owned(),
        made: request.made.clone(),
        filter: filter.to_string(),
        sample: request.sample.clone(),
        rules_sha256: rules.sha256,
        files: request.files.clone(),
        members: Vec::new(),
    };
    seal(manifest, members)
}

/// Puts members under a manifest.
pub(crate) fn seal(manifest: Manifest, members: Vec<Member>) -> Result<Vec<u8>, String> {
    let facts = members.iter().map(|member| MemberFacts {
        name: member.name.clone(),
        bytes: member.bytes.len() as u64,
        sha256: sha256(&member.bytes),
    });
    let manifest = Manifest { members: facts.collect(), ..manifest }.bytes()?;
    let sealed = format!("{}  {}\n", sha256(&manifest), names::MANIFEST);
    let mut all = vec![member(names::MANIFEST, manifest)];
    all.extend(members);
    all.push(member(names::SEAL, sealed.into_bytes()));
    archive::write(&all)
}

fn member(name: &str, bytes: Vec<u8>) -> Member {
    Member { name: name.to_owned(), bytes }
}

fn rules(rules: &Rules, request: &Request) -> RulesMember {
    RulesMember {
        sha256: rules.sha256(),
        tuning: rules.in_effect().tuning,
        own: request.own_rules.iter().map(|(name, text)| OwnFile { name: name.clone(), text: text.clone() }).collect(),
        rules: rules
            .iter()
            .map(|rule| RuleHash {
                id: rule.id.clone(),
                title: rule.title.clone(),
                file: rule.origin.file.clone(),
                sha256: rule.origin.sha256(),
            })
            .collect(),
    }
}

const README: &str = "\
This is a bundle of evidence made by Touchstone from audit logs.

  manifest.json         what was asked, the files that were read, and every member with its size and SHA-256
  basis.json            what the figures rest on
  summary.json          counts, principals, findings, problems, conflicts
  rules.json            the rules and their tuning, and own rules as they were used
  case.json             the auditor's case, as it was given, if it was
  totals.json           records and ids of each day and service; totals.sql counts them in a warehouse
  sample.json           the sample, if one was drawn
  records/index.jsonl   for each record: its input, its place, its hash and what it proves
  records/records.bin   those records byte for byte, each followed by a line feed
  manifest.json.sha256  the hash of the manifest, for sha256sum -c

`touchstone verify BUNDLE` checks that nothing was added, removed, changed, reordered or cut short since it was made.
`touchstone verify BUNDLE PATH...`, with the files that were read, makes the bundle again and compares every byte.

What it proves: with the files at hand, that they yield these figures, findings and records under these rules. By
itself, that its parts belong together.
What it does not prove: that the files are complete, or unchanged before they were read; when and by whom the bundle was
made. Whoever can make a bundle can make another: keep the SHA-256 of the manifest, or a signature of the bundle, in
another place.
";
