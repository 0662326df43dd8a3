//! `touchstone-sample LOG TRUTH`: writes the sample log that the page embeds, and its truth. A separate program,
//! because it does without the Parquet writer, which takes minutes to compile.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use touchstone_generate::{Error, Layout, Options, StreamSink, generate};

const EVENTS: u64 = 6000;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let written = match arguments.as_slice() {
        [log, truth] => write(log.as_ref(), truth.as_ref()),
        _ => Err(Error::Options("two paths are needed: of the log and of what is in it".to_owned())),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If this fails as well, the exit code still reports the error.
            writeln!(io::stderr(), "touchstone-sample: {error}").ok();
            ExitCode::from(2)
        }
    }
}

fn write(log: &Path, truth: &Path) -> Result<(), Error> {
    let name = log.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let options = Options { events: EVENTS, layout: Layout::Single { path: name }, ..Options::default() };
    let file = File::create(log).map_err(|cause| Error::Write { path: PathBuf::from(log), cause })?;
    generate(&options, &mut StreamSink::new(file, log))?.write(truth)
}
