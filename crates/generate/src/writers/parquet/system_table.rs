//! The table `system.access.audit` with its types.

use super::column::Column;
use crate::writers::databricks_system_table::{COLUMNS, Column as OfTable};

pub(super) fn columns() -> Vec<Column> {
    COLUMNS
        .iter()
        .map(|(name, column)| match column {
            OfTable::Text(of) => Column::text(name, *of),
            OfTable::EventTime => Column::time(name, |event| event.time_ms),
            OfTable::EventDate => Column::date(name),
            OfTable::RequestParams => Column::params_map(name),
            OfTable::UserIdentity => Column::of_struct(
                name,
                |_, _| true,
                vec![
                    Column::text("email", |event, _| event.email.as_deref().map(Into::into)),
                    Column::text("subject_name", |event, _| event.subject_name.as_deref().map(Into::into)),
                ],
            ),
            OfTable::Response => Column::of_struct(
                name,
                |event, _| event.response.is_some(),
                vec![
                    Column::int("status_code", |event, _| event.response.as_ref()?.status),
                    Column::text("error_message", |event, _| event.error_message().map(Into::into)),
                    Column::text("result", |event, _| event.result_text().map(Into::into)),
                ],
            ),
            OfTable::IdentityMetadata => Column::of_struct(
                name,
                |event, world| event.run_by_and_as(world).is_some(),
                vec![
                    Column::text("run_by", |event, world| event.run_by_and_as(world).map(|(by, _)| by.into())),
                    Column::text("run_as", |event, world| event.run_by_and_as(world).map(|(_, run_as)| run_as.into())),
                    Column::text("acting_resource", |_, _| None),
                ],
            ),
        })
        .collect()
}
