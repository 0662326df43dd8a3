//! `touchstone verify`: checks a bundle, by itself or against the files that it was made of.

use std::path::{Path, PathBuf};

use clap::Args;
use touchstone_analysis::Analysis;
use touchstone_evidence::{
    Fault, FileAtHand, Manifest, PublicKey, Verified, bundle, check_log, compare_bundles, counted, match_files,
    read_log,
};
use touchstone_native::{Opened, printable, sha256_of, walk};

use crate::evidence::{files, signature_of};
use crate::load::{Threads, load_files, report};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::pseudonyms::read_key;

/// Exit status if something is not as it was made.
const NOT_INTACT: u8 = 1;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The bundle; or a session log, or a case, whose log is checked.
    bundle: PathBuf,
    /// The files that it was made of, and folders to search for them: everything is then read and compared again.
    paths: Vec<PathBuf>,
    /// The SHA-256 of the manifest that was kept elsewhere.
    #[arg(long, value_name = "SHA256")]
    seal: Option<String>,
    /// Checks the signature beside the bundle with a public key of minisign: its file, or the key itself.
    #[arg(long, value_name = "KEY")]
    public_key: Option<String>,
    /// The key of the pseudonyms in the bundle, without which it cannot be made again.
    #[arg(long, value_name = "KEYFILE")]
    pseudonyms: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
}

/// Runs the subcommand.
pub(crate) fn verify(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let path = &arguments.bundle;
    let bytes = std::fs::read(path).map_err(|error| format!("{}: cannot be opened: {error}", path.display()))?;
    if let Some(outcome) = log(path, &bytes)? {
        return Ok(outcome);
    }
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
        match against_files(arguments, &verified, manifest, &mut faults) {
            Ok(of_files) => opened = of_files,
            Err(message) => faults.push(Fault { member: None, message }),
        }
    }
    let text = if faults.is_empty() { intact(&verified, arguments) } else { lines(&faults) };
    print::all(text.as_bytes())?;
    Ok(if faults.is_empty() { opened } else { OpenedPaths::Status(NOT_INTACT) })
}

/// Checks a session log, or the one of a case; nothing if it is none.
fn log(path: &Path, bytes: &[u8]) -> Result<Option<OpenedPaths>, String> {
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Ok(None);
    }
    let wrong = match read_log(bytes) {
        Ok(lines) => match check_log(&lines) {
            wrong if wrong.is_empty() => {
                let last = lines.last().map_or("none", |line| line.sha256.as_str());
                let said = "not checked: that nothing was cut off behind it; compare with the SHA-256 kept elsewhere";
                let text = format!("intact: {} lines\nlast line {last}\n{said}\n", lines.len());
                print::all(text.as_bytes())?;
                return Ok(Some(OpenedPaths::All));
            }
            wrong => wrong,
        },
        Err(error) => vec![error],
    };
    let said = wrong.iter().map(|sentence| printable(&format!("{}: {sentence}", path.display())) + "\n");
    print::all(said.collect::<String>().as_bytes())?;
    Ok(Some(OpenedPaths::Status(NOT_INTACT)))
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
        "intact: {} members, {} of {}; made {} by Touchstone {}\nmanifest {}\n",
        manifest.members.len() + 2,
        counted(verified.records, "record"),
        counted(manifest.files.len() as u64, "file"),
        printable(&manifest.made),
        printable(&manifest.touchstone),
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
    text
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
    // A bundle may lie beside its files.
    let own = [arguments.bundle.clone(), signature_of(&arguments.bundle)].map(|path| path.canonicalize().ok());
    let (mut paths, mut at_hand) = (Vec::new(), Vec::new());
    for path in found.files {
        if path.canonicalize().is_ok_and(|path| own.contains(&Some(path))) {
            continue;
        }
        match sha256_of(&path) {
            Some(sha256) => {
                at_hand.push(FileAtHand { path: path.display().to_string(), sha256 });
                paths.push(path);
            }
            None => report(&format!("{}: cannot be read", path.display())),
        }
    }
    let matched = match_files(manifest, &at_hand);
    if !matched.faults.is_empty() {
        faults.extend(matched.faults);
        return Ok(OpenedPaths::All);
    }
    let key = arguments.pseudonyms.as_deref().map(read_key).transpose()?;
    let manifest = &verified.manifest_again(key.as_ref())?;
    let (rules, fault) = verified.rules_again(key.as_ref())?;
    faults.extend(fault);
    let named = manifest.files.iter().zip(&matched.places).map(|(file, at)| (file.path.clone(), paths[*at].clone()));
    let (loaded, opened) = load_files(Opened::named(named), arguments.threads);
    let request = verified.request_again(files(&loaded.files)?, key.as_ref())?;
    let again = bundle(&loaded.session, &mut Analysis::with_rules(rules), &request)?;
    faults.extend(compare_bundles(verified, &again));
    Ok(opened)
}
