//! Events by the values of columns.

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::Field;
use touchstone_query::group::{Grouping, group};

use crate::answer::{Group, Groups};
use crate::asked::Asked;
use crate::filter::Filter;
use crate::kept::Kept;

pub(crate) fn groups(
    medallion: &Medallion,
    kept: &mut Kept,
    filter: &Filter,
    by: &[String],
    most: usize,
) -> Asked<Groups> {
    let fields: Vec<Field> = by
        .iter()
        .map(|column| Field::of_column(column).ok_or_else(|| format!("there is no column {column}")))
        .collect::<Asked<_>>()?;
    let shown = kept.spellings.of(medallion);
    let same = |column, code| if column == SilverColumn::Email { shown.code(code) } else { code };
    let selection = kept.evaluator.select(medallion, filter.expr());
    let groups = group(medallion, &selection, &Grouping { by: &fields, distinct: None, most, same: &same })?;
    Ok(Groups {
        by: by.to_vec(),
        total: groups.total,
        groups: groups
            .groups
            .into_iter()
            .map(|group| Group {
                values: group.values,
                events: group.events,
                first_ms: group.first_ms,
                last_ms: group.last_ms,
            })
            .collect(),
    })
}
