"""What Spark publishes is what the command line says of the same files, whatever happens between."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pyarrow
import pyarrow.parquet
import pytest
import touchstone
from conftest import FIXTURES, ROOT, record

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
import touchstone.spark  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

# A Delta table is read by its log, which Spark's file sources do not do.
CASES = sorted(case.name for case in FIXTURES.iterdir() if case.is_dir() and not any(case.rglob("_delta_log")))


def session():
    # Executors have what the tests have.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    return (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
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


@pytest.mark.full
def test_every_fixture_in_one_run(spark, folders, command_line, tmp_path):
    source, target = folders
    for case in CASES:
        copied(case, source)
    (told,) = touchstone.spark.medallion(spark, str(source), str(target))
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


def test_the_blogs_set(spark, blog, folders, command_line, tmp_path):
    source, target = folders
    shutil.copy(blog, source)
    touchstone.spark.medallion(spark, str(source), str(target))
    is_equal(spark, target, command_line, source, tmp_path / "export")
    clusters = touchstone.spark.gold(spark, str(target), "clusters")
    assert clusters.where("action_name = 'create'").count() == 714
    assert len(clusters.schema["requestParams"].dataType) == 31


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


@pytest.mark.full
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
    (source / "b.json").write_text(lines(record(1), record(3, "notebook", "run", other="2")))
    (run,) = touchstone.spark.medallion(spark, str(source), str(target), format="delta")
    assert (run["run"], run["events"], run["duplicates"]) == (1, 1, 1)
    assert touchstone.spark.medallion(spark, str(source), str(target), format="delta") == []

    def log(name):
        return deltalake.DeltaTable(str(target / name))

    def rows(name):
        return log(name).to_pyarrow_table().to_pylist()

    assert [values(rows("silver"))] == [values(spark_rows(touchstone.spark.table(spark, str(target), "silver")))]
    gold = spark_rows(touchstone.spark.gold(spark, str(target), "notebook"))
    assert values(rows("gold/notebook")) == values(gold)
    assert [row["requestParams"] for row in values(gold)] == [{"key": "1"}, {"other": "2"}]
    assert {len(rows(name)) for name in ("quarantine", "duplicates")} == {1}
    assert {row["event_date"] is None for row in rows("silver")} == {True, False}
    assert log("silver").version() == 1 and log("silver").transaction_version("touchstone") == 1
    with pytest.raises(ValueError, match="has tables of format 'delta', not 'parquet'"):
        touchstone.spark.medallion(spark, str(source), str(target))


@pytest.mark.full
def test_runs_take_as_many_files_as_they_are_told(spark, folders, command_line, tmp_path):
    source, target = folders
    for nth in range(5):
        (source / f"{nth}[x].json").write_text(lines(record(nth), record(nth + 1)))
    runs = touchstone.spark.medallion(spark, str(source), str(target), files_per_run=2)
    assert [run["inputs"] for run in runs] == [2, 2, 1]
    is_equal(spark, target, command_line, source, tmp_path / "export")


def test_what_cannot_be_read_is_as_expected(spark, folders):
    source, target = folders
    (source / "good.json").write_text(lines(record(1)))
    (source / "poison.json").write_bytes(b"\x1f\x8b\x08" + bytes(range(256)))
    with pytest.raises(touchstone.spark.RunFailed, match="run 0: 1 records of"):
        touchstone.spark.medallion(spark, str(source), str(target), expectations={"*": "fail"})
    with pytest.raises(ValueError, match="nothing has been published"):
        touchstone.spark.table(spark, str(target), "runs")
    (run,) = touchstone.spark.medallion(spark, str(source), str(target))
    assert (run["events"], run["problems"], run["quarantined"]) == (1, 1, 1)
    (source / "torn.json").write_text("{torn\n")
    (run,) = touchstone.spark.medallion(spark, str(source), str(target), expectations={"*": "drop"})
    assert (run["problems"], run["quarantined"]) == (1, 0)
    assert touchstone.spark.table(spark, str(target), "quarantine").count() == 1
    (source / "_delta_log").mkdir()
    with pytest.raises(ValueError, match="is a Delta table"):
        touchstone.spark.medallion(spark, str(source), str(target))


def test_findings_are_those_of_the_command_line(spark, folders, command_line):
    source, target = folders
    for half in (0, 1):
        failed = []
        for nth in range(15):
            one = json.loads(record(nth + 15 * half, "accounts", "login", second=nth))
            one["response"] = {"statusCode": 401, "errorMessage": "no"}
            failed.append(json.dumps(one))
        (source / f"{half}.json").write_text(lines(*failed))
        touchstone.spark.medallion(spark, str(source), str(target))
    found = spark_rows(touchstone.spark.findings(spark, str(target)))
    told = [json.loads(line) for line in command_line("findings", "--format", "ndjson", source)[0].splitlines()]
    assert [(one["rule"], one["count"], one["message"]) for one in found] == [
        (one["rule"], one["count"], one["message"]) for one in told
    ]
    assert found


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


@pytest.mark.parametrize("at", [pytest.param("staged", marks=pytest.mark.full), "published"])
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
