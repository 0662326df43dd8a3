"""The tables of a target."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from touchstone.spark import _delta
from touchstone.spark._files import RUNS, Files

# Of the name of a service's table.
_NAME_CHARS = 100
# How much of files' content comes to an executor together.
_BATCH_BYTES = 64 << 20
# How much of it a task takes at most: each writes files for its days and services.
_TASK_BYTES = 1 << 30
# As what a file counts there, beside its bytes.
_FILE_BYTES = 256 << 10
# Of a core, in a job that lists.
_LISTING_TASKS = 4
# Paths that are looked up one after the other.
_LOOKED_UP = 300

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
    folders = {run["run"]: to for run in chosen for _, to in run["moves"] if to.rsplit("/", 1)[0] == name}
    if not folders:
        return None
    is_delta = "schemas" in chosen[0]
    places = _delta.places(files, name, folders) if is_delta else folders.values()
    # Keys that differ only by case are different keys.
    spark.conf.set("spark.sql.caseSensitive", "true")
    reader = spark.read.option("basePath", files.path(name)).option("mergeSchema", "true")
    found = reader.parquet(*map(files.path, places))
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


@contextmanager
def _set(spark: SparkSession, name: str, value: int | str) -> Iterator[None]:
    """Sets an option of the session for a while."""
    before = spark.conf.get(name, None)
    spark.conf.set(name, str(value))
    try:
        yield
    finally:
        spark.conf.unset(name) if before is None else spark.conf.set(name, before)


@contextmanager
def large_tasks(spark: SparkSession) -> Iterator[None]:
    """While a task takes more than Spark would give it, but all cores have one."""
    most = _set(spark, "spark.sql.files.maxPartitionBytes", _TASK_BYTES)
    with most, _set(spark, "spark.sql.files.openCostInBytes", _FILE_BYTES):
        yield


def listed_together(spark: SparkSession):
    """While folders are listed by some tasks for each core, not by a task for each folder."""
    tasks = _LISTING_TASKS * spark.sparkContext.defaultParallelism
    return _set(spark, "spark.sql.sources.parallelPartitionDiscovery.parallelism", tasks)


def listed_by_driver(spark: SparkSession):
    """While names of some hundred files are looked up without a job for it."""
    return _set(spark, "spark.sql.sources.parallelPartitionDiscovery.threshold", _LOOKED_UP)


def whole_files(spark: SparkSession, longest: int):
    """While executors are handed whole files, the longest of so many bytes: as many at a time come to Python as are
    `_BATCH_BYTES` together."""
    return _set(spark, "spark.sql.execution.arrow.maxRecordsPerBatch", max(1, _BATCH_BYTES // max(1, longest)))


@contextmanager
def interpreted(spark: SparkSession) -> Iterator[None]:
    """While expressions are interpreted instead of compiled."""
    whole_stage = _set(spark, "spark.sql.codegen.wholeStage", "false")
    with whole_stage, _set(spark, "spark.sql.codegen.factoryMode", "NO_CODEGEN"):
        yield


def few_parts(spark: SparkSession):
    """While little is read at a time: as many tasks as it has bytes for, not as there are cores, since each writes files."""
    return _set(spark, "spark.sql.files.minPartitionNum", 1)


def writers_at_once(spark: SparkSession, files: int):
    """While tasks write by partition: up to so many files at once, instead of sorting first."""
    return _set(spark, "spark.sql.maxConcurrentOutputFileWriters", files)


def files_of(spark: SparkSession, target: str) -> list[dict]:
    """The ledger: of each file what `touchstone analyze --json` says of it alone under `inputs`, `totals` and `beside`."""
    rows = table(spark, target, "inputs").orderBy("input").select("ledger").collect()
    return [json.loads(row["ledger"]) for row in rows]
