"""What executors do: files in, files of the tables out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from touchstone import _core
from touchstone.spark._images import image
from touchstone.spark._tables import table_name

Batches = Iterable[pa.RecordBatch]
Reader = Callable[[Batches], Iterator[pa.RecordBatch]]

# The tables that executors write, beside `gold.` and the name of a service. `beside` has the rows beside events, `keys` the
# request parameters of a service.
BRONZE, SILVER, GOLD, BESIDE, KEYS = "bronze", "silver", "gold.", "beside", "keys"
# As in the blog: a service without any key has one that no event has.
PLACEHOLDER = "placeholder"
_BRONZE = pa.schema(
    [
        ("input", pa.int64()),
        ("path", pa.string()),
        ("uri", pa.string()),
        ("modificationTime", pa.timestamp("us", "UTC")),
        ("length", pa.int64()),
        ("sha256", pa.string()),
        ("content", pa.binary()),
    ]
)
OF_SERVICES = pa.schema([("service", pa.string()), ("key", pa.string())])
# Files are written of what has so many bytes in memory: a few files for each day and service of a task, and not too large.
_CONTENT_BYTES = 128 << 20
_EVENT_BYTES = 256 << 20

PROBLEM, DUPLICATE, WARNING, CONFLICT, LEDGER = "problem", "duplicate", "warning", "conflict", "ledger"
# The rows beside events. `kind` says what a row is.
ROWS_BESIDE = pa.schema(
    [
        ("kind", pa.string()),
        ("input", pa.int64()),
        ("path", pa.string()),
        ("record", pa.int64()),
        ("offset", pa.int64()),
        ("of_path", pa.string()),
        ("of_record", pa.int64()),
        ("problem", pa.string()),
        ("field", pa.string()),
        ("message", pa.string()),
        ("id", pa.int64()),
        ("became", pa.string()),
        ("fields", pa.string()),
        ("raw", pa.binary()),
        ("ledger", pa.string()),
    ]
)
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


def schema() -> pa.Schema:
    """Silver: its columns, and those with `_` that are beside them."""
    silver = pa.schema(_core.load_inputs([], bytes(16)).events())
    fields = [pa.field(field.name, _type(field.type)) for field in silver]
    return pa.schema([*fields, pa.field("_path", pa.string())])


def bronze() -> StructType:
    """Bronze: files."""
    return from_arrow_schema(_BRONZE, prefer_timestamp_ntz=False)


def reader(key: bytes) -> Reader:
    """For `mapInArrow` over rows of bronze without `sha256`: the images of all tables. `key` is that of the fingerprints."""

    def read(batches: Batches) -> Iterator[pa.RecordBatch]:
        of = schema()
        files = _Waiting(_CONTENT_BYTES, lambda rows: [image(BRONZE, rows)])
        besides = _Waiting(_CONTENT_BYTES, lambda rows: [image(BESIDE, rows)])
        events = _Waiting(_EVENT_BYTES, _tables)
        for row in one_by_one(batches):
            session = _session(row, key)
            yield from besides.add(pa.Table.from_batches(_lists(session, row["input"], row["path"])))
            for rows in _events(of, session, row):
                yield from events.add(rows)
            row["sha256"] = hashlib.sha256(row["content"]).hexdigest()
            yield from files.add(pa.Table.from_pylist([row], _BRONZE))
        for waiting in (files, besides, events):
            yield from waiting.rest()

    return read


def again(key: bytes) -> Reader:
    """For `mapInArrow` over rows of `input`, `path`, `content` and `without`, records whose events are elsewhere already: the
    images of silver and gold without them."""

    def read(batches: Batches) -> Iterator[pa.RecordBatch]:
        of = schema()
        events = _Waiting(_EVENT_BYTES, _tables)
        for row in one_by_one(batches):
            known = pa.array(row["without"] or [], pa.int64())
            for rows in _events(of, _session(row, key), row):
                yield from events.add(rows.filter(pc.invert(pc.is_in(rows["record"], known))))
        yield from events.rest()

    return read


class _Waiting:
    """Rows that wait until their images are worth it."""

    def __init__(self, most: int, images: Callable[[pa.Table], Iterable[pa.RecordBatch]]) -> None:
        self.most, self.images = most, images
        self.rows: list[pa.Table] = []
        self.bytes = 0

    def add(self, rows: pa.Table) -> Iterator[pa.RecordBatch]:
        self.rows.append(rows)
        self.bytes += rows.nbytes
        if self.bytes >= self.most:
            yield from self.rest()

    def rest(self) -> Iterator[pa.RecordBatch]:
        rows, self.rows, self.bytes = self.rows, [], 0
        if any(map(len, rows)):
            yield from self.images(pa.concat_tables(rows))


def one_by_one(batches: Batches) -> Iterator[dict]:
    """The rows, a file at a time: their contents are large."""
    for batch in batches:
        for at in range(batch.num_rows):
            yield batch.slice(at, 1).to_pylist()[0]


def _session(row: dict, key: bytes) -> _core.Session:
    if row["content"] is None:
        raise OSError(f"{row['path']}: was there and cannot be read any more")
    return _core.load_inputs([(row["path"], row["content"])], key)


def _events(of: pa.Schema, session: _core.Session, row: dict) -> Iterator[pa.Table]:
    """The events of a file, as silver has them, some at a time."""
    alike = {"_path": row["path"], "input": row["input"]}
    for one in pa.RecordBatchReader.from_stream(session.events()):
        rows = _rows(of, one.num_rows, {name: one[name] for name in one.schema.names}, alike)
        yield pa.Table.from_batches([rows])


def _tables(events: pa.Table) -> Iterator[pa.RecordBatch]:
    """Silver and gold of these events, and the keys of their services."""
    order = [("event_date", "ascending"), ("service_name", "ascending"), ("event_time", "ascending")]
    events = events.sort_by(order).combine_chunks()
    keys = []
    for day, of_day in _runs(events, "event_date"):
        yield image(SILVER, of_day.drop_columns("event_date"), day)
        by_table: dict[str, list[pa.Table]] = {}
        for service, of_service in _runs(of_day, "service_name"):
            by_table.setdefault(table_name(service), []).append(of_service)
            # A service without any key has a row as well.
            keys += [(service, key) for key in _keys(of_service) or [None]]
        for name, parts in sorted(by_table.items()):
            yield image(f"{GOLD}{name}", _gold(pa.concat_tables(parts)), day)
    rows = [{"service": service, "key": key} for service, key in sorted(set(keys), key=str)]
    yield image(KEYS, pa.Table.from_pylist(rows, OF_SERVICES))


def _runs(rows: pa.Table, name: str) -> Iterator[tuple[object, pa.Table]]:
    """Rows with one value, by value; they are sorted by it."""
    runs = pc.run_end_encode(rows[name].combine_chunks())
    begin = 0
    for value, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist()):
        yield value, rows.slice(begin, end - begin)
        begin = end


def _keys(rows: pa.Table) -> list[str]:
    """The request parameters that occur, sorted."""
    found: set[str] = set()
    for maps in rows["_params"].chunks:
        # What is behind a part of an array are the keys of the whole.
        begin, end = maps.offsets[0].as_py(), maps.offsets[-1].as_py()
        found.update(maps.keys.slice(begin, end - begin).unique().to_pylist())
    return sorted(found, key=lambda key: key.encode())


def gold_names(silver: Iterable[str]) -> list[str]:
    """The columns of silver that gold has, too, beside the day."""
    return [name for name in silver if name not in ("flattened", "event_date") and not name.startswith("_")]


def _gold(rows: pa.Table) -> pa.Table:
    """Gold of a service: the columns of silver, and a struct of the request parameters that occur."""
    keys = _keys(rows) or [PLACEHOLDER]
    chunks = [
        pa.StructArray.from_arrays([pc.map_lookup(maps, key, "first") for key in keys], names=keys)
        for maps in rows["_params"].chunks
    ]
    params = pa.chunked_array(chunks, pa.struct([(key, pa.string()) for key in keys]))
    return rows.select(gold_names(rows.schema.names)).append_column("requestParams", params)


def _lists(session: _core.Session, number: int, path: str) -> Iterator[pa.RecordBatch]:
    """The rows beside the events of a file."""
    for name, (kind, renamed) in _LISTS.items():
        more = {}
        if kind == PROBLEM:
            more["raw"] = pa.array(session.raw_problems(), pa.binary())
        elif kind == CONFLICT:
            more["id"] = pa.array(session.conflict_ids(), pa.int64())
        begun = 0
        for batch in pa.RecordBatchReader.from_stream(session.list(name)):
            has = {renamed.get(name, name): batch[name] for name in batch.schema.names}
            has |= {field: values.slice(begun, batch.num_rows) for field, values in more.items()}
            begun += batch.num_rows
            yield _rows(ROWS_BESIDE, batch.num_rows, has, {"kind": kind, "path": path, "input": number})
    summary = json.loads(session.ledger())
    ledger = pa.array([json.dumps({part: summary[part] for part in ("inputs", "totals", "beside")})])
    yield _rows(ROWS_BESIDE, 1, {"ledger": ledger}, {"kind": LEDGER, "path": path, "input": number})


def _rows(of: pa.Schema, count: int, has: dict[str, pa.Array], alike: dict[str, object]) -> pa.RecordBatch:
    """Rows under a schema, from columns and from what all of them have; what they do not have is null."""

    def column(field: pa.Field) -> pa.Array:
        if field.name in alike:
            return pa.repeat(pa.scalar(alike[field.name], field.type), count)
        return has[field.name].cast(field.type) if field.name in has else pa.nulls(count, field.type)

    return pa.record_batch([column(field) for field in of], schema=of)
