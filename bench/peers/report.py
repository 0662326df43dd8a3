"""What a peer in Python prints at its end: one line of JSON, which the bench reads and checks against the truth."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass
class Service:
    """A gold table: its rows, by action, and in how many of them each key is there."""

    events: int = 0
    actions: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)


@dataclass
class Counts:
    """Everything that is compared with what the generator says it wrote."""

    records: int
    events: int
    days: dict[str, int]
    emails: dict[str, int]
    services: dict[str, Service]


def report(seconds: float, stages: dict[str, float], counts: Counts, version: str) -> None:
    """Prints the line. The time is the work's alone: neither the start of Python nor this counting is in it."""
    print(json.dumps({"seconds": seconds, "stages": stages, "counts": asdict(counts), "version": version}))
