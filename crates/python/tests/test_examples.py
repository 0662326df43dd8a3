"""The notebooks run, as they stand, from the root of the repository."""

import json

import pytest
from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs(notebook, monkeypatch):
    monkeypatch.chdir(ROOT)
    cells = json.loads(notebook.read_text())["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    names = {}
    for nth, text in enumerate(code):
        exec(compile(text, f"{notebook.name}, cell {nth}", "exec"), names)
    assert len(names["creates"]) > 0 and len(names["jobs"]) > 0
