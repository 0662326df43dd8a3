//! The container of a bundle: a zip whose members are stored, not compressed, and whose every byte follows from their
//! names and contents. Any other byte is a fault.

use std::collections::BTreeSet;

use super::Fault;

/// A member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name, a path with slashes.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Length of a member's header without its name.
const HEADER: usize = 30;
/// Version 2.0.
const VERSION: u16 = 20;
/// Names are in UTF-8.
const FLAGS: u16 = 1 << 11;
/// 1980-01-01, the first date that an archive can have.
const DATE: u16 = 0x21;

/// Writes the container. An error says that it is too large.
pub(crate) fn write(members: &[Member]) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(members.iter().map(|member| member.bytes.len() + 128).sum());
    let mut directory = Vec::new();
    let too_large = "the bundle has more than 4 GiB or 65,535 members; narrow it by a filter";
    let word = |length: usize| u32::try_from(length).map_err(|_| too_large.to_owned());
    let half = |length: usize| u16::try_from(length).map_err(|_| too_large.to_owned());
    for member in members {
        let offset = word(out.len())?;
        let mut common = Vec::with_capacity(26);
        for value in [VERSION, FLAGS, 0, 0, DATE] {
            common.extend(value.to_le_bytes());
        }
        let size = word(member.bytes.len())?;
        for value in [crc(&member.bytes), size, size] {
            common.extend(value.to_le_bytes());
        }
        for value in [half(member.name.len())?, 0] {
            common.extend(value.to_le_bytes());
        }
        out.extend(LOCAL.to_le_bytes());
        out.extend(&common);
        out.extend(member.name.as_bytes());
        out.extend(&member.bytes);
        directory.extend(CENTRAL.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(member.name.as_bytes());
    }
    let (offset, count) = (word(out.len())?, half(members.len())?);
    let size = word(directory.len())?;
    out.extend(directory);
    out.extend(END.to_le_bytes());
    for value in [0, 0, count, count] {
        out.extend(value.to_le_bytes());
    }
    for value in [size, offset] {
        out.extend(value.to_le_bytes());
    }
    out.extend(0_u16.to_le_bytes());
    word(out.len())?;
    Ok(out)
}

/// Reads a container, and names what is wrong with it. Members are given as far as they can be read.
pub(crate) fn read(bytes: &[u8], faults: &mut Vec<Fault>) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    let mut names = BTreeSet::new();
    let mut at = 0;
    while word_at(bytes, at) == Some(LOCAL) {
        let before =
            members.last().map_or_else(|| "at the start".to_owned(), |member| format!("behind {}", member.name));
        let Some((member, crc_said, end)) = member(bytes, at) else {
            faults.push(Fault::of_container(format!("{before}, at byte {at}, a member is damaged or cut short")));
            return members;
        };
        if crc(&member.bytes) != crc_said {
            faults.push(Fault::of(&member.name, "its content does not have the checksum of the container"));
        }
        if !names.insert(member.name.clone()) {
            faults.push(Fault::of(&member.name, "there are two members of this name"));
        }
        members.push(member);
        at = end;
    }
    match write(&members) {
        Ok(expected) if expected == bytes => {}
        Ok(expected) if bytes.len() > expected.len() && bytes.starts_with(&expected) => {
            let extra = bytes.len() - expected.len();
            faults.push(Fault::of_container(format!("{extra} bytes stand behind its end")));
        }
        Ok(expected) => {
            let same = expected.iter().zip(bytes).take_while(|(expected, found)| expected == found).count();
            let place = if same >= at { "its directory".to_owned() } else { header_of(&members, same) };
            let cut = if bytes.len() < expected.len() { ", or it is cut short" } else { "" };
            faults.push(Fault::of_container(format!("at byte {same}, {place} is not as Touchstone writes it{cut}")));
        }
        Err(error) => faults.push(Fault::of_container(error)),
    }
    members
}

/// Which member's header a byte lies in.
fn header_of(members: &[Member], byte: usize) -> String {
    let mut end = 0;
    for member in members {
        end += HEADER + member.name.len() + member.bytes.len();
        if byte < end {
            return format!("the header of {}", member.name);
        }
    }
    "its directory".to_owned()
}

fn member(bytes: &[u8], at: usize) -> Option<(Member, u32, usize)> {
    let crc = word_at(bytes, at + 14)?;
    let size = word_at(bytes, at + 22)? as usize;
    let length = usize::from(u16::from_le_bytes(*bytes.get(at + 26..)?.first_chunk()?));
    let name_end = at + HEADER + length;
    let name = std::str::from_utf8(bytes.get(at + HEADER..name_end)?).ok()?;
    let end = name_end.checked_add(size)?;
    let content = bytes.get(name_end..end)?;
    Some((Member { name: name.to_owned(), bytes: content.to_vec() }, crc, end))
}

fn word_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
