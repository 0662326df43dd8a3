//! Runs other programs in the foreground.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// Runs a command to its end, with its output on the terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot start {program}"))?;
    if !status.success() {
        bail!("{program} failed ({status}): {}", line(command));
    }
    Ok(())
}

/// The command as typed in a shell.
fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let err = run(&mut Command::new("touchstone-no-such-program")).unwrap_err();
        assert!(format!("{err:#}").contains("touchstone-no-such-program"));
    }
}
