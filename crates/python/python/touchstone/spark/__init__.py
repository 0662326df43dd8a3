"""The medallion on Apache Spark: raw files to bronze, silver, and gold per service, incremental and exactly once.

    import touchstone.spark
    touchstone.spark.medallion(spark, "raw/", "lake/")
    touchstone.spark.table(spark, "lake/", "silver"), touchstone.spark.gold(spark, "lake/", "clusters")

Records are read by the same core as everywhere, inside the executors. docs/spark.md describes the tables.
"""

from touchstone.spark._delta import optimize
from touchstone.spark._findings import findings
from touchstone.spark._medallion import DidNotReconcile, RunFailed, medallion
from touchstone.spark._tables import files_of, gold, services, table, table_name

__all__ = ["DidNotReconcile", "RunFailed", "files_of", "findings", "gold", "medallion", "optimize", "services", "table", "table_name"]
