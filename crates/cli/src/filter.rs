//! Filters from the command line.

use touchstone_analysis::Filter;

/// The filter of an argument; every event where there is none. An error points at the character.
pub(crate) fn of(text: Option<&str>) -> Result<Filter, String> {
    let text = text.unwrap_or_default();
    Filter::parse(text).map_err(|error| {
        let message = format!("the filter cannot be read {error}");
        // A caret under a text of several lines would point at nothing.
        if text.chars().any(char::is_control) {
            return message;
        }
        format!("{message}\n  {text}\n  {}^", " ".repeat(error.start.character))
    })
}
