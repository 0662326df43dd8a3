//! Which request parameters an event has, in which order: what `flattened` needs beside the gold frame.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

/// A request parameter's place: its column within a list of columns, and whether its text is JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct ShapeKey {
    pub(crate) column: u32,
    pub(crate) is_json: bool,
}

/// Distinct shapes, numbered from 0 in order of arrival. Events of one action mostly share one.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    list: Vec<Box<[ShapeKey]>>,
    codes: HashMap<Box<[ShapeKey]>, u32, FxBuildHasher>,
}

impl Shapes {
    /// The number of a shape, new or known.
    pub(crate) fn intern(&mut self, shape: &[ShapeKey]) -> u32 {
        if let Some(code) = self.codes.get(shape) {
            return *code;
        }
        let code = self.list.len() as u32;
        self.list.push(shape.into());
        self.codes.insert(shape.into(), code);
        code
    }

    /// The shape of a number; the empty one for a number never given out.
    pub(crate) fn get(&self, code: u32) -> &[ShapeKey] {
        self.list.get(code as usize).map_or(&[], |shape| shape)
    }

    /// Every shape, by number.
    pub(crate) fn into_list(self) -> Vec<Box<[ShapeKey]>> {
        self.list
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.list.iter().map(|shape| 2 * (size_of_val::<[ShapeKey]>(shape) + 24)).sum()
    }
}
