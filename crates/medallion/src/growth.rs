//! Estimates the peak allocation of joining a block before it is joined.

use touchstone_frame::{Dictionary, Frame};

use crate::block::Block;
use crate::gold::Gold;
use crate::medallion::Medallion;
use crate::silver::{SilverColumn, TEXTS};

/// Size of a new service's frame, with its lists rounded up.
pub(crate) const NEW_GOLD_BYTES: usize = 4096;

/// Size of a new key in a new service, without its values and name.
const NEW_KEY_BYTES: usize = 2048;

/// Size of a number in an open row, counted twice.
const NUMBER_BYTES: usize = 16;

impl Medallion {
    /// Peak allocation of joining a block, assuming that all of its events are new. `None` if a part of the loaded data
    /// would exceed the addressable length.
    pub(crate) fn growth_bytes(&self, input: u32, block: &Block) -> Option<usize> {
        let events = block.events();
        let mut sum = self.fingerprints.growth_bytes(events)
            + self.lists_growth_bytes(input, block)
            + self.shapes_growth_bytes(block.shapes.len(), block.shapes.iter().map(|shape| shape.len()).sum())
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
        // By service, the number of keys that are new to it.
        let mut new_keys = vec![0; services.len()];
        for param in &block.params {
            let (texts, bytes) = (param.texts.len(), param.texts.bytes());
            sum = sum.checked_add(match services.get(param.service as usize).copied().flatten() {
                Some((gold, _)) => {
                    new_keys[param.service as usize] += usize::from(gold.key(&param.key).is_none());
                    // A new key is stored twice.
                    let key = 2 * param.key.len();
                    key + gold.frame().growth_bytes(gold.key(&param.key), param.events.len(), texts, bytes)?
                }
                None => {
                    NEW_KEY_BYTES
                        + 2 * param.key.len()
                        + Frame::default().growth_bytes(None, param.events.len(), texts, bytes)?
                }
            })?;
        }
        for (service, keys) in services.iter().zip(new_keys) {
            sum += service.map_or(0, |(gold, _)| gold.frame().columns_growth_bytes(keys));
        }
        Some(sum + self.gold_growth_bytes(services.iter().skip(1).filter(|gold| gold.is_none()).count()))
    }

    /// Allocation for comparing the codes of columns that hardly repeat.
    pub(crate) fn unindexed_bytes(&self) -> usize {
        self.silver().frame().unindexed_bytes() + self.gold().map(|gold| gold.frame().unindexed_bytes()).sum::<usize>()
    }

    /// Allocation for reading all texts of a column, whichever: many are packed.
    pub(crate) fn reading_bytes(&self) -> usize {
        let of_gold = self.gold().map(|gold| gold.frame().reading_bytes()).max();
        self.silver().frame().reading_bytes().max(of_gold.unwrap_or_default())
    }

    /// By the service's code in the block, its gold frame, if any, and the rows that it may gain.
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
