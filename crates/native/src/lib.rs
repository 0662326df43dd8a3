//! What the command line and Python share: [`Opened`] finds and opens files of this machine and loads them into a
//! session; [`filter`] and [`rules`] read what they are given, and say what is wrong with it in the same sentences.

mod ahead;
mod cores;
mod digest;
mod file;
mod filter;
mod opened;
mod printable;
mod readers;
mod rules;
mod walk;

pub use digest::sha256_of;
pub use filter::filter;
pub use opened::{Loaded, LoadedFile, Opened, all_cores, skipped};
pub use printable::printable;
pub use rules::{TuningGiven, read_text, rule_texts, rules, rules_of};
pub use walk::{Found, walk};
