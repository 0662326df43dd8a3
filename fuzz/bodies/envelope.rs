//! Wrappers of other systems around bytes, so that what is escaped or encoded within them is mutated as it is meant.

/// How many wrappers there are around each other, and how long what they hold may be.
const MOST: usize = 6;
const LONGEST: usize = 1 << 16;

/// A wrapper: what it makes of what it holds.
type Wrapper = fn(&[u8]) -> Vec<u8>;

const WRAPPERS: [Wrapper; 10] = [
    |held| [b"{\"records\":[", held, b"]}"].concat(),
    |held| [b"{\"hits\":{\"hits\":[{\"_id\":\"1\",\"_source\":", held, b"}]}}"].concat(),
    |held| [b"[", held, b",", held, b"]"].concat(),
    |held| [b"{\"time\":1764400000,\"event\":", held, b"}\n", held].concat(),
    |held| [b"{\"message\":", text(held).as_slice(), b",\"level\":\"info\"}"].concat(),
    |held| [b"{\"Body\":\"", base64(held).as_slice(), b"\"}\n"].concat(),
    |held| [b"{\"columns\":[\"a\",\"event\"],\"rows\":[[\"1\",", text(held).as_slice(), b"]]}"].concat(),
    |held| [b"Nov 29 02:17:00 host audit[7]: ", held, b"\n"].concat(),
    |held| [b"message,level\n", quoted(held).as_slice(), b",info\n"].concat(),
    |held| [b"{\"streams\":[{\"values\":[[\"1764400000000000000\",", text(held).as_slice(), b"]]}]}"].concat(),
];

/// The first line names wrappers, a byte for each and the innermost first; what follows is what they hold.
pub(crate) fn wrapped(bytes: &[u8]) -> Vec<u8> {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (names, held) = bytes.split_at(end);
    let mut held = held.get(1..).unwrap_or_default().to_vec();
    for name in names.iter().take(MOST) {
        if held.len() > LONGEST {
            break;
        }
        held = WRAPPERS[usize::from(*name) % WRAPPERS.len()](&held);
    }
    held
}

/// A text as JSON.
fn text(held: &[u8]) -> Vec<u8> {
    serde_json::Value::from(String::from_utf8_lossy(held)).to_string().into_bytes()
}

/// A text as a cell of CSV.
fn quoted(held: &[u8]) -> Vec<u8> {
    format!("\"{}\"", String::from_utf8_lossy(held).replace('"', "\"\"")).into_bytes()
}

fn base64(held: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = Vec::new();
    for group in held.chunks(3) {
        let number = (0..3).fold(0, |number, at| number << 8 | usize::from(group.get(at).copied().unwrap_or_default()));
        let digits = [18, 12, 6, 0].map(|shift| DIGITS[number >> shift & 63]);
        text.extend(&digits[..=group.len()]);
        text.extend(&b"=="[..3 - group.len()]);
    }
    text
}
