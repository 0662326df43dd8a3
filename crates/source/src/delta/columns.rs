//! Column mapping: the names of a table's columns in its files, and the names under which they are shown.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

const ID: &str = "delta.columnMapping.id";
const PHYSICAL_NAME: &str = "delta.columnMapping.physicalName";
const TYPE_CHANGES: &str = "delta.typeChanges";

/// Widened column types whose values print like those of the narrower type.
const INTEGERS: [&str; 4] = ["byte", "short", "integer", "long"];

/// How a table's files name its columns. Clones share one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns(Arc<Vec<Column>>);

/// A column of a table, or a member of a struct.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    /// Identifies it in a file.
    pub(crate) key: Key,
    /// Its name in the table.
    pub(crate) name: String,
    /// What it contains.
    pub(crate) within: Within,
}

/// Identifies a column in a file. All columns of a table use the same kind.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Key {
    Name(String),
    /// The field's id.
    Id(i32),
}

/// What a column contains.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Within {
    Plain,
    /// Members, by their keys.
    Struct(Vec<Column>),
    List(Box<Within>),
    Map(Box<Within>, Box<Within>),
}

/// How columns are identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Name,
    Id,
}

/// The column names in a table's schema.
pub(super) struct Mapped {
    pub(super) columns: Columns,
    /// From the names of partition columns in the log to their names in the table.
    pub(super) names: HashMap<String, String>,
}

/// Reads the columns of a schema in the log. An error is a sentence that says what is missing.
pub(super) fn mapped(schema: &Value, mode: Mode) -> Result<Mapped, String> {
    if !schema["fields"].is_array() {
        return Err("its columns".to_owned());
    }
    let columns = Columns(Arc::new(columns(schema, mode)?));
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

/// The name of a column in files. By default it is the name that is shown.
fn physical_name(field: &Value) -> &str {
    field["metadata"][PHYSICAL_NAME].as_str().unwrap_or_else(|| name(field))
}

/// Whether any column has the type `variant`.
pub(super) fn has_variant(data_type: &Value) -> bool {
    let parts = ["elementType", "keyType", "valueType"].map(|part| &data_type[part]);
    *data_type == "variant"
        || parts.into_iter().filter(|part| !part.is_null()).any(has_variant)
        || fields(data_type).any(|field| has_variant(&field["type"]))
}

/// A widened column type whose values may print differently from those in files.
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
    /// The columns of the table.
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
        Ok(Self(Arc::new(Vec::deserialize(deserializer)?)))
    }
}
