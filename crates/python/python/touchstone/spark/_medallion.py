"""Runs: each takes the files that are new, and publishes bronze, silver and gold together or not at all."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Any, Literal

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StringType, StructField, StructType

from touchstone._medallion import Notice
from touchstone.spark import _delta, _images, _read
from touchstone.spark._files import RUNS, Files
from touchstone.spark._intake import Found, RunFailed, entry, read, stream
from touchstone.spark._known import conflicts_between, repeats, shared_ids, with_first
from touchstone.spark._tables import (
    few_parts,
    interpreted,
    large_tasks,
    listed_together,
    published,
    table_name,
    whole_files,
)

Expectation = Literal["quarantine", "drop", "fail"]

_KEY = "_key/key.json"
_STAGING = "_staging"
_CONFLICT = ("path", "record", "offset", "became", "fields", "of_path", "of_record")
# Tables that are written at a time.
_TABLES_AT_ONCE = 4
_COUNTS = (
    "inputs",
    "changed",
    "records",
    "events",
    "duplicates",
    "problems",
    "quarantined",
    "conflicts",
    "warnings",
)


class DidNotReconcile(RunFailed):
    """The identity does not hold: a record would be lost or counted twice. Nothing of the run is published."""


def medallion(
    spark: SparkSession,
    source: str,
    target: str,
    *,
    format: Literal["parquet", "delta"] = "parquet",
    trigger: Literal["available_now"] = "available_now",
    expectations: Mapping[str, Expectation] | None = None,
    files_per_run: int = 10_000,
) -> list[dict[str, Any]]:
    """Reads the files below `source` that no earlier run has read, and adds what they hold to the tables of `target`.

    A file is new if its path, time and size together are: log delivery rewrites files under their names with supersets of
    their lines. What is known of such a file becomes duplicates.

    Args:
        spark: A session whose driver runs Python classically; Spark Connect has no way to its file systems.
        source: A folder, read with everything below it, in any format and container that docs/formats.md names. As
            everywhere in Spark, names that begin with `_` or `.` are passed over.
        target: The folder of the tables, which docs/spark.md describes; made if missing. One call at a time may write it.
        format: "parquet", or "delta": Parquet files with a Delta log over them, a commit for each run, written by delta-rs
            (`pip install deltalake`) whether Spark has Delta or not. A target has one format.
        trigger: When files are taken: "available_now", which takes what is there and ends. Call again for what comes later,
            from a schedule.
        expectations: What becomes of records that cannot be read, by kind of problem, "*" for all others: they are kept in
            the table `quarantine`, or dropped and counted, or fail the run.
        files_per_run: Files that a run takes at most. Runs follow until all are taken that were there.

    Returns:
        What each run of this call has published: its row in the table of runs.

    Raises:
        RunFailed: A problem of a kind that is to fail, or the counts did not reconcile. What earlier runs published stays,
            and the next call tries the same files again.
        ValueError: An argument is wrong, or `source` holds a Delta table, which has to be read by its log.

    Warns:
        Notice: The driver's locale hides local files whose names are not ASCII.
    """
    expectations = dict(expectations or {})
    for kind, what in expectations.items():
        if what not in ("quarantine", "drop", "fail"):
            raise ValueError(f"expectations[{kind!r}] is {what!r}; it is 'quarantine', 'drop' or 'fail'")
    if trigger != "available_now":
        raise ValueError(f"trigger is {trigger!r}; it is 'available_now'")
    if files_per_run < 1:
        raise ValueError(f"files_per_run is {files_per_run}; a run takes one file at least")
    sources = Files(spark, source)
    if sources.misses_names():
        warnings.warn(
            f"{source}: files whose names are not ASCII are passed over, since Java takes names by the locale; start the"
            " driver with LC_ALL=C.UTF-8",
            Notice,
            stacklevel=2,
        )
    # Keys that differ only by case are different keys.
    spark.conf.set("spark.sql.caseSensitive", "true")
    files = Files(spark, target)
    _delta.check(files, format)
    key = _key(files)
    _complete(files)
    if format == "delta":
        _delta.log(files)
    told = []

    def publish(number: int, taken: list[Found]) -> None:
        _Run(spark, files, key, expectations, number).of(taken, format)
        if format == "delta":
            _delta.log(files)
        told.append(_told(files.read(entry(number))))

    with listed_together(spark):
        stream(spark, files, sources, files_per_run, publish)
    return told


class _Run:
    """One run: the stream gives it a number and its files, and the same again if it has not come to its end."""

    def __init__(self, spark: SparkSession, files: Files, key: bytes, expectations: dict[str, str], number: int) -> None:
        self.spark, self.files, self.key, self.expectations, self.number = spark, files, key, expectations, number
        self.staging = f"{_STAGING}/run={number}"
        self.moves: list[tuple[str, str]] = []
        self.schemas: dict[str, StructType] = {}
        self.keys: dict[str, list[str]] = {}
        self.events = from_arrow_schema(_read.schema(), prefer_timestamp_ntz=False)

    def of(self, taken: list[Found], format: str) -> None:
        """Publishes what these files hold."""
        begun = datetime.now(timezone.utc)
        self.files.delete(self.staging)
        self._read(taken)
        beside = self._beside()
        counts = self._checked(beside)
        counts["changed"] = len(taken) - counts["inputs"]
        self._silver(beside)
        self._rest(beside)
        gold = self._counted(counts)
        _reconcile(self.number, counts, gold)
        ended = datetime.now(timezone.utc)
        what = {
            "run": self.number,
            "begun": begun.isoformat(),
            "seconds": round((ended - begun).total_seconds(), 3),
            **{name: counts[name] for name in _COUNTS},
            "gold": gold,
            "keys": self.keys,
            "moves": sorted(self.moves),
        }
        if format == "delta":
            what["schemas"] = _delta.schemas(self.schemas, self.moves)
        # From here on the run has happened: whoever comes next completes the moves.
        self.files.write(entry(self.number), what)
        _complete(self.files)

    def _staged(self, name: str) -> DataFrame:
        """What is staged of a table; no rows where it has none."""
        place = next((place for place, to in self.moves if to == f"{name}/run={self.number}"), None)
        if place is None:
            return self.spark.createDataFrame([], self.schemas[name])
        return self.spark.read.schema(self.schemas[name]).parquet(self.files.path(place))

    def _stage(self, name: str, rows: DataFrame) -> None:
        """Writes rows beside the tables, to be moved there when the run is published."""
        rows.write.mode("overwrite").options(**self.files.staged()).parquet(self.files.path(f"{self.staging}/{name}"))
        self._publish(name, rows.schema, f"{self.staging}/{name}")

    def _publish(self, name: str, schema: StructType, place: str) -> None:
        """Publishes what lies in a place as rows of a table."""
        self.schemas[name] = schema
        self.moves.append((place, f"{name}/run={self.number}"))

    def _read(self, taken: list[Found]) -> None:
        """The core reads the files, in executors, which write all tables as if no event were known. Files are numbered in order
        of their paths, as everywhere, behind those of earlier runs."""
        in_order = sorted(taken, key=lambda file: file.path.encode("utf-16-be"))
        runs = [self.files.read(f"{RUNS}/{name}") for name in self.files.names(RUNS)]
        first = sum(run["inputs"] + run.get("changed", 0) for run in runs)
        found = read(self.spark, self.files, in_order, first)
        rows = found.withColumn("uri", F.col("path")).withColumn("path", F.regexp_replace("path", "^file:/+", "/"))
        longest = max((one.length for one in taken), default=0)
        self._images("read", rows, _read.reader(self.key), longest)
        bronze = _images.of_no_day(self._tables("read")[_read.BRONZE])
        self._publish("bronze", _read.bronze(), bronze)

    def _images(self, place: str, rows: DataFrame, made: _read.Reader, longest: int) -> None:
        """Writes the files that executors make of rows with whole files, the longest of so many bytes."""
        with whole_files(self.spark, longest), large_tasks(self.spark):
            _images.write(rows.mapInArrow(made, _images.SCHEMA), self.files, f"{self.staging}/{place}")

    def _tables(self, place: str) -> dict[str, str]:
        """The folders of the tables that executors have written."""
        return _images.folders(self.files, f"{self.staging}/{place}")

    def _events(self) -> DataFrame:
        """The events of the files, known or not."""
        place = self._tables("read").get(_read.SILVER)
        if place is None:
            return self.spark.createDataFrame([], self.events)
        return self.spark.read.schema(self.events).parquet(self.files.path(place))

    def _beside(self) -> DataFrame:
        """Problems, duplicates, warnings and conflicts within files, and the ledger."""
        place = self.files.path(_images.of_no_day(self._tables("read")[_read.BESIDE]))
        return self.spark.read.schema(from_arrow_schema(_read.ROWS_BESIDE)).parquet(place)

    def _checked(self, beside: DataFrame) -> dict[str, Any]:
        """What the files say of themselves, if none has a problem that is to fail the run."""
        found = beside.where(F.col("kind").isin(_read.PROBLEM, _read.LEDGER)).groupBy("problem").agg(
            F.count("*").alias("count"), F.collect_list("ledger").alias("ledgers")
        )
        found = {row["problem"]: row for row in found.collect()}
        ledgers = [json.loads(text) for text in found.pop(None)["ledgers"]]
        kinds = {kind: row["count"] for kind, row in found.items()}
        by_kind = {kind: self.expectations.get(kind, self.expectations.get("*", "quarantine")) for kind in kinds}
        fatal = sorted(kind for kind, what in by_kind.items() if what == "fail")
        if fatal:
            raise RunFailed(f"run {self.number}: " + ", ".join(f"{kinds[kind]} records of {kind}" for kind in fatal))
        self.dropped = [kind for kind, what in by_kind.items() if what == "drop"]
        total = {name: sum(ledger["totals"][name] for ledger in ledgers) for name in ("records", "problems")}
        return {"inputs": len(ledgers), **total}

    def _silver(self, beside: DataFrame) -> None:
        """Events that are new, in silver and in gold, and what becomes of the records that are not."""
        events = self._events()
        known = published(self.spark, self.files, "silver", before=self.number)
        shared = shared_ids(events, known).persist()
        try:
            repeating = repeats(events, known, shared)
            self.again = self.spark.createDataFrame([], repeating.schema)
            between: list[int] = []
            if not shared.isEmpty():
                between = [row["_id"] for row in shared.where("differ and is_between").collect()]
                place = self.files.path(f"{self.staging}/again")
                repeating.write.options(**self.files.staged()).parquet(place)
                self.again = self.spark.read.schema(repeating.schema).parquet(place)
            self._conflicts(beside, known, between)
        finally:
            shared.unpersist()
        self.schemas["silver"] = self.events
        place = "read"
        if not self.again.isEmpty():
            place = "new"
            self._without_known()
        tables = self._tables(place)
        if _read.SILVER in tables:
            self._publish("silver", self.events, tables[_read.SILVER])
            self._gold(tables)

    def _without_known(self) -> None:
        """The core reads the files once more, for silver and gold without the records that are known."""
        without = self.again.groupBy("input").agg(F.collect_list("record").alias("without"))
        files = self._staged("bronze").join(without, "input", "left").select("input", "path", "content", "without")
        longest = self._staged("bronze").agg(F.max("length")).first()[0]
        self._images("new", files, _read.again(self.key), longest)

    def _conflicts(self, beside: DataFrame, known: DataFrame | None, between: list[int]) -> None:
        """Records with the id of another and other content. Those of one file the core has told already; of ids that differ
        between files, given here, it compares the records of all."""
        of_file = _of(beside, _read.CONFLICT, "id", *_CONFLICT)
        if not between:
            return self._stage("conflicts", with_first(of_file, self.again).drop("id"))
        ids = self.spark.createDataFrame([(one,) for one in between], "_id long")
        bronze = self._staged("bronze")
        of_ids = self._events().join(ids, "_id", "left_semi")
        files = bronze.join(of_ids.select("input").distinct(), "input", "left_semi")
        if known is not None:
            earlier = published(self.spark, self.files, "bronze", before=self.number)
            of_ids = known.join(ids, "_id", "left_semi").select("input").distinct()
            files = files.unionByName(earlier.drop("run").join(of_ids, "input", "left_semi"))
        with whole_files(self.spark, files.agg(F.max("length")).first()[0]):
            parts = int(self.spark.conf.get("spark.sql.shuffle.partitions"))
            found = conflicts_between(files, between, self.key, parts)
            # What earlier records conflict in has been told in their run.
            of_run = found.join(bronze.select("input"), "input", "left_semi").select(*_CONFLICT)
            of_file = of_file.join(ids, F.col("id") == F.col("_id"), "left_anti")
            self._stage("conflicts", with_first(of_file, self.again).drop("id").unionByName(of_run))

    def _gold(self, tables: dict[str, str]) -> None:
        """A table per service, with the keys that its events have in this run; tables grow by the keys of later runs."""
        place = self.files.path(_images.of_no_day(tables[_read.KEYS]))
        found = self.spark.read.schema(from_arrow_schema(_read.OF_SERVICES)).parquet(place).distinct().collect()
        by_table: dict[str, set[str]] = {}
        for service in sorted({row["service"] for row in found}):
            keys = {row["key"] for row in found if row["service"] == service and row["key"] is not None}
            self.keys[service] = _sorted(keys)
            by_table.setdefault(table_name(service), set()).update(keys)
        plain = [self.events[name] for name in _read.gold_names(self.events.names)]
        for name, keys in sorted(by_table.items()):
            params = [StructField(key, StringType()) for key in _sorted(keys) or [_read.PLACEHOLDER]]
            fields = [*plain, StructField("requestParams", StructType(params)), self.events["event_date"]]
            self._publish(f"gold/{name}", StructType(fields), tables[f"{_read.GOLD}{name}"])

    def _rest(self, beside: DataFrame) -> None:
        """Writes what lies beside events, some tables at a time."""
        # Little is read: compiling would take longer than what it saves.
        with few_parts(self.spark), interpreted(self.spark), ThreadPoolExecutor(_TABLES_AT_ONCE) as pool:
            for task in [pool.submit(self._stage, *task) for task in self._beside_events(beside)]:
                task.result()

    def _beside_events(self, beside: DataFrame) -> Iterator[tuple[str, DataFrame]]:
        """The tables beside events."""
        place = ("path", "record", "offset")
        problems = _of(beside, _read.PROBLEM, "input", *place, F.col("problem").alias("kind"), "message", "raw")
        yield "quarantine", problems.where(~F.col("kind").isin(self.dropped))
        # Those of records that turned out as duplicates are no event's.
        warned = _of(beside, _read.WARNING, "input", *place, F.col("problem").alias("kind"), "field", "message")
        yield "warnings", warned.join(self.again.select("input", "record"), ["input", "record"], "left_anti")
        of_file = _of(beside, _read.DUPLICATE, *place, "of_path", "of_record")
        again = self.again.drop("input")
        yield "duplicates", with_first(of_file, again).unionByName(again)
        ledger = _of(beside, _read.LEDGER, "input", "ledger")
        yield "inputs", self._staged("bronze").drop("content").join(ledger, "input")

    def _counted(self, counts: dict[str, Any]) -> dict[str, int]:
        """Counts what was written: into `counts`, and the events of gold by service."""
        silver = self._staged("silver").select(F.lit("events").alias("what"), F.lit("").alias("service"))
        rows = silver
        for name in ("duplicates", "conflicts", "warnings", "quarantine"):
            rows = rows.unionByName(self._staged(name).select(F.lit(name).alias("what"), F.lit("").alias("service")))
        if gold := [self.files.path(place) for place, to in self.moves if to.startswith("gold/")]:
            written = self.spark.read.schema("service_name string").option("recursiveFileLookup", "true").parquet(*gold)
            rows = rows.unionByName(written.select(F.lit("gold").alias("what"), F.col("service_name").alias("service")))
        # Of many small files little is read.
        with large_tasks(self.spark):
            counted = rows.groupBy("what", "service").count().collect()
        found = {(row["what"], row["service"]): row["count"] for row in counted}
        for what in ("events", "duplicates", "conflicts", "warnings", "quarantine"):
            counts["quarantined" if what == "quarantine" else what] = found.get((what, ""), 0)
        return {service: count for (what, service), count in sorted(found.items()) if what == "gold"}


def _sorted(keys: set[str]) -> list[str]:
    return sorted(keys, key=lambda key: key.encode())


def _of(beside: DataFrame, kind: str, *columns: str | Column) -> DataFrame:
    return beside.where(F.col("kind") == kind).select(*columns)


def _reconcile(number: int, counts: dict[str, Any], gold: dict[str, int]) -> None:
    """Fails unless every record is an event, a duplicate or a problem, and every event is in silver and in gold."""
    known = counts["events"] + counts["duplicates"] + counts["problems"]
    in_gold = sum(gold.values())
    if counts["records"] != known or counts["events"] != in_gold:
        raise DidNotReconcile(
            f"run {number}: {counts['records']} records are not {counts['events']} events + {counts['duplicates']}"
            f" duplicates + {counts['problems']} problems, or silver is not gold's {in_gold} rows"
        )


def _complete(files: Files) -> None:
    """Moves into place what published runs have staged, and removes the rest of their staging."""
    for name in files.names(RUNS):
        run = files.read(f"{RUNS}/{name}")
        staging = f"{_STAGING}/run={run['run']}"
        if files.exists(staging):
            for source, to in run["moves"]:
                files.move(source, to)
            files.delete(staging)


def _key(files: Files) -> bytes:
    """The secret key of the fingerprints: made once, kept with the tables."""
    if not files.exists(_KEY):
        files.write(_KEY, {"key": os.urandom(16).hex()})
    return bytes.fromhex(files.read(_KEY)["key"])


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in ("keys", "moves", "schemas")}
