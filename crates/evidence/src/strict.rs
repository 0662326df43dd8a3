//! JSON whose objects name no member twice: of two, one reader takes the first and another the last.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A value in which no object names a member twice.
pub(crate) struct Strict(pub(crate) Value);

/// Reads such a value. An error names the line and the column.
pub(crate) fn value(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice::<Strict>(bytes).map(|strict| strict.0)
}

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values).map(Strict)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(value)) = access.next_element()? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            if map.contains_key(&name) {
                return Err(A::Error::custom(format!("{name:?} stands there twice")));
            }
            let Strict(value) = access.next_value()?;
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn values_are_those_of_other_readers() {
        for text in ["null", "[true,-1,18446744073709551615,1.5,\"\\u0000é\"]", "{\"b\":{\"a\":[]},\"a\":{\"a\":1}}"] {
            let read = value(text.as_bytes()).unwrap();
            assert_eq!(read, serde_json::from_str::<serde_json::Value>(text).unwrap());
            assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn what_readers_disagree_about_is_refused() {
        for (text, expected) in [
            ("{\"a\":1,\"\\u0061\":2}", "\"a\" stands there twice at line 1 column "),
            ("[{\"a\":{\"b\":1,\"b\":1}}]", "\"b\" stands there twice"),
            ("NaN", "expected value"),
            ("[1e999]", "number out of range"),
            ("1 2", "trailing characters"),
        ] {
            let error = value(text.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{text}: {error}");
        }
        assert!(value("[".repeat(100_000).as_bytes()).unwrap_err().to_string().starts_with("recursion limit exceeded"));
    }
}
