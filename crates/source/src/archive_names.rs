//! Finds members of a zip archive that share their name with a later one. The zip library keeps only one member of each
//! name.

use std::collections::HashMap;
use std::io::Read;
use std::rc::Rc;

use zip::CompressionMethod;

use crate::archive::{Member, with_slashes};
use crate::{Problem, ProblemKind, Source, read_range};

/// The signature of a directory entry; the fixed length of an entry; the signature and fixed length of a member's own
/// header.
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_BYTES: usize = 46;
const LOCAL_BYTES: usize = 30;

/// The marker for a size that is stored elsewhere because it needs 64 bits.
const ELSEWHERE: u32 = u32::MAX;

/// The members of an archive whose name occurs again later. `directory` reads the directory from its first entry;
/// `before` is the number of bytes before the archive; `known` is the number of members that the library found.
pub(crate) fn repeated(
    source: &Rc<dyn Source>,
    mut directory: impl Read,
    before: u64,
    known: usize,
) -> Result<Vec<Member>, Problem> {
    let mut entries: Vec<(Vec<u8>, [u8; ENTRY_BYTES])> = Vec::new();
    let mut fixed = [0; ENTRY_BYTES];
    while directory.read_exact(&mut fixed).is_ok() && fixed.starts_with(ENTRY) {
        let [name, extra, comment] = [28, 30, 32].map(|place| usize::from(two(&fixed, place)));
        let mut bytes = vec![0; name + extra + comment];
        if directory.read_exact(&mut bytes).is_err() {
            break;
        }
        bytes.truncate(name);
        entries.push((bytes, fixed));
    }
    if entries.len() <= known {
        return Ok(Vec::new());
    }
    let mut lasts: HashMap<&[u8], usize> = HashMap::new();
    for (nth, (name, _)) in entries.iter().enumerate() {
        lasts.insert(name, nth);
    }
    let earlier = entries.iter().enumerate().filter(|(nth, (name, _))| lasts.get(name.as_slice()) != Some(nth));
    let mut members = Vec::new();
    for (name, fixed) in earlier.map(|(_, entry)| entry) {
        let path = with_slashes(String::from_utf8_lossy(name).into_owned());
        if path.ends_with('/') {
            continue;
        }
        let local = four(fixed, 42);
        let method = match two(fixed, 10) {
            0 => Some(CompressionMethod::STORE),
            8 => Some(CompressionMethod::DEFLATE),
            93 => Some(CompressionMethod::ZSTD),
            _ => None,
        };
        let Some(method) = method.filter(|_| local != ELSEWHERE && four(fixed, 20) != ELSEWHERE) else {
            let message = format!("two members of the zip archive have the name {path}, and the first is not read");
            return Err(Problem::new(ProblemKind::UnsupportedContainer, message));
        };
        let local = before + u64::from(local);
        let left = source.size().saturating_sub(local).min(LOCAL_BYTES as u64) as usize;
        let header = read_range(&**source, local, left)?;
        if header.len() < LOCAL_BYTES {
            let message = format!("the zip archive is damaged: {path} lies behind its end");
            return Err(Problem::new(ProblemKind::CorruptContainer, message));
        }
        members.push(Member {
            index: (known + members.len()) as u32,
            path,
            start: local + LOCAL_BYTES as u64 + u64::from(two(&header, 26)) + u64::from(two(&header, 28)),
            compressed: four(fixed, 20).into(),
            crc32: four(fixed, 16),
            method,
            is_encrypted: two(fixed, 8) & 1 != 0,
        });
    }
    Ok(members)
}

fn two(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn four(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}
