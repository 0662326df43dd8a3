//! `cargo xtask wasm`: builds the core as a wasm module with glue for a classic worker.
//!
//! The page opens from `file://`, where Chromium starts no module workers; hence the glue without modules.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::arguments::{Building, QUICK_PROFILE};
use crate::process::run;
use crate::workspace::{Workspace, create_directory};

const PACKAGE: &str = "touchstone-wasm";
const TARGET: &str = "wasm32-unknown-unknown";
/// The stem of wasm-bindgen's output files.
const NAME: &str = "touchstone";

/// Lints the core with the profile of a quick build, and its flags: what C code and macros need is compiled once for both.
pub(crate) fn lint(workspace: &Workspace) -> Result<()> {
    let mut clippy = Toolchain::Rustup.cargo(workspace, "clippy", QUICK_PROFILE);
    run(clippy.args(["--", "-D", "warnings"]))
}

/// The files to embed in the page.
pub(crate) struct Core {
    pub(crate) module: PathBuf,
    pub(crate) glue: PathBuf,
}

/// Compiles the core and generates its glue.
pub(crate) fn build(workspace: &Workspace, building: &Building) -> Result<Core> {
    let profile = building.profile();
    run(&mut Toolchain::chosen(workspace)?.compile(workspace, profile))?;

    let compiled = workspace.target.join(TARGET).join(profile).join("touchstone_wasm.wasm");
    let directory = workspace.products().join(profile);
    create_directory(&directory)?;
    let core = write_glue(&compiled, &directory)?;
    println!("wasm: {} ({} bytes)", core.module.display(), size(&core.module)?);
    Ok(core)
}

/// The compiler for wasm on this machine.
///
/// `scripts/setup.mjs` detects it and writes the answer to `target/touchstone/wasm-toolchain`.
#[derive(Debug, PartialEq, Eq)]
enum Toolchain {
    /// rustup's, with the target installed.
    Rustup,
    /// Debian's `cargo-web`, which builds the standard library from `rust-web-src`: for machines where rustup cannot
    /// download.
    Debian,
}

impl Toolchain {
    fn chosen(workspace: &Workspace) -> Result<Self> {
        let path = workspace.products().join("wasm-toolchain");
        if !path.exists() {
            return Ok(Self::Rustup);
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("{} is not understood; delete it", path.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        match text.trim() {
            "rustup" => Ok(Self::Rustup),
            "debian" => Ok(Self::Debian),
            other => bail!("no such toolchain: {other:?}"),
        }
    }

    fn compile(&self, workspace: &Workspace, profile: &str) -> Command {
        self.cargo(workspace, "build", profile)
    }

    /// A command of cargo about the core.
    fn cargo(&self, workspace: &Workspace, name: &str, profile: &str) -> Command {
        let mut command = match self {
            Self::Rustup => Command::new("cargo"),
            Self::Debian => debian_cargo(),
        };
        command.current_dir(&workspace.root).arg(name);
        if *self == Self::Debian {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        command.args(["--package", PACKAGE, "--target", TARGET, "--profile", profile, "--locked"]);
        command.arg("--config").arg(without_paths(workspace));
        // Otherwise ahash draws its fallback keys when it is compiled, and no two builds are equal. With another value, all
        // that uses it would be compiled again.
        command.env("CONST_RANDOM_SEED", "touchstone");
        command
    }
}

/// A cargo setting that removes this machine's folders from the module, so that every machine builds the same bytes.
/// Cargo adds it to the flags in `.cargo/config.toml`.
fn without_paths(workspace: &Workspace) -> String {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let folders = [Some((workspace.root.clone(), "/touchstone")), cargo_home.map(|folder| (folder, "/cargo"))];
    let flags = folders.into_iter().flatten();
    let flags: Vec<String> =
        flags.map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display())).collect();
    // A JSON array of strings is valid TOML.
    format!("target.{TARGET}.rustflags={}", serde_json::json!(flags))
}

/// Debian's cargo by its full path, because rustup's comes first in `PATH`; and Debian's rustc, because rustup's cargo,
/// which runs xtask, passes its own on in the environment.
fn debian_cargo() -> Command {
    let mut command = Command::new("/usr/bin/cargo");
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", "/usr/bin/rustc")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22")
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN");
    command
}

fn write_glue(compiled: &Path, directory: &Path) -> Result<Core> {
    let mut bindgen = Bindgen::new();
    // Function names would be a third of a quick page.
    bindgen.input_path(compiled).out_name(NAME).typescript(true).remove_name_section(true);
    bindgen
        .no_modules(true)
        .and_then(|bindgen| bindgen.generate(directory))
        .with_context(|| format!("wasm-bindgen cannot make the glue of {}", compiled.display()))?;
    Ok(Core { module: directory.join(format!("{NAME}_bg.wasm")), glue: directory.join(format!("{NAME}.js")) })
}

fn size(path: &Path) -> Result<u64> {
    let metadata = std::fs::metadata(path).with_context(|| format!("cannot find {}", path.display()))?;
    Ok(metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &Command) -> String {
        command.get_args().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_file_that_setup_leaves_names_the_toolchain() {
        assert_eq!(Toolchain::parse("debian\n").unwrap(), Toolchain::Debian);
        assert_eq!(Toolchain::parse("rustup").unwrap(), Toolchain::Rustup);
        assert!(Toolchain::parse("nix").is_err());
    }

    #[test]
    fn only_debians_cargo_builds_the_standard_library() {
        let workspace = Workspace { root: PathBuf::from("."), target: PathBuf::from("target") };
        assert!(!words(&Toolchain::Rustup.compile(&workspace, "web")).contains("build-std"));
        let command = Toolchain::Debian.compile(&workspace, "web-quick");
        assert!(words(&command).contains("-Zbuild-std=std,panic_abort"));
        assert!(words(&command).contains("--profile web-quick"));
    }

    #[test]
    fn the_module_is_told_to_name_no_folder_of_this_machine() {
        let workspace = Workspace { root: PathBuf::from("/a \"b\""), target: PathBuf::from("target") };
        let setting: toml::Table = without_paths(&workspace).parse().unwrap();
        let flags = setting["target"][TARGET]["rustflags"].as_array().unwrap();
        assert_eq!(flags[0].as_str(), Some("--remap-path-prefix=/a \"b\"=/touchstone"));
    }
}
