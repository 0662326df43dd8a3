//! Reassembles parts of a record whose members are in columns of their own, as tools write structs and maps to a flat
//! table: `user_identity.email`, `requestParams.cluster_name`, `response_status_code`, `properties.logId`.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::value::RawValue;

use crate::event::{Format, Note};
use crate::json::Member;
use crate::names;

/// A part's name, in lower case and without word separators, and its members.
type Part = (&'static str, Members);

/// Which members a part can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Members {
    /// Any.
    Any,
    /// Those of an identity, a response or the like.
    Known,
    /// Any, including parts.
    Parts,
}

const DATABRICKS: &[Part] = &[
    ("useridentity", Members::Known),
    ("identitymetadata", Members::Known),
    ("response", Members::Known),
    ("requestparams", Members::Any),
    ("flattened", Members::Any),
];
const AZURE: &[Part] = &[
    ("properties", Members::Parts),
    ("identity", Members::Known),
    ("response", Members::Known),
    ("requestparams", Members::Any),
];
/// Those within `properties`.
const WITHIN_PROPERTIES: &[Part] = AZURE.split_at(1).1;
const IMMUTA: &[Part] = &[("actor", Members::Any), ("auditpayload", Members::Any)];
const UNKNOWN: &[Part] = &[("properties", Members::Parts), ("actor", Members::Any), ("auditpayload", Members::Any)];

fn parts(format: Option<Format>) -> &'static [Part] {
    match format {
        Some(Format::DatabricksDelivery | Format::DatabricksSilver | Format::DatabricksSystemTable) => DATABRICKS,
        Some(Format::AzureDiagnostic | Format::AzureLogAnalytics) => AZURE,
        Some(Format::ImmutaUam) => IMMUTA,
        Some(Format::ImmutaLegacy) => &[],
        None => UNKNOWN,
    }
}

/// Whether a key names a member of a part of this format.
pub(crate) fn is_member(format: Format, key: &str) -> bool {
    split(key, parts(Some(format))).is_some()
}

/// A record with its parts reassembled, and notes on what was guessed. Parts that the record already has are left
/// alone.
pub(crate) struct Gathered {
    pub(crate) text: String,
    pub(crate) notes: Vec<Note>,
}

/// A part some of whose members were found.
struct Group<'m, 'a> {
    letters: &'static str,
    members: Members,
    /// Its name, as spelled in the first of its members' keys by their letters.
    name: &'m str,
    values: Vec<Value<'m, 'a>>,
    /// Whether no key shows for certain where the part's name ends and the member's starts.
    is_guessed: bool,
}

/// A member of a part, and the column that it is in.
struct Value<'m, 'a> {
    column: &'m str,
    member: Member<'a>,
}

impl<'a> Group<'_, 'a> {
    /// Its members. Of several columns with one member, the first with a value by its letters comes last, which is the one
    /// that counts.
    fn into_members(mut self) -> Vec<Member<'a>> {
        let mut seen = HashSet::new();
        let is_repeated = self.values.iter().any(|value| !seen.insert(value.member.key.to_ascii_lowercase()));
        if is_repeated {
            self.values.sort_by(|one, other| {
                let order = one.member.key.cmp(&other.member.key);
                let order = order.then_with(|| is_there(one.member.value).cmp(&is_there(other.member.value)));
                order.then_with(|| other.column.cmp(one.column))
            });
        }
        self.values.into_iter().map(|value| value.member).collect()
    }
}

/// Reassembles the parts of a record; none if it has no such columns.
pub(crate) fn gather(format: Option<Format>, members: &[Member<'_>]) -> Option<Gathered> {
    gather_parts(parts(format), members)
}

fn gather_parts(parts: &'static [Part], members: &[Member<'_>]) -> Option<Gathered> {
    let mut groups: Vec<Group<'_, '_>> = Vec::new();
    let mut of_group: Vec<bool> = Vec::with_capacity(members.len());
    // The parts that the record already has, looked up when the first column of a part is found.
    let mut there: Option<Vec<&str>> = None;
    for member in members {
        let found = split(&member.key, parts).filter(|found| {
            let there = there.get_or_insert_with(|| {
                parts.iter().map(|(letters, _)| *letters).filter(|letters| has_part(members, letters)).collect()
            });
            !there.contains(&found.part.0)
        });
        of_group.push(found.is_some());
        let Some(SplitKey { part: (letters, kind), name, rest, is_certain }) = found else { continue };
        if member.is_null() {
            continue;
        }
        let at = groups.iter().position(|group| group.letters == *letters).unwrap_or_else(|| {
            groups.push(Group { letters, members: *kind, name, values: Vec::new(), is_guessed: false });
            groups.len() - 1
        });
        groups[at].is_guessed |= !is_certain;
        groups[at].name = groups[at].name.min(name);
        let member_of_part = Member { key: Cow::Owned(rest.into_owned()), value: member.value };
        groups[at].values.push(Value { column: &member.key, member: member_of_part });
    }
    if groups.is_empty() {
        return None;
    }
    let (mut text, mut notes) = (String::from("{"), Vec::new());
    for member in members.iter().zip(&of_group).filter(|(_, of_group)| !**of_group).map(|(member, _)| member) {
        // A part that is null or empty is replaced with its members.
        let is_replaced =
            !is_there(member.value) && groups.iter().any(|group| names::equals_folded(&member.key, group.letters));
        if !is_replaced {
            push(&mut text, &member.key, member.value.get());
        }
    }
    for group in groups {
        let (name, kind, is_guessed) = (group.name, group.members, group.is_guessed);
        let values = group.into_members();
        let inner = match kind {
            Members::Parts => gather_parts(WITHIN_PROPERTIES, &values),
            Members::Any | Members::Known => None,
        };
        let value = match inner {
            Some(inner) => {
                notes.extend(inner.notes);
                inner.text
            }
            None => object(&values),
        };
        push(&mut text, name, &value);
        if is_guessed && kind == Members::Any {
            notes.push(Note::guessed(name, "its members were put together from columns that begin with its name"));
        }
    }
    text.push('}');
    Some(Gathered { text, notes })
}

fn object(members: &[Member<'_>]) -> String {
    let mut text = String::from("{");
    for member in members {
        push(&mut text, &member.key, member.value.get());
    }
    text.push('}');
    text
}

fn push(text: &mut String, key: &str, value: &str) {
    if text.len() > 1 {
        text.push(',');
    }
    text.push_str(&serde_json::Value::from(key).to_string());
    text.push(':');
    text.push_str(value);
}

/// Whether a record already has this part.
fn has_part(members: &[Member<'_>], letters: &str) -> bool {
    members.iter().any(|member| names::equals_folded(&member.key, letters) && is_there(member.value))
}

fn is_there(raw: &RawValue) -> bool {
    !matches!(raw.get(), "null" | "\"\"")
}

/// A key split into part and member.
struct SplitKey<'k> {
    part: &'static Part,
    name: &'k str,
    rest: Cow<'k, str>,
    /// Whether a character that does not separate words comes between the two.
    is_certain: bool,
}

/// Splits a key after the longest part's name that it starts with.
fn split<'k>(key: &'k str, parts: &'static [Part]) -> Option<SplitKey<'k>> {
    let first = key.bytes().next()?.to_ascii_lowercase();
    if !parts.iter().any(|(letters, _)| letters.as_bytes()[0] == first) {
        return None;
    }
    let longest = parts.iter().map(|(letters, _)| letters.len()).max()?;
    let (mut letters, mut found, mut before) = (String::with_capacity(longest), None, ' ');
    for (at, letter) in key.char_indices() {
        let is_mark = matches!(letter, '.' | ':' | '/' | '_' | '-' | ' ' | '[');
        let is_capital = letter.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (is_mark || is_capital)
            && let Some(part) = parts.iter().find(|(name, _)| *name == letters)
            && found.as_ref().is_none_or(|found: &SplitKey<'_>| found.part != part)
        {
            let of_query = of_query(&key[at..]);
            let is_certain = of_query.is_some() || matches!(letter, '.' | ':' | '/');
            let rest = of_query.unwrap_or_else(|| {
                Cow::Borrowed(match letter {
                    '_' => key[at..].strip_prefix("__").unwrap_or(&key[at + 1..]),
                    // A bracket that is not closed.
                    '[' => "",
                    _ if is_mark => &key[at + letter.len_utf8()..],
                    _ => &key[at..],
                })
            });
            let fits =
                if is_mark && part.1 != Members::Known { !rest.is_empty() } else { names::is_part_member(&rest) };
            if fits {
                found = Some(SplitKey { part, name: &key[..at], rest, is_certain });
            }
        }
        before = letter;
        if !matches!(letter, '_' | '-' | ' ') {
            letters.push(letter.to_ascii_lowercase());
        }
        if letters.len() > longest {
            break;
        }
    }
    found
}

/// The member after a part's name as queries spell it: `[x]`, `['x']`, `:["x"]`, `->x`, `->>'x'`. What follows it is
/// kept, as it may be a member of the member.
fn of_query(behind: &str) -> Option<Cow<'_, str>> {
    let behind = behind.trim_start();
    let (member, close) = match behind.strip_prefix("->") {
        Some(member) => (member.strip_prefix('>').unwrap_or(member).trim_start(), ""),
        None => (behind.trim_start_matches([':', '.']).strip_prefix('[')?.trim_start(), "]"),
    };
    let quote = member.chars().next().filter(|first| matches!(first, '\'' | '"'));
    let (name, rest) = match quote {
        Some(quote) => member[1..].split_once(quote)?,
        None if close.is_empty() => return Some(Cow::Borrowed(member)),
        None => member.find(']').map(|end| member.split_at(end))?,
    };
    let rest = rest.trim_start().strip_prefix(close)?;
    Some(if rest.is_empty() { Cow::Borrowed(name.trim()) } else { Cow::Owned(format!("{}{rest}", name.trim())) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn parts_are_reassembled_from_their_members() {
        const TABLE: Option<Format> = Some(Format::DatabricksSystemTable);
        const HUB: Option<Format> = Some(Format::AzureDiagnostic);
        for (format, record, expected) in [
            (TABLE, r#"{"user_identity.email":"e","a":1}"#, Some(r#"{"a":1,"user_identity":{"email":"e"}}"#)),
            (TABLE, r#"{"userIdentity.subjectName":"s"}"#, Some(r#"{"userIdentity":{"subjectName":"s"}}"#)),
            (TABLE, r#"{"USER_IDENTITY_EMAIL":"e"}"#, Some(r#"{"USER_IDENTITY":{"EMAIL":"e"}}"#)),
            (TABLE, r#"{"userIdentityEmail":"e"}"#, Some(r#"{"userIdentity":{"Email":"e"}}"#)),
            (TABLE, r#"{"response__status_code":403}"#, Some(r#"{"response":{"status_code":403}}"#)),
            (TABLE, r#"{"response_time":403}"#, None),
            (TABLE, r#"{"request_params.a.b":"1","request_params.c":null}"#, Some(r#"{"request_params":{"a.b":"1"}}"#)),
            (TABLE, r#"{"request_params_a_b":"1"}"#, Some(r#"{"request_params":{"a_b":"1"}}"#)),
            (TABLE, r#"{"request_params":{},"request_params.a":"1"}"#, None),
            (TABLE, r#"{"request_params":null,"request_params.a":"1"}"#, Some(r#"{"request_params":{"a":"1"}}"#)),
            (TABLE, r#"{"identity_metadata.run_by":"b"}"#, Some(r#"{"identity_metadata":{"run_by":"b"}}"#)),
            (TABLE, r#"{"request_params":"","request_params.a":"1"}"#, Some(r#"{"request_params":{"a":"1"}}"#)),
            (TABLE, r#"{"user_identity[email]":"e"}"#, Some(r#"{"user_identity":{"email":"e"}}"#)),
            (TABLE, r#"{"userIdentity['email']":"e"}"#, Some(r#"{"userIdentity":{"email":"e"}}"#)),
            (TABLE, r#"{"response[\"status_code\"]":403}"#, Some(r#"{"response":{"status_code":403}}"#)),
            (TABLE, r#"{"request_params[ 'a' ][b]":"1"}"#, Some(r#"{"request_params":{"a[b]":"1"}}"#)),
            (TABLE, r#"{"request_params:['a b']":"1"}"#, Some(r#"{"request_params":{"a b":"1"}}"#)),
            (TABLE, r#"{"request_params->>a":"1"}"#, Some(r#"{"request_params":{"a":"1"}}"#)),
            (TABLE, r#"{"request_params ->> 'a'":"1"}"#, Some(r#"{"request_params":{"a":"1"}}"#)),
            (TABLE, r#"{"request_params[a":"1","user_identity[phone]":"2","other[email]":"3"}"#, None),
            (
                HUB,
                r#"{"properties['requestParams']['a']":"1","properties['logId']":"l"}"#,
                Some(r#"{"properties":{"logId":"l","requestParams":{"a":"1"}}}"#),
            ),
            (
                HUB,
                r#"{"properties->'requestParams'->>'a'":"1"}"#,
                Some(r#"{"properties":{"requestParams":{"a":"1"}}}"#),
            ),
            (TABLE, r#"{"request_params.a":null}"#, None),
            (TABLE, r#"{"request_params.":"1","user_identity.phone":"2","request_id":"3"}"#, None),
            (
                HUB,
                r#"{"properties.requestParams.a":"1","properties.logId":"l"}"#,
                Some(r#"{"properties":{"logId":"l","requestParams":{"a":"1"}}}"#),
            ),
            (
                HUB,
                r#"{"properties_logId":"l","identity.email":"e"}"#,
                Some(r#"{"properties":{"logId":"l"},"identity":{"email":"e"}}"#),
            ),
            (
                Some(Format::ImmutaUam),
                r#"{"actor.id":"1","actorIp":"2"}"#,
                Some(r#"{"actorIp":"2","actor":{"id":"1"}}"#),
            ),
        ] {
            let members = json::members(record).unwrap();
            let found = gather(format, &members).map(|gathered| gathered.text);
            assert_eq!(found.as_deref(), expected, "{record}");
        }
    }
}
