//! A row of a table, walked along the tree as its JSON would be.

use super::layout::Layout;
use super::scan::{Value, ValueKind};
use super::tree::{Brace, Holds, Tree};
use crate::fingerprint::FingerprintKey;
use crate::table::{Cells, Column, Row};

impl Tree {
    /// Reads the values of a row; none if the row has to be read as JSON.
    pub(super) fn layout_of_row<'r>(
        &mut self,
        row: &Row<'r>,
        key: &FingerprintKey,
        values: &mut Vec<Value<'r>>,
    ) -> Option<&Layout> {
        let end = self.columns(row.columns, row, 0, values)?;
        self.learned(end, || row.json(), key, values)
    }

    /// Reads the cells of a row, or of a struct in it.
    fn columns<'r>(
        &mut self,
        columns: &'r [Column<'r>],
        row: &Row<'r>,
        mut node: usize,
        values: &mut Vec<Value<'r>>,
    ) -> Option<usize> {
        for Column { name, cells } in columns {
            node = match cells {
                Cells::Texts(texts) => match texts.get(row.at) {
                    Some(text) => self.text(name, text, node, values)?,
                    None => node,
                },
                Cells::Written(nth) => match row.written(*nth) {
                    Some(json) => {
                        let named = self.named(name, node)?;
                        let (node, end) = self.value::<false>(json, 0, name, named, values)?;
                        (end + 1 == json.len()).then_some(node)?
                    }
                    None => node,
                },
                Cells::Struct { .. } | Cells::Map { .. } if !cells.is_valid(row) => node,
                Cells::Struct { fields, .. } => {
                    let is_empty = !fields.iter().any(|field| field.cells.is_valid(row));
                    match self.open(name, is_empty, node, values)? {
                        Opened::Empty(node) => node,
                        Opened::At(node) => {
                            let node = self.columns(fields, row, node, values)?;
                            self.brace(node, Brace::Close)?
                        }
                    }
                }
                Cells::Map { map, keys, values: texts } => {
                    let offsets = map.value_offsets();
                    let entries = offsets[row.at] as usize..offsets[row.at + 1] as usize;
                    let is_empty = !entries.clone().any(|at| texts.token(at).is_some());
                    match self.open(name, is_empty, node, values)? {
                        Opened::Empty(node) => node,
                        Opened::At(mut node) => {
                            for at in entries {
                                if let Some(text) = texts.get(at) {
                                    node = self.text(keys.get(at)?, text, node, values)?;
                                }
                            }
                            self.brace(node, Brace::Close)?
                        }
                    }
                }
            };
        }
        Some(node)
    }

    /// Opens the object under a key.
    fn open<'r>(&mut self, name: &'r str, is_empty: bool, node: usize, values: &mut Vec<Value<'r>>) -> Option<Opened> {
        let node = self.named(name, node)?;
        match self.nodes[node].holds {
            Holds::Flat if is_empty => {
                values.push(Value { key: name, raw: "{}", kind: ValueKind::Nested });
                Some(Opened::Empty(node))
            }
            Holds::Part | Holds::Flat => Some(Opened::At(self.brace(node, Brace::Open)?)),
            Holds::Scalar | Holds::Any => None,
        }
    }

    /// Reads a text, or the object whose JSON it is.
    fn text<'r>(&mut self, name: &'r str, text: &'r str, node: usize, values: &mut Vec<Value<'r>>) -> Option<usize> {
        let node = self.named(name, node)?;
        values.push(Value { key: name, raw: text, kind: ValueKind::Text });
        if self.nodes[node].holds != Holds::Part {
            return Some(node);
        }
        if !text.starts_with('{') {
            return None;
        }
        let opened = self.brace(node, Brace::OpenCell)?;
        let (node, end) = self.members::<false>(text, 1, opened, values)?;
        if end != text.len() {
            return None;
        }
        self.brace(node, Brace::Close)
    }
}

/// An object whose members come next, or one that has none and counts as a value.
enum Opened {
    At(usize),
    Empty(usize),
}
