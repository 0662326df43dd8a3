"""Audit logs of Databricks and Immuta as frames, read by the same core as the page and the command line.

    import touchstone
    audit = touchstone.read("logs/")
    audit.silver, audit.gold["clusters"], audit.findings()

Every frame is an Arrow stream, which ``polars.DataFrame``, ``pandas.DataFrame.from_arrow``, ``pyarrow.table`` and
``duckdb.sql("from frame")`` take as it is. Nothing leaves the machine.
"""

from touchstone._core import Frame, TouchstoneError, __version__
from touchstone._medallion import Gold, Medallion, Notice, read

__all__ = ["Frame", "Gold", "Medallion", "Notice", "TouchstoneError", "__version__", "read"]
