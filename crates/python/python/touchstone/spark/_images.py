"""Parquet files as values: executors make them, and Spark puts them where its tables are.

A job of Spark's writes rows of one schema; a run has a schema for each service, and executors have columns already. So they
hand over whole files. Spark has no sink for bytes, but its sink of texts writes each value and a separator behind it, which
may be anything but empty: here it is the four bytes in which every Parquet file ends.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from touchstone.spark._files import NO_VALUE, Files
from touchstone.spark._tables import writers_at_once

_END = b"PAR1"
_IMAGES = pa.schema([("table", pa.string()), ("event_date", pa.date32()), ("image", pa.binary())])
SCHEMA = from_arrow_schema(_IMAGES)
# Files that a task has open at a time; rows for more are sorted first.
_FILES_AT_ONCE = 256
_RENAMED_AT_ONCE = 16


def image(table: str, rows: pa.Table, day: date | None = None) -> pa.RecordBatch:
    """The file of rows of a table, which are of one day if the table has days. The name of a table has letters, digits, `_`
    and `.` only."""
    made = pa.BufferOutputStream()
    # The contents of files do not repeat.
    repeating = [name for name in rows.schema.names if name != "content"]
    pq.write_table(rows, made, compression="snappy", use_dictionary=repeating, store_schema=False)
    bytes_ = made.getvalue()
    end = bytes_.size - len(_END)
    if bytes_.slice(end).to_pybytes() != _END:
        raise ValueError(f"{table}: a Parquet file does not end in {_END!r}")
    ends = pa.array([0, end], pa.int32()).buffers()[1]
    image = pa.Array.from_buffers(pa.binary(), 1, [None, ends, bytes_])
    return pa.record_batch([pa.array([table]), pa.array([day], pa.date32()), image], schema=_IMAGES)


def write(images: DataFrame, files: Files, place: str) -> None:
    """Writes each image as a file of its table and day below a place."""
    texts = images.select("table", "event_date", F.col("image").cast("string"))
    with writers_at_once(images.sparkSession, _FILES_AT_ONCE):
        writer = texts.write.partitionBy("table", "event_date").options(**files.staged())
        writer.options(lineSep=_END.decode(), maxRecordsPerFile=1).text(files.path(place))
    # Other readers know Parquet by the names of files.
    with ThreadPoolExecutor(_RENAMED_AT_ONCE) as pool:
        names = [f"{place}/{path}" for path in files.names_below(place, "*/*/*.txt")]
        for _ in pool.map(lambda name: files.rename(name, f"{name.removesuffix('.txt')}.parquet"), names):
            pass


def folders(files: Files, place: str) -> dict[str, str]:
    """The folders of the tables that have images, by table."""
    names = [name for name in files.names(place) if name.startswith("table=")]
    return {name.removeprefix("table="): f"{place}/{name}" for name in names}


def of_no_day(folder: str) -> str:
    """Where the files of a table without days are, in its folder."""
    return f"{folder}/event_date={NO_VALUE}"
