"""DuckDB: bronze, silver and a gold table per service, in memory, from delivery JSON or from Parquet.

    python duckdb_peer.py PATH [--format NAME] [--shape whole|joined|naive] [--threads N]

The path is a file, plain or compressed, or a folder of them. `--format` names a statement in `sql` for JSON other than delivery.

`whole` has every column in every gold table, `joined` only the keys, with a view that joins silver to them. `naive` is the
SQL that a user would write first. What was tried besides is in bench/README.md.
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from report import Counts, Service, report

SQL = Path(__file__).parent / "sql"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--format")
    parser.add_argument("--shape", choices=["whole", "joined", "naive"], default="joined")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()

    begun = time.perf_counter()
    medallion = Medallion(given.file, given.format, given.shape, given.threads)
    stages = {}
    for stage in (medallion.silver, medallion.find_keys, medallion.gold):
        before = time.perf_counter()
        stage()
        stages[stage.__name__] = time.perf_counter() - before
    seconds = time.perf_counter() - begun
    report(seconds, stages, medallion.counts(), f"DuckDB {duckdb.__version__}")


class Medallion:
    """The three layers in one in-memory database."""

    def __init__(self, path: str, layout: str | None, shape: str, threads: int) -> None:
        self.path = f"{path}/**/*.json" if Path(path).is_dir() else path
        self.shape = shape
        self.threads = threads
        self.layout = layout or ("parquet" if path.endswith(".parquet") else "json")
        self.connection = duckdb.connect(":memory:")
        self.connection.execute(f"SET threads = {threads}")
        self.connection.execute("SET preserve_insertion_order = false")
        self.keys: dict[str, list[str]] = {}
        # Keys known to have a value; the others are checked once their table exists.
        self.filled: dict[str, set[str]] = {}

    def silver(self) -> None:
        """Reads the file. Sorting by service lets gold find each service's rows together, which saves more than
        it costs.
        """
        order = "" if self.shape == "naive" else " ORDER BY service_name"
        self.connection.execute(sql(f"silver_{self.layout}", path=literal(self.path), order=order))

    def find_keys(self) -> None:
        """The keys that occur in each service."""
        found: dict[str, set[str]] = {}
        if self.shape == "naive":
            for (service,) in self.connection.execute("SELECT DISTINCT service_name FROM silver").fetchall():
                rows = self.connection.execute(sql("naive_keys", service=literal(service))).fetchall()
                found[service] = {key for (key,) in rows}
        else:
            for service, keys, has_null in self.connection.execute(sql("keys")).fetchall():
                found.setdefault(service, set()).update(keys or [])
                if not has_null:
                    self.filled.setdefault(service, set()).update(keys or [])
        self.keys = {service: sorted(keys) for service, keys in found.items()}

    def gold(self) -> None:
        """
        A table per service. One statement on two threads takes longer than on one, as each thread has pages of its own for
        every column; so there are as many statements at a time as threads, with one thread each.
        """
        tables = list(enumerate(self.keys))
        if self.shape == "naive" or self.threads == 1:
            for number, service in tables:
                self.make_table(self.connection, number, service)
            return
        self.connection.execute("SET threads = 1")
        with ThreadPoolExecutor(self.threads) as pool:
            # `list` raises the first error of a thread here.
            list(pool.map(lambda table: self.make_table(self.connection.cursor(), *table), tables))

    def make_table(self, connection: duckdb.DuckDBPyConnection, number: int, service: str) -> None:
        """One gold table, without keys that are null in every row."""
        keys = self.keys[service]
        common = "rowid AS silver_row" if self.shape == "joined" else "* EXCLUDE (params)"
        table = identifier(f"keys {number}" if self.shape == "joined" else f"gold {number}")
        names = self.columns(keys)
        values = {"table": table, "common": common, "service": literal(service)}
        alike = {key for key in keys if names[key] != column_of(key)}
        if self.shape == "naive" or not keys:
            more = "".join(f", {value_of(key)} AS {identifier(names[key])}" for key in keys)
            connection.execute(sql("gold_naive", more=more, **values))
        else:
            structure = json.dumps({key: "VARCHAR" for key in keys if key not in alike})
            taken = [value_of(key) if key in alike else f"keys[{literal(key)}]" for key in keys]
            more = "".join(f", {value} AS {identifier(names[key])}" for key, value in zip(keys, taken))
            connection.execute(sql("gold", more=more, structure=literal(structure), **values))
        self.drop_empty(connection, table, service, names)
        if self.shape == "joined":
            connection.execute(sql("view", view=identifier(f"gold {number}"), table=table))

    def drop_empty(
        self, connection: duckdb.DuckDBPyConnection, table: str, service: str, names: dict[str, str]
    ) -> None:
        """Drops the columns of keys that are null in every row."""
        doubtful = [key for key in self.keys[service] if key not in self.filled.get(service, ())]
        if not doubtful:
            return
        counts = ", ".join(f"count({identifier(names[key])})" for key in doubtful)
        filled = connection.execute(f"SELECT {counts} FROM {table}").fetchone() or ()
        for key, count in zip(doubtful, filled):
            if count == 0:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {identifier(names[key])}")
                self.keys[service].remove(key)

    @staticmethod
    def columns(keys: list[str]) -> dict[str, str]:
        """The column of each key; DuckDB treats names that differ only by case as one."""
        seen: set[str] = set()
        names = {}
        for key in keys:
            names[key] = column_of(key) + (" (2)" if key.lower() in seen else "")
            seen.add(key.lower())
        return names

    def counts(self) -> Counts:
        """Counts actions and keys in the gold tables."""
        select = self.connection.execute
        services = {}
        for number, service in enumerate(self.keys):
            table = identifier(f"gold {number}")
            actions = select(f"SELECT action_name, count(*) FROM {table} GROUP BY 1").fetchall()
            names = self.columns(self.keys[service])
            filled = {
                key: int((select(f"SELECT count({identifier(names[key])}) FROM {table}").fetchone() or (0,))[0])
                for key in self.keys[service]
            }
            services[service] = Service(sum(count for _, count in actions), dict(actions), filled)
        records = select("SELECT input, count(*) FROM silver GROUP BY 1").fetchall()
        days = select("SELECT event_date::VARCHAR, count(*) FROM silver GROUP BY 1").fetchall()
        emails = select("SELECT email, count(*) FROM silver WHERE email IS NOT NULL GROUP BY 1").fetchall()
        return Counts(
            records=sum(count for _, count in records),
            events=sum(service.events for service in services.values()),
            days=dict(days),
            emails=dict(emails),
            services=services,
        )


def sql(name: str, **values: str) -> str:
    """A statement from the folder `sql`, with its placeholders filled."""
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text


def column_of(key: str) -> str:
    """The column of a key, named as in Touchstone."""
    return f"requestParams.{key}"


def value_of(key: str) -> str:
    """The expression that extracts one key."""
    path = '$."' + key + '"'
    return f"params ->> {literal(path)}"


def literal(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(text: str) -> str:
    """A quoted identifier."""
    return '"' + text.replace('"', '""') + '"'


if __name__ == "__main__":
    main()
