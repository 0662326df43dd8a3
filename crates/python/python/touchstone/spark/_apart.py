"""What executors do for a session that is elsewhere: they read files into blocks of the core, and it joins those.

A block has the events of a few MiB of a file as columns with their own dictionaries, and is a few times smaller than they are.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from touchstone import _core
from touchstone.spark._read import Batches, Reader, one_by_one

BLOCKS = pa.schema(
    [("input", pa.int64()), ("path", pa.string()), ("length", pa.int64()), ("blocks", pa.list_(pa.binary()))]
)
PICKED = pa.schema(
    [
        ("bucket", pa.int64()),
        ("input", pa.int64()),
        ("nth", pa.int64()),
        ("path", pa.string()),
        ("records", pa.list_(pa.int64())),
        ("offsets", pa.list_(pa.int64())),
        ("block", pa.binary()),
    ]
)
CONFLICTS = pa.schema(
    [
        ("input", pa.int64()),
        ("path", pa.string()),
        ("record", pa.int64()),
        ("offset", pa.int64()),
        ("became", pa.string()),
        ("fields", pa.string()),
        ("of_path", pa.string()),
        ("of_record", pa.int64()),
    ]
)


def blocks(key: bytes) -> Reader:
    """For `mapInArrow` over rows of `input`, `path`, `length` and `content`: each file as its blocks."""

    def read(batches: Batches) -> Iterator[pa.RecordBatch]:
        for row in one_by_one(batches):
            row["blocks"] = _core.read_blocks(row["path"], row.pop("content"), key)
            yield pa.RecordBatch.from_pylist([row], BLOCKS)

    return read


def picker(key: bytes, ids: list[int], buckets: int) -> Reader:
    """For `mapInArrow` over rows of `input`, `path` and `content`: the events that have one of these ids."""

    def read(batches: Batches) -> Iterator[pa.RecordBatch]:
        for row in one_by_one(batches):
            picked = _core.read_picked(row["path"], row["content"], key, ids, buckets)
            for nth, (bucket, records, offsets, block) in enumerate(picked):
                place = {"input": row["input"], "nth": nth, "path": row["path"]}
                one = {**place, "bucket": bucket, "records": records, "offsets": offsets, "block": block}
                yield pa.RecordBatch.from_pylist([one], PICKED)

    return read


def conflicts(batches: Batches) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow` over picked events, all of an id in one partition and in order of their files: what one session over
    those files would tell of conflicts between them."""
    session = _core.load_inputs([], bytes(16))
    places = []
    for batch in batches:
        for row in batch.to_pylist():
            # The session knows each block as a file of its own, by its number.
            session.join(str(len(places)), len(row["block"]), [row.pop("block")])
            places.append(row)
    found = []
    for row in pa.table(session.list("conflicts")).to_pylist():
        place, of = places[int(row["path"])], places[int(row["of_path"])]
        found.append(
            {
                "input": place["input"],
                "path": place["path"],
                "record": place["records"][row["record"] - 1],
                "offset": place["offsets"][row["record"] - 1],
                "became": row["became"],
                "fields": row["fields"],
                "of_path": of["path"],
                "of_record": of["records"][row["of_record"] - 1],
            }
        )
    yield pa.RecordBatch.from_pylist(found, CONFLICTS)
