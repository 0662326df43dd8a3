"""The bundle for Databricks, as far as it can be looked at without Databricks."""

import ast

import pytest
import yaml
from conftest import ROOT

BUNDLE = ROOT / "databricks"


def test_every_task_has_its_notebook_and_its_cluster():
    bundle = yaml.safe_load((BUNDLE / "databricks.yml").read_text())
    (included,) = bundle["include"]
    (path,) = BUNDLE.glob(included)
    (job,) = yaml.safe_load(path.read_text())["resources"]["jobs"].values()
    keys = {task["task_key"] for task in job["tasks"]}
    clusters = {cluster["job_cluster_key"] for cluster in job["job_clusters"]}
    for task in job["tasks"]:
        assert (path.parent / task["notebook_task"]["notebook_path"]).exists(), task
        assert task["job_cluster_key"] in clusters
        assert {on["task_key"] for on in task.get("depends_on", [])} <= keys
    named = {word.split("}")[0] for word in path.read_text().split("${var.")[1:]}
    assert named == set(bundle["variables"])


@pytest.mark.parametrize("notebook", sorted((BUNDLE / "notebooks").glob("*.py")), ids=lambda path: path.name)
def test_notebooks_are_notebooks_and_call_what_there_is(notebook):
    spark = pytest.importorskip("touchstone.spark", reason="pyspark is not installed")
    text = notebook.read_text()
    assert text.startswith("# Databricks notebook source\n")
    called = [
        node.attr
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "touchstone.spark"
    ]
    assert called and all(hasattr(spark, name) for name in called)
