"""Runs: each takes the files that are new, and publishes bronze, silver and gold together or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Any, Literal

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from touchstone.spark import _delta, _read
from touchstone.spark._files import Files
from touchstone.spark._intake import Found, RunFailed, entry, read, stream
from touchstone.spark._tables import RUNS, published, table_name

Expectation = Literal["quarantine", "drop", "fail"]

_KEY = "_key/key.json"
_STAGING = "_staging"
# How much of files' content comes to an executor together.
_BATCH_BYTES = 64 << 20
# Gold tables that are written at a time.
_GOLD_AT_ONCE = 4


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
        files_per_run: Files that a run takes at most. Runs follow until nothing is new.

    Returns:
        What each run of this call has published: its row in the table of runs.

    Raises:
        RunFailed: A problem of a kind that is to fail, or the counts did not reconcile. What earlier runs published stays,
            and the next call tries the same files again.
        ValueError: An argument is wrong, or `source` holds a Delta table, which has to be read by its log.
    """
    expectations = dict(expectations or {})
    for kind, what in expectations.items():
        if what not in ("quarantine", "drop", "fail"):
            raise ValueError(f"expectations[{kind!r}] is {what!r}; it is 'quarantine', 'drop' or 'fail'")
    if trigger != "available_now":
        raise ValueError(f"trigger is {trigger!r}; it is 'available_now'")
    if files_per_run < 1:
        raise ValueError(f"files_per_run is {files_per_run}; a run takes one file at least")
    _refuse_delta(Files(spark, source))
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

    stream(spark, files, source, files_per_run, publish)
    return told


class _Run:
    """One run: the stream gives it a number and its files, and the same again if it has not come to its end."""

    def __init__(self, spark: SparkSession, files: Files, key: bytes, expectations: dict[str, str], number: int) -> None:
        self.spark, self.files, self.key, self.expectations, self.number = spark, files, key, expectations, number
        self.staging = f"{_STAGING}/run={number}"
        self.moves: list[tuple[str, str]] = []
        self.schemas: dict[str, StructType] = {}
        self.keys: dict[str, list[str]] = {}
        silver, self.rows = _read.schemas()
        # What a file itself has comes before what tells events of different files apart.
        self.silver = [name for name in silver.names if not name.startswith("_")]

    def of(self, taken: list[Found], format: str) -> None:
        """Publishes what these files hold."""
        begun = datetime.now(timezone.utc)
        self.files.delete(self.staging)
        self._bronze(taken)
        self._read()
        counts = self._silver()
        counts["changed"] = len(taken) - counts["inputs"]
        gold = self._gold()
        self._beside(counts)
        _reconcile(self.number, counts, gold)
        ended = datetime.now(timezone.utc)
        what = {
            "run": self.number,
            "begun": begun.isoformat(),
            "seconds": round((ended - begun).total_seconds(), 3),
            **counts,
            "gold": gold,
            "keys": self.keys,
            "moves": self.moves,
        }
        if format == "delta":
            what["schemas"] = _delta.schemas(self.schemas, self.moves)
        # From here on the run has happened: whoever comes next completes the moves.
        self.files.write(entry(self.number), what)
        _complete(self.files)

    def _staged(self, name: str) -> DataFrame:
        return self.spark.read.schema(self.schemas[name]).parquet(self.files.path(f"{self.staging}/{name}"))

    def _stage(self, name: str, rows: DataFrame, by: str | None = None) -> None:
        """Writes rows beside the tables, to be moved there when the run is published."""
        writer = rows.write.mode("overwrite")
        (writer.partitionBy(by) if by else writer).parquet(self.files.path(f"{self.staging}/{name}"))
        self.schemas[name] = rows.schema
        self.moves.append((f"{self.staging}/{name}", f"{name}/run={self.number}"))

    def _bronze(self, taken: list[Found]) -> None:
        """The files as they are. They are numbered in order of their paths, as everywhere, behind those of earlier runs."""
        in_order = sorted(taken, key=lambda file: file.path.encode("utf-16-be"))
        runs = [self.files.read(f"{RUNS}/{name}") for name in self.files.names(RUNS)]
        first = sum(run["inputs"] + run.get("changed", 0) for run in runs)
        numbered = [(one.path, one.time, one.length, first + at) for at, one in enumerate(in_order)]
        schema = "path string, modificationTime timestamp, length long, input long"
        numbers = F.broadcast(self.spark.createDataFrame(numbered, schema))
        bronze = read(self.spark, self.files, in_order).join(numbers, "path").select(
            "input",
            F.regexp_replace("path", "^file:/+", "/").alias("path"),
            F.col("path").alias("uri"),
            "modificationTime",
            "length",
            F.sha2("content", 256).alias("sha256"),
            "content",
        )
        self._stage("bronze", bronze)

    def _read(self) -> None:
        """The core reads the files, in executors."""
        bronze = self._staged("bronze")
        longest = bronze.agg(F.max("length")).first()[0] or 0
        at_once = "spark.sql.execution.arrow.maxRecordsPerBatch"
        before = self.spark.conf.get(at_once)
        self.spark.conf.set(at_once, str(max(1, _BATCH_BYTES // max(1, longest))))
        try:
            rows = bronze.select("input", "path", "content").mapInArrow(
                _read.reader(self.key), from_arrow_schema(self.rows, prefer_timestamp_ntz=False)
            )
            rows.write.mode("overwrite").partitionBy("kind").parquet(self.files.path(f"{self.staging}/read"))
        finally:
            self.spark.conf.set(at_once, before)

    def _rows_of(self, kind: str) -> DataFrame:
        schema = from_arrow_schema(self.rows, prefer_timestamp_ntz=False)
        rows = self.spark.read.schema(schema).parquet(self.files.path(f"{self.staging}/read"))
        return rows.where(F.col("kind") == kind)

    def _silver(self) -> dict[str, Any]:
        """Events that are new. Of those with one fingerprint, the first record is the event."""
        events = self._rows_of(_read.EVENT)
        # What tells events apart is a few bytes of each; the events themselves stay where they were read.
        first = Window.partitionBy("_fingerprint").orderBy("input", "record")
        places = events.select("_fingerprint", "input", "record", "path", "offset")
        places = (
            places.withColumn("nth", F.row_number().over(first))
            .withColumn("of_path", F.first("path").over(first))
            .withColumn("of_record", F.first("record").over(first))
        )
        known = published(self.spark, self.files, "silver", before=self.number)
        is_first = F.col("nth") == 1
        if known is not None:
            # Records of one event have one time: other days cannot have it.
            days = [row["event_date"] for row in events.select("event_date").distinct().collect()]
            known = known.where(F.col("event_date").isNull() | F.col("event_date").isin([day for day in days if day]))
            known = known.select("_fingerprint", F.col("_path").alias("k_path"), F.col("record").alias("k_record"))
            places = (
                places.join(known, "_fingerprint", "left")
                .withColumn("of_path", F.coalesce("k_path", "of_path"))
                .withColumn("of_record", F.coalesce("k_record", "of_record"))
            )
            is_first = is_first & F.col("k_path").isNull()
        again = places.where(~is_first).select("input", "path", "record", "offset", "of_path", "of_record")
        again.write.mode("overwrite").parquet(self.files.path(f"{self.staging}/again"))
        self.schemas["again"] = again.schema
        again = self._staged("again")
        new = events.join(again.select("input", "record"), ["input", "record"], "left_anti")
        new = new.select(*self.silver, "_params", "_fingerprint", F.col("path").alias("_path"))
        self._stage("silver", new.sortWithinPartitions("service_name", "event_time"), by="event_date")
        duplicates = self._rows_of(_read.DUPLICATE).select("path", "record", "offset", "of_path", "of_record")
        found = again.drop("input")
        # What a record repeats may itself repeat one of another file.
        first_of = found.select(
            F.col("path").alias("of_path"),
            F.col("record").alias("of_record"),
            F.col("of_path").alias("first_path"),
            F.col("of_record").alias("first_record"),
        )
        within = duplicates.join(first_of, ["of_path", "of_record"], "left").select(
            "path",
            "record",
            "offset",
            F.coalesce("first_path", "of_path").alias("of_path"),
            F.coalesce("first_record", "of_record").alias("of_record"),
        )
        self._stage("duplicates", within.unionByName(found))

        ledgers = [json.loads(row["ledger"]) for row in self._rows_of(_read.LEDGER).select("ledger").collect()]
        total = {name: sum(ledger["totals"][name] for ledger in ledgers) for name in ("records", "problems")}
        events = self._staged("silver").count()
        if events == 0:
            # There is no file, then.
            self.moves = [move for move in self.moves if move[1] != f"silver/run={self.number}"]
        return {
            "inputs": len(ledgers),
            "records": total["records"],
            "events": events,
            "duplicates": self._staged("duplicates").count(),
            "problems": total["problems"],
        }

    def _gold(self) -> dict[str, int]:
        """A table per service, with the keys that its events have in this run; tables grow by the keys of later runs."""
        silver = self._staged("silver")
        keys = (
            silver.select("service_name", F.explode_outer(F.map_keys("_params")).alias("key"))
            .groupBy("service_name")
            .agg(F.collect_set("key").alias("keys"))
            .collect()
        )
        by_table: dict[str, list[str]] = {}
        for row in keys:
            by_table.setdefault(table_name(row["service_name"]), []).append(row["service_name"])
            self.keys[row["service_name"]] = sorted(row["keys"], key=lambda key: key.encode())

        def write(name: str) -> None:
            services = by_table[name]
            names = sorted({key for service in services for key in self.keys[service]}, key=lambda key: key.encode())
            # As in the blog: a service without any key has one that no event has.
            fields = [F.col("_params")[F.lit(key)].alias(key) for key in names]
            params = F.struct(*(fields or [F.lit(None).cast("string").alias("placeholder")]))
            plain = [column for column in self.silver if column != "flattened"]
            rows = silver.where(F.col("service_name").isin(services)).select(*plain, params.alias("requestParams"))
            self._stage(f"gold/{name}", rows, by="event_date")

        with ThreadPoolExecutor(_GOLD_AT_ONCE) as pool:
            list(pool.map(write, sorted(by_table)))
        self.moves.sort()
        if not by_table:
            return {}
        written = self.spark.read.schema("service_name string").option("recursiveFileLookup", "true")
        written = written.parquet(*(self.files.path(f"{self.staging}/gold/{name}") for name in sorted(by_table)))
        counts = written.groupBy("service_name").count().orderBy("service_name").collect()
        return {row["service_name"]: row["count"] for row in counts}

    def _beside(self, counts: dict[str, Any]) -> None:
        """Problems, warnings, conflicts and the ledger."""
        problems = self._rows_of(_read.PROBLEM).select(
            "input", "path", "record", "offset", F.col("problem").alias("kind"), "message", "raw"
        )
        kinds = {row["kind"]: row["count"] for row in problems.groupBy("kind").count().collect()}
        by_kind = {kind: self.expectations.get(kind, self.expectations.get("*", "quarantine")) for kind in kinds}
        fatal = sorted(kind for kind, what in by_kind.items() if what == "fail")
        if fatal:
            raise RunFailed(f"run {self.number}: " + ", ".join(f"{kinds[kind]} records of {kind}" for kind in fatal))
        counts["quarantined"] = sum(kinds[kind] for kind, what in by_kind.items() if what == "quarantine")
        dropped = [kind for kind, what in by_kind.items() if what == "drop"]
        self._stage("quarantine", problems.where(~F.col("kind").isin(dropped)) if dropped else problems)
        # Those of records that turned out as duplicates are no event's.
        again = self._staged("again").select("input", "record")
        warned = self._rows_of(_read.WARNING).select(
            "input", "path", "record", "offset", F.col("problem").alias("kind"), "field", "message"
        )
        self._stage("warnings", warned.join(again, ["input", "record"], "left_anti"))
        conflicts = self._rows_of(_read.CONFLICT).select(
            "path", "record", "offset", "became", "fields", "of_path", "of_record"
        )
        self._stage("conflicts", conflicts)
        ledger = self._rows_of(_read.LEDGER).select("input", "ledger")
        self._stage("inputs", self._staged("bronze").drop("content").join(ledger, "input"))
        counts["warnings"] = self._staged("warnings").count()


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


def _refuse_delta(files: Files) -> None:
    table = files.parent_of("_delta_log")
    if table is not None:
        raise ValueError(f"{table}: is a Delta table; write its rows to files, or read it with touchstone.read")


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in ("keys", "moves", "schemas")}
