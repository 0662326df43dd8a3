//! Deletion vectors, stored in the log itself or in some of the given files.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use percent_encoding::percent_decode_str;

use super::deleted::DeletedRows;
use super::log::DeletionVector;
use super::z85;
use crate::limits::Limits;
use crate::stream::Budget;
use crate::{Problem, ProblemKind, Source, read_range};

/// Deletion vectors together may take one part in this many of `held_bytes`.
const HELD_PART: u64 = 4;

/// The length of a UUID in Z85.
const UUID_LENGTH: usize = 20;

/// The version of the file format.
const VERSION: u8 = 1;

/// The bytes of a vector's length before it, and of its checksum after it.
const AROUND_BYTES: u64 = 4;

/// How messages name the place of a vector stored in the log.
const IN_LOG: &str = "in the log";

/// How many letters of the log's text are shown. Paths are shorter.
const LETTERS_NAMED: usize = 1024;

/// Reads the deletion vectors of tables among the given files.
pub(super) struct Vectors<'a> {
    files: &'a [(String, Rc<dyn Source>)],
    /// Files by the parts of their paths, last part first. Built when the first vector in a file is read.
    by_end: OnceCell<BTreeMap<Vec<&'a str>, usize>>,
    /// Files from which vectors were read.
    used: BTreeSet<usize>,
    budget: Budget,
}

impl<'a> Vectors<'a> {
    pub(super) fn new(files: &'a [(String, Rc<dyn Source>)], limits: Limits) -> Self {
        Self {
            files,
            by_end: OnceCell::new(),
            used: BTreeSet::new(),
            budget: Budget::new(limits.held_bytes / HELD_PART),
        }
    }

    /// Whether vectors were read from a file.
    pub(super) fn are_in(&self, file: usize) -> bool {
        self.used.contains(&file)
    }

    /// Reads the vector of a data file. The problem names what could not be read, and why.
    pub(super) fn read(&mut self, root: &str, vector: &DeletionVector) -> Result<DeletedRows, Problem> {
        let (file, name) = match vector.storage_type.as_str() {
            "i" => (None, IN_LOG),
            "u" | "p" => {
                let file = self.file(root, vector)?;
                (Some(file), self.files[file].0.as_str())
            }
            other => {
                let message = format!("the log stores it in an unknown way ({})", brief(other));
                return Err(of_vector(IN_LOG, &Problem::new(ProblemKind::UnsupportedContainer, message)));
            }
        };
        let rows = match file {
            None => inline(vector),
            Some(file) => self.stored(&*self.files[file].1, vector),
        };
        let rows = rows.and_then(|rows| with_cardinality(rows, vector)).map_err(|problem| of_vector(name, &problem))?;
        self.used.extend(file);
        Ok(rows)
    }

    /// Reads a vector from a file.
    fn stored(&self, source: &dyn Source, vector: &DeletionVector) -> Result<DeletedRows, Problem> {
        let size = size(vector)?;
        let version = read_range(source, 0, 1)?;
        if version != [VERSION] {
            let message = format!("the file is in version {} of the format, which is not read", version[0]);
            return Err(Problem::new(ProblemKind::UnsupportedContainer, message));
        }
        // The first vector follows the version byte.
        let offset = vector.offset.unwrap_or_default().max(1) as u64;
        let end = offset.saturating_add(size).saturating_add(2 * AROUND_BYTES);
        if end > source.size() {
            return Err(damaged(format!("the file ends after {} bytes, before the vector at {offset}", source.size())));
        }
        self.budget.take(size).map_err(|_| too_large(self.budget.limit()))?;
        let mut bytes = read_range(source, offset, (end - offset) as usize)?;
        let number = |bytes: &[u8]| bytes.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes));
        let checksum = number(&bytes.split_off((AROUND_BYTES + size) as usize));
        let rows = bytes.split_off(AROUND_BYTES as usize);
        if u64::from(number(&bytes)) != size {
            return Err(damaged(format!("it has {} bytes, and the log says {size}", number(&bytes))));
        }
        let mut crc = flate2::Crc::new();
        crc.update(&rows);
        if crc.sum() != checksum {
            return Err(damaged("its content differs from its checksum"));
        }
        DeletedRows::of_bytes(rows).map_err(damaged)
    }

    /// Finds the given file that contains a vector.
    fn file(&self, root: &str, vector: &DeletionVector) -> Result<usize, Problem> {
        let missing = |path: &str| {
            let message = format!("the file with the rows that are deleted was not given: {}", brief(path));
            Problem::new(ProblemKind::MissingFile, message)
        };
        let text = &vector.path_or_inline_dv;
        let by_end = self.by_end.get_or_init(|| {
            let files = self.files.iter().enumerate();
            files.map(|(file, (path, _))| (path.rsplit('/').collect(), file)).collect()
        });
        if vector.storage_type == "u" {
            let name = file_name(text).ok_or_else(|| of_vector(text, &damaged("it names no file")))?;
            let path = format!("{root}{name}");
            let parts: Vec<_> = path.rsplit('/').collect();
            return by_end.get(&parts).copied().ok_or_else(|| missing(&name));
        }
        let path = percent_decode_str(text).decode_utf8_lossy();
        // Only the end of an absolute path can be matched. Choose the file with the longest common suffix and, among
        // several, the one in the table's own folder.
        let parts: Vec<_> = path.rsplit('/').collect();
        let common =
            |(other, _): (&Vec<&str>, _)| parts.iter().zip(other).take_while(|(one, other)| one == other).count();
        let before = by_end.range::<Vec<&str>, _>(..=&parts).next_back().map_or(0, common);
        let longest = by_end.range::<Vec<&str>, _>(&parts..).next().map_or(0, common).max(before);
        if longest == 0 {
            return Err(missing(&path));
        }
        let end = &parts[..longest];
        let mut files = by_end.range(end.to_vec()..).take_while(|(other, _)| other.starts_with(end));
        let (first, another) = (files.next().map(|(_, file)| *file), files.next());
        if let (Some(file), None) = (first, another) {
            return Ok(file);
        }
        let beside = format!("{root}{}", parts[0]);
        let beside = by_end.get_key_value(&beside.rsplit('/').collect::<Vec<_>>());
        beside.filter(|(other, _)| other.starts_with(end)).map(|(_, file)| *file).ok_or_else(|| {
            let message = "several of the given files match it";
            of_vector(&path, &Problem::new(ProblemKind::MissingFile, message))
        })
    }
}

/// Reads a vector from the log.
fn inline(vector: &DeletionVector) -> Result<DeletedRows, Problem> {
    let size = size(vector)?;
    let mut bytes = z85::decode(&vector.path_or_inline_dv).ok_or_else(|| damaged("it is no text in Z85"))?;
    // The text encodes whole groups of four bytes.
    if bytes.len() as u64 != size.next_multiple_of(4) {
        return Err(damaged(format!("it has {} bytes, and the log says {size}", bytes.len())));
    }
    bytes.truncate(size as usize);
    DeletedRows::of_bytes(bytes).map_err(damaged)
}

/// Checks that a vector has as many rows as the log says.
fn with_cardinality(rows: DeletedRows, vector: &DeletionVector) -> Result<DeletedRows, Problem> {
    if vector.cardinality == i64::try_from(rows.count()).ok() {
        return Ok(rows);
    }
    let stated = vector.cardinality.map_or("nothing".to_owned(), |rows| rows.to_string());
    Err(damaged(format!("it has {} rows, and the log says {stated}", rows.count())))
}

/// A file's path within its table: an optional folder and the UUID.
fn file_name(text: &str) -> Option<String> {
    let (folder, uuid) = text.split_at_checked(text.len().checked_sub(UUID_LENGTH)?)?;
    let digits = format!("{:032x}", u128::from_be_bytes(z85::decode(uuid)?.try_into().ok()?));
    let uuid = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-");
    let slash = if folder.is_empty() { "" } else { "/" };
    Some(format!("{folder}{slash}deletion_vector_{uuid}.bin"))
}

fn size(vector: &DeletionVector) -> Result<u64, Problem> {
    let size = vector.size_in_bytes.and_then(|size| size.try_into().ok());
    size.ok_or_else(|| damaged("the log does not say its size"))
}

fn of_vector(name: &str, problem: &Problem) -> Problem {
    let message = format!("its deletion vector {} cannot be read: {}", brief(name), problem.message);
    Problem::new(problem.kind, message)
}

/// The log's text, shortened for messages.
fn brief(text: &str) -> &str {
    text.char_indices().nth(LETTERS_NAMED).map_or(text, |(end, _)| &text[..end])
}

fn damaged(message: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::CorruptContainer, message)
}

fn too_large(limit: u64) -> Problem {
    let message = format!("the deletion vectors take more than the {} MiB that are held of them", limit >> 20);
    Problem::new(ProblemKind::TooLarge, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_their_uuids() {
        for (text, name) in [
            // The example in Delta's protocol.
            ("ab^-aqEH.-t@S}K{vb[*k^", Some("ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin")),
            ("^-aqEH.-t@S}K{vb[*k^", Some("deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin")),
            // Written by Spark.
            ("WYbkwCTB$gH)J7t?$/sK", Some("deletion_vector_b6a98cdd-7843-470d-8897-708cdffa38c5.bin")),
            ("", None),
            ("-aqEH.-t@S}K{vb[*k^", None),
            ("ä-aqEH.-t@S}K{vb[*k^", None),
            ("####################", None),
        ] {
            assert_eq!(file_name(text).as_deref(), name, "{text}");
        }
    }
}
