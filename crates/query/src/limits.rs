//! Limits of filters. The parser rejects a filter beyond them and names the limit.
//!
//! They bound the work per byte of a distinct text: a filter takes at most [`ALL_WILDCARDS`] passes of patterns,
//! [`REGEX_POSITIONS`] steps of regular expressions, and one lookup or search for each value.

/// The longest text of a filter, in bytes: as it is typed, and as it is printed.
pub const TEXT_BYTES: usize = 65_536;

/// The deepest nesting of brackets and negations.
pub const DEPTH: usize = 64;

/// The most items of a filter.
pub const ITEMS: usize = 2_000;

/// The most values of a list.
pub const LIST: usize = 1_000;

/// The most wildcards of a pattern.
pub const WILDCARDS: usize = 32;

/// The most wildcards of a filter.
pub const ALL_WILDCARDS: usize = 1_000;

/// The most regular expressions of a filter.
pub const REGEXES: usize = 32;

/// The longest regular expression, in bytes, as it is printed.
pub const REGEX_BYTES: usize = 1_024;

/// The most characters and classes of a filter's regular expressions, once their repetitions are written out.
pub const REGEX_POSITIONS: usize = 1_000;

/// The memory that a compiled regular expression may take, in bytes.
pub const REGEX_COMPILED_BYTES: usize = 1 << 19;

/// The memory that a regular expression may take while it runs, in bytes.
pub const REGEX_CACHE_BYTES: usize = 1 << 20;
