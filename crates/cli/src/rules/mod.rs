//! `touchstone rules`: the rules, whether one's own can be read, and whether they find what they should.

mod test;

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Subcommand;
use touchstone_findings::{Rules, parse_rules};
use touchstone_native::{printable, rule_texts};

use crate::asked::rules;
use crate::load::report;
use crate::print;

/// The status of rules that are not as they should be.
const WRONG: u8 = 1;

/// What `touchstone rules` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<RulesCommand>,
    /// Lists the rules in a file or folder, too.
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Reads rules and names what is wrong with them; the status is 1 if something is.
    Check {
        /// Files of rules, and folders of such files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Reads records that rules must find, and others that they must not, as Sigma's own rules have them: folders with `info.yml`.
    Test {
        /// The folder of such records.
        folder: PathBuf,
        /// Tests the rules in a file or folder, too.
        #[arg(long, value_name = "PATH")]
        rules: Vec<PathBuf>,
    },
}

/// Does what is asked for: the status, or what stood in the way.
pub(crate) fn run(arguments: &Arguments) -> Result<u8, String> {
    match &arguments.command {
        None => list(&arguments.rules),
        Some(RulesCommand::Check { files }) => check(files),
        Some(RulesCommand::Test { folder, rules }) => test::run(folder, rules),
    }
}

/// Id, level and title of each rule that finds something by itself.
fn list(own: &[PathBuf]) -> Result<u8, String> {
    let (rules, _) = rules(own, None, None)?;
    let mut text = String::new();
    for rule in rules.iter().filter(|rule| !rule.is_part) {
        writeln!(text, "{}  {:13}  {}", printable(&rule.id), rule.severity.name(), printable(&rule.title)).ok();
    }
    print::all(text.as_bytes())?;
    Ok(0)
}

fn check(files: &[PathBuf]) -> Result<u8, String> {
    let texts = rule_texts(files)?;
    let mut rules = Rules::packed();
    let mut text = String::new();
    let mut count = 0;
    for (file, rule_text) in &texts {
        let (of_file, _) = parse_rules(file, rule_text, false);
        count += of_file.len();
    }
    let before = rules.problems().len();
    rules.add(texts.iter().map(|(file, text)| (file.as_str(), text.as_str())));
    for replaced in rules.replaced() {
        report(&printable(replaced));
    }
    let problems = &rules.problems()[before..];
    for problem in problems {
        writeln!(text, "{}", printable(&problem.to_string())).ok();
    }
    writeln!(text, "{count} rules in {} files, {} problems", texts.len(), problems.len()).ok();
    print::all(text.as_bytes())?;
    Ok(if problems.is_empty() { 0 } else { WRONG })
}
