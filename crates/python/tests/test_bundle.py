"""The bundle for Databricks, as far as it can be looked at without Databricks."""

import ast
import copy
import json
from pathlib import Path

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


def problems(bundle, resources):
    """What is wrong with a bundle: its jobs by the classes that Databricks generates from the bundle's JSON Schema, the rest
    by a schema of the parts that we use, since no package that we know has the schema itself."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    jobs = pytest.importorskip("databricks.bundles.jobs", reason="databricks-bundles is not installed")
    schema = json.loads((Path(__file__).parent / "bundle.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    found = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(bundle)]
    found += [f"{name} is no resource of ours" for name in {*resources} - {"resources"} | {*resources["resources"]} - {"jobs"}]
    for name, job in resources["resources"]["jobs"].items():
        try:
            if jobs.Job.from_dict(copy.deepcopy(job)).as_dict() != job:
                found.append(f"{name} loses something")
        except (TypeError, ValueError) as error:
            found.append(f"{name}: {error}")
    return found


def test_the_bundle_has_the_shape_that_databricks_takes():
    bundle = yaml.safe_load((BUNDLE / "databricks.yml").read_text())
    resources = yaml.safe_load((BUNDLE / "resources/job.yml").read_text())
    assert problems(bundle, resources) == []

    def changed(of, path, value):
        of = copy.deepcopy(of)
        *parents, last = path
        inner = of
        for key in parents:
            inner = inner[key]
        inner[last] = value
        return of

    job = ("resources", "jobs", "touchstone")
    for path, value in [
        (("targets", "dev", "mode"), "developement"),
        (("variables", "source", "defualt"), "x"),
        (("bundle", "name"), 1),
        (("permission",), []),
    ]:
        assert problems(changed(bundle, path, value), resources), path
    for path, value in [
        ((*job, "max_concurent_runs"), 1),
        ((*job, "max_concurrent_runs"), "one"),
        ((*job, "schedule"), {"timezone_id": "UTC"}),
        ((*job, "tasks", 0, "notebook_task"), {}),
        ((*job, "tasks", 0, "libraries"), [{"wheel": "x"}]),
        ((*job, "job_clusters", 0, "new_cluster", "data_security_mode"), "ALONE"),
        (("resources", "job"), {}),
    ]:
        assert problems(bundle, changed(resources, path, value)), path


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
