"""Polars, pandas, duckdb and pyarrow take silver and gold as they are, with the values of the command line's Parquet."""

from urllib.parse import quote

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest
import touchstone
from conftest import FIXTURES

LOGS = [FIXTURES / "delivery-2019", FIXTURES / "delivery-traps", FIXTURES / "immuta-uam-1", FIXTURES / "parquet-system", FIXTURES / "duckdb"]


@pytest.fixture(scope="module")
def audit():
    return touchstone.read(LOGS)


@pytest.fixture(scope="module")
def exported(tmp_path_factory, command_line):
    folder = tmp_path_factory.mktemp("export")
    command_line("export", *LOGS, "--out", folder)
    return folder


def frames(audit):
    """By the names of the files that the command line writes."""
    gold = {f"gold/{quote(service, safe='') or '%'}": frame for service, frame in audit.gold.items()}
    return {"silver": audit.silver, **gold}


def test_pyarrow_has_values_and_types_of_the_export(audit, exported):
    names = frames(audit)
    assert len(names) > 5
    for name, frame in names.items():
        expected = pyarrow.parquet.read_table(exported / f"{name}.parquet")
        taken = pyarrow.table(frame)
        assert taken.schema == expected.schema.remove_metadata(), name
        assert taken.equals(expected), name


def test_polars(audit, exported):
    for name, frame in frames(audit).items():
        taken = polars.DataFrame(frame)
        assert taken.equals(polars.read_parquet(exported / f"{name}.parquet")), name


def test_pandas(audit, exported):
    for name, frame in frames(audit).items():
        taken = pandas.DataFrame.from_arrow(frame)
        expected = pyarrow.parquet.read_table(exported / f"{name}.parquet").to_pandas()
        assert list(taken.columns) == list(expected.columns), name
        assert taken["event_time"].equals(expected["event_time"]), name
        assert taken["email"].isna().equals(expected["email"].isna()), name
        assert taken["email"].dropna().tolist() == expected["email"].dropna().tolist(), name


def test_duckdb(tmp_path, command_line):
    # DuckDB has no structs with keys that differ only by case, of which other logs have some.
    audit = touchstone.read(LOGS[0])
    command_line("export", LOGS[0], "--out", tmp_path)
    silver, clusters = audit.silver, audit.gold["clusters"]
    assert silver is not None and clusters is not None
    for name, table in (("silver", "silver"), ("gold/clusters", "clusters")):
        expected = f"'{tmp_path}/{name}.parquet'"
        query = f"select count(*) from (from {table} except all from {expected})"
        assert duckdb.sql(query).fetchall() == [(0,)], name
        rows = duckdb.sql(f"select count(*) from {table}").fetchall()
        assert duckdb.sql(f"select count(*) from {expected}").fetchall() == rows != [(0,)]
