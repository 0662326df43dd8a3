#!/usr/bin/env python3
"""Writes the seeds of fuzz/corpus that are made and not taken from fixtures: hostile logs of Delta tables, deletion
vectors, envelopes, rules and rows of tables. The same files each time:

    python3 fuzz/seeds.py
"""

import json
import struct
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"


def write(target: str, seeds: dict[str, bytes | str]) -> None:
    folder = CORPUS / target
    folder.mkdir(exist_ok=True)
    for name, seed in seeds.items():
        (folder / name).write_bytes(seed.encode() if isinstance(seed, str) else seed)


def lines(*actions: dict | str) -> str:
    return "".join((action if isinstance(action, str) else json.dumps(action)) + "\n" for action in actions)


def add(path: str, values: dict | None = None, **more: object) -> dict:
    return {"add": {"path": path, "partitionValues": values or {}, **more}}


def remove(path: str, **more: object) -> dict:
    return {"remove": {"path": path, **more}}


def vector_of(storage: str, path: str, **more: object) -> dict:
    return {"deletionVector": {"storageType": storage, "pathOrInlineDv": path, **more}}


def metadata(schema: object = None, **configuration: str | None) -> dict:
    text = {} if schema is None else {"schemaString": schema if isinstance(schema, str) else json.dumps(schema)}
    return {"metaData": {"id": "t", "configuration": configuration, **text}}


def field(name: str, kind: object, **mapping: object) -> dict:
    meta = {f"delta.columnMapping.{key}": value for key, value in mapping.items()}
    return {"name": name, "type": kind, "nullable": True, "metadata": meta}


def struct_of(*fields: dict) -> dict:
    return {"type": "struct", "fields": list(fields)}


INLINE = "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L"


def commits() -> dict[str, str]:
    """Actions of one commit."""
    nested: dict = struct_of(field("x", "string", id=1, physicalName="x"))
    for depth in range(60):
        nested = struct_of(field("x", nested, id=depth, physicalName="x"))
    by_name = {"delta.columnMapping.mode": "name"}
    mapped = struct_of(field("n", "long", id=1, physicalName="c-1"), field("n", "long", id=1, physicalName="c-1"))
    of_map = {"type": "map", "keyType": mapped, "valueType": {"type": "array", "elementType": mapped}}
    return {
        "added-and-removed": lines(add("a.parquet"), remove("a.parquet"), add("a.parquet")),
        "added-twice": lines(add("a.parquet", {"p": "1"}), add("a.parquet", {"p": "2", "q": None})),
        "removed-another-vector": lines(
            add("a.parquet", **vector_of("i", INLINE, sizeInBytes=44, cardinality=6)),
            remove("a.parquet", **vector_of("i", INLINE, offset=0)),
            remove("a.parquet"),
        ),
        "spelled-as-url": lines(remove("b%20c.parquet"), add("b c.parquet"), add("%2e%2e/%ff%"), add("p=1%2Fa.parquet")),
        "path-outside": lines(add("../a.parquet"), add("/a.parquet"), add("//a.parquet"), add(""), add("."), add("t/../a")),
        "path-elsewhere": lines(
            add("s3://bucket/t/a.parquet"), add("file:///t/a.parquet"), add("abfss://c@h/t/a.parquet?x#y"), add("dbfs:/")
        ),
        "path-of-the-log": lines(add("_delta_log/00000000000000000000.json"), remove("_delta_log/")),
        "path-of-a-table": lines(add("p=1/a.parquet"), add("p=1/_delta_log/00000000000000000000.json")),
        "vectors-of-all-kinds": lines(
            *(
                add(f"{letter}.parquet", **vector_of(letter, text, offset=-1, sizeInBytes=size, cardinality=-1))
                for letter, text, size in [("i", "", 0), ("u", "^-aqEH.-t@S}K{vb[*k^", 1 << 62), ("p", "a.parquet", -1)]
            ),
            add("a.parquet", **vector_of("\u0000", "x" * 3000, offset=9223372036854775807)),
        ),
        "vector-is-the-data": lines(
            add("a.parquet", **vector_of("p", "b%20c.parquet", offset=0, sizeInBytes=8, cardinality=0)),
            add("b%20c.parquet", **vector_of("p", "b%20c.parquet", offset=1, sizeInBytes=486, cardinality=1)),
        ),
        "sidecars-again": lines(metadata(), *([{"sidecar": {"path": "s.json"}}] * 40)),
        "sidecars-of-themselves": lines({"sidecar": {"path": "_sidecars/s.json"}}, {"sidecar": {"path": "s%2ejson"}}),
        "protocols": lines(
            {"protocol": {"minReaderVersion": 4294967295, "readerFeatures": ["", "\u202e", "deletionVectors"]}},
            {"protocol": {"minReaderVersion": 2}},
            {"protocol": {"minReaderVersion": 3, "readerFeatures": []}},
        ),
        "protocol-out-of-range": lines({"protocol": {"minReaderVersion": 4294967296}}),
        "mapped-in-circles": lines(metadata(mapped, **by_name), add("a.parquet", {"c-1": "1", "n": "2"})),
        "mapped-in-maps": lines(metadata(struct_of(field("m", of_map, id=2, physicalName="m")), **by_name)),
        "mapped-deeply": lines(metadata(nested, **by_name), add("a.parquet")),
        "mapped-by-no-id": lines(metadata(struct_of(field("n", "long", id=-1)), **{"delta.columnMapping.mode": "id"})),
        "mapped-by-large-id": lines(
            metadata(struct_of(field("n", "long", id=1 << 70, physicalName="n")), **{"delta.columnMapping.mode": "id"})
        ),
        "mapped-by-what": lines(metadata("[[[[", **{"delta.columnMapping.mode": "what"})),
        "schema-is-no-schema": lines(metadata('{"type":"struct","fields":[1,null,{"name":[]}]}', **by_name)),
        "no-configuration": lines({"metaData": {"configuration": {"delta.columnMapping.mode": None}}}),
        "all-at-once": lines({**add("a.parquet"), **remove("a.parquet"), **metadata(), "sidecar": {"path": "a"}}),
        "keys-twice": lines('{"add":{"path":"a.parquet","path":"b"}}'),
        "keys-of-all-kinds": lines('{"add":null,"remove":{"path":"a.parquet","deletionVector":null},"txn":{"version":1e400}}'),
        "of-other-types": lines({"add": [1]}, {"remove": "a"}, {"metaData": 7}, {"protocol": {}}),
        "without-a-path": lines({"add": {"partitionValues": {"a": 1}}}),
        "no-lines": '{"add":{"path":"a.parquet",\n"partitionValues":{}}}{"remove":\n{"path":"b"}}',
        "a-list": json.dumps([add("a.parquet"), remove("a.parquet")]),
        "in-an-envelope": json.dumps({"records": [remove("a.parquet"), add("b")]}),
        "cut-off": lines(add("a.parquet"))[:-9],
        "of-csv": "add,remove\na,b\n",
        "blank": " \n\n",
        "last-checkpoint": '{"version":18446744073709551615,"size":-1}',
    }


def tables() -> dict[str, str]:
    """Folders with logs that are odd as a whole."""

    def folder(**files: str) -> str:
        return "".join(f"=== {path}\n{text}" for path, text in files.items())

    log = "t/_delta_log/"
    version = lambda number: f"{log}{number:020}"  # noqa: E731
    data = '{"serviceName":"s","actionName":"a"}\n'
    first = lines(metadata(), add("a.json"))
    return {
        "versions-of-all-lengths": folder(
            **{f"{log}{name}.json": first for name in ["0", "+0000000000000000000", "-0000000000000000001", "9" * 20, ""]},
            **{"t/a.json": data},
        ),
        "last-version-that-there-is": folder(
            **{f"{version(2**63 - 1)}.json": first, f"{version(2**63 - 1)}.checkpoint.a.json": first, "t/a.json": data}
        ),
        "compacted-backwards": folder(
            **{
                f"{version(3)}.{1:020}.compacted.json": first,
                f"{version(0)}.{2**63 - 1:020}.compacted.json": first,
                "t/a.json": data,
            }
        ),
        "compacted-over-each-other": folder(
            **{
                f"{version(0)}.json": first,
                f"{version(1)}.{3:020}.compacted.json": lines(remove("a.json")),
                f"{version(2)}.{5:020}.compacted.json": first,
                f"{version(5)}.json": first,
                "t/a.json": data,
            }
        ),
        "parts-without-end": folder(
            **{
                f"{version(1)}.checkpoint.0000000001.4294967295.parquet": "PAR1",
                f"{version(1)}.checkpoint.0000000000.0000000000.parquet": "PAR1",
                f"{version(0)}.json": first,
                "t/a.json": data,
            }
        ),
        "sidecars-named-again": folder(
            **{
                f"{version(0)}.checkpoint.a.json": lines(metadata(), *([{"sidecar": {"path": "s.json"}}] * 50)),
                f"{log}_sidecars/s.json": first + lines({"sidecar": {"path": "s.json"}}) * 9,
                "t/a.json": data,
            }
        ),
        "logs-within-logs": folder(
            **{
                "_delta_log/_delta_log/00000000000000000000.json": first,
                "_delta_log/00000000000000000000.json": lines(metadata(), add("_delta_log/a.json")),
                "_delta_log/a.json": data,
                "a.json": data,
            }
        ),
        "tables-that-share-a-file": folder(
            **{
                "a/_delta_log/00000000000000000000.json": lines(metadata(), add("s3://x/b/d.json")),
                "b/_delta_log/00000000000000000000.json": lines(metadata(), add("s3://x/b/d.json"), add("d.json")),
                "b/c/_delta_log/00000000000000000000.json": lines(metadata(), add("../d.json")),
                "b/d.json": data,
            }
        ),
        "staged": folder(
            **{
                f"{version(0)}.json": first,
                f"{log}_staged_commits/{'9' * 20}.a.json": first,
                f"{log}_commits/{7:020}.json": first,
                f"{log}_last_checkpoint": '{"version":4}',
                "t/a.json": data,
            }
        ),
        "empty-commits": folder(**{f"{version(0)}.json": "", f"{version(1)}.json": first, "t/a.json": data}),
        "odd-paths": folder(
            **{
                "": data,
                "/": data,
                "//_delta_log//00000000000000000000.json": first,
                "../t/_delta_log/00000000000000000000.json": first,
                "t\\_delta_log\\00000000000000000000.json": first,
                "\u202e/_delta_log/\u0000": first,
            }
        ),
    }


PORTABLE, OWN, WITHOUT_RUNS, WITH_RUNS = 1_681_511_377, 1_681_511_376, 12_346, 12_347


def u32(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def u16(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}H", *numbers)


def portable(*buckets: tuple[int, bytes], count: int | None = None) -> bytes:
    number = len(buckets) if count is None else count
    return u32(PORTABLE) + struct.pack("<Q", number) + b"".join(u32(key) + bucket for key, bucket in buckets)


def own(*buckets: bytes, order: str = "<") -> bytes:
    pack = lambda number: struct.pack(f"{order}I", number)  # noqa: E731
    parts = [pack(len(bucket)) + bucket for bucket in buckets]
    return pack(OWN) + pack(len(buckets)) + b"".join(parts)


def listed(*blocks: tuple[int, list[int]]) -> bytes:
    heads = b"".join(u16(key, len(rows) - 1) for key, rows in blocks)
    return u32(WITHOUT_RUNS, len(blocks)) + heads + u32(*(0 for _ in blocks)) + b"".join(u16(*rows) for _, rows in blocks)


def runs(*blocks: tuple[int, list[tuple[int, int]]]) -> bytes:
    flags = bytes(255 for _ in range((len(blocks) + 7) // 8))
    heads = b"".join(u16(key, 0) for key, _ in blocks)
    places = u32(*(0 for _ in blocks)) if len(blocks) >= 4 else b""
    bodies = b"".join(u16(len(of)) + b"".join(u16(*run) for run in of) for _, of in blocks)
    return u32(WITH_RUNS | (len(blocks) - 1) << 16) + flags + heads + places + bodies


def vectors() -> dict[str, bytes]:
    """The number of rows, and a vector."""
    few = listed((0, [0, 2, 5]))
    bits = u32(WITHOUT_RUNS, 1) + u16(0, 8191) + u32(0) + b"\xaa" * 2048 + b"\0" * 6144
    seeds = {
        "list": (3, portable((0, few))),
        "none": (0, portable()),
        "lists-in-blocks": (4, portable((0, listed((0, [1, 3]), (1, [0]), (65535, [65535]))))),
        "buckets": (6, portable((0, few), (2**31 - 1, few))),
        "buckets-out-of-order": (6, portable((1, few), (0, few))),
        "bucket-twice": (6, portable((0, few), (0, few))),
        "bucket-beyond": (3, portable((2**31, few))),
        "buckets-without-end": (3, portable((0, few), count=2**64 - 1)),
        "runs": (11, portable((0, runs((0, [(0, 4), (6, 5)]))))),
        "runs-in-blocks": (5, portable((0, runs(*((key, [(key, 0)]) for key in range(5)))))),
        "runs-of-all": (65536, portable((0, runs((0, [(0, 65535)]))))),
        "runs-beyond": (65537, portable((0, runs((0, [(1, 65535)]))))),
        "runs-touch": (10, portable((0, runs((0, [(0, 4), (5, 4)]))))),
        "runs-overlap": (10, portable((0, runs((0, [(0, 4), (4, 4)]))))),
        "runs-of-none": (0, portable((0, runs((0, []), (1, []))))),
        "runs-of-everything": (65536 * 256, portable((0, runs(*((key, [(0, 65535)]) for key in range(256)))))),
        "rows-twice": (2, portable((0, listed((0, [7, 7]))))),
        "blocks-twice": (2, portable((0, listed((0, [7]), (0, [8]))))),
        "bits": (8192, portable((0, bits))),
        "bits-miscounted": (8193, portable((0, bits[:10] + u16(8192) + bits[12:]))),
        "blocks-without-end": (0, portable((0, u32(WITHOUT_RUNS, 2**32 - 1)))),
        "blocks-of-none": (0, portable((0, u32(WITHOUT_RUNS, 0)))),
        "cookie": (0, portable((0, u32(0xFFFF303C, 0)))),
        "own": (3, own(few)),
        "own-in-other-order": (3, own(few, order=">")),
        "own-buckets": (6, own(few, few)),
        "own-of-other-length": (3, own(few)[:8] + u32(1) + few),
        "own-without-end": (3, u32(OWN, 2**32 - 1, len(few)) + few),
        "goes-on": (3, portable((0, few)) + b"\0"),
        "ends-early": (3, portable((0, few))[:-1]),
        "miscounted": (-1, portable((0, few))),
        "empty": (0, b""),
    }
    return {name: struct.pack("<q", count) + vector for name, (count, vector) in seeds.items()}


SYSTEM = {
    "event_id": "1",
    "event_time": "2026-11-28T09:13:12.345Z",
    "service_name": "unityCatalog",
    "action_name": "getTable",
    "user_identity": {"email": "ada@corp.example", "subject_name": None},
    "request_params": {"full_name_arg": 'main."a\\b".c', "\u202e": "\ud83d", "": "\u0000"},
}


def envelopes() -> dict[str, str]:
    """The wrappers by their numbers in bodies/envelope.rs, the innermost first, and what they hold."""
    record = json.dumps(SYSTEM)
    delivery = json.dumps({"serviceName": "accounts", "actionName": "login", "timestamp": 1764400000000, "requestParams": {}})
    # Numbers are bytes of their own modulo ten, and "2" is 50.
    digit = lambda number: chr(ord("2") + number)  # noqa: E731
    name = lambda *numbers: "".join(map(digit, numbers))  # noqa: E731
    seeds = {f"one-{number}": f"{name(number)}\n{record}" for number in range(10)}
    seeds |= {f"twice-{number}": f"{name(number, number)}\n{record}\n{delivery}" for number in range(10)}
    seeds |= {f"texts-of-{number}": f"{name(number, 4)}\n{record}" for number in range(10)}
    seeds |= {
        "texts-in-texts": f"{name(4, 4, 4, 4, 4, 4)}\n{record}",
        "lists-in-lists": f"{name(2, 2, 2, 2, 2, 2)}\n{delivery}",
        "base64-in-base64": f"{name(5, 5, 5, 5)}\n{record}",
        "mixed": f"{name(2, 4, 0, 6, 9, 1)}\n{record}",
        "lines-in-base64": f"{name(5, 0)}\n{record}\n{delivery}\n7\n[]\n{record}",
        "table-in-text": f"{name(8, 4)}\n{record}",
        "cut-off": f"{name(0, 4)}\n{record[:70]}",
        "closed-too-often": f"{name(0)}\n{record}]}}]}}{delivery}",
        "keys-twice": f'{name(1)}\n{{"records":[{record}],"records":{{"records":[{delivery}]}},"records":"x"}}',
        "empty-lists": f'{name(0, 0)}\n[],{{"records":[]}},{{"hits":{{"hits":[{{}}]}}}}',
        "deep": name(4) + "\n" + '{"records":[' * 200 + record + "]}" * 200,
        "deep-lists": name(6) + "\n" + "[" * 300 + record + "]" * 300,
        "wide": name(0) + "\n" + ",".join([delivery] * 60),
        "numbers": f"{name(0, 9)}\n1e999,-0,1{'0' * 400},0.1e-400,NaN,{delivery}",
        "surrogates": name(4, 4) + '\n{"serviceName":"\\ud83d\\ud83d\\ude00\\udc00","actionName":"\\u0000"}',
    }
    return seeds


def rule(detection: object, **more: object) -> str:
    base = {"title": "T", "logsource": {"product": "databricks"}, "detection": detection}
    return json.dumps({**base, **more}, ensure_ascii=False)


def rules() -> dict[str, str]:
    """Files of rules, as JSON, which is YAML, and as YAML; and tunings."""
    event = {"s": {"action_name|contains": ["log", "get"]}, "condition": "s"}
    base = f"title: B\nname: b\nlogsource:\n    product: databricks\ndetection:\n    s:\n        status_code: 200\n    condition: s\n"
    correlation = lambda kind, **more: "---\n" + json.dumps(  # noqa: E731
        {"title": "C", "correlation": {"type": kind, "rules": ["b"], "group-by": ["principal"], "timespan": "1h", **more}}
    )
    modifiers = ["contains", "startswith", "endswith", "all|contains", "cased", "re", "re|i|m|s", "cidr", "exists", "lt", "gte"]
    modifiers += ["base64", "base64offset|contains", "wide|base64offset|contains", "windash", "fieldref", "hour", "expand", "neq"]
    values = ["*", "a?*\\*", "", "\u202e", "(a|b)*c{2,5}", "10.0.0.0/8", "::/0", True, None, 7, -1.5, 1 << 70, "email", [1, None]]
    items = {f"action_name|{modifier}": value for modifier, value in zip(modifiers, values * 2)}
    return {
        "event": rule(event),
        "every-modifier": "\n---\n".join(
            rule({"s": {key: value}, "condition": "not s"}, level="high") for key, value in items.items()
        ),
        "conditions": "\n---\n".join(
            rule({"s_a": {"email|exists": True}, "s_b": [{"hour": 3}, {"weekday": "monday"}], "condition": condition})
            for condition in ["1 of s_*", "all of them", "not (s_a and s_b) or s_a", "not not s_a", ["s_a", "s_b"], "1 of x"]
        ),
        "keywords": rule({"k": ["ada", "*get*", 7], "condition": "k"}),
        "deep": rule({"s": {"email": "a"}, "condition": "(" * 60 + "s" + ")" * 60}),
        "long": rule({"s": {"email": ["a*" * 200] * 5}, "condition": " or ".join(["s"] * 200)}),
        "pattern-of-patterns": rule({"s": {"email|re": "(((a{1,9}){1,9}){1,9}){1,9}"}, "condition": "s"}),
        "counts": base + correlation("event_count", condition={"gte": 2, "lt": 1 << 64}),
        "values": base + correlation("value_count", condition={"field": "action_name", "gt": 0}),
        "in-order": base + "---\n" + base.replace("B", "D").replace("name: b", "name: d") + correlation(
            "temporal_ordered", rules=["b", "d"]
        ),
        "in-circles": correlation("event_count", name="c", rules=["c"], condition={"gte": 1}),
        "correlated-again-and-again": base.replace("name: b", "name: c0")
        + "".join(
            correlation("event_count", name=f"c{at + 1}", rules=[f"c{at}"] * 64, condition={"gte": 1}) + "\n" for at in range(4)
        ),
        "named-again-and-again": rule(
            {"s": {"email": [f"a{at}*b" for at in range(200)]}, "condition": " or ".join(["s"] * 700)}
        ),
        "timespans": "".join(
            base.replace("name: b", f"name: b{at}") + correlation("event_count", timespan=span, rules=[f"b{at}"], condition={"gte": 1})
            for at, span in enumerate(["0s", "1M", "1y", "99999999999999999999d", "-1h", "1", "", "9223372036854775807w"])
        ),
        "baselines": "\n---\n".join(
            rule(event, id=kind, baseline={"kind": kind, "group-by": ["principal"], "period": "1d", "factor": 1e308, "least": 0,
                 "after": "0s", "field": "action_name"})
            for kind in ["above_history", "first_seen", "dormant", "unusual_hours", "what"]
        ),
        "messages": rule(
            event,
            touchstone={"message": "{principal} {count:time|times} {first}..{last} {{ {x} {requestParams.x} {", "suppress": "1h",
                        "runbook": [{"step": "{principal}?", "filter": "user:{principal} time:{first}..{last} ({"}]},
        ),
        "anchors": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\ntitle: *d\ndetection: *d\n",
        "anchors-without-end": "\n".join(
            ["a0: &a0 [x]"] + [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 12)]
        ),
        "tags": "title: !!binary aGk=\ndetection: !x {s: {email: !!float 1}, condition: s}\n? [a]\n: b\n",
        "documents": "---\n---\n...\n%YAML 9.9\n---\n# nothing\n--- \n",
        "deep-yaml": "[" * 500,
        "deep-mapping": "\n".join(" " * at + "a:" for at in range(120)),
        "tuning": json.dumps(
            {
                "allow": [{"principals": ["ada@*"], "networks": ["10.0.0.0/8"], "reason": "r"}],
                "rules": {"own": {"enabled": False, "level": "low", "threshold": 1 << 63, "timespan": "1h", "factor": 1e308,
                                  "suppress-by": [], "allow": [{"addresses": ["192.0.2.1"]}]}},
            }
        ),
        "tuning-of-numbers": "rules:\n    own:\n        factor: .nan\n        least: -.inf\n        threshold: 0x10\n        after: 1e3\n",
        "tuning-and-rules": "rules: {}\nallow: []\ntitle: T\n",
    }


def cells() -> dict[str, str]:
    """Two records of each format, to be rows of a table."""
    time = "2024-01-31T10:00:00.123Z"
    delivery = {"serviceName": "jobs", "actionName": "runNow", "timestamp": 1759752000123}
    params = {"a": "1", "b": '"x"\n', "c": None}
    records = {
        "delivery": {**delivery, "userIdentity": {"email": "a@corp.example"}, "requestParams": params, "workspaceId": "7"},
        "delivery-response": {**delivery, "response": {"statusCode": 403, "result": '{"a": [1]}'}, "requestParams": None},
        "silver": {**delivery, "timestamp": time, "email": "a@corp.example", "flattened": params},
        "system-table": {
            "service_name": "jobs",
            "action_name": "runNow",
            "event_time": time,
            "request_params": params,
            "statusCode": 200,
        },
        "azure-diagnostic": {
            "operationName": "Microsoft.Databricks/jobs/runNow",
            "time": time,
            "properties": {"logId": "1", "serviceName": "jobs", "actionName": "runNow", "requestParams": params},
        },
        "azure-log-analytics": {
            "ServiceName": "jobs",
            "ActionName": "runNow",
            "TimeGenerated": time,
            "LogId": "1",
            "RequestParams": params,
        },
        "immuta-uam": {
            "action": "QUERY",
            "eventTimestamp": time,
            "id": "1",
            "targetType": "T",
            "actor": {"id": "a"},
            "auditPayload": {"a": {"b": "1"}, "c": {}},
            "targets": [{"name": "x"}],
        },
        "empty-key": {
            "action": "QUERY",
            "eventTimestamp": time,
            "id": "1",
            "targetType": "T",
            "": {"a": {"": "1"}, "": {"b": "2"}},
        },
        "immuta-legacy": {"recordType": "q", "dateTime": time, "id": "i", "success": True, "query": {"a": {"b": "1"}}},
    }
    return {name: lines(record, {**record, "id": "2"}) for name, record in records.items()}


def main() -> None:
    write("log", commits())
    write("delta", tables())
    write("vector", vectors())
    write("envelope", envelopes())
    write("rules", rules())
    write("cells", cells())


if __name__ == "__main__":
    main()
