//! How far a filter may go. Beyond, it is refused with an error that says so.

/// The longest text of a filter, in bytes.
pub const TEXT_BYTES: usize = 65_536;

/// The deepest nesting of brackets and negations.
pub const DEPTH: usize = 64;

/// The most items of a filter.
pub const ITEMS: usize = 2_000;

/// The most values of a list.
pub const LIST: usize = 1_000;

/// The most wildcards of a pattern.
pub const WILDCARDS: usize = 32;

/// The most regular expressions of a filter.
pub const REGEXES: usize = 32;

/// The longest regular expression, in bytes.
pub const REGEX_BYTES: usize = 1_024;

/// The memory that a compiled regular expression may take, in bytes.
pub const REGEX_COMPILED_BYTES: usize = 1 << 20;
