"""Reading, and what was read."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Union

from touchstone import _core, _progress

Path = Union[str, "os.PathLike[str]"]
Paths = Union[Path, Iterable[Path]]
Tuning = Union[Path, Mapping[str, Any]]


class Notice(UserWarning):
    """What the command line says beside its result: files that were left out, rules that cannot be used."""


def read(
    paths: Paths,
    *,
    filter: str | None = None,
    progress: bool | Callable[[int, int, int, int], object] | None = None,
) -> Medallion:
    """Reads files, and everything in folders, whatever their formats, containers and compressions.

    Args:
        paths: A file or folder, or several. They are one set: duplicates are found across all of them.
        filter: Which events count (docs/filters.md), for example ``"service:clusters action:create"``. It narrows
            silver, gold, the summary and the findings, never problems, duplicates and the totals.
        progress: Whether to show how far reading is, on a terminal or in a notebook; by default where there is one. A
            function is called instead, some times a second, with bytes read, bytes, files read and files.

    Returns:
        What was read. Records that cannot be read are in its ``problems``.

    Raises:
        TouchstoneError: A path cannot be opened, or the filter cannot be read; nothing is read then.
        KeyboardInterrupt: Ctrl-C; reading stops within a few MiB.

    Warns:
        Notice: A file was left out because it holds no records, such as the marker of a Spark job.
    """
    with _progress.shown(progress) as show:
        session = _core.load(_paths(paths), filter, show)
    _warn(session.said)
    return Medallion(session)


class Medallion:
    """Silver, gold and what lies beside them. Made by :func:`read`."""

    def __init__(self, session: _core.Session) -> None:
        self._session = session
        self._gold = Gold(session)

    @property
    def silver(self) -> _core.Frame:
        """One row per event that the filter selects, by time; the columns are those of docs/schema.md."""
        return self._session.table()

    @property
    def gold(self) -> Gold:
        """The frames by service: ``gold["clusters"]``."""
        return self._gold

    @property
    def problems(self) -> _core.Frame:
        """Records that could not be read: path, record (from 1), offset (bytes), kind, message."""
        return self._session.list("problems")

    @property
    def duplicates(self) -> _core.Frame:
        """Records that repeat an event: path, record (from 1), offset (bytes), of_path, of_record."""
        return self._session.list("duplicates")

    @property
    def warnings(self) -> _core.Frame:
        """What was lost or guessed: path, record (from 1, null for a whole input), offset (bytes), kind, field,
        message."""
        return self._session.list("warnings")

    @property
    def conflicts(self) -> _core.Frame:
        """Records with the id of an earlier event and other content: path, record, offset, became, fields, of_path,
        of_record."""
        return self._session.list("conflicts")

    def summary(self, *, rules: Paths = (), tuning: Tuning | None = None) -> dict[str, Any]:
        """What ``touchstone analyze --json`` prints; docs/summary.schema.json describes it.

        Args:
            rules: Files and folders of one's own Sigma rules, beside those of the pack.
            tuning: The file of a tuning, or what would stand in it (docs/tuning.schema.json).

        Raises:
            TouchstoneError: Rules or tuning cannot be opened, or the tuning cannot be used.

        Warns:
            Notice: Something is wrong with a rule, which is left out.
        """
        text, said = self._session.summary(_paths(rules), *_tuning(tuning))
        _warn(said)
        return json.loads(text)

    def findings(self, *, rules: Paths = (), tuning: Tuning | None = None) -> _core.Frame:
        """What the rules find, one row per finding with an event that the filter selects; docs/schema.md names the
        columns.

        Args:
            rules: Files and folders of one's own Sigma rules, beside those of the pack.
            tuning: The file of a tuning, or what would stand in it (docs/tuning.schema.json).

        Raises:
            TouchstoneError: Rules or tuning cannot be opened, or the tuning cannot be used.

        Warns:
            Notice: Something is wrong with a rule, which is left out.
        """
        frame, said = self._session.findings(_paths(rules), *_tuning(tuning))
        _warn(said)
        return frame

    def __repr__(self) -> str:
        return f"<touchstone.Medallion: {len(self.silver)} events, {len(self._gold)} services>"


class Gold(Mapping[str, _core.Frame]):
    """Gold frames by service, sorted by name: silver without ``flattened``, and ``requestParams`` as a struct of texts
    with the keys that the service has."""

    def __init__(self, session: _core.Session) -> None:
        self._session = session
        self._services = session.services

    def __getitem__(self, service: str) -> _core.Frame:
        if service not in self._services:
            raise KeyError(service)
        return self._session.table(service)

    def __iter__(self) -> Iterator[str]:
        return iter(self._services)

    def __len__(self) -> int:
        return len(self._services)

    def __repr__(self) -> str:
        return f"<touchstone.Gold: {', '.join(self._services)}>"


def _paths(paths: Paths) -> list[Path]:
    return [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)


def _tuning(tuning: Tuning | None) -> tuple[Path | None, str | None]:
    """A file, or the text of one: YAML takes JSON."""
    return (None, json.dumps(tuning)) if isinstance(tuning, Mapping) else (tuning, None)


def _warn(said: list[str]) -> None:
    for sentence in said:
        warnings.warn(sentence, Notice, stacklevel=3)
