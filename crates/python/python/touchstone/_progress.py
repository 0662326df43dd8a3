"""How far reading is, for people: a line on a terminal, or beneath the cell of a notebook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Show = Callable[[int, int, int, int], object]


@contextmanager
def shown(progress: bool | Show | None) -> Iterator[Show | None]:
    """What to call with bytes read, bytes, files read and files; nothing where nobody would see it."""
    if callable(progress):
        yield progress
        return
    cell = _cell() if progress is not False else None
    if cell is not None:
        yield lambda *far: cell.update({"text/plain": _line(*far)}, raw=True)
        cell.update({"text/plain": ""}, raw=True)
    elif progress or (progress is None and sys.stderr is not None and sys.stderr.isatty()):
        try:
            yield lambda *far: print(f"\r\x1b[K{_line(*far)}", end="", file=sys.stderr, flush=True)
        finally:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    else:
        yield None


def _line(bytes_read: int, size: int, files_read: int, files: int) -> str:
    return f"{bytes_read >> 20} of {size >> 20} MiB, {files_read} of {files} files"


def _cell():
    """A place beneath a notebook's cell that can be written again."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or type(shell).__name__ != "ZMQInteractiveShell":
        return None
    from IPython.display import display

    return display({"text/plain": ""}, raw=True, display_id=True)
