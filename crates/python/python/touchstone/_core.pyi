"""The core, compiled. `touchstone` has what is meant to be used."""

import os
from collections.abc import Callable
from typing import Any, Union

_Path = Union[str, "os.PathLike[str]"]

__version__: str

class TouchstoneError(Exception):
    """What the command line would say instead of a result: a path that cannot be opened, a filter that cannot be
    read."""

class Frame:
    """Rows with named, typed columns, as an Arrow stream that can be read any number of times."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __len__(self) -> int: ...
    @property
    def columns(self) -> list[str]:
        """The names of the columns. Request parameters are fields of ``requestParams``."""
    @property
    def types(self) -> list[tuple[str, str]]:
        """Names and types of the columns, as Arrow prints them."""

class Session:
    @property
    def services(self) -> list[str]: ...
    @property
    def said(self) -> list[str]: ...
    def table(self, service: str | None = None) -> Frame: ...
    def events(self) -> Frame: ...
    def raw_problems(self) -> list[bytes | None]: ...
    def ledger(self) -> str: ...
    def list(self, name: str) -> Frame: ...
    def summary(
        self, rules: list[_Path] = ..., tuning_file: _Path | None = None, tuning_text: str | None = None
    ) -> tuple[str, list[str]]: ...
    def findings(
        self, rules: list[_Path] = ..., tuning_file: _Path | None = None, tuning_text: str | None = None
    ) -> tuple[Frame, list[str]]: ...

def load_inputs(inputs: list[tuple[str, bytes]], key: bytes) -> Session: ...
def load(
    paths: list[_Path],
    filter_text: str | None = None,
    progress: Callable[[int, int, int, int], object] | None = None,
) -> Session: ...
