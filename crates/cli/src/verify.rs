//! `touchstone verify`: checks a bundle, by itself or against the files that it was made of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use touchstone_analysis::{Analysis, Filter};
use touchstone_evidence::{Fault, FileFacts, Manifest, PublicKey, Request, Verified, bundle, compare_bundles};
use touchstone_findings::{Rules, Tuning};
use touchstone_native::{Opened, printable, sha256_of, walk};

use crate::evidence::{files, signature_of};
use crate::load::{Threads, load_files, report};
use crate::opened_paths::OpenedPaths;
use crate::print;

/// Exit status if something is not as it was made.
const NOT_INTACT: u8 = 1;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The bundle.
    bundle: PathBuf,
    /// The files that it was made of, and folders to search for them: everything is then read and compared again.
    paths: Vec<PathBuf>,
    /// The SHA-256 of the manifest that was kept elsewhere.
    #[arg(long, value_name = "SHA256")]
    seal: Option<String>,
    /// Checks the signature beside the bundle with a public key of minisign: its file, or the key itself.
    #[arg(long, value_name = "KEY")]
    public_key: Option<String>,
    #[command(flatten)]
    threads: Threads,
}

/// Runs the subcommand.
pub(crate) fn verify(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let path = &arguments.bundle;
    let bytes = std::fs::read(path).map_err(|error| format!("{}: cannot be opened: {error}", path.display()))?;
    let verified = touchstone_evidence::verify(&bytes);
    let mut faults = verified.faults.clone();
    if let Some(seal) = &arguments.seal
        && !verified.seal.as_ref().is_some_and(|found| found.eq_ignore_ascii_case(seal.trim()))
    {
        let found = verified.seal.as_deref().unwrap_or("none");
        faults
            .push(Fault { member: None, message: format!("its manifest has the SHA-256 {found}, not the one given") });
    }
    if let Some(key) = &arguments.public_key
        && let Err(message) = signed(key, path, &bytes)
    {
        faults.push(Fault { member: None, message });
    }
    let mut opened = OpenedPaths::All;
    let is_compared = !arguments.paths.is_empty() && verified.manifest.is_some();
    if let Some(manifest) = verified.manifest.as_ref().filter(|_| is_compared) {
        opened = against_files(arguments, &verified, manifest, &mut faults)?;
    }
    let text = if faults.is_empty() { intact(&verified, arguments) } else { lines(&faults) };
    print::all(text.as_bytes())?;
    Ok(if faults.is_empty() { opened } else { OpenedPaths::Status(NOT_INTACT) })
}

/// Checks the signature beside a bundle.
fn signed(key: &str, path: &Path, bytes: &[u8]) -> Result<(), String> {
    let file = Path::new(key);
    let text = if file.is_file() { touchstone_native::read_text(file)? } else { key.to_owned() };
    let key = PublicKey::parse(&text)?;
    let signature = touchstone_native::read_text(&signature_of(path))?;
    key.verify(bytes, &signature).map(|_| ())
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(|fault| printable(&fault.sentence()) + "\n").collect()
}

fn intact(verified: &Verified, arguments: &Arguments) -> String {
    let Some(manifest) = &verified.manifest else { return String::new() };
    let mut text = format!(
        "intact: {} members, {} records of {} files; made {} by Touchstone {}\nmanifest {}\n",
        manifest.members.len() + 2,
        verified.records,
        manifest.files.len(),
        manifest.made,
        manifest.touchstone,
        verified.seal.as_deref().unwrap_or_default()
    );
    text += if arguments.paths.is_empty() {
        "not checked: that the files yield it; give their paths to read and compare everything again\n"
    } else {
        "the files yield the same summary, findings, totals and records, byte for byte\n"
    };
    if arguments.public_key.is_some() {
        text += "the signature is of this key\n";
    } else if arguments.seal.is_none() {
        text +=
            "not checked: that nobody made another in its place; compare the manifest's hash with one kept elsewhere\n";
    }
    printable_lines(&text)
}

fn printable_lines(text: &str) -> String {
    text.lines().map(|line| printable(line) + "\n").collect()
}

/// Reads the files again under the names that they had, makes the bundle again and compares.
fn against_files(
    arguments: &Arguments,
    verified: &Verified,
    manifest: &Manifest,
    faults: &mut Vec<Fault>,
) -> Result<OpenedPaths, String> {
    let found = walk(&arguments.paths);
    found.unopened.iter().for_each(|sentence| report(sentence));
    let mut by_digest: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    // A bundle may lie beside its files.
    let own = [arguments.bundle.clone(), signature_of(&arguments.bundle)].map(|path| path.canonicalize().ok());
    for path in found.files.iter().rev() {
        if path.canonicalize().is_ok_and(|path| own.contains(&Some(path))) {
            continue;
        }
        match sha256_of(path) {
            Some(digest) => by_digest.entry(digest).or_default().push(path.clone()),
            None => report(&format!("{}: cannot be read", path.display())),
        }
    }
    let mut named = Vec::new();
    let mut missing = Vec::new();
    for file in &manifest.files {
        match by_digest.get_mut(&file.sha256).and_then(Vec::pop) {
            Some(path) => named.push((file.path.clone(), path)),
            None => missing.push(file),
        }
    }
    let mut others: Vec<PathBuf> = by_digest.into_values().flatten().collect();
    others.sort();
    let before = faults.len();
    for file in missing {
        let changed = others.iter().position(|other| is_same_file(other, file));
        let message = match changed.map(|at| others.remove(at)) {
            Some(path) => format!("{} is not the file that was read: its SHA-256 is another", path.display()),
            None => "the file is not there".to_owned(),
        };
        faults.push(Fault { member: Some(file.path.clone()), message });
    }
    for other in others {
        let message = "the bundle was made without this file".to_owned();
        faults.push(Fault { member: Some(other.display().to_string()), message });
    }
    if faults.len() > before {
        return Ok(OpenedPaths::All);
    }
    let Some((own_rules, tuning)) = verified.rules() else { return Ok(OpenedPaths::All) };
    let mut rules = Rules::packed();
    rules.add(own_rules.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    if !tuning.trim().is_empty() {
        rules.tune(Tuning::parse(&tuning).map_err(|error| error.to_string())?)?;
    }
    if rules.sha256() != manifest.rules_sha256 {
        let version = env!("CARGO_PKG_VERSION");
        let message = format!(
            "its rules are not those of this version: it was made by Touchstone {}, this is {version}",
            manifest.touchstone
        );
        faults.push(Fault { member: Some("rules.json".to_owned()), message });
    }
    let filter = Filter::parse(&manifest.filter).map_err(|error| format!("the filter of the bundle {error}"))?;
    let (loaded, opened) = load_files(Opened::named(named), arguments.threads);
    let request = Request {
        filter,
        sample: manifest.sample.clone(),
        case: verified.case().map(<[u8]>::to_vec),
        made: manifest.made.clone(),
        files: files(&loaded.files)?,
        own_rules,
    };
    let again = bundle(&loaded.session, &mut Analysis::with_rules(rules), &request)?;
    faults.extend(compare_bundles(verified, &again));
    Ok(opened)
}

/// Whether a path ends as that of a file did.
fn is_same_file(path: &Path, file: &FileFacts) -> bool {
    Path::new(&file.path).file_name().is_some_and(|name| path.file_name() == Some(name))
}
