//! Lines that no reader can accept as audit records.

use crate::truth::BadLineKind;

const KINDS: [BadLineKind; 4] =
    [BadLineKind::Torn, BadLineKind::NotJson, BadLineKind::Scalar, BadLineKind::UnknownFormat];

const NOT_JSON: [&str; 3] = [
    "-- log rotated by the collector --",
    "<html><body>502 Bad Gateway</body></html>",
    "2026-03-02 10:15:00 WARN retrying upload",
];
const SCALARS: [&str; 4] = ["42", "\"a text is no record\"", "true", "null"];
const UNKNOWN: [&str; 2] = ["{\"hello\":\"world\"}", "{\"level\":\"info\",\"msg\":\"started\",\"port\":8080}"];

/// Writes the `number`-th bad line with its line feed. A torn line is the start of `record`.
pub(crate) fn write(number: u64, record: &[u8], out: &mut Vec<u8>) -> BadLineKind {
    let kind = KINDS[number as usize % KINDS.len()];
    let round = number as usize / KINDS.len();
    match kind {
        BadLineKind::Torn => {
            let cut = record.len() / 5 * (1 + round % 4);
            // Never inside a character, so that a torn line is still text.
            let cut = (0..=cut).rev().find(|&at| record[at] & 0xc0 != 0x80).unwrap_or(0).max(1);
            out.extend_from_slice(&record[..cut]);
        }
        BadLineKind::NotJson => out.extend_from_slice(NOT_JSON[round % NOT_JSON.len()].as_bytes()),
        BadLineKind::Scalar => out.extend_from_slice(SCALARS[round % SCALARS.len()].as_bytes()),
        BadLineKind::UnknownFormat => {
            out.extend_from_slice(UNKNOWN[round % UNKNOWN.len()].as_bytes());
        }
    }
    out.push(b'\n');
    kind
}
