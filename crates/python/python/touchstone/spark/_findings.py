"""What the rules find in everything that is published."""

from __future__ import annotations

import os

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from touchstone import _core
from touchstone._medallion import Paths, Tuning, _paths, _tuning, _warn
from touchstone.spark import _apart
from touchstone.spark._tables import table, whole_files


def findings(
    spark: SparkSession, target: str, *, rules: Paths = (), tuning: Tuning | None = None
) -> DataFrame:
    """What the rules find in everything that is published, as the page finds it: findings with their events' places.

    Rules join events over any time, and many compare a principal's events with all of them before. So executors read the
    files of bronze again, and send their events in blocks of the core to the driver, where one session joins them: about 360
    bytes of memory an event, and no rows of Python.

    Args:
        rules: Files and folders of one's own Sigma rules, beside those of the pack.
        tuning: The file of a tuning, or what would stand in it (docs/tuning.schema.json).
    """
    key = os.urandom(16)
    bronze = table(spark, target, "bronze").select("input", "path", "length", "content")
    session = _core.load_inputs([], key)
    longest = bronze.agg(F.max("length")).first()[0]
    with whole_files(spark, longest or 0):
        blocks = bronze.mapInArrow(_apart.blocks(key), from_arrow_schema(_apart.BLOCKS))
        # Sorting samples first, which would read the files twice.
        blocks = blocks.persist(StorageLevel.DISK_ONLY)
        try:
            # In order, since of records with one id the first is the event.
            for row in blocks.orderBy("input").toLocalIterator(prefetchPartitions=True):
                if row["blocks"]:
                    session.join(row["path"], row["length"], [bytes(block) for block in row["blocks"]])
        finally:
            blocks.unpersist()
    frame, said = session.findings(_paths(rules), *_tuning(tuning))
    _warn(said)
    found = pa.table(frame)
    schema = pa.schema([pa.field(field.name, _in_spark(field.type)) for field in found.schema])
    if not len(found):
        return spark.createDataFrame([], from_arrow_schema(schema, prefer_timestamp_ntz=False))
    return spark.createDataFrame(found.cast(schema))


def _in_spark(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(type_):
        return pa.timestamp("us", "UTC")
    if pa.types.is_unsigned_integer(type_):
        return pa.int64()
    if pa.types.is_list(type_):
        return pa.list_(_in_spark(type_.value_type))
    if pa.types.is_struct(type_):
        return pa.struct([pa.field(field.name, _in_spark(field.type)) for field in type_])
    return type_
