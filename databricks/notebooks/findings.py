# Databricks notebook source
# What the rules find in everything that is published, most serious first.
import touchstone.spark
from pyspark.sql import functions as F

target = dbutils.widgets.get("target")  # noqa: F821
found = touchstone.spark.findings(spark, target)  # noqa: F821
levels = F.array(*map(F.lit, ["critical", "high", "medium", "low", "informational"]))
display(found.orderBy(F.array_position(levels, "level"), F.desc("count")))  # noqa: F821
