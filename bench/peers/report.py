"""Prints a Python peer's result: one line of JSON, which the bench checks against the truth."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass
class Service:
    """A gold table: its rows by action, and the number of rows that have each key."""

    events: int = 0
    actions: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)


@dataclass
class Counts:
    """All counts that are compared with the generator's truth."""

    records: int
    events: int
    days: dict[str, int]
    emails: dict[str, int]
    services: dict[str, Service]


def report(seconds: float, stages: dict[str, float], counts: Counts, version: str) -> None:
    """Prints the line. The time covers only the work, not the start of Python or this counting."""
    print(json.dumps({"seconds": seconds, "stages": stages, "counts": asdict(counts), "version": version}))
