//! Folders, runs of the program in them, and the scripts that check what it wrote.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder, which stays after the test until the next.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// A folder of this name without anything in it.
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// A folder with these files. Tests are threads of one process, so such folders are numbered.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        static FOLDERS: AtomicU32 = AtomicU32::new(0);
        let folder = Self::new(&format!("folder-{}", FOLDERS.fetch_add(1, Ordering::Relaxed)));
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// Writes a file, in folders that are made for it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// A file's text. Of a zip, what is text in it.
    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.0.join(name)).unwrap()).into_owned()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_touchstone")).args(arguments).current_dir(&self.0).output().unwrap()
    }

    /// What a run that succeeds prints.
    pub(crate) fn said(&self, arguments: &[&str]) -> String {
        self.ended(arguments, 0)
    }

    /// What a run that ends with a status prints.
    pub(crate) fn ended(&self, arguments: &[&str], status: i32) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {error}");
        text(&output.stdout)
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Bypasses the test harness, which hides the output of passing tests.
pub(crate) fn say(text: &str) {
    write!(std::io::stderr(), "{text}").unwrap_or_default();
}

/// What a script of the fixtures prints, if it succeeds; nothing without Python, which is said.
pub(crate) fn printed_by<S: AsRef<OsStr>>(script: &str, arguments: &[S]) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(script);
    let python = std::env::var("TOUCHSTONE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let Ok(output) = Command::new(&python).arg(script).args(arguments).output() else {
        say(&format!("skipped: {python} is not installed\n"));
        return None;
    };
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    say(&printed);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    Some(printed)
}
