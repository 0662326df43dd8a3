# Databricks notebook source
# Takes the files that are new to bronze, silver and gold. Fails unless every record is accounted for.
import touchstone.spark

source, target = dbutils.widgets.get("source"), dbutils.widgets.get("target")  # noqa: F821
runs = touchstone.spark.medallion(spark, source, target)  # noqa: F821
for run in runs:
    print(f"run {run['run']}: {run['records']} records = {run['events']} events + {run['duplicates']} duplicates"
          f" + {run['problems']} problems")

# COMMAND ----------

# What could not be read, by kind, over all runs.
display(touchstone.spark.table(spark, target, "quarantine").groupBy("kind").count())  # noqa: F821
