"""The tables of a target."""

from __future__ import annotations

import hashlib
import json
import os
import re

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from touchstone import _core
from touchstone._medallion import Paths, Tuning, _paths, _tuning, _warn
from touchstone.spark._files import Files

RUNS = "runs"
# Of the name of a service's table.
_NAME_CHARS = 100

NAMES = ("bronze", "silver", "quarantine", "duplicates", "warnings", "conflicts", "inputs", RUNS)


def table(spark: SparkSession, target: str, name: str) -> DataFrame:
    """A table beside gold: bronze, silver, quarantine, duplicates, warnings, conflicts, inputs or runs.

    Raises:
        ValueError: There is no such table, or nothing has been published yet.
    """
    if name not in NAMES:
        raise ValueError(f"there is no table {name}; there are {', '.join(NAMES)}")
    files = Files(spark, target)
    # Services, too, may differ only by case.
    spark.conf.set("spark.sql.caseSensitive", "true")
    if name == RUNS:
        if not files.names(RUNS):
            raise ValueError(f"{target}: nothing has been published yet")
        return spark.read.json(files.path(RUNS)).drop("keys", "moves", "schemas").orderBy("run")
    found = published(spark, files, name)
    if found is None:
        raise ValueError(f"{target}: {name} has no rows yet")
    return found


def services(spark: SparkSession, target: str) -> list[str]:
    """The services that have a gold table, sorted."""
    files = Files(spark, target)
    return sorted({service for run in _runs(files) for service in run["gold"]})


def gold(spark: SparkSession, target: str, service: str) -> DataFrame:
    """The gold table of a service: silver without `flattened`, and `requestParams` as a struct of texts, with the keys
    of all runs, sorted.

    Raises:
        ValueError: No event of this service has been published.
    """
    files = Files(spark, target)
    found = published(spark, files, f"gold/{table_name(service)}")
    if found is None:
        raise ValueError(f"there is no service {service}")
    found = found.where(F.col("service_name") == service)
    keys = {key for run in _runs(files) for key in run["keys"].get(service, [])}
    keys = sorted(keys, key=lambda key: key.encode()) or ["placeholder"]
    params = F.struct(*(F.col("requestParams").getField(key).alias(key) for key in keys))
    return found.withColumn("requestParams", params)


def published(spark: SparkSession, files: Files, name: str, before: int | None = None) -> DataFrame | None:
    """What the runs have published of a table, or those before one; nothing without rows."""
    chosen = [run for run in _runs(files) if before is None or run["run"] < before]
    folders = [to for run in chosen for _, to in run["moves"] if to.rsplit("/", 1)[0] == name]
    if not folders:
        return None
    # Keys that differ only by case are different keys.
    spark.conf.set("spark.sql.caseSensitive", "true")
    reader = spark.read.option("basePath", files.path(name)).option("mergeSchema", "true")
    found = reader.parquet(*(files.path(folder) for folder in folders))
    if "event_date" in found.columns:
        # Where no event has a time, Spark takes the names of folders for texts.
        found = found.withColumn("event_date", F.col("event_date").cast("date"))
    return found


def _runs(files: Files) -> list[dict]:
    """What the runs have written of themselves."""
    return [files.read(f"{RUNS}/{name}") for name in files.names(RUNS)]


def table_name(service: str) -> str:
    """The name of a service's table: other characters than letters, digits and `_` become `_`, and a long name ends in
    a hash, since file systems take 255 characters."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", service)
    # Spark does not see what begins with `_`.
    name = f"service{name}" if name == "" or name.startswith("_") else name
    if len(name) <= _NAME_CHARS:
        return name
    return f"{name[:_NAME_CHARS]}_{hashlib.sha256(service.encode()).hexdigest()[:16]}"


def findings(
    spark: SparkSession, target: str, *, rules: Paths = (), tuning: Tuning | None = None
) -> DataFrame:
    """What the rules find in everything that is published, as the page finds it: findings with their events' places.

    Rules join events over any time, and some compare an event with all before it. So all bronze is read again by one
    session of the core, in the driver's memory: the raw files and about 300 bytes an event. It is for millions of events;
    for more, export what is of interest and read it with a filter.

    Args:
        rules: Files and folders of one's own Sigma rules, beside those of the pack.
        tuning: The file of a tuning, or what would stand in it (docs/tuning.schema.json).
    """
    import pyarrow as pa

    bronze = table(spark, target, "bronze").select("input", "path", "content").orderBy("input")
    inputs = [(row["path"], bytes(row["content"])) for row in bronze.toLocalIterator()]
    session = _core.load_inputs(inputs, os.urandom(16))
    frame, said = session.findings(_paths(rules), *_tuning(tuning))
    _warn(said)
    found = pa.table(frame)
    fields = [pa.field(field.name, _in_spark(field.type)) for field in found.schema]
    return spark.createDataFrame(found.cast(pa.schema(fields)))


def _in_spark(type_):
    import pyarrow as pa

    if pa.types.is_timestamp(type_):
        return pa.timestamp("us", "UTC")
    if pa.types.is_unsigned_integer(type_):
        return pa.int64()
    if pa.types.is_list(type_):
        return pa.list_(_in_spark(type_.value_type))
    if pa.types.is_struct(type_):
        return pa.struct([pa.field(field.name, _in_spark(field.type)) for field in type_])
    return type_


def files_of(spark: SparkSession, target: str) -> list[dict]:
    """The ledger: of each file what `touchstone analyze --json` says of it alone under `inputs`, `totals` and `beside`."""
    rows = table(spark, target, "inputs").orderBy("input").select("ledger").collect()
    return [json.loads(row["ledger"]) for row in rows]
