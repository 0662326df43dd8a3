"""Which files are new, and the stream that takes them to runs.

Structured Streaming's own source of files knows them by name and would never read one again that delivery has rewritten with a
superset. So each list of new files is itself a file, written once and numbered, and those are what is streamed: Spark's
checkpoint keeps a write-ahead log of which list it has begun and which it has finished.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from touchstone.spark._files import RUNS, Files, literal
from touchstone.spark._tables import listed_by_driver, published

_LISTS = "_lists"
_CHECKPOINT = "_checkpoint"
# Of files, as SQL has it.
_TIME_AND_LENGTH = ("unix_millis(modificationTime) AS modified", "length")
_ROW = ("input", "path", "modificationTime", "length", "content")
_SCHEMA = "number long, path string, modified long, length long"


class RunFailed(Exception):
    """A run found what it was told to fail on, or cannot be made; nothing of it is published."""


class Found(NamedTuple):
    """A file: its path as Spark has it, when it was modified in milliseconds since 1970, and its bytes."""

    path: str
    modified: int
    length: int


def entry(number: int) -> str:
    """The file that says what a run has published."""
    return f"{RUNS}/{number:08}.json"


def stream(
    spark: SparkSession, files: Files, sources: Files, most: int, publish: Callable[[int, list[Found]], None]
) -> None:
    """Gives the files of `sources` that no run has published to `publish`, with the number of their run, at most so many at a
    time. If it fails or the driver dies, the next call gives it the same files under the same number again, first of all."""
    if _pending(files):
        _drain(spark, files, publish)
    more = True
    while more:
        new = _new(spark, files, sources.root)
        taken, more = new[:most], len(new) > most
        _refuse_delta(sources, taken)
        if taken:
            number = len(files.names(RUNS))
            files.write_lines(_list(number), [{"number": number, **one._asdict()} for one in taken])
            _drain(spark, files, publish)


def _refuse_delta(sources: Files, taken: list[Found]) -> None:
    """Fails if a file may be of a Delta table, whose log says which of its files count."""
    folders: set[str] = set()
    for one in taken:
        folder = one.path.rpartition("/")[0] if one.path.endswith(".parquet") else ""
        while folder not in folders and len(folder) >= len(sources.root):
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    for folder in sorted(folders):
        if sources.is_there(f"{folder}/_delta_log"):
            raise ValueError(f"{folder}: is a Delta table; write its rows to files, or read it with touchstone.read")


def _list(number: int) -> str:
    return f"{_LISTS}/{number:08}.json"


def _pending(files: Files) -> list[str]:
    return sorted(set(files.names(_LISTS)) - set(files.names(RUNS)))


def _drain(spark: SparkSession, files: Files, publish: Callable[[int, list[Found]], None]) -> None:
    """Runs the stream until every list has been published."""
    failed: list[BaseException] = []

    def batch(rows: DataFrame, _batch: int) -> None:
        try:
            by_number: dict[int, list[Found]] = {}
            for row in rows.collect():
                by_number.setdefault(row["number"], []).append(Found(row["path"], row["modified"], row["length"]))
            for number, taken in sorted(by_number.items()):
                # Spark gives a batch again that it does not know to have ended; its run may have.
                if not files.exists(entry(number)):
                    publish(number, taken)
        except BaseException as error:
            failed.append(error)
            raise

    lists = spark.readStream.schema(_SCHEMA).option("maxFilesPerTrigger", 1).json(files.path(_LISTS))
    query = (
        lists.writeStream.foreachBatch(batch)
        .option("checkpointLocation", files.path(_CHECKPOINT))
        .trigger(availableNow=True)
        .start()
    )
    try:
        query.awaitTermination()
    except Exception as error:
        if failed:
            raise failed[0] from None
        raise error
    finally:
        query.stop()
    if left := _pending(files):
        raise RunFailed(
            f"{files.path(_CHECKPOINT)}: says that {', '.join(left)} of {_LISTS} is done, but {RUNS} has no such run;"
            " remove the checkpoint, and the next call takes them again"
        )


def _new(spark: SparkSession, files: Files, source: str) -> list[Found]:
    """Files that no run has read, by path."""
    found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(literal(source))
    listed = [Found(*row) for row in found.selectExpr("path", *_TIME_AND_LENGTH).collect()]
    listed += _empty(files, found, {one.path for one in listed})
    known = published(spark, files, "inputs")
    if known is not None and listed:
        known = known.selectExpr("uri AS path", *_TIME_AND_LENGTH)
        of_names = spark.createDataFrame(listed, "path string, modified long, length long")
        listed = [Found(*row) for row in of_names.join(known, of_names.columns, "left_anti").collect()]
    return sorted(listed)


def _empty(files: Files, found: DataFrame, of_content: set[str]) -> list[Found]:
    """Files without content, which Spark lists and passes over: each is a problem that must not vanish."""
    # One call for all: a call to Java for each would take longer than listing. URIs have no spaces.
    array = found.sparkSession._jvm.scala.runtime.ScalaRunTime.stringOf(found._jdf.inputFiles())
    uris = array.removeprefix("Array(").removesuffix(")").split(", ")
    listed = (re.sub(r"^(\w+):///", r"\1:/", unquote(uri)) for uri in uris if uri)
    return [Found(*files.status(path)) for path in listed if path not in of_content]


def read(spark: SparkSession, files: Files, taken: list[Found], first: int) -> DataFrame:
    """Those files that are still what they were when they were listed, numbered in this order from `first` on: `input`, `path`,
    `modificationTime`, `length`, `content`. One that was rewritten since is new to the next call; one that is gone was never
    taken."""
    numbered = [(first + nth, *one, b"") for nth, one in enumerate(taken)]
    listed = spark.createDataFrame(numbered, "input long, path string, modified long, length long, content binary")
    listed = listed.withColumn("modificationTime", F.timestamp_millis("modified"))
    # Spark gives no row for a file without content.
    empty = [one.path for one in taken if one.length == 0 and files.is_there(one.path) and files.status(one.path) == one]
    rows = listed.where(F.col("path").isin(empty)).select(*_ROW)
    with listed_by_driver(spark):
        found = _found(spark, files, [one.path for one in taken if one.length > 0])
    if found is None:
        return rows
    found = found.where(F.octet_length("content") == F.col("length"))
    found = found.selectExpr("path", *_TIME_AND_LENGTH, "content")
    # Contents stay where they are read.
    same = found.join(F.broadcast(listed.drop("content")), ["path", "modified", "length"])
    return same.select(*_ROW).unionByName(rows)


def _found(spark: SparkSession, files: Files, paths: list[str]) -> DataFrame | None:
    """The files at these paths, as far as they are there."""
    reader = spark.read.format("binaryFile").option("ignoreMissingFiles", "true")
    try:
        return reader.load([literal(path) for path in paths]) if paths else None
    except Exception:
        # Spark refuses all if one is gone; only then is each looked for.
        paths = [path for path in paths if files.is_there(path)]
        return reader.load([literal(path) for path in paths]) if paths else None
