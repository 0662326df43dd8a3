//! Column mapping: the names that a table's columns have in its files, and those under which they are shown.

use std::collections::HashMap;
use std::rc::Rc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

const ID: &str = "delta.columnMapping.id";
const PHYSICAL_NAME: &str = "delta.columnMapping.physicalName";
const TYPE_CHANGES: &str = "delta.typeChanges";

/// Types to which a column may have been widened whose values are spelled as those of the narrower type.
const INTEGERS: [&str; 4] = ["byte", "short", "integer", "long"];

/// How a table's files name its columns. Its copies share one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns(Rc<Vec<Column>>);

/// A column of a table, or a member of a struct.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    /// What tells it in a file.
    pub(crate) key: Key,
    /// Its name in the table.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) within: Within,
}

/// What tells a column in a file. Those of one table are all of one kind.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Key {
    Name(String),
    /// The id of its field.
    Id(i32),
}

/// What a column holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Within {
    Plain,
    /// Members, by their keys.
    Struct(Vec<Column>),
    List(Box<Within>),
    Map(Box<Within>, Box<Within>),
}

/// How columns are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Name,
    Id,
}

/// A table's schema, as far as it matters how columns are named.
pub(super) struct Mapped {
    pub(super) columns: Columns,
    /// By the names that partition columns have in the log, those that they have in the table.
    pub(super) names: HashMap<String, String>,
}

/// The columns of a schema as the log has it; a sentence of what it lacks.
pub(super) fn mapped(schema: &Value, mode: Mode) -> Result<Mapped, String> {
    if !schema["fields"].is_array() {
        return Err("its columns".to_owned());
    }
    let columns = Columns(Rc::new(columns(schema, mode)?));
    let names = fields(schema).map(|field| (physical_name(field).to_owned(), name(field).to_owned())).collect();
    Ok(Mapped { columns, names })
}

fn columns(schema: &Value, mode: Mode) -> Result<Vec<Column>, String> {
    let column = |field| {
        let key = match mode {
            Mode::Name => Key::Name(physical_name(field).to_owned()),
            Mode::Id => {
                let id = field["metadata"][ID].as_i64().and_then(|id| id.try_into().ok());
                Key::Id(id.ok_or_else(|| format!("an id of the column {}", name(field)))?)
            }
        };
        Ok(Column { key, name: name(field).to_owned(), within: within(&field["type"], mode)? })
    };
    let mut columns = fields(schema).map(column).collect::<Result<Vec<_>, String>>()?;
    columns.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    match columns.windows(2).find(|pair| pair[0].key == pair[1].key) {
        Some(pair) => Err(format!("what tells the column {} from {}", pair[0].name, pair[1].name)),
        None => Ok(columns),
    }
}

fn within(data_type: &Value, mode: Mode) -> Result<Within, String> {
    Ok(match data_type["type"].as_str() {
        Some("struct") => Within::Struct(columns(data_type, mode)?),
        Some("array") => Within::List(within(&data_type["elementType"], mode)?.into()),
        Some("map") => {
            let [keys, values] = ["keyType", "valueType"].map(|part| within(&data_type[part], mode));
            Within::Map(keys?.into(), values?.into())
        }
        _ => Within::Plain,
    })
}

fn fields(of: &Value) -> impl Iterator<Item = &Value> {
    of["fields"].as_array().into_iter().flatten()
}

fn name(field: &Value) -> &str {
    field["name"].as_str().unwrap_or_default()
}

/// A column without another name has the one that is shown.
fn physical_name(field: &Value) -> &str {
    field["metadata"][PHYSICAL_NAME].as_str().unwrap_or_else(|| name(field))
}

/// Whether some column is of the type `variant`.
pub(super) fn has_variant(data_type: &Value) -> bool {
    let parts = ["elementType", "keyType", "valueType"].map(|part| &data_type[part]);
    *data_type == "variant"
        || parts.into_iter().filter(|part| !part.is_null()).any(has_variant)
        || fields(data_type).any(|field| has_variant(&field["type"]))
}

/// A type to which a column was widened whose values may be spelled otherwise than those that files hold.
pub(super) fn widened(data_type: &Value) -> Option<&str> {
    let own = fields(data_type).find_map(|field| {
        let changes = field["metadata"][TYPE_CHANGES].as_array().into_iter().flatten();
        let mut types = changes.filter_map(|change| change["toType"].as_str());
        types.find(|data_type| !INTEGERS.contains(data_type))
    });
    let parts = ["elementType", "keyType", "valueType"].map(|part| &data_type[part]);
    own.or_else(|| parts.into_iter().filter(|part| !part.is_null()).find_map(widened))
        .or_else(|| fields(data_type).find_map(|field| widened(&field["type"])))
}

impl Columns {
    /// Those of the table.
    pub(crate) fn of_table(&self) -> &[Column] {
        &self.0
    }
}

impl Serialize for Columns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_slice().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Rc::new(Vec::deserialize(deserializer)?)))
    }
}
