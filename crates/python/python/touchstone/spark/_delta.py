"""Delta logs over the files of published runs, by delta-rs.

Spark's own Delta comes as jars, which pyspark does not have. A Delta table is Parquet files and a log, and the files are there:
each run becomes one commit in the log of each of its tables. The commit carries the number of the run, so that a run which has
one is not logged again. From then on, the log says which files a table has: they may be joined.

Delta knows no two columns whose names differ only by case; keys of request parameters do. The log has the first of such keys,
the files have all.
"""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.types import LongType, StructField, StructType

from touchstone._medallion import Notice
from touchstone.spark._files import NO_VALUE, RUNS, Files

if TYPE_CHECKING:
    from deltalake import DeltaTable

_APP = "touchstone"
_PARAMS = "requestParams"


def check(files: Files, format: str) -> None:
    """Fails if tables cannot have this format, or have another already."""
    if format not in ("parquet", "delta"):
        raise ValueError(f"format is {format!r}; it is 'parquet' or 'delta'")
    if format == "delta":
        try:
            import deltalake  # noqa: F401
        except ImportError:
            raise ValueError("format 'delta' needs delta-rs: pip install deltalake") from None
    for name in files.names(RUNS)[:1]:
        of_first = "delta" if "schemas" in files.read(f"{RUNS}/{name}") else "parquet"
        if of_first != format:
            raise ValueError(f"{files.root}: has tables of format {of_first!r}, not {format!r}")


def schemas(schemas: dict[str, StructType], moves: list[tuple[str, str]]) -> dict[str, Any]:
    """The schemas of what a run publishes, as its entry keeps them."""
    tables = (to.rsplit("/", 1)[0] for _, to in moves)
    return {name: schemas[name].jsonValue() for name in tables}


def log(files: Files) -> None:
    """Commits what runs have published and no log has yet."""
    for name in files.names(RUNS):
        run = files.read(f"{RUNS}/{name}")
        for table, schema in sorted(run["schemas"].items()):
            _commit(files, table, run["run"], StructType.fromJson(schema))


def places(files: Files, table: str, folders: dict[int, str]) -> list[str]:
    """Where the rows of a table are: the files that its log has, and the folders of runs that are not in it yet. `folders` are
    those that runs have published, by their numbers."""
    log = _log(files, table)
    done = None if log is None else log.transaction_version(_APP)
    if done is None:
        return list(folders.values())
    logged = pa.table(log.get_add_actions())["path"].to_pylist()
    return [f"{table}/{path}" for path in logged] + [folder for run, folder in folders.items() if run > done]


def optimize(spark: SparkSession, target: str) -> dict[str, tuple[int, int]]:
    """Joins small files of the tables of a target, as `OPTIMIZE` does, by delta-rs: files of one run and day, up to 100 MB.

    The files that were joined stay until the table is vacuumed, for those who read it meanwhile. Not while `medallion` runs.

    Returns:
        By table, how many files were joined, and into how many. Tables with nothing to join are left out, and gold whose keys
        differ only by case: the log has some of them only.

    Raises:
        ValueError: The tables are Parquet, which has no log to say that a file is replaced, or delta-rs is missing.
    """
    files = Files(spark, target)
    check(files, "delta")
    log(files)
    keys: dict[str, set[str]] = {}
    for entry in files.names(RUNS):
        for name, schema in files.read(f"{RUNS}/{entry}")["schemas"].items():
            keys.setdefault(name, set()).update(_keys(StructType.fromJson(schema)))
    joined = {}
    for name in sorted(name for name, of in keys.items() if len(_one_of_each(of)) == len(of)):
        done = _log(files, name).optimize.compact()
        if done["numFilesRemoved"]:
            joined[name] = done["numFilesRemoved"], done["numFilesAdded"]
    return joined


def _log(files: Files, table: str) -> DeltaTable | None:
    """The log of a table, if it has one."""
    from deltalake import DeltaTable

    return DeltaTable(_uri(files.path(table))) if files.exists(f"{table}/_delta_log") else None


def _keys(schema: StructType) -> list[str]:
    """The request parameters of a table of gold; none for other tables."""
    return schema[_PARAMS].dataType.names if _PARAMS in schema.names else []


def _one_of_each(names: Iterable[str]) -> list[str]:
    """The first of those names that differ only by case."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.lower(), name)
    return list(first.values())


def _commit(files: Files, table: str, run: int, schema: StructType) -> None:
    from deltalake import CommitProperties, Schema, Transaction
    from deltalake.transaction import AddAction, create_table_with_add_actions

    log = _log(files, table)
    done = log.transaction_version(_APP) if log else None
    if done is not None and done >= run:
        return
    by = ["run", *(name for name in schema.names if name == "event_date")]
    logged = _keys(StructType.fromJson(json.loads(log.schema().to_json()))) if log else []
    keys = _one_of_each([*logged, *_keys(schema)])
    if hidden := sorted({*_keys(schema)} - {*keys}):
        warnings.warn(
            f"{files.path(table)}: Delta has no columns that differ only by case; its log leaves out"
            f" {', '.join(hidden)} of requestParams, which touchstone.spark.gold has",
            Notice,
            stacklevel=2,
        )
    # Whatever one run has, another may lack.
    fields = [StructField(field.name, field.dataType, True) for field in schema.fields]
    if keys:
        params = StructType([field for field in schema[_PARAMS].dataType.fields if field.name in keys])
        fields = [StructField(_PARAMS, params) if field.name == _PARAMS else field for field in fields]
    wanted = Schema.from_json(StructType([*fields, StructField("run", LongType())]).json())
    now = int(time.time() * 1000)
    adds = []
    folder = f"{table}/run={run}"
    for path in files.names_below(folder, "{*,*/*}.parquet"):
        parts = dict(part.split("=", 1) for part in path.split("/")[:-1])
        values = {name: None if value == NO_VALUE else unquote(value) for name, value in parts.items()}
        place = quote(f"run={run}/{path}", safe="/=")
        _, _, length = files.status(files.path(f"{folder}/{path}"))
        adds.append(AddAction(place, length, {"run": str(run), **values}, now, True, "{}"))
    properties = CommitProperties(app_transactions=[Transaction(_APP, run)])
    if log is None:
        create_table_with_add_actions(_uri(files.path(table)), wanted, adds, partition_by=by, commit_properties=properties)
        return
    if wanted.to_json() != log.schema().to_json():
        log.alter.add_columns(wanted.fields)
    log.create_write_transaction(adds, "append", log.schema(), partition_by=by, commit_properties=properties)


def _uri(path: str) -> str:
    """A path of Hadoop's as delta-rs takes it."""
    return path.removeprefix("file:") if path.startswith("file:") else path.replace("s3a://", "s3://", 1)
