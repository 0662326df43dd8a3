//! `touchstone evidence`: a bundle that a reviewer can check.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use sha2::{Digest as _, Sha256};
use touchstone_analysis::Analysis;
use touchstone_evidence::{FileFacts, Method, Request, SamplePlan, SecretKey, bundle};
use touchstone_native::{LoadedFile, Opened, printable, rule_texts};
use touchstone_record::time;

use crate::load::{Threads, load_files, report, rules};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::write::unwritable;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, or folders to search for files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The bundle to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// A case file, which is put into the bundle as it is.
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,
    /// Narrows the summary, the totals, the findings and the sample to events that match this filter (docs/filters.md).
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Uses the rules in a file or folder, too; may be given several times.
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
    /// Changes rules as the file says, which docs/tuning.schema.json describes.
    #[arg(long, value_name = "FILE")]
    tuning: Option<PathBuf>,
    /// Draws a sample of so many events, too.
    #[arg(long, value_name = "N", requires = "seed")]
    sample: Option<usize>,
    /// The seed of the sample.
    #[arg(long, value_name = "SEED", requires = "sample")]
    seed: Option<String>,
    /// Draws of each value of this field in proportion to its events.
    #[arg(long, value_name = "FIELD", requires = "sample")]
    by: Option<String>,
    /// The time that the bundle says it was made at, RFC 3339; now if not given.
    #[arg(long, value_name = "TIME", value_parser = made)]
    made: Option<String>,
    /// Signs the bundle with a secret key of minisign that has no password (minisign -G -W), in FILE.minisig beside it.
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
}

fn made(text: &str) -> Result<String, String> {
    let ms = time::of_rfc3339(text).ok_or_else(|| "a time is written 2025-10-06T12:00:00Z".to_owned())?;
    Ok(time::rfc3339(ms))
}

/// Runs the subcommand.
pub(crate) fn evidence(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let filter = touchstone_native::filter(arguments.filter.as_deref())?;
    let rules = rules(&arguments.rules, arguments.tuning.as_deref())?;
    let own_rules = rule_texts(&arguments.rules)?;
    let read =
        |path: &PathBuf| std::fs::read(path).map_err(|error| format!("{}: cannot be read: {error}", path.display()));
    let case = arguments.case.as_ref().map(read).transpose()?;
    let key = arguments.sign.as_deref().map(secret_key).transpose()?;
    let (loaded, opened) = load_files(Opened::of(&arguments.paths), arguments.threads);
    let sample = arguments.sample.zip(arguments.seed.clone()).map(|(size, seed)| SamplePlan {
        size,
        seed,
        method: arguments.by.clone().map_or(Method::Simple, |by| Method::Stratified { by }),
    });
    let request = Request {
        filter,
        sample,
        case,
        made: arguments.made.clone().unwrap_or_else(now),
        files: files(&loaded.files)?,
        own_rules,
    };
    let made = bundle(&loaded.session, &mut Analysis::with_rules(rules), &request)?;
    std::fs::write(&arguments.out, &made).map_err(|error| unwritable(&arguments.out, &error))?;
    let seal = touchstone_evidence::verify(&made);
    if let Some(fault) = seal.faults.first() {
        return Err(format!("the bundle does not hold together: {}", fault.sentence()));
    }
    if let Some(key) = key {
        let path = signature_of(&arguments.out);
        let name = arguments.out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let comment = format!("made:{}\tfile:{}", request.made, printable(&name));
        std::fs::write(&path, key.sign(&made, &comment)).map_err(|error| unwritable(&path, &error))?;
    }
    print::all(
        format!(
            "{}  {}\n{}  manifest.json, to be kept elsewhere\n",
            base16(&Sha256::digest(&made)),
            arguments.out.display(),
            seal.seal.unwrap_or_default()
        )
        .as_bytes(),
    )?;
    if opened == OpenedPaths::Some {
        report("the bundle is of the paths that could be opened");
    }
    Ok(opened)
}

/// The files that were read, with their hashes. An error names one that could not be read to its end.
pub(crate) fn files(loaded: &[LoadedFile]) -> Result<Vec<FileFacts>, String> {
    let facts = loaded.iter().map(|file| {
        let sha256 = file.sha256.clone().ok_or_else(|| format!("{}: cannot be read to its end", file.name))?;
        Ok(FileFacts { path: file.name.clone(), bytes: file.bytes, sha256 })
    });
    facts.collect()
}

fn secret_key(path: &Path) -> Result<SecretKey, String> {
    let text = touchstone_native::read_text(path)?;
    SecretKey::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Where the signature of a bundle stands.
pub(crate) fn signature_of(bundle: &Path) -> PathBuf {
    let mut name = OsString::from(bundle);
    name.push(".minisig");
    PathBuf::from(name)
}

fn base16(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").ok();
        text
    })
}

fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    time::rfc3339(i64::try_from(since.as_millis()).unwrap_or_default())
}
