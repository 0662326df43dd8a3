"""Delta logs over the files of published runs, by delta-rs.

Spark's own Delta comes as jars, which pyspark does not have. A Delta table is Parquet files and a log, and the files are there:
each run becomes one commit in the log of each of its tables. The commit carries the number of the run, so that a run which has
one is not logged again.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote, unquote

from pyspark.sql.types import LongType, StructField, StructType

from touchstone.spark._files import Files
from touchstone.spark._tables import RUNS

_APP = "touchstone"
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


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


def _commit(files: Files, table: str, run: int, schema: StructType) -> None:
    from deltalake import CommitProperties, DeltaTable, Schema, Transaction
    from deltalake.transaction import AddAction, create_table_with_add_actions

    root = _uri(files.path(table))
    log = DeltaTable(root) if files.exists(f"{table}/_delta_log") else None
    done = log.transaction_version(_APP) if log else None
    if done is not None and done >= run:
        return
    by = ["run", *(name for name in schema.names if name == "event_date")]
    # Whatever one run has, another may lack.
    fields = [StructField(field.name, field.dataType, True) for field in schema.fields]
    wanted = Schema.from_json(StructType([*fields, StructField("run", LongType())]).json())
    now = int(time.time() * 1000)
    adds = []
    for path, length in files.below(f"{table}/run={run}", ".parquet"):
        parts = dict(part.split("=", 1) for part in path.split("/")[:-1])
        values = {name: None if value == _NO_VALUE else unquote(value) for name, value in parts.items()}
        place = quote(f"run={run}/{path}", safe="/=")
        adds.append(AddAction(place, length, {"run": str(run), **values}, now, True, "{}"))
    properties = CommitProperties(app_transactions=[Transaction(_APP, run)])
    if log is None:
        create_table_with_add_actions(root, wanted, adds, partition_by=by, commit_properties=properties)
        return
    if wanted.to_json() != log.schema().to_json():
        log.alter.add_columns(wanted.fields)
    log.create_write_transaction(adds, "append", log.schema(), partition_by=by, commit_properties=properties)


def _uri(path: str) -> str:
    """A path of Hadoop's as delta-rs takes it."""
    return path.removeprefix("file:") if path.startswith("file:") else path.replace("s3a://", "s3://", 1)
