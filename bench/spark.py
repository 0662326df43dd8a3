"""Touchstone on Spark against the blog's own steps on Spark: the same files, the same session, Parquet from both.

    target/tests/wheel-venv/bin/python bench/spark.py FOLDER [--cores 2] [--steps blog touchstone] [--times 1] [--workspaces N]

FOLDER has delivery JSON in folders `date=…`, such as `touchstone-generate --files 20 --out FOLDER` writes. With `--workspaces` it
is made instead, with a small file for each of so many workspaces. Each measurement has a process of its own, the start of Java
included. Prints a line of JSON for each.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def session(cores: int):
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    return (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .config("spark.sql.shuffle.partitions", str(2 * cores))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


def touchstone(spark, folder: str, target: str) -> dict:
    import touchstone.spark

    (run,) = touchstone.spark.medallion(spark, folder, target)
    return {"events": run["events"], "services": len(run["gold"])}


def blog(spark, folder: str, target: str) -> dict:
    """Bronze, silver and gold as the blog's notebook has them, without its streams: read, strip, split by service."""
    from pyspark.sql import functions as F
    from pyspark.sql.types import StringType, StructField, StructType

    # Without this, keys that differ only by case fail it.
    spark.conf.set("spark.sql.caseSensitive", "true")
    raw = spark.read.json(folder)
    raw.write.partitionBy("date").parquet(f"{target}/bronze")
    bronze = spark.read.parquet(f"{target}/bronze")

    @F.udf(StringType())
    def strip_null(row):
        return None if row is None else json.dumps({key: value for key, value in row.asDict().items() if value is not None})

    silver = (
        bronze.withColumn("flattened", strip_null("requestParams"))
        .withColumn("email", F.col("userIdentity.email"))
        .withColumn("date_time", F.from_utc_timestamp(F.from_unixtime(F.col("timestamp") / 1000), "UTC"))
        .drop("requestParams", "userIdentity")
    )
    silver.write.partitionBy("date").parquet(f"{target}/silver")
    silver = spark.read.parquet(f"{target}/silver")
    assert silver.count() == bronze.count()

    @F.udf(StringType())
    def just_keys(text):
        return None if text is None else "[" + ", ".join(json.loads(text)) + "]"

    services = [row[0] for row in silver.select("serviceName").distinct().collect()]
    for service in services:
        of_service = silver.where(F.col("serviceName") == service)
        lists = of_service.select(just_keys("flattened").alias("keys")).distinct().collect()
        keys = {key for row in lists if row[0] for key in row[0][1:-1].split(", ") if key}
        schema = StructType([StructField(key, StringType()) for key in sorted(keys) or ["placeholder"]])
        gold = of_service.withColumn("requestParams", F.from_json("flattened", schema)).drop("flattened")
        gold.write.partitionBy("date").parquet(f"{target}/gold/{service}")
        assert spark.read.parquet(f"{target}/gold/{service}").count() == of_service.count()
    return {"events": silver.count(), "services": len(services)}


def deliver(folder: str, workspaces: int) -> None:
    """A day of log delivery: a folder and a file of three events for each workspace."""
    for workspace in range(workspaces):
        place = Path(folder, f"workspaceId={workspace}", "date=2026-01-02")
        place.mkdir(parents=True)
        events = [
            {
                "version": "2.0",
                "timestamp": 1767312000000 + 20_000 * nth + workspace,
                "serviceName": service,
                "actionName": "create",
                "workspaceId": str(workspace),
                "userIdentity": {"email": f"user{workspace}@corp.example"},
                "requestParams": {"name": f"{service} {workspace}"},
            }
            for nth, service in enumerate(("clusters", "jobs", "notebook"))
        ]
        (place / "auditlogs.json").write_text("".join(json.dumps(event) + "\n" for event in events))


STEPS = {"blog": blog, "touchstone": touchstone}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--workspaces", type=int, default=0)
    parser.add_argument("--target", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.target:
        (step,) = arguments.steps
        begun = time.perf_counter()
        spark = session(arguments.cores)
        started = time.perf_counter()
        told = STEPS[step](spark, os.path.abspath(arguments.folder), arguments.target)
        steps = time.perf_counter() - started
        print(json.dumps({"session": round(started - begun, 2), "steps": round(steps, 2), **told}))
        return
    if arguments.workspaces:
        deliver(arguments.folder, arguments.workspaces)
    size = sum(path.stat().st_size for path in Path(arguments.folder).rglob("*") if path.is_file())
    for _ in range(arguments.times):
        for step in arguments.steps:
            target = tempfile.mkdtemp(prefix="touchstone-bench-")
            command = [sys.executable, __file__, arguments.folder, "--steps", step, "--target", f"{target}/lake"]
            begun = time.perf_counter()
            done = subprocess.run([*command, "--cores", str(arguments.cores)], capture_output=True, text=True)
            seconds = round(time.perf_counter() - begun, 2)
            shutil.rmtree(target)
            if done.returncode != 0:
                sys.exit(done.stderr[-4000:])
            told = json.loads(done.stdout.splitlines()[-1])
            print(json.dumps({"by": step, "cores": arguments.cores, "bytes": size, "seconds": seconds, **told}), flush=True)


if __name__ == "__main__":
    main()
