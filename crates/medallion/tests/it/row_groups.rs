//! Reading the row groups of a Parquet file in parallel gives the same as reading the file sequentially, whatever is
//! wrong with it.

#![allow(clippy::from_iter_instead_of_collect, reason = "the type of a column stands in front")]

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, StringArray};
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;
use touchstone_medallion::{InputState, Session};
use touchstone_source::{Limits, Source};

use crate::support::{
    KEY, describe, front_to_back, front_to_back_of, parquet_file, side_by_side, side_by_side_of, sources,
};

/// Small enough for small files to reach them.
fn limits(slice_bytes: usize) -> Limits {
    Limits { slice_bytes, record_bytes: 1 << 20, expanded_bytes: 40_000, expanded_times: 1, held_bytes: 4 << 20 }
}

/// A file with row groups of `group_rows` rows. A row group of long equal texts expands beyond the size that it
/// declares. The rows of a `table` are read by column.
fn file(rows: usize, group_rows: usize, long: usize, is_table: bool) -> Vec<u8> {
    let numbers = || 0..rows;
    let spelled = |table, other| if is_table { table } else { other };
    let id = |at: usize| (at % 13 != 12).then(|| format!("event {}", at / 2));
    let text = |at: usize| if at / group_rows % 3 == 1 { "x".repeat(long) } else { format!("text {}", at % 7) };
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            spelled("service_name", "serviceName"),
            Arc::new(StringArray::from_iter_values(numbers().map(|at| format!("service {}", at % 3)))),
        ),
        (
            spelled("action_name", "actionName"),
            Arc::new(StringArray::from_iter(numbers().map(|at| (at % 11 != 10).then_some("create")))),
        ),
        (
            spelled("another", "timestamp"),
            Arc::new(Int64Array::from_iter_values(numbers().map(|at| 1_577_571_960_848 + at as i64 / 2))),
        ),
        (spelled("user_agent", "userAgent"), Arc::new(StringArray::from_iter_values(numbers().map(text)))),
        ("event_id", Arc::new(StringArray::from_iter(numbers().map(id)))),
    ];
    parquet_file(columns, WriterProperties::builder().set_max_row_group_row_count(Some(group_rows)).build())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_read_does_not_depend_on_who_reads_what_when(
        rows in 1_usize..400,
        group_rows in 1_usize..150,
        long in 0_usize..300,
        is_table in any::<bool>(),
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..3),
        slice_bytes in 60_usize..3000,
        readers in 1_usize..4,
        order in proptest::collection::vec(0_usize..4, 1..40).prop_map(|mut order| { order.extend(0..4); order }),
    ) {
        let mut bytes = file(rows, group_rows, long, is_table);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let files = [bytes, file(30, 10, 5, !is_table)];
        let expected = describe(&front_to_back(&files, limits(1 << 20)));
        prop_assert_eq!(describe(&side_by_side(&files, limits(slice_bytes), readers, &order)), expected);
    }
}

/// A deletion vector in a log, of up to 4,096 rows among the first 65,536.
fn vector(rows: &BTreeSet<usize>) -> String {
    const DIGITS: &[u8; 85] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    let numbers = [1_681_511_377_u32, 1, 0, 0, 12_346, 1, (rows.len() as u32 - 1) << 16, 16];
    let mut bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    bytes.extend(rows.iter().flat_map(|row| (*row as u16).to_le_bytes()));
    let size = bytes.len();
    bytes.resize(size.next_multiple_of(4), 0);
    let group = |bytes: &[u8]| {
        let number = u32::from_be_bytes(bytes.try_into().unwrap());
        (0..5).rev().map(move |power| DIGITS[(number / 85_u32.pow(power) % 85) as usize] as char)
    };
    let text: String = bytes.chunks(4).flat_map(group).collect();
    let count = rows.len();
    format!(r#"{{"storageType":"i","pathOrInlineDv":"{text}","sizeInBytes":{size},"cardinality":{count}}}"#)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn deleted_rows_are_left_out_whoever_reads_what_when(
        rows in 1_usize..5000,
        group_rows in 1_usize..3000,
        is_table in any::<bool>(),
        deleted in proptest::collection::vec(any::<proptest::sample::Index>(), 1..60),
        slice_bytes in 60_usize..3000,
        order in proptest::collection::vec(0_usize..3, 1..40).prop_map(|mut order| { order.extend(0..3); order }),
    ) {
        let deleted: BTreeSet<usize> = deleted.iter().map(|row| row.index(rows)).collect();
        let log = format!(
            "{}\n{{\"add\":{{\"path\":\"a\",\"partitionValues\":{{}},\"deletionVector\":{}}}}}\n",
            r#"{"metaData":{"id":"t"}}"#,
            vector(&deleted)
        );
        let bytes = file(rows, group_rows, 40, is_table);
        let named = |path: &str, bytes: Vec<u8>| (path.to_owned(), Rc::new(bytes) as Rc<dyn Source>);
        let whole = front_to_back(std::slice::from_ref(&bytes), limits(1 << 20));
        let sources = [named("t/_delta_log/00000000000000000000.json", log.into_bytes()), named("t/a", bytes)];
        let expected = front_to_back_of(&sources, limits(1 << 20));
        let found = side_by_side_of(&sources, limits(slice_bytes), 3, &order);
        prop_assert_eq!(describe(&found), describe(&expected));
        let counted = expected.medallion().inputs()[0].counts;
        if whole.medallion().inputs()[0].state == InputState::Complete {
            prop_assert_eq!(counted.records, (rows - deleted.len()) as u64);
        }
        for row in 0..expected.medallion().silver().rows() {
            let place = expected.medallion().place(row);
            prop_assert!(!deleted.contains(&(place.offset as usize)));
            let raw = String::from_utf8(expected.raw_record(row).unwrap()).unwrap();
            let id = format!("\"event {}\"", place.offset / 2);
            prop_assert!(raw.contains(&id) || place.offset % 13 == 12, "{}: {}", place.offset, raw);
        }
    }
}

#[test]
fn a_file_that_expands_beyond_its_budget_ends_at_the_same_row() {
    // Row groups of several batches, with a budget that ends within one.
    for is_table in [false, true] {
        let files = [file(12_000, 5000, 100, is_table)];
        for expanded_bytes in [200_000, 600_000, 1_000_000, 1_200_000, 1_600_000] {
            let limits = |slice_bytes| Limits { expanded_bytes, ..limits(slice_bytes) };
            let whole = front_to_back(&files, limits(1 << 20));
            assert_eq!(whole.medallion().inputs()[0].state, InputState::Failed, "{expanded_bytes}");
            for order in [&[0, 1][..], &[0, 1, 1, 1, 1, 1], &[0, 0, 0, 1]] {
                assert_eq!(
                    describe(&side_by_side(&files, limits(1000), 2, order)),
                    describe(&whole),
                    "{expanded_bytes}"
                );
            }
        }
    }
}

#[test]
fn what_is_left_to_expand_to_decides_nothing_but_the_end() {
    // Files that end just before or just after their budget.
    for rows in 255..270 {
        for group_rows in 60..70 {
            let files = [file(rows, group_rows, 63, true)];
            let expected = describe(&front_to_back(&files, limits(1 << 20)));
            let found = describe(&side_by_side(&files, limits(60), 1, &[0]));
            assert_eq!(found, expected, "{rows} rows in groups of {group_rows}");
        }
    }
}

/// Number of tasks issued to the joining worker beside `readers`, while only the first row group is being read.
fn own_tasks(groups: usize, readers: usize) -> usize {
    let sources = sources(&[file(groups * 10, 10, 0, true)]);
    let mut session = Session::with_limits(KEY, limits(16));
    for (path, source) in &sources {
        session.open(path.clone(), Rc::clone(source));
    }
    assert!(session.next_own_task(readers).is_some(), "what nobody reads is left to nobody");
    std::iter::from_fn(|| session.next_own_task(readers)).take(groups).count()
}

#[test]
fn the_last_row_groups_are_left_to_readers() {
    for (groups, readers, own) in [(5, 0, 4), (5, 1, 3), (2, 1, 0), (5, 2, 1), (4, 2, 0), (5, 6, 0)] {
        assert_eq!(own_tasks(groups, readers), own, "{groups} row groups, {readers} readers");
    }
}
