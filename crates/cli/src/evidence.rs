//! `touchstone evidence`: a bundle that a reviewer can check.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use sha2::{Digest as _, Sha256};
use touchstone_analysis::Analysis;
use touchstone_evidence::{FileFacts, Request, SecretKey, bundle};
use touchstone_native::{LoadedFile, Opened, printable};

use crate::asked::{Asked, report_differences};
use crate::load::{Threads, load_files, report};
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
    #[command(flatten)]
    asked: Asked,
    /// Signs the bundle with a secret key of minisign that has no password (minisign -G -W), in FILE.minisig beside it.
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
}

/// Runs the subcommand.
pub(crate) fn evidence(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let asked = arguments.asked.read()?;
    let key = arguments.sign.as_deref().map(secret_key).transpose()?;
    let (loaded, opened) = load_files(Opened::of(&arguments.paths), arguments.threads);
    let request = Request {
        filter: asked.filter,
        sample: asked.sample,
        case: asked.case.as_ref().map(|file| file.bytes.clone()),
        made: asked.made,
        files: files(&loaded.files)?,
        own_rules: asked.own_rules,
        pseudonyms: arguments.asked.pseudonyms.key()?,
    };
    let mut analysis = Analysis::with_rules(asked.rules);
    if let Some(file) = &asked.case {
        report_differences(&file.case.compare(&loaded.session, &mut analysis)?.differences);
    }
    let made = bundle(&loaded.session, &mut analysis, &request)?;
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
