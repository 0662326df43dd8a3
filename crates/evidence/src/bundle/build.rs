//! Makes a bundle of what is loaded. The same request over the same files gives the same bytes.

use serde::{Deserialize, Serialize};
use touchstone_analysis::{Analysis, Filter};
use touchstone_findings::Rules;
use touchstone_medallion::Session;

use super::archive::{self, Member};
use super::making::Making;
use super::manifest::{FORMAT, FileFacts, Manifest, MemberFacts, SamplePlan, sha256};
use super::records::{SAMPLED, Wanted};
use super::{json, names};
use crate::basis::Basis;
use crate::case::Case;
use crate::dialect::Dialect;
use crate::log::LogLine;
use crate::pseudonyms::{Form, PseudonymKey, Pseudonyms};
use crate::report::{Report, ReportPlan};
use crate::sample::Sample;
use crate::totals::{AUDIT_TABLE, Totals};

/// What a bundle is made of, beside what is loaded and the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Narrows the summary, the totals, the findings and the population of the sample.
    pub filter: Filter,
    /// A sample to draw.
    pub sample: Option<SamplePlan>,
    /// A case file, which is taken as it is and has to be one.
    pub case: Option<Vec<u8>>,
    /// When the bundle is made: RFC 3339.
    pub made: String,
    /// The files that were read, in their order.
    pub files: Vec<FileFacts>,
    /// Files of rules beside the pack: names and texts.
    pub own_rules: Vec<(String, String)>,
    /// The key of pseudonyms for the e-mail addresses, names and IP addresses in all of it.
    pub pseudonyms: Option<PseudonymKey>,
}

impl Request {
    /// A name for the file of the bundle, with the time at which it is made.
    pub fn file_name(&self) -> String {
        let seconds = self.made.split('.').next().unwrap_or_default();
        let made: String =
            seconds.chars().filter(|character| character.is_ascii_digit() || *character == 'T').collect();
        format!("touchstone-evidence_{made}.zip")
    }
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
    let mut making = Making::begin(session, analysis, request.clone());
    loop {
        if let Some(bundle) = making.step(session, analysis)? {
            return Ok(bundle);
        }
    }
}

/// The members but for the records, and the digest of the rules; the records are still to be read.
pub(crate) fn gather(
    session: &Session,
    analysis: &mut Analysis,
    request: &Request,
    totals: Totals,
    sample: Option<Sample>,
) -> Result<(Vec<Member>, String, Wanted), String> {
    let medallion = session.medallion();
    let filter = &request.filter;
    let case = request.case.as_deref().map(case).transpose()?;
    let plan = ReportPlan { filter: filter.clone(), sample: request.sample.clone(), case, made: request.made.clone() };
    let report = Report::with(session, analysis, &plan, totals, sample)?;
    let basis = Basis { content: "Evidence".to_owned(), ..report.basis.clone() };
    let mut wanted = Wanted::default();
    for event in report.sample.iter().flat_map(|sample| &sample.events) {
        wanted.add(medallion.place(event.row), SAMPLED);
    }
    let found = analysis.found(session, filter)?;
    for finding in found.shown.iter().filter_map(|at| found.report.findings.get(*at)) {
        let of_rows = finding.rows.iter().map(|row| medallion.place(*row));
        of_rows.chain(finding.beside.iter().copied()).for_each(|place| wanted.add(place, &finding.rule));
    }
    let rules = rules(found.rules, request);
    let mut members = vec![
        member(names::README, README.as_bytes().to_vec()),
        member(names::BASIS, json(&basis)?),
        member(names::SUMMARY, json(&report.summary)?),
        member(names::RULES, json(&rules)?),
    ];
    members.extend(request.case.as_ref().map(|case| member(names::CASE, case.clone())));
    members.push(member(names::REPORT, report.html().into_bytes()));
    members.push(member(names::TOTALS, json(&report.totals)?));
    members.push(member(names::TOTALS_SQL, report.totals.sql(AUDIT_TABLE, Dialect::Databricks).into_bytes()));
    if let Some(sample) = &report.sample {
        members.push(member(names::SAMPLE, json(sample)?));
    }
    Ok((members, rules.sha256, wanted))
}

/// Puts the members under the manifest of what was asked.
pub(crate) fn sealed(
    request: &Request,
    rules_sha256: String,
    members: Vec<Member>,
    pseudonyms: Option<&Pseudonyms>,
) -> Result<Vec<u8>, String> {
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        touchstone: env!("CARGO_PKG_VERSION").to_owned(),
        made: request.made.clone(),
        filter: request.filter.to_string(),
        sample: request.sample.clone(),
        pseudonyms: request.pseudonyms.as_ref().map(PseudonymKey::id),
        rules_sha256,
        files: request.files.clone(),
        members: Vec::new(),
    };
    let Some(pseudonyms) = pseudonyms else { return seal(manifest, members) };
    let manifest = pseudonyms.content(Form::Json, &manifest.bytes()?);
    let manifest = serde_json::from_slice(&manifest).map_err(|error| error.to_string())?;
    seal(manifest, members.into_iter().map(|member| hidden(member, pseudonyms)).collect())
}

/// A member with pseudonyms; records have theirs already.
fn hidden(member: Member, pseudonyms: &Pseudonyms) -> Member {
    let form = match member.name.rsplit('.').next() {
        Some("bin") => return member,
        Some("json" | "jsonl") => Form::Json,
        Some("html") => Form::Markup,
        _ => Form::Plain,
    };
    let bytes = pseudonyms.content(form, &member.bytes);
    let bytes = if member.name == names::CASE { chained_anew(bytes) } else { bytes };
    Member { bytes, ..member }
}

/// A case whose log is chained over the texts that it has now: the hash of a line tells whoever guesses its text.
fn chained_anew(case: Vec<u8>) -> Vec<u8> {
    let Ok(mut read) = Case::read(&case).map(|read| read.case) else { return case };
    if read.log.is_empty() {
        return case;
    }
    let mut log: Vec<LogLine> = Vec::new();
    for line in &read.log {
        match LogLine::after(log.last(), &line.at, line.what, &line.text) {
            Ok(line) => log.push(line),
            Err(_) => return case,
        }
    }
    read.log = log;
    read.text().map_or(case, String::into_bytes)
}

fn case(bytes: &[u8]) -> Result<Case, String> {
    Case::read(bytes).map(|read| read.case).map_err(|problems| {
        let problem = problems.first().map_or_else(String::new, ToString::to_string);
        format!("the case cannot be read: {problem}")
    })
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

pub(crate) fn member(name: &str, bytes: Vec<u8>) -> Member {
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
  report.html           all of that to read and to print
  totals.json           records and ids of each day and service; totals.sql counts them in a warehouse
  sample.json           the sample, if one was drawn
  records/index.jsonl   for each record: its input, its place, its hash and what it proves
  records/records.bin   those records byte for byte, each followed by a line feed
  manifest.json.sha256  the hash of the manifest, for sha256sum -c

`touchstone verify BUNDLE` checks that nothing was added, removed, changed, reordered or cut short since it was made.
`touchstone verify BUNDLE PATH...`, with the files that were read, makes the bundle again and compares every byte.

Where the manifest has the id of a key under `pseudonyms`, tokens such as mail~…~, name~…~ and addr~…~ stand for e-mail
addresses, names and IP addresses, in the records, too. Only the key turns them back, and it is needed to make the bundle
again: `touchstone verify --pseudonyms KEY BUNDLE PATH...`.

What it proves: with the files at hand, that they yield these figures, findings and records under these rules. By
itself, that its parts belong together.
What it does not prove: that the files are complete, or unchanged before they were read; when and by whom the bundle was
made. Whoever can make a bundle can make another: keep the SHA-256 of the manifest, or a signature of the bundle, in
another place.
";
