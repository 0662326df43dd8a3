//! What joining a block asks of memory, told before it is joined.

use touchstone_frame::Dictionary;

use crate::block::Block;
use crate::gold::Gold;
use crate::medallion::Medallion;
use crate::shape::ShapeKey;
use crate::silver::{SilverColumn, TEXTS};

/// What a shape takes beside its keys.
const SHAPE_BYTES: usize = 128;

/// What a warning takes, with its sentence and the room that its list may double to.
const WARNING_BYTES: usize = 512;

/// What a column of numbers takes of an open row, twice.
const NUMBER_BYTES: usize = 16;

impl Medallion {
    /// The most memory that joining a block can ask for, were all of its events new. Nothing where a part of what is
    /// loaded would get longer than memory has it.
    pub(crate) fn growth_bytes(&self, block: &Block) -> Option<usize> {
        let events = block.events();
        let mut sum = self.fingerprints.growth_bytes(events)
            + growth(&self.problems, block.problems.len())
            + growth(&self.duplicates, events)
            + block.warnings.len() * WARNING_BYTES
            + block.shapes.iter().map(|shape| 2 * size_of_val::<[ShapeKey]>(shape) + SHAPE_BYTES).sum::<usize>()
            + self.silver().frame().columns().count() * events * NUMBER_BYTES
            + self.silver().frame().sealing_bytes(events);
        for (column, local) in TEXTS.iter().zip(&block.texts) {
            let id = Some(self.silver().id(*column));
            let frame = self.silver().frame();
            sum = sum.checked_add(frame.growth_bytes(id, events, local.texts.len(), local.texts.bytes())?)?;
        }
        let services = self.services_of(block);
        for (gold, rows) in services.iter().flatten() {
            sum += gold.frame().sealing_bytes(*rows) + rows * NUMBER_BYTES;
        }
        for param in &block.params {
            let (texts, bytes) = (param.texts.len(), param.texts.bytes());
            sum = sum.checked_add(match services.get(param.service as usize).copied().flatten() {
                Some((gold, rows)) => gold.frame().growth_bytes(gold.key(&param.key), rows, texts, bytes)?,
                None => 2 * bytes + 24 * texts + 8 * events,
            })?;
        }
        Some(sum)
    }

    /// By the service's code in the block: its gold frame, where there is one, and how many rows it may gain.
    fn services_of(&self, block: &Block) -> Vec<Option<(&Gold, usize)>> {
        let Some(services) = block.texts.first() else { return Vec::new() };
        let mut rows = vec![0; services.texts.len() + 1];
        services.codes.iter().for_each(|code| rows[*code as usize] += 1);
        let names: &Dictionary = self.silver().frame().dictionary(self.silver().id(SilverColumn::ServiceName));
        let known = services.texts.iter().map(|(code, service)| {
            let gold = names.find(service).and_then(|_| self.gold_of(service))?;
            Some((gold, rows[code as usize]))
        });
        std::iter::once(None).chain(known).collect()
    }
}

/// What a list asks for when it takes in `more` entries: it doubles.
fn growth<T>(list: &Vec<T>, more: usize) -> usize {
    let wanted = list.len() + more;
    if wanted > list.capacity() { wanted.max(2 * list.capacity()) * size_of::<T>() } else { 0 }
}
