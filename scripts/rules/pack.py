"""The rule pack as files: where it lies, its documents, and the names that its rules may use."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "rules"
REGRESSION = ROOT / "regression_data" / "rules"
SCHEMA = ROOT / "docs" / "schema.md"

LEVELS = ["critical", "high", "medium", "low", "informational"]
TRIAGE = ["logging", "identity", "data", "cost"]
FIDELITY = ["high", "medium", "low"]

# Fields that are derived from the columns of silver; rules/README.md says how.
DERIVED = {
    "client",
    "hour",
    "network",
    "principal",
    "principal_type",
    "public_ip",
    "securable",
    "token_lifetime",
    "weekday",
}
PARAMETER = "requestParams."

# Owners of repositories that rules refer to, with the name under which the table lists them.
SOURCES = {
    "github.com/panther-labs/": "Panther",
    "github.com/andyweaves/": "andyweaves",
    "github.com/databricks-solutions/cybersec": "cybersec-workspace-detection-app",
    "github.com/Azure/Azure-Sentinel": "Azure Sentinel",
    "github.com/darshanmeel/": "databricks-audit-app",
    "github.com/databricks-industry-solutions/": "Security Analysis Tool",
    "github.com/databrickslabs/overwatch": "Overwatch",
    "github.com/anhhchu/": "databricks-authoring-detections",
    "www.databricks.com/blog/": "Databricks blog",
    "documentation.immuta.com/": "Immuta",
}


@dataclass
class RuleFile:
    """One detection: its path, its documents, and the one among them that raises findings."""

    path: Path
    text: str
    documents: list

    @property
    def main(self):
        """The last document: the only one, or the outermost correlation."""
        return self.documents[-1]

    @property
    def relative(self):
        """The path below `rules/`, without its extension."""
        return self.path.relative_to(RULES).with_suffix("")

    @property
    def regression(self):
        """The folder of its regression data."""
        return REGRESSION / self.relative


def rule_files():
    """All rules in order of path."""
    found = []
    for path in sorted(RULES.rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        found.append(RuleFile(path, text, list(yaml.safe_load_all(text))))
    return found


def silver_columns():
    """The columns of silver, as `docs/schema.md` lists them."""
    table = SCHEMA.read_text(encoding="utf-8").split("## Silver", 1)[1].split("<!-- end -->", 1)[0]
    return set(re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE))


def sources(rule):
    """The names of the packs and pages that an idea comes from; "Touchstone" if it comes from none."""
    names = []
    for url in rule.main.get("references", []):
        name = next((name for part, name in SOURCES.items() if part in url), None)
        if name is not None and name not in names:
            names.append(name)
    return names or ["Touchstone"]


def techniques(rule):
    """The identifiers of its ATT&CK techniques, such as `T1110.003`."""
    tags = [tag.removeprefix("attack.") for tag in rule.main.get("tags", [])]
    return [tag.upper() for tag in tags if re.fullmatch(r"t\d{4}(\.\d{3})?", tag)]
