# Databricks notebook source
# Gold under the names that the blog gives it: <schema>.<service>, with `_` for `-`. Each table is written anew, so that
# running this again changes nothing; where that takes too long, read the files that touchstone.spark.gold reads.
import touchstone.spark

target, schema = dbutils.widgets.get("target"), dbutils.widgets.get("schema")  # noqa: F821
spark.sql(f"create schema if not exists {schema}")  # noqa: F821
for service in touchstone.spark.services(spark, target):  # noqa: F821
    name = f"{schema}.{touchstone.spark.table_name(service)}"
    frame = touchstone.spark.gold(spark, target, service)  # noqa: F821
    frame.write.mode("overwrite").option("overwriteSchema", "true").saveAsTable(name)
    spark.sql(f"optimize {name}")  # noqa: F821
