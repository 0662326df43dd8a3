//! The command line of xtask.

use anyhow::{Result, bail};

/// A command and the options that the building commands share.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) command: String,
    pub(crate) quick: bool,
    pub(crate) optimize: bool,
}

impl Arguments {
    /// Without a command, help is what is wanted.
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut command = None;
        let mut quick = false;
        let mut optimize = false;
        for argument in arguments {
            match argument.as_str() {
                "--quick" => quick = true,
                "--optimize" => optimize = true,
                "--help" | "-h" => command = Some("help".to_owned()),
                option if option.starts_with('-') => {
                    bail!("there is no option {option}; `cargo xtask help` lists them")
                }
                surplus if command.is_some() => {
                    bail!("one command at a time: {surplus:?} is one too many")
                }
                _ => command = Some(argument),
            }
        }
        if quick && optimize {
            bail!("--quick and --optimize contradict each other");
        }
        let command = command.unwrap_or_else(|| "help".to_owned());
        Ok(Self { command, quick, optimize })
    }

    /// The cargo profile of the wasm core, as in the root `Cargo.toml`.
    pub(crate) fn profile(&self) -> &'static str {
        if self.quick { "web-quick" } else { "web" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn quick_chooses_the_quick_profile() {
        assert_eq!(parse("build --quick").unwrap().profile(), "web-quick");
        assert_eq!(parse("build").unwrap().profile(), "web");
    }

    #[test]
    fn no_command_asks_for_help() {
        assert_eq!(parse("").unwrap().command, "help");
        assert_eq!(parse("-h").unwrap().command, "help");
    }

    #[test]
    fn what_is_unknown_or_contradictory_is_refused() {
        assert!(parse("build --fast").is_err());
        assert!(parse("build tidy").is_err());
        assert!(parse("build --quick --optimize").is_err());
    }
}
