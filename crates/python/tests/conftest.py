"""Where the tests find what they compare with."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "tests/fixtures/inputs"
SAMPLES = Path(os.environ.get("TOUCHSTONE_SAMPLES", ROOT / "../shared/samples"))
PROGRAM = Path(os.environ.get("TOUCHSTONE_PROGRAM", ROOT / "target/debug/touchstone"))


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="runs what takes minutes, too")


def pytest_configure(config):
    config.addinivalue_line("markers", "full: takes minutes")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--full"):
        for item in items:
            if item.get_closest_marker("full"):
                item.add_marker(pytest.mark.skip(reason="takes minutes; `npm run spark` runs it"))


class CommandLine:
    """The program that is compared with."""

    def __call__(self, *arguments, cwd=ROOT):
        """What it prints, and what it says on standard error."""
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=cwd, capture_output=True, text=True)
        return done.stdout, done.stderr

    def summary(self, *arguments, cwd=ROOT):
        return json.loads(self("analyze", "--json", *arguments, cwd=cwd)[0])

    def sentence(self, *arguments, cwd=ROOT):
        """What it says instead of a result."""
        return self(*arguments, cwd=cwd)[1].removeprefix("touchstone: ").removesuffix("\n")


@pytest.fixture(scope="session")
def command_line():
    return CommandLine()


@pytest.fixture(scope="session")
def blog():
    """The blog's set, which is not part of the repository."""
    path = SAMPLES / "databricks-blog-2019-12-28.jsonl"
    if not path.exists():
        pytest.skip("there is no ../shared/samples, which holds the real set")
    return path


def record(nth, service="clusters", action="create", second=0, **params):
    """A record of delivery JSON."""
    return json.dumps(
        {
            "serviceName": service,
            "actionName": action,
            "timestamp": 1577571960848 + 1000 * second + nth,
            "userIdentity": {"email": f"user{nth % 3}@corp.example"},
            "sourceIPAddress": "203.0.113.7",
            "response": {"statusCode": 200},
            "requestParams": params or {"nth": str(nth)},
        }
    )
