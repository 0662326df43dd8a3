"""Which records repeat events of other files and runs, and which conflict with them."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from touchstone.spark import _apart


def shared_ids(events: DataFrame, known: DataFrame | None) -> DataFrame:
    """The ids (`_id`) that several records have, one of `events` at least: whether the records differ (`differ`), and whether
    they are of several files (`is_between`). `known` are the events of earlier runs."""
    key = F.xxhash64("_fingerprint", "_content").alias("key")
    ids = events.select("_id", key, "input")
    if known is not None:
        days = [row["event_date"] for row in events.select("event_date").distinct().collect()]
        is_of_days = F.col("event_date").isNull() | F.col("event_date").isin([day for day in days if day])
        # Those of other days are other events: no more is read of them.
        others = known.where(~is_of_days).select("_id", F.lit(0).cast("long").alias("key"), "input")
        at_hand = known.where(is_of_days).select("_id", key, "input").unionByName(others)
        ids = ids.unionByName(at_hand.join(ids.select("_id"), "_id", "left_semi"))
    counted = ids.groupBy("_id").agg(
        F.count("*").alias("records"),
        (F.min("key") != F.max("key")).alias("differ"),
        (F.min("input") != F.max("input")).alias("is_between"),
    )
    return counted.where(F.col("records") > 1).drop("records")


def repeats(events: DataFrame, known: DataFrame | None, shared: DataFrame) -> DataFrame:
    """The records that repeat an event, with its place. Of those with one fingerprint, the first record is the event."""
    # What tells events apart is a few bytes of each; the events themselves stay where they were read.
    first = Window.partitionBy("_id", "_fingerprint").orderBy("input", "record")
    places = events.select(
        "_id", "_fingerprint", "input", "record", F.col("_path").alias("path"), F.col("_offset").alias("offset")
    )
    places = places.join(shared.select("_id"), "_id", "left_semi")
    places = (
        places.withColumn("nth", F.row_number().over(first))
        .withColumn("of_path", F.first("path").over(first))
        .withColumn("of_record", F.first("record").over(first))
    )
    is_first: Column = F.col("nth") == 1
    if known is not None:
        known = known.select("_id", "_fingerprint", F.col("_path").alias("k_path"), F.col("record").alias("k_record"))
        known = known.join(shared.select("_id"), "_id", "left_semi")
        places = (
            places.join(known, ["_id", "_fingerprint"], "left")
            .withColumn("of_path", F.coalesce("k_path", "of_path"))
            .withColumn("of_record", F.coalesce("k_record", "of_record"))
        )
        is_first = is_first & F.col("k_path").isNull()
    return places.where(~is_first).select("input", "path", "record", "offset", "of_path", "of_record")


def with_first(rows: DataFrame, repeating: DataFrame) -> DataFrame:
    """Rows of a file's own duplicates or conflicts, with the first place of their event: what a record of a file repeats may
    itself repeat one of another file."""
    first_of = repeating.select(
        F.col("path").alias("of_path"),
        F.col("record").alias("of_record"),
        F.col("of_path").alias("first_path"),
        F.col("of_record").alias("first_record"),
    )
    joined = rows.join(first_of, ["of_path", "of_record"], "left")
    of = {
        "of_path": F.coalesce("first_path", "of_path").alias("of_path"),
        "of_record": F.coalesce("first_record", "of_record").alias("of_record"),
    }
    return joined.select(*(of.get(name, F.col(name)) for name in rows.columns))


def conflicts_between(bronze: DataFrame, ids: list[int], key: bytes, parts: int) -> DataFrame:
    """What one session over all of these files would tell of conflicts between records with these ids. Executors read the
    files again, `whole_files` at a time, and keep those records; then each id's come together in one of so many `parts`, and
    the core compares them."""
    picked = bronze.select("input", "path", "content").mapInArrow(
        _apart.picker(key, ids, parts), from_arrow_schema(_apart.PICKED)
    )
    by_id = picked.repartition(parts, "bucket").sortWithinPartitions("input", "nth")
    return by_id.mapInArrow(_apart.conflicts, from_arrow_schema(_apart.CONFLICTS))
