//! Filters from the command line.

use touchstone_analysis::Filter;

/// Parses the filter argument; without one, every event is selected. An error points at the character.
pub(crate) fn of(text: Option<&str>) -> Result<Filter, String> {
    let text = text.unwrap_or_default();
    Filter::parse(text).map_err(|error| {
        let message = format!("the filter cannot be read {error}");
        // A caret under a text with line breaks would be misplaced.
        if text.chars().any(char::is_control) {
            return message;
        }
        format!("{message}\n  {text}\n  {}^", " ".repeat(error.start.character))
    })
}
