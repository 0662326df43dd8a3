"""What Spark publishes is what the command line says of the same files, whatever happens between."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from random import Random

import pyarrow
import pyarrow.parquet
import pytest
import touchstone
from conftest import FIXTURES, PROGRAM, ROOT, record

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
import touchstone.spark  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

# A Delta table is read by its log, which Spark's file sources do not do.
CASES = sorted(case.name for case in FIXTURES.iterdir() if case.is_dir() and not any(case.rglob("_delta_log")))


def session():
    # Executors have what the tests have.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    # By it, Java takes the names of files.
    os.environ["LC_ALL"] = "C.UTF-8"
    return (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        # Little is read: compiling would take longer than what it makes faster.
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


@pytest.fixture(scope="module")
def spark():
    spark = session()
    yield spark
    spark.stop()


@pytest.fixture
def folders(tmp_path):
    source = tmp_path / "raw"
    source.mkdir()
    return source, tmp_path / "lake"


def copied(case, source):
    """A case, without what Spark passes over."""
    for path in sorted((FIXTURES / case).rglob("*")):
        place = path.relative_to(FIXTURES)
        if path.is_file() and not any(part[0] in "_." for part in place.parts):
            (source / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, source / place)


def values(rows, paths=None):
    """Rows with places for numbers and without absent keys, in an order."""

    def of(row):
        row = {name: value for name, value in row.items() if not name.startswith("_") and name != "run"}
        row["input"] = paths[row["input"]] if paths else row["input"]
        params = row.get("requestParams")
        if params is not None:
            params = dict(params) if not isinstance(params, dict) else params
            row["requestParams"] = {key: value for key, value in params.items() if value is not None}
        return row

    return sorted((of(row) for row in rows), key=lambda row: (row["input"], row["record"]))


def spark_rows(frame):
    return frame.toArrow().to_pylist()


def published(spark, target):
    """Silver, and gold by service."""
    silver = touchstone.spark.table(spark, target, "silver")
    paths = {row["input"]: row["path"] for row in touchstone.spark.table(spark, target, "inputs").collect()}
    gold = {
        service: values(spark_rows(touchstone.spark.gold(spark, target, service)), paths)
        for service in touchstone.spark.services(spark, target)
    }
    return values(spark_rows(silver), paths), gold


def expected(command_line, source, folder):
    """The same of the command line."""
    summary = command_line.summary(source)
    paths = {at: entry["path"] for at, entry in enumerate(summary["inputs"])}
    command_line("export", source, "--out", folder)

    def read(path):
        # Spark has microseconds throughout.
        table = pyarrow.parquet.read_table(path)
        fields = [
            field.with_type(pyarrow.timestamp("us", "UTC")) if pyarrow.types.is_timestamp(field.type) else field
            for field in table.schema
        ]
        rows = table.cast(pyarrow.schema(fields)).to_pylist()
        return values(rows, paths)

    gold = {read_[0]["service_name"]: read_ for read_ in map(read, (folder / "gold").iterdir())}
    return summary, read(folder / "silver.parquet"), gold


def is_equal(spark, target, command_line, source, folder):
    summary, silver, gold = expected(command_line, source, folder)
    taken_silver, taken_gold = published(spark, str(target))
    assert taken_silver == silver
    assert taken_gold == gold
    runs = [row.asDict() for row in touchstone.spark.table(spark, str(target), "runs").collect()]
    assert sum(run["events"] for run in runs) == summary["totals"]["events"]
    for run in runs:
        assert run["records"] == run["events"] + run["duplicates"] + run["problems"]
    return summary, runs


@pytest.fixture(scope="module")
def everything(spark, tmp_path_factory):
    """All fixtures, and what every rule of the pack finds or must not, in one run: source, target, what the run told."""
    folder = tmp_path_factory.mktemp("everything")
    source, target = folder / "raw", folder / "lake"
    for case in CASES:
        copied(case, source)
    (source / "rules").mkdir()
    cases = sorted((ROOT / "regression_data").rglob("*.json"))
    for half in (0, 1):
        content = b"".join(case.read_bytes() for case in cases[half::2])
        (source / f"rules/{half}.json").write_bytes(content)
    (told,) = touchstone.spark.medallion(spark, str(source), str(target))
    return source, target, told


def test_every_fixture_is_what_the_command_line_makes_of_it(spark, everything, command_line, tmp_path):
    source, target, told = everything
    summary, _ = is_equal(spark, target, command_line, source, tmp_path / "export")
    assert {name: told[name] for name in summary["totals"]} == summary["totals"]
    quarantine = spark_rows(touchstone.spark.table(spark, str(target), "quarantine"))
    problems = [
        (summary["inputs"][one["input"]]["path"], one["record"], one["offset"], one["kind"], one["message"])
        for one in summary["problems"]
    ]
    of = [(one["path"], one["record"], one["offset"], one["kind"], one["message"]) for one in quarantine]
    assert sorted(of) == sorted(problems)
    assert any(one["raw"] for one in quarantine)
    duplicates = touchstone.spark.table(spark, str(target), "duplicates")
    assert duplicates.count() == summary["totals"]["duplicates"]
    # Nothing is new.
    assert touchstone.spark.medallion(spark, str(source), str(target)) == []


def test_findings_are_those_of_the_command_line(spark, everything, command_line, tmp_path):
    source, target, _ = everything
    found = touchstone.spark.findings(spark, str(target)).toArrow()
    command_line("findings", "--format", "parquet", "-o", tmp_path / "findings.parquet", source)
    told = pyarrow.parquet.read_table(tmp_path / "findings.parquet").cast(found.schema)
    # The basis has hashes of the inputs, which are not read here.
    assert found.drop("basis").to_pylist() == told.drop("basis").to_pylist()
    assert len(set(found["rule"].to_pylist())) > 100
    off = {"rules": {rule: {"enabled": False} for rule in set(found["rule"].to_pylist())}}
    assert touchstone.spark.findings(spark, str(target), tuning=off).count() == 0


def test_the_blogs_set(spark, blog, folders, command_line, tmp_path):
    source, target = folders
    shutil.copy(blog, source)
    touchstone.spark.medallion(spark, str(source), str(target))
    is_equal(spark, target, command_line, source, tmp_path / "export")
    clusters = touchstone.spark.gold(spark, str(target), "clusters")
    assert clusters.where("action_name = 'create'").count() == 714
    assert len(clusters.schema["requestParams"].dataType) == 31


# What the generator writes: formats, and the containers of each.
GENERATED = {
    "databricks_delivery": ["json", "parquet"],
    "databricks_system_table": ["json", "json-strings", "csv", "parquet"],
    "databricks_silver": ["json", "parquet"],
    "azure_diagnostic": ["json", "envelope"],
    "azure_log_analytics": ["json", "json-strings"],
    "immuta_uam": ["json"],
    "immuta_legacy": ["json", "envelope"],
}


@pytest.mark.full
def test_generated_logs_in_every_format_are_what_the_command_line_makes_of_them(spark, folders, command_line, tmp_path):
    source, target = folders
    for format, containers in GENERATED.items():
        for container in containers:
            path = source / f"{format}-{container}.{'json' if container in ('json-strings', 'envelope') else container}"
            words = ["--events", "2000", "--format", format, "--container", container, "--out", path]
            subprocess.run([PROGRAM.with_name("touchstone-generate"), *words], check=True, capture_output=True)
    (run,) = touchstone.spark.medallion(spark, str(source), str(target))
    is_equal(spark, target, command_line, source, tmp_path / "export")
    # The same events in many formats: they repeat each other, and formats tell more or less of them.
    assert run["duplicates"] > run["events"] > 2000
    of_spark = spark_rows(touchstone.spark.table(spark, str(target), "conflicts"))
    whole = pyarrow.table(touchstone.read(source).conflicts).to_pylist()
    assert len(whole) > 1000
    assert picked(of_spark, CONFLICT) == picked(whole, CONFLICT)


def test_rows_of_a_table_are_events_as_json(spark, tmp_path):
    table = FIXTURES / "parquet-system"
    rows = spark.read.parquet(*map(str, sorted(table.rglob("*.parquet"))))
    rows.selectExpr(AS_JSON).write.text(str(tmp_path / "rows"))
    assert AS_JSON in (ROOT / "docs/spark.md").read_text()
    alone, both = touchstone.read(table), touchstone.read([table, tmp_path / "rows"])
    assert len(both.duplicates) > len(alone.duplicates) and len(both.silver) == len(alone.silver) > 0
    assert len(both.conflicts) == len(alone.conflicts)


# How docs/spark.md has rows of a table written.
AS_JSON = """to_json(struct(*), map('timestampFormat', "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX")) AS record"""

CONFLICT = ("path", "record", "offset", "became", "fields", "of_path", "of_record")


def picked(rows, names):
    """Some columns, in an order."""
    return sorted(tuple(str(one[name]) for name in names) for one in rows)


def lines(*records):
    return "".join(f"{one}\n" for one in records)


def test_files_that_come_and_grow_give_what_they_give_in_one_go(spark, folders, command_line, tmp_path):
    source, target = folders
    days = [source / f"date=2019-12-{day}" for day in (28, 29, 30)]
    for day in days:
        day.mkdir()
    first = [record(nth) for nth in range(5)]
    bare = json.dumps(json.loads(record(40, "bare", "x")) | {"requestParams": None})
    (days[0] / "a.json").write_text(lines(*first, bare))
    (days[1] / "b.json").write_text(lines(record(7, "notebook", "run", key="1"), "{torn", first[0]))
    runs = touchstone.spark.medallion(spark, str(source), str(target))
    assert [(run["records"], run["duplicates"], run["problems"]) for run in runs] == [(9, 1, 1)]
    assert touchstone.spark.gold(spark, str(target), "bare").schema["requestParams"].dataType.names == ["placeholder"]
    # Delivery rewrites a file with a superset, in another order, and adds one whose service has further keys.
    time.sleep(0.01)
    (days[0] / "a.json").write_text(lines(record(9, DataSourceId="1", dataSourceId="2"), bare, *reversed(first)))
    (days[2] / "c.json").write_text(lines(record(20, "notebook", "run", other="2"), record(21, "sql-x", "q")))
    (days[2] / "d.json").write_text(lines(record(41, "bare", "x", late="1")))
    (run,) = touchstone.spark.medallion(spark, str(source), str(target))
    assert (run["events"], run["duplicates"]) == (4, 6)
    assert touchstone.spark.gold(spark, str(target), "bare").schema["requestParams"].dataType.names == ["late"]
    assert touchstone.spark.medallion(spark, str(source), str(target)) == []

    once = tmp_path / "once"
    touchstone.spark.medallion(spark, str(source), str(once))
    places = ("input", "record")
    without = [
        [[{name: row[name] for name in row if name not in places} for row in rows] for rows in (silver, *gold.values())]
        for silver, gold in (published(spark, str(target)), published(spark, str(once)))
    ]
    keys = [[sorted(map(str, rows)) for rows in tables] for tables in without]
    assert keys[0] == keys[1]
    is_equal(spark, once, command_line, source, tmp_path / "export")
    assert touchstone.spark.gold(spark, str(target), "notebook").schema["requestParams"].dataType.names == [
        "key",
        "other",
    ]


def test_services_that_share_a_table_keep_their_keys(spark, folders, command_line, tmp_path):
    source, target = folders
    undated = json.dumps(json.loads(record(9, "sql-x", "q", odd="'`\"{}")) | {"timestamp": None})
    rows = [record(1, "sql-x", "q", key="1", Key="2"), record(2, "sql_x", "q"), record(3, "sql.x", "q", **{"a.b c": "1"}), undated]
    (source / "a.json").write_text(lines(*rows))
    # What a run takes twice is read once more, without what is known.
    (source / "b.json").write_text(lines(rows[2], record(4, "sql_x", "q"), undated, rows[0]))
    (run,) = touchstone.spark.medallion(spark, str(source), str(target))
    assert (run["events"], run["duplicates"], run["gold"]) == (5, 3, {"sql-x": 2, "sql.x": 1, "sql_x": 2})
    is_equal(spark, target, command_line, source, tmp_path / "export")
    assert [path.name for path in (target / "gold").iterdir()] == ["sql_x"]
    names = [path.name for path in target.rglob("*") if path.is_file() and path.parent.name.startswith("event_date=")]
    assert names and all(name.endswith(".parquet") for name in names)


def test_a_list_that_failed_is_taken_again_as_far_as_its_files_are_what_they_were(spark, folders, command_line, tmp_path):
    source, target = folders
    (source / "good.json").write_text(lines(record(1)))
    (source / "poison.json").write_text("{torn\n")
    (source / "gone.json").write_text(lines(record(2)))
    (source / "filled.json").write_text("")
    with pytest.raises(touchstone.spark.RunFailed, match="run 0: 1 records of empty_input, 1 records of invalid_json"):
        touchstone.spark.medallion(spark, str(source), str(target), expectations={"*": "fail"})
    assert [path.name for path in sorted((target / "_lists").glob("*.json"))] == ["00000000.json"]
    # The list is written ahead: what it names comes first, under its number, and what has changed since is new.
    time.sleep(0.01)
    (source / "poison.json").write_text(lines(record(3)))
    (source / "gone.json").rename(tmp_path / "gone.json")
    (source / "filled.json").write_text(lines(record(4)))
    runs = touchstone.spark.medallion(spark, str(source), str(target), expectations={"*": "fail"})
    assert [(run["run"], run["inputs"], run["changed"], run["events"]) for run in runs] == [(0, 1, 3, 1), (1, 2, 0, 2)]
    # A file that comes back as it was has not been taken yet.
    (tmp_path / "gone.json").rename(source / "gone.json")
    (run,) = touchstone.spark.medallion(spark, str(source), str(target))
    assert (run["inputs"], run["events"]) == (1, 1)
    assert len(touchstone.spark.table(spark, str(target), "inputs").select("input").distinct().collect()) == 4
    # Lost, the checkpoint begins anew: what runs have published is not published again.
    shutil.rmtree(target / "_checkpoint")
    (source / "more.json").write_text(lines(record(5)))
    (run,) = touchstone.spark.medallion(spark, str(source), str(target))
    assert (run["run"], run["inputs"], run["events"]) == (3, 1, 1)
    # A checkpoint that knows more than the runs is told of instead of believed.
    (source / "last.json").write_text(lines(record(6)))
    (run,) = touchstone.spark.medallion(spark, str(source), str(target))
    (target / "runs" / "00000004.json").unlink()
    with pytest.raises(touchstone.spark.RunFailed, match="remove the checkpoint"):
        touchstone.spark.medallion(spark, str(source), str(target))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"trigger": "continuous"}, "trigger is 'continuous'; it is 'available_now'"),
        ({"format": "csv"}, "format is 'csv'; it is 'parquet' or 'delta'"),
        ({"files_per_run": 0}, "files_per_run is 0"),
        ({"expectations": {"*": "ignore"}}, "'quarantine', 'drop' or 'fail'"),
    ],
)
def test_what_cannot_be_asked_is_told(words, sentence, spark, folders):
    with pytest.raises(ValueError, match=sentence):
        touchstone.spark.medallion(spark, *map(str, folders), **words)


def test_delta_logs_have_what_is_published_once(spark, folders, monkeypatch):
    deltalake = pytest.importorskip("deltalake", reason="deltalake is not installed")
    source, target = folders
    undated = json.dumps(json.loads(record(8)) | {"timestamp": None})
    (source / "a.json").write_text(lines(record(1), record(2, "notebook", "run", key="1"), undated, "{torn"))
    # A driver that dies before the logs are written leaves them to the next call.
    of = touchstone.spark._medallion._delta.log
    monkeypatch.setattr(touchstone.spark._medallion._delta, "log", lambda files: None)
    touchstone.spark.medallion(spark, str(source), str(target), format="delta")
    assert not (target / "silver/_delta_log").exists()
    monkeypatch.setattr(touchstone.spark._medallion._delta, "log", of)
    cased = [record(nth, "cased", "x", key=str(nth), Key="1") for nth in (5, 6)]
    (source / "b.json").write_text(lines(record(1), record(3, "notebook", "run", other="2"), cased[0]))
    (source / "c.json").write_text(lines(record(4, "notebook", "run", other="3"), cased[1]))
    with pytest.warns(touchstone.Notice, match="gold/cased: .* leaves out key of requestParams"):
        (run,) = touchstone.spark.medallion(spark, str(source), str(target), format="delta")
    assert (run["run"], run["events"], run["duplicates"]) == (1, 4, 1)
    assert touchstone.spark.medallion(spark, str(source), str(target), format="delta") == []

    def log(name):
        return deltalake.DeltaTable(str(target / name))

    def rows(name):
        return log(name).to_pyarrow_table().to_pylist()

    def both():
        """Silver and gold, which Spark and the logs have alike."""
        silver = values(spark_rows(touchstone.spark.table(spark, str(target), "silver")))
        gold = values(spark_rows(touchstone.spark.gold(spark, str(target), "notebook")))
        assert (values(rows("silver")), values(rows("gold/notebook"))) == (silver, gold)
        return silver, gold

    before = both()
    assert [row["requestParams"] for row in before[1]] == [{"key": "1"}, {"other": "2"}, {"other": "3"}]
    # Keys that differ only by case are in the files; in a log, there is one.
    of_cased = values(spark_rows(touchstone.spark.gold(spark, str(target), "cased")))
    assert [row["requestParams"] for row in of_cased] == [{"Key": "1", "key": "5"}, {"Key": "1", "key": "6"}]
    assert [row["requestParams"] for row in values(rows("gold/cased"))] == [{"Key": "1"}] * 2
    assert {len(rows(name)) for name in ("quarantine", "duplicates")} == {1}
    assert {row["event_date"] is None for row in rows("silver")} == {True, False}
    assert log("silver").version() == 1 and log("silver").transaction_version("touchstone") == 1
    # Files of one run and day become one, beside which they stay; what runs know and what is read goes by the log.
    joined = touchstone.spark.optimize(spark, str(target))
    assert joined["silver"] == joined["gold/notebook"] == (2, 1)
    assert "gold/cased" not in joined
    assert both() == before and touchstone.spark.optimize(spark, str(target)) == {}
    (source / "d.json").write_text(lines(record(3, "notebook", "run", other="2"), record(9, "notebook", "run", key="5")))
    (run,) = touchstone.spark.medallion(spark, str(source), str(target), format="delta")
    assert (run["run"], run["events"], run["duplicates"]) == (2, 1, 1)
    assert len(both()[0]) == len(before[0]) + 1
    with pytest.raises(ValueError, match="has tables of format 'delta', not 'parquet'"):
        touchstone.spark.medallion(spark, str(source), str(target))


def test_runs_take_as_many_files_as_they_are_told(spark, folders, command_line, tmp_path):
    source, target = folders
    for nth in range(5):
        (source / f"{nth}[x].json").write_text(lines(record(nth), record(nth + 1)))
    runs = touchstone.spark.medallion(spark, str(source), str(target), files_per_run=2)
    assert [run["inputs"] for run in runs] == [2, 2, 1]
    is_equal(spark, target, command_line, source, tmp_path / "export")
    with pytest.raises(ValueError, match="'delta'"):
        touchstone.spark.optimize(spark, str(target))


def test_what_cannot_be_read_is_as_expected(spark, folders):
    source, target = folders
    (source / "good.json").write_text(lines(record(1), "{torn"))
    (source / "poison.json").write_bytes(b"\x1f\x8b\x08" + bytes(range(256)))
    with pytest.raises(touchstone.spark.RunFailed, match="run 0: 1 records of .*, 1 records of invalid_json"):
        touchstone.spark.medallion(spark, str(source), str(target), expectations={"*": "fail"})
    with pytest.raises(ValueError, match="nothing has been published"):
        touchstone.spark.table(spark, str(target), "runs")
    (run,) = touchstone.spark.medallion(spark, str(source), str(target))
    assert (run["events"], run["problems"], run["quarantined"]) == (1, 2, 2)
    (source / "torn.json").write_text("{torn\n")
    expectations = {"invalid_json": "drop", "*": "fail"}
    (run,) = touchstone.spark.medallion(spark, str(source), str(target), expectations=expectations)
    assert (run["problems"], run["quarantined"]) == (1, 0)
    quarantine = spark_rows(touchstone.spark.table(spark, str(target), "quarantine"))
    torn, poison = sorted(quarantine, key=lambda one: one["path"])
    assert [one["path"] for one in (torn, poison)] == [str(source / "good.json"), str(source / "poison.json")]
    assert (torn["record"], torn["offset"], torn["raw"]) == (2, len(record(1)) + 1, b"{torn")
    (source / "table/_delta_log").mkdir(parents=True)
    (source / "table/date=2026-01-02").mkdir()
    (source / "table/date=2026-01-02/part.parquet").write_text("of a table")
    with pytest.raises(ValueError, match="raw/table: is a Delta table"):
        touchstone.spark.medallion(spark, str(source), str(target))


def row(nth, random):
    """A row of the system table, whose events have ids; some ids are those of others, some records altered."""
    one = {
        "event_id": f"e{random.choice(range(12)) if random.random() < 0.5 else nth}",
        "event_time": f"2025-10-2{random.choice('33334')}T09:11:0{random.choice('01')}Z",
        "service_name": random.choice(["clusters", "notebook"]),
        "action_name": "create",
        "workspace_id": "1",
        "user_agent": random.choice(["one", "one", "other"]),
        "request_params": {"nth": random.choice("ab")},
    }
    return json.dumps(one)


@pytest.mark.parametrize("seed", [1, 2])
def test_conflicts_between_files_and_runs_are_those_of_one_session(seed, spark, folders):
    source, target = folders
    random = Random(seed)
    for run in range(2):
        for file in range(3):
            rows = [row(100 * run + 10 * file + nth, random) for nth in range(20)]
            (source / f"{run}{file}.json").write_text(lines(*rows))
        touchstone.spark.medallion(spark, str(source), str(target))
    whole = touchstone.read(source)

    for name, names in [
        ("conflicts", CONFLICT),
        ("duplicates", ("path", "record", "offset", "of_path", "of_record")),
        ("silver", ("event_id", "event_time", "service_name", "user_agent", "record")),
    ]:
        of_spark = spark_rows(touchstone.spark.table(spark, str(target), name))
        assert picked(of_spark, names) == picked(pyarrow.table(getattr(whole, name)).to_pylist(), names), name
    runs = touchstone.spark.table(spark, str(target), "runs").collect()
    summary = whole.summary()["totals"]
    for name in ("records", "events", "duplicates"):
        assert sum(run[name] for run in runs) == summary[name]
    found = pyarrow.table(whole.conflicts)
    assert sum(run["conflicts"] for run in runs) == len(found)
    # Of both kinds, within a run and between runs.
    kinds = {(one["became"], one["path"][-7] == one["of_path"][-7]) for one in found.to_pylist()}
    assert len(kinds) == 4

def audit_records():
    """Records of the audit table over three days, of names that SQL may take for something else; each tenth comes twice."""
    services = ["jobs", "it's", "b\\'c", 'a"b']
    lines = []
    for nth in range(200):
        day, minute = 6 + nth % 3, nth % 60
        one = {
            "version": "2.0",
            "event_time": f"2025-10-{day:02}T{nth % 24:02}:{minute:02}:00.{nth % 7:03}Z",
            "event_date": f"2025-10-{day:02}",
            "event_id": f"id-{nth}",
            "service_name": services[nth * nth % 31 % 4],
            "action_name": "create",
            "audit_level": "WORKSPACE_LEVEL",
            "account_id": "a",
            "workspace_id": "7",
            "request_params": {"n": str(nth)},
            "response": {"status_code": 200},
        }
        lines += [json.dumps(one)] * (2 if nth % 10 == 3 else 1)
    return lines


SAMPLES = [[], ["--systematic"], ["--by", "service"], ["--by", "time"]]


def test_the_queries_of_totals_and_samples_count_and_draw_the_same(spark, command_line, tmp_path):
    log = tmp_path / "audit.jsonl"
    log.write_text("\n".join(audit_records()) + "\n")
    schema = "event_date DATE, event_time TIMESTAMP, service_name STRING, event_id STRING"
    whole = spark.read.schema(schema).json(str(log))
    query = command_line("totals", log, "--sql", "--table", "audit")[0]

    def compared(events, form):
        """What is said of the result of the query, which a file holds."""
        events.createOrReplaceTempView("audit")
        rows = spark.sql(query).coalesce(1)
        target = tmp_path / f"result-{form}"
        rows.write.mode("overwrite").options(header=True, escape='"').format(form).save(str(target))
        (result,) = target.glob("part-*")
        return command_line("totals", log, "--compare", result)[0].splitlines()

    equal = "equal: 12 days of services have the same events"
    assert compared(whole, "csv") == [equal]
    assert compared(whole, "json") == [equal]
    said = compared(whole.where("event_date <> DATE '2025-10-07'"), "csv")
    named = [line for line in said if line.endswith("loaded, none in the warehouse")]
    assert len(named) == 4 and all(line.startswith("2025-10-07 ") for line in named), said
    said = compared(whole.where("event_id <> 'id-7'"), "csv")
    assert said[0].startswith("2025-10-07 ") and "in the warehouse" in said[0], said

    command_line("export", log, "--out", tmp_path / "out")
    spark.read.parquet(str(tmp_path / "out/silver.parquet")).createOrReplaceTempView("silver")
    for method in SAMPLES:
        plan = [log, "--size", "31", "--seed", "it's \\ 1", *method]
        drawn = spark.sql(command_line("sample", *plan, "--sql")[0]).select("event_id").collect()
        events = json.loads(command_line("sample", *plan, "--format", "json")[0])["events"]
        assert [row["event_id"] for row in drawn] == [event["event_id"] for event in events], method
        assert len(drawn) == 31


DRIVER = """
import sys
sys.path.insert(0, sys.argv[1])
from test_spark import session
import touchstone.spark
from touchstone.spark import _medallion
at = sys.argv[4]
def dies(*_):
    print("here", flush=True)
    import time; time.sleep(600)
if at == "staged":
    _medallion._reconcile = dies
elif at == "published":
    of = _medallion.Files.move
    count = [0]
    def move(self, *places):
        count[0] += 1
        if count[0] == 3: dies()
        of(self, *places)
    _medallion.Files.move = move
touchstone.spark.medallion(session(), sys.argv[2], sys.argv[3])
"""


@pytest.mark.parametrize("at", ["staged", "published"])
def test_a_driver_that_is_killed_loses_nothing_and_doubles_nothing(at, spark, folders, command_line, tmp_path):
    source, target = folders
    (source / "a.json").write_text(lines(*(record(nth) for nth in range(50)), record(3)))
    (source / "b.json").write_text(lines(*(record(nth, "notebook", "run") for nth in range(50))))
    script = [sys.executable, "-c", DRIVER, os.path.dirname(__file__), source, target, at]
    process = subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT)
    assert process.stdout.readline() == b"here\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    runs = touchstone.spark.medallion(spark, str(source), str(target))
    assert len(runs) == (1 if at == "staged" else 0)
    is_equal(spark, target, command_line, source, tmp_path / "export")
    assert not list((target / "_staging").glob("*"))


def test_the_name_of_a_table_is_one_that_file_systems_take():
    from touchstone.spark._tables import table_name

    long = "x" * 300
    for service, expected in [
        ("clusters", "clusters"),
        ("a/b c", "a_b_c"),
        ("", "service"),
        ("_x", "service_x"),
        ("x" * 100, "x" * 100),
        (long, "x" * 100 + "_" + "0d4e2ca9e9cbced7"),
    ]:
        assert table_name(service) == expected
    assert len({table_name(name) for name in (long, long + "x", "_" + long)}) == 3
