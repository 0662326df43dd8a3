"""What Python gives is what the command line gives."""

import ast
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import types
import warnings
from pathlib import Path

import pyarrow
import pytest
import touchstone
from conftest import FIXTURES, record

CASES = sorted(case.name for case in FIXTURES.iterdir() if case.is_dir())


@pytest.fixture(autouse=True)
def at_the_fixtures(monkeypatch):
    monkeypatch.chdir(FIXTURES)


def read(*paths, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", touchstone.Notice)
        return touchstone.read(paths, **options)


@pytest.mark.parametrize("case", CASES)
def test_every_fixture_has_the_summary_of_the_command_line(case, command_line):
    assert read(case).summary() == command_line.summary(case, cwd=FIXTURES)


def test_all_fixtures_together_too(command_line):
    text = read(*CASES, filter="status:>=400").summary()
    assert text == command_line.summary(*CASES, "--filter", "status:>=400", cwd=FIXTURES)


def test_the_blogs_set(blog, command_line):
    audit = touchstone.read(blog)
    summary = audit.summary()
    assert summary == command_line.summary(blog)
    expected = json.loads(blog.with_suffix(".expected.json").read_text())
    assert len(audit.silver) == summary["totals"]["events"] == 2239
    clusters = pyarrow.table(audit.gold["clusters"])
    creates = [row for row in clusters.to_pylist() if row["action_name"] == "create"]
    assert len(creates) == 714
    assert len(clusters.schema.field("requestParams").type) == 31
    assert expected is not None


def test_lists_have_as_many_rows_as_the_summary_says(command_line):
    audit = read(*CASES)
    summary = audit.summary()
    for name, count in (
        ("problems", summary["totals"]["problems"]),
        ("duplicates", summary["totals"]["duplicates"]),
        ("warnings", summary["beside"]["warnings"]),
        ("conflicts", summary["beside"]["conflicts"]),
    ):
        frame = getattr(audit, name)
        assert len(frame) == pyarrow.table(frame).num_rows == count > 0, name
    assert {name: len(frame) for name, frame in audit.gold.items()} == {
        name: gold["rows"] for name, gold in summary["gold"].items()
    }
    problems = pyarrow.table(audit.problems).to_pylist()
    assert [(one["kind"], one["message"]) for one in problems] == [
        (one["kind"], one["message"]) for one in summary["problems"]
    ]


def test_a_filter_narrows_frames_and_leaves_the_totals(command_line):
    filter = "action:create status:<400"
    audit = read("delivery-2019", "delivery-2", filter=filter)
    summary = command_line.summary("delivery-2019", "delivery-2", "--filter", filter, cwd=FIXTURES)
    assert audit.summary() == summary
    assert len(audit.silver) == summary["silver"]["rows"] < summary["totals"]["events"]
    assert list(audit.gold) == list(summary["gold"])
    assert set(pyarrow.table(audit.silver)["action_name"].to_pylist()) == {"create"}
    with pytest.raises(KeyError):
        audit.gold["no such service"]


def test_frames_can_be_read_again_and_by_several():
    audit = read("delivery-2019")
    first = pyarrow.table(audit.silver)
    frame = audit.silver
    begun = pyarrow.RecordBatchReader.from_stream(frame)
    assert pyarrow.table(frame) == first
    assert begun.read_all() == first
    del begun, audit
    assert pyarrow.table(frame) == first
    assert pyarrow.schema(frame) == first.schema
    assert [name for name, _ in frame.types] == frame.columns == first.column_names


def findings_of(command_line, *arguments, cwd):
    lines = command_line("findings", "--format", "ndjson", *arguments, cwd=cwd)[0].splitlines()
    return [json.loads(line) for line in lines]


def logins(folder):
    """Failed logins of one address, which the pack finds."""
    lines = []
    for nth in range(30):
        one = json.loads(record(nth, "accounts", "login", second=nth))
        one["response"] = {"statusCode": 401, "errorMessage": "no"}
        lines.append(json.dumps(one))
    (folder / "log.json").write_text("\n".join(lines))


RULE = """title: Anything at all
id: 11111111-2222-4333-8444-555555555555
logsource: {product: databricks}
detection:
  one: {action_name: login}
  condition: one
level: high
"""


def test_findings_are_those_of_the_command_line(tmp_path, command_line):
    logins(tmp_path)
    log, rule, tuning = tmp_path / "log.json", tmp_path / "rule.yml", tmp_path / "tuning.yml"
    rule.write_text(RULE)
    off = {"rules": {"11111111-2222-4333-8444-555555555555": {"enabled": False}}}
    tuning.write_text(json.dumps(off))
    audit = touchstone.read(log)
    for options, arguments in (
        ({}, []),
        ({"rules": rule}, ["--rules", rule]),
        ({"rules": [rule], "tuning": tuning}, ["--rules", rule, "--tuning", tuning]),
        ({"rules": [rule], "tuning": off}, ["--rules", rule, "--tuning", tuning]),
    ):
        found = pyarrow.table(audit.findings(**options)).to_pylist()
        expected = findings_of(command_line, log, *arguments, cwd=tmp_path)
        assert [(one["finding"], one["rule"], one["count"], one["message"]) for one in found] == [
            (one["finding"], one["rule"], one["count"], one["message"]) for one in expected
        ]
        assert found, options
    assert len(audit.findings(rules=rule)) > len(audit.findings())


def test_what_is_wrong_is_an_exception_with_the_sentence_of_the_command_line(tmp_path, command_line):
    log, nothing = tmp_path / "log.json", tmp_path / "nothing.yml"
    log.write_text(record(1))
    for call, arguments in (
        (lambda: touchstone.read(tmp_path / "missing"), ["analyze", tmp_path / "missing", "--no-findings"]),
        (lambda: touchstone.read(log, filter="a :b"), ["analyze", log, "--filter", "a :b"]),
        (lambda: touchstone.read(log).findings(rules=nothing), ["findings", log, "--rules", nothing]),
        (lambda: touchstone.read(log).summary(tuning=nothing), ["analyze", log, "--tuning", nothing]),
    ):
        with pytest.raises(touchstone.TouchstoneError) as raised:
            call()
        assert str(raised.value) == command_line.sentence(*arguments, cwd=tmp_path).splitlines()[0] or str(
            raised.value
        ) == command_line.sentence(*arguments, cwd=tmp_path)
    with pytest.raises(TypeError):
        touchstone.read(log, filter=7)


def test_what_is_left_out_is_a_warning(tmp_path):
    (tmp_path / "_SUCCESS").write_text("")
    (tmp_path / "log.json").write_text(record(1))
    with pytest.warns(touchstone.Notice, match="_SUCCESS: skipped: marker of a Spark job"):
        touchstone.read(tmp_path)
    (tmp_path / "rule.yml").write_text("title: x\ndetection: {a: {b: 1}, condition: c}\n")
    audit = read(tmp_path / "log.json")
    with pytest.warns(touchstone.Notice, match="rule.yml"):
        audit.findings(rules=tmp_path / "rule.yml")


def long_log(folder, records=150_000):
    """A log that takes seconds to read."""
    path = folder / "long.json"
    with path.open("w") as file:
        for nth in range(records):
            file.write(record(nth, key=str(nth)) + "\n")
    return path


def test_reading_tells_progress_and_lets_other_threads_run(tmp_path):
    path = long_log(tmp_path)
    told, counted, done = [], [0], threading.Event()

    def count():
        while not done.is_set():
            counted[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    audit = touchstone.read(path, progress=lambda *far: told.append(far))
    done.set()
    thread.join()
    assert len(audit.silver) == 150_000
    assert counted[0] > 20, "the interpreter was not released"
    assert told and all(read <= size == path.stat().st_size for read, size, _, _ in told)

    def fails(*_):
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        touchstone.read(path, progress=fails)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_a_line_on_a_terminal_and_beneath_a_cell(tmp_path, monkeypatch):
    path = long_log(tmp_path)
    monkeypatch.setattr(sys, "stderr", Terminal())
    touchstone.read(path)
    lines = sys.stderr.getvalue().split("\r\x1b[K")
    assert lines[0] == lines[-1] == "" and len(lines) > 2
    assert all(line.endswith(" files") for line in lines[1:-1]), lines
    monkeypatch.setattr(sys, "stderr", Terminal())
    touchstone.read(path, progress=False)
    assert sys.stderr.getvalue() == ""

    shown = []

    class Cell:
        update = staticmethod(lambda bundle, raw: shown.append(bundle["text/plain"]))

    class ZMQInteractiveShell:
        pass

    def display(bundle, raw, display_id):
        return Cell()

    notebook = types.ModuleType("IPython")
    notebook.get_ipython = ZMQInteractiveShell
    notebook.display = types.ModuleType("IPython.display")
    notebook.display.display = display
    monkeypatch.setitem(sys.modules, "IPython", notebook)
    monkeypatch.setitem(sys.modules, "IPython.display", notebook.display)
    touchstone.read(path)
    assert len(shown) > 1 and shown[-1] == "" and "MiB" in shown[0]
    assert sys.stderr.getvalue() == ""


def test_stubs_name_what_the_core_has():
    stubs = ast.parse((Path(touchstone.__file__).parent / "_core.pyi").read_text())

    def names(of):
        functions = {one.name for one in of.body if isinstance(one, (ast.FunctionDef, ast.ClassDef))}
        variables = {one.target.id for one in of.body if isinstance(one, ast.AnnAssign)}
        return {name for name in functions | variables if name == "__version__" or not name.startswith("_")}

    def there(of):
        return {name for name in dir(of) if name == "__version__" or not name.startswith("_")}

    core = touchstone._core
    assert names(stubs) == there(core)
    for one in stubs.body:
        if isinstance(one, ast.ClassDef) and one.name != "TouchstoneError":
            assert names(one) == there(getattr(core, one.name)), one.name


def test_an_interrupt_cancels(tmp_path):
    path = long_log(tmp_path)
    # Long enough for any number of cores.
    for nth in range(8):
        os.link(path, tmp_path / f"again-{nth}.jsonl")
    script = "import sys, touchstone; print('begun', flush=True); touchstone.read(sys.argv[1]); print('read')"
    process = subprocess.Popen([sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline() == b"begun\n"
    time.sleep(0.2)
    begun = time.monotonic()
    os.kill(process.pid, signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert out == b"" and b"KeyboardInterrupt" in error
    assert time.monotonic() - begun < 10
