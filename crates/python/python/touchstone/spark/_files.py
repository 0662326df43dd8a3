"""Files of a target through Hadoop's file systems, which are those that Spark has."""

from __future__ import annotations

import json
import re
from typing import Any

from pyspark.sql import SparkSession

# The folder of what runs say of themselves.
RUNS = "runs"
# How Spark writes no value in the name of a folder.
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
# How Spark's committers publish what is staged. It is counted before it counts: tasks may move what they have written into place
# themselves.
_STAGED = {
    "mapreduce.fileoutputcommitter.algorithm.version": "2",
    "mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}
# Hadoop's own way to local files writes a checksum beside each, and without its native library starts a process for each file
# and folder that it makes, to set its permissions. Without checksums, files have those that the system gives; and folders that
# the driver moves whole need not be made twice.
_LOCAL = "fs.file.impl"
_STAGED_LOCALLY = {
    **_STAGED,
    "mapreduce.fileoutputcommitter.algorithm.version": "1",
    _LOCAL: "org.apache.hadoop.fs.RawLocalFileSystem",
    f"{_LOCAL}.disable.cache": "true",
}


class Files:
    """The files below a folder."""

    def __init__(self, spark: SparkSession, root: str) -> None:
        self._jvm = spark._jvm
        root_path = self._jvm.org.apache.hadoop.fs.Path(root)
        self._conf = spark._jsc.hadoopConfiguration()
        self._fs = root_path.getFileSystem(self._conf)
        self.root = self._fs.makeQualified(root_path).toString()

    def misses_names(self) -> bool:
        """Whether Java passes over local files whose names are not ASCII, as Hadoop does without a word."""
        encoding = self._jvm.java.lang.System.getProperty("sun.jnu.encoding") or ""
        return self.root.startswith("file:") and encoding.upper() not in ("UTF-8", "UTF8")

    def staged(self) -> dict[str, str]:
        """The options with which Spark writes what a run stages."""
        # Whoever has chosen a way to local files keeps it.
        is_default = self.root.startswith("file:") and self._conf.get(_LOCAL) is None
        return _STAGED_LOCALLY if is_default else _STAGED

    def path(self, name: str) -> str:
        return f"{self.root}/{name}"

    def _of(self, name: str):
        return self._jvm.org.apache.hadoop.fs.Path(self.path(name))

    def exists(self, name: str) -> bool:
        return self._fs.exists(self._of(name))

    def names(self, name: str) -> list[str]:
        """The names in a folder, sorted; none if it is missing."""
        if not self.exists(name):
            return []
        return sorted(status.getPath().getName() for status in self._fs.listStatus(self._of(name)))

    def status(self, path: str) -> tuple[str, int, int]:
        """Path, time in milliseconds since 1970, and bytes of a file, which may lie elsewhere."""
        found = self._jvm.org.apache.hadoop.fs.Path(path)
        status = found.getFileSystem(self._conf).getFileStatus(found)
        return path, status.getModificationTime(), status.getLen()

    def is_there(self, path: str) -> bool:
        """Whether there is a file or a folder, which may lie elsewhere."""
        found = self._jvm.org.apache.hadoop.fs.Path(path)
        return found.getFileSystem(self._conf).exists(found)

    def names_below(self, name: str, pattern: str) -> list[str]:
        """Paths from a folder of the files that a pattern of Hadoop's finds in it, such as `*/*.txt`; sorted."""
        folder = self._fs.makeQualified(self._of(name)).toString()
        found = self._fs.globStatus(self._jvm.org.apache.hadoop.fs.Path(f"{literal(folder)}/{pattern}"))
        # One call for all. Local files have processes started for them that tell their permissions, if those are asked for.
        paths = self._jvm.scala.runtime.ScalaRunTime.stringOf(self._jvm.org.apache.hadoop.fs.FileUtil.stat2Paths(found))
        return sorted(filter(None, f", {paths.removeprefix('Array(').removesuffix(')')}".split(f", {folder}/")))

    def delete(self, name: str) -> None:
        self._fs.delete(self._of(name), True)

    def rename(self, source: str, to: str) -> None:
        """Gives a file or a folder another name, in a folder that is there."""
        if not self._fs.rename(self._of(source), self._of(to)):
            raise OSError(f"{self.path(source)}: cannot be moved to {self.path(to)}")

    def move(self, source: str, to: str) -> None:
        """Moves a folder, unless that is done already."""
        if not self.exists(source):
            if not self.exists(to):
                raise OSError(f"{self.path(source)}: is missing, and so is {self.path(to)}")
            return
        self._fs.mkdirs(self._of(to).getParent())
        self.rename(source, to)

    def write(self, name: str, value: Any) -> None:
        """Writes JSON so that the file is there whole or not at all."""
        self.write_lines(name, [value])

    def write_lines(self, name: str, values: list[Any]) -> None:
        """Writes lines of JSON so that the file is there whole or not at all."""
        beside = self._of(f"_{name.replace('/', '_')}.part")
        stream = self._fs.create(beside, True)
        stream.write(bytearray("".join(json.dumps(value) + "\n" for value in values).encode()))
        stream.hsync()
        stream.close()
        target = self._of(name)
        self._fs.mkdirs(target.getParent())
        if not self._fs.rename(beside, target):
            raise OSError(f"{self.path(name)}: cannot be written")

    def read(self, name: str) -> Any:
        stream = self._fs.open(self._of(name))
        try:
            return json.loads(bytes(self._jvm.org.apache.commons.io.IOUtils.toByteArray(stream)))
        finally:
            stream.close()


def literal(path: str) -> str:
    """A path as Spark takes it, which would look for patterns."""
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", path)
