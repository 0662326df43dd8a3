"""Which files are new, and the stream that takes them to runs.

Structured Streaming's own source of files knows them by name and would never read one again that delivery has rewritten with a
superset. So each list of new files is itself a file, written once and numbered, and those are what is streamed: Spark's
checkpoint keeps a write-ahead log of which list it has begun and which it has finished.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import NamedTuple
from urllib.parse import unquote

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from touchstone.spark._files import Files
from touchstone.spark._tables import RUNS, published

_LISTS = "_lists"
_CHECKPOINT = "_checkpoint"
_SCHEMA = "number long, path string, modified long, length long"
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class RunFailed(Exception):
    """A run found what it was told to fail on, or cannot be made; nothing of it is published."""


class Found(NamedTuple):
    """A file: its path as Spark has it, when it was modified in milliseconds since 1970, and its bytes."""

    path: str
    modified: int
    length: int

    @property
    def time(self) -> datetime:
        return _EPOCH + timedelta(milliseconds=self.modified)


def entry(number: int) -> str:
    """The file that says what a run has published."""
    return f"{RUNS}/{number:08}.json"


def stream(
    spark: SparkSession, files: Files, source: str, most: int, publish: Callable[[int, list[Found]], None]
) -> None:
    """Gives the files below `source` that no run has published to `publish`, with the number of their run, at most so many at
    a time. If it fails or the driver dies, the next call gives it the same files under the same number again, first of all."""
    if _pending(files):
        _drain(spark, files, publish)
    while taken := _new(spark, files, source, most):
        number = len(files.names(RUNS))
        files.write_lines(_list(number), [{"number": number, **one._asdict()} for one in taken])
        _drain(spark, files, publish)


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


def _new(spark: SparkSession, files: Files, source: str, most: int) -> list[Found]:
    """Files that no run has read, by path."""
    found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(literal(source))
    listed = found.select("path", F.unix_millis("modificationTime").alias("modified"), "length")
    if empty := _empty(files, found):
        listed = listed.unionByName(spark.createDataFrame(empty, "path string, modified long, length long"))
    known = published(spark, files, "inputs")
    if known is not None:
        known = known.select(F.col("uri").alias("path"), F.unix_millis("modificationTime").alias("modified"), "length")
        listed = listed.join(known, listed.columns, "left_anti")
    return [Found(*row) for row in listed.orderBy("path").limit(most).collect()]


def _empty(files: Files, found: DataFrame) -> list[Found]:
    """Files without content, which Spark lists and passes over: each is a problem that must not vanish."""
    of_content = {row["path"] for row in found.select("path").collect()}
    # One call for all: a call to Java for each would take longer than listing. URIs have no spaces.
    array = found.sparkSession._jvm.scala.runtime.ScalaRunTime.stringOf(found._jdf.inputFiles())
    uris = array.removeprefix("Array(").removesuffix(")").split(", ")
    listed = (re.sub(r"^(\w+):///", r"\1:/", unquote(uri)) for uri in uris if uri)
    return [Found(*files.status(path)) for path in listed if path not in of_content]


def read(spark: SparkSession, files: Files, taken: list[Found]) -> DataFrame:
    """Path and content of those files that are still what they were when they were listed. One that was rewritten since is
    new to the next call; one that is gone was never taken."""
    paths = [one.path for one in taken]
    reader = spark.read.format("binaryFile").option("ignoreMissingFiles", "true")
    try:
        found = reader.load([literal(path) for path in paths])
    except Exception:
        # Spark refuses all if one is gone; only then is each looked for.
        paths = [path for path in paths if files.is_file(path)]
        if not paths:
            return spark.createDataFrame([], "path string, content binary")
        found = reader.load([literal(path) for path in paths])
    listed = F.broadcast(spark.createDataFrame([tuple(one) for one in taken], "path string, modified long, of_length long"))
    at_hand = F.broadcast(spark.createDataFrame([(path,) for path in paths], "path string"))
    found = found.withColumn("time", F.unix_millis("modificationTime")).select("path", "time", "length", "content")
    rows = listed.join(at_hand, "path", "left_semi").join(found, "path", "left")
    same = (F.col("length") == F.col("of_length")) & (F.col("time") == F.col("modified"))
    same = same & (F.octet_length("content") == F.col("of_length"))
    # Spark gives no row for a file without content.
    empty = (F.col("of_length") == 0) & F.col("length").isNull()
    return rows.where(same | empty).select("path", F.coalesce("content", F.lit(b"")).alias("content"))


def literal(path: str) -> str:
    """A path as Spark takes it, which would look for patterns."""
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", path)
