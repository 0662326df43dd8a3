"""Files of a target through Hadoop's file systems, which are those that Spark has."""

from __future__ import annotations

import json
from typing import Any

from pyspark.sql import SparkSession


class Files:
    """The files below a folder."""

    def __init__(self, spark: SparkSession, root: str) -> None:
        self._jvm = spark._jvm
        root_path = self._jvm.org.apache.hadoop.fs.Path(root)
        self._conf = spark._jsc.hadoopConfiguration()
        self._fs = root_path.getFileSystem(self._conf)
        self.root = self._fs.makeQualified(root_path).toString()

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

    def is_file(self, path: str) -> bool:
        """Whether there is a file, which may lie elsewhere."""
        found = self._jvm.org.apache.hadoop.fs.Path(path)
        return found.getFileSystem(self._conf).exists(found)

    def below(self, name: str, suffix: str) -> list[tuple[str, int]]:
        """Files in a folder and all below it whose names end so: path from the folder, and bytes; sorted."""
        found = []
        folder = self._of(name)
        begin = len(self._fs.makeQualified(folder).toString()) + 1
        listed = self._fs.listFiles(folder, True)
        while listed.hasNext():
            status = listed.next()
            path = status.getPath().toString()
            if path.endswith(suffix):
                found.append((path[begin:], status.getLen()))
        return sorted(found)

    def parent_of(self, name: str) -> str | None:
        """A folder below that has an entry of this name, or this folder itself."""
        waiting = [self._jvm.org.apache.hadoop.fs.Path(self.root)]
        while waiting:
            folder = waiting.pop()
            for status in self._fs.listStatus(folder):
                if status.isDirectory():
                    if status.getPath().getName() == name:
                        return folder.toString()
                    waiting.append(status.getPath())
        return None

    def delete(self, name: str) -> None:
        self._fs.delete(self._of(name), True)

    def move(self, source: str, to: str) -> None:
        """Moves a folder, unless that is done already."""
        if not self.exists(source):
            if not self.exists(to):
                raise OSError(f"{self.path(source)}: is missing, and so is {self.path(to)}")
            return
        target = self._of(to)
        self._fs.mkdirs(target.getParent())
        if not self._fs.rename(self._of(source), target):
            raise OSError(f"{self.path(source)}: cannot be moved to {self.path(to)}")

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
