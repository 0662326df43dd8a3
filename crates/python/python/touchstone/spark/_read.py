"""What executors do: files in, events and what lies beside them out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa

from touchstone import _core

# What lies beside silver's columns in the rows that executors give. `kind` says what a row is.
EVENT, PROBLEM, DUPLICATE, WARNING, CONFLICT, LEDGER = (
    "event",
    "problem",
    "duplicate",
    "warning",
    "conflict",
    "ledger",
)
_BESIDE = [
    pa.field("kind", pa.string()),
    pa.field("path", pa.string()),
    pa.field("offset", pa.int64()),
    pa.field("of_path", pa.string()),
    pa.field("of_record", pa.int64()),
    pa.field("problem", pa.string()),
    pa.field("field", pa.string()),
    pa.field("message", pa.string()),
    pa.field("became", pa.string()),
    pa.field("fields", pa.string()),
    pa.field("raw", pa.binary()),
    pa.field("ledger", pa.string()),
]
# By list of the core: the kind of its rows, and what its columns are called here.
_LISTS = {
    "problems": (PROBLEM, {"kind": "problem"}),
    "duplicates": (DUPLICATE, {}),
    "warnings": (WARNING, {"kind": "problem"}),
    "conflicts": (CONFLICT, {}),
}


def _type(type_: pa.DataType) -> pa.DataType:
    """The type by which Spark has a column: it has no unsigned numbers, and microseconds throughout."""
    if pa.types.is_timestamp(type_):
        return pa.timestamp("us", "UTC")
    if pa.types.is_uint16(type_):
        return pa.int32()
    if pa.types.is_unsigned_integer(type_):
        return pa.int64()
    if pa.types.is_map(type_):
        return pa.map_(pa.string(), pa.string())
    return type_


def schemas() -> tuple[pa.Schema, pa.Schema]:
    """Silver's fields with `_params` and `_fingerprint`, and those of the rows that executors give."""
    silver = pa.schema(_core.load_inputs([], bytes(16)).events())
    silver = pa.schema([pa.field(field.name, _type(field.type)) for field in silver])
    return silver, pa.schema([*_BESIDE, *silver])


def reader(key: bytes) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """For `mapInArrow` over rows of `input`, `path` and `content`. `key` is that of the fingerprints."""

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        _, schema = schemas()
        for batch in batches:
            inputs, paths = batch["input"].to_pylist(), batch["path"].to_pylist()
            for at, (number, path) in enumerate(zip(inputs, paths)):
                yield from _of_file(schema, number, path, batch["content"][at].as_py(), key)

    return read


def _of_file(schema: pa.Schema, number: int, path: str, content: bytes, key: bytes) -> Iterator[pa.RecordBatch]:
    if content is None:
        raise OSError(f"{path}: was there and cannot be read any more")
    session = _core.load_inputs([(path, content)], key)
    for batch in pa.RecordBatchReader.from_stream(session.events()):
        yield _rows(schema, batch, EVENT, number, path, {})
    for name, (kind, renamed) in _LISTS.items():
        raw = session.raw_problems() if kind == PROBLEM else None
        begun = 0
        for batch in pa.RecordBatchReader.from_stream(session.list(name)):
            more = {}
            if raw is not None:
                more["raw"] = pa.array(raw[begun : begun + batch.num_rows], pa.binary())
                begun += batch.num_rows
            yield _rows(schema, batch, kind, number, path, renamed, more)
    summary = json.loads(session.ledger())
    kept = json.dumps({part: summary[part] for part in ("inputs", "totals", "beside")})
    ledger = pa.record_batch({"ledger": pa.array([kept])})
    yield _rows(schema, ledger, LEDGER, number, path, {})


def _rows(
    schema: pa.Schema,
    batch: pa.RecordBatch,
    kind: str,
    number: int,
    path: str,
    renamed: dict[str, str],
    more: dict[str, pa.Array] | None = None,
) -> pa.RecordBatch:
    """The rows of a batch under the schema of all; what they do not have is null."""
    count = batch.num_rows
    has = {renamed.get(name, name): batch[name] for name in batch.schema.names}
    has |= more or {}
    has |= {
        "kind": pa.repeat(pa.scalar(kind), count),
        "path": pa.repeat(pa.scalar(path), count),
        "input": pa.repeat(pa.scalar(number, pa.int64()), count),
    }
    arrays = [
        has[field.name].cast(field.type) if field.name in has else pa.nulls(count, field.type) for field in schema
    ]
    return pa.record_batch(arrays, schema=schema)
