"""Checks the rule pack: pySigma's own validators, SigmaHQ's conventions, our keys, fields and regression data.

Prints every fault with its file and exits with 1 if there is one. Needs no network.
"""

import json
import re
import sys
import uuid

import yaml
from pack import DERIVED, FIDELITY, LEVELS, PARAMETER, ROOT, TRIAGE, rule_files, silver_columns
from sigma.collection import SigmaCollection
from sigma.plugins import InstalledSigmaPlugins
from sigma.validation import SigmaValidator

# They download ATT&CK and D3FEND; tags are checked against the lists below instead.
ONLINE_VALIDATORS = {"attacktag", "d3_fendtag", "d3fendtag"}
TACTICS = {
    "collection",
    "command-and-control",
    "credential-access",
    "defense-impairment",
    "discovery",
    "execution",
    "exfiltration",
    "impact",
    "initial-access",
    "lateral-movement",
    "persistence",
    "privilege-escalation",
    "reconnaissance",
    "resource-development",
    "stealth",
}
# Revoked by ATT&CK 19, with what replaced them.
REVOKED = {"t1562": "t1685", "t1562.001": "t1685", "t1562.007": "t1686.001", "t1562.008": "t1685.002"}

OWN_KEYS = {
    "triage",
    "objective",
    "fidelity",
    "suppress",
    "suppress-by",
    "above-usual",
    "group-by",
    "message",
    "runbook",
    "needs",
    "thresholds",
}
PART_KEYS = {"above-usual"}
OWN_REQUIRED = {"triage", "objective", "fidelity", "suppress", "message", "runbook"}
NEEDS = {"account", "dataplane", "delta_sharing", "immuta", "sessions", "system_tables", "unity_catalog", "verbose"}
BASELINE_KEYS = {
    "first_seen": ({"kind", "group-by", "field", "after"}, {"min-events"}),
    "unusual_hours": ({"kind", "group-by", "after", "min-events"}, set()),
    "above_history": ({"kind", "group-by", "period", "factor", "least", "after", "without-history"}, {"value"}),
    "dormant": ({"kind", "group-by", "after"}, set()),
}
CORRELATIONS = {"event_count", "value_count", "temporal", "temporal_ordered"}
MODIFIERS = {
    "all",
    "base64",
    "base64offset",
    "cased",
    "cidr",
    "contains",
    "endswith",
    "exists",
    "fieldref",
    "gt",
    "gte",
    "lt",
    "lte",
    "re",
    "startswith",
    "wide",
}
PLACEHOLDERS = {"principal", "count", "value_count", "first", "last", "window"}
DURATION = re.compile(r"[1-9]\d*[smhd]")
FILE_NAME = re.compile(r"(databricks|immuta)_[a-z0-9_]+")
SMALL_WORDS = {"a", "after", "an", "and", "as", "at", "before", "by", "for", "from", "in", "of", "on", "or", "the", "then", "to", "was", "were", "with", "without"}


class Faults:
    """What is wrong, by file."""

    def __init__(self):
        self.lines = []

    def add(self, path, message):
        self.lines.append(f"{path.relative_to(ROOT)}: {message}")


def check_sigma(rules, faults):
    """Every document loads, and pySigma's validators find nothing."""
    validators = InstalledSigmaPlugins.autodiscover(include_backends=False, include_pipelines=False).validators
    wanted = {name: kind for name, kind in validators.items() if name not in ONLINE_VALIDATORS}
    validator = SigmaValidator(wanted.values())
    for rule in rules:
        try:
            collection = SigmaCollection.from_yaml(rule.text, collect_errors=True)
            collection.resolve_rule_references()
        except Exception as error:  # noqa: BLE001 whatever pySigma raises is a fault of the rule
            faults.add(rule.path, f"pySigma refuses it: {error}")
            continue
        for error in collection.errors + [error for each in collection.rules for error in each.errors]:
            faults.add(rule.path, f"pySigma: {error}")
        for each in collection.rules:
            for issue in validator.validate_rule(each):
                faults.add(rule.path, f"pySigma: {issue}")
    for issue in validator.finalize():
        faults.lines.append(f"rules: pySigma: {issue}")


def check_identifiers(rules, faults):
    """Identifiers are version 4 UUIDs; they, names and titles occur once in the pack."""
    seen = set()
    for rule in rules:
        for document in rule.documents:
            for key in ("id", "name", "title"):
                value = document.get(key)
                if value is None and key != "name":
                    faults.add(rule.path, f"a document has no {key}")
                elif value is not None and (key, value) in seen:
                    faults.add(rule.path, f"{key} {value} occurs twice in the pack")
                seen.add((key, value))
            try:
                if uuid.UUID(str(document.get("id"))).version != 4:
                    faults.add(rule.path, f"id {document.get('id')} is no random UUID")
            except ValueError:
                faults.add(rule.path, f"id {document.get('id')} is no UUID")


def check_conventions(rule, faults):
    """What SigmaHQ asks of names, titles, descriptions and tags."""
    main = rule.main
    if not FILE_NAME.fullmatch(rule.path.stem) or not 10 <= len(rule.path.name) <= 70:
        faults.add(rule.path, "the file's name is not product_words_in_lower_case of 10 to 70 characters")
    for key in ("status", "description", "references", "author", "date", "falsepositives", "level", "regression_tests_path"):
        if not main.get(key):
            faults.add(rule.path, f"{key} is missing")
    title = main.get("title", "")
    if len(title) > 110 or title.endswith(".") or title.startswith("Detects"):
        faults.add(rule.path, "the title is too long, ends with a full stop or begins with Detects")
    for word in title.split():
        if word[0].islower() and word not in SMALL_WORDS:
            faults.add(rule.path, f"the title is not in title case: {word}")
    if not main.get("description", "").startswith("Detects "):
        faults.add(rule.path, "the description does not begin with Detects")
    if main.get("level") not in LEVELS:
        faults.add(rule.path, f"level {main.get('level')} is none of {', '.join(LEVELS)}")
    for text in main.get("falsepositives", []):
        if not text[:1].isupper() or text.lower() in {"none", "unknown", "unlikely"}:
            faults.add(rule.path, f"falsepositives: {text!r} says nothing or begins in lower case")
    for tag in main.get("tags", []):
        name = tag.removeprefix("attack.")
        if name in REVOKED:
            faults.add(rule.path, f"tag {tag} was revoked: {REVOKED[name]}")
        elif name not in TACTICS and not re.fullmatch(r"t\d{4}(\.\d{3})?", name):
            faults.add(rule.path, f"tag {tag} is no tactic or technique of ATT&CK 19")
    expected = (rule.regression / "info.yml").relative_to(ROOT).as_posix()
    if main.get("regression_tests_path") != expected:
        faults.add(rule.path, f"regression_tests_path is not {expected}")


def check_logsource(rule, faults):
    """Product and service are those of the folder and of the selection."""
    for document in rule.documents:
        if "detection" not in document:
            continue
        product = document.get("logsource", {}).get("product")
        if product != rule.path.stem.split("_", 1)[0]:
            faults.add(rule.path, f"logsource: product {product} is not the first word of the file's name")


def check_fields(rule, known, faults):
    """Fields are columns of silver, request parameters or derived, and modifiers are supported."""

    def field(name, where):
        if name.startswith(PARAMETER) and len(name) > len(PARAMETER):
            return
        if name not in known:
            faults.add(rule.path, f"{where}: unknown field {name}")

    def selection(value, where):
        if isinstance(value, list):
            for each in value:
                selection(each, where)
            return
        if not isinstance(value, dict):
            faults.add(rule.path, f"{where}: keywords are not supported")
            return
        for key, cell in value.items():
            name, *modifiers = key.split("|")
            field(name, where)
            for modifier in modifiers:
                if modifier not in MODIFIERS:
                    faults.add(rule.path, f"{where}: unknown modifier {modifier}")
            if "fieldref" in modifiers:
                for each in cell if isinstance(cell, list) else [cell]:
                    field(each, where)

    for document in rule.documents:
        for name, value in document.get("detection", {}).items():
            if name not in {"condition", "timeframe"}:
                selection(value, name)
        grouped = [*document.get("touchstone", {}).get("group-by", []), *document.get("touchstone", {}).get("suppress-by", [])]
        for part in ("correlation", "baseline"):
            body = document.get(part, {})
            grouped += body.get("group-by", [])
            grouped += [body[key] for key in ("field", "value") if key in body]
            if "field" in body.get("condition", {}):
                grouped.append(body["condition"]["field"])
        for name in grouped:
            field(name, "group-by, field or value")
    own = rule.main.get("touchstone", {})
    texts = [own.get("message", "")] + [step.get("filter", "") for step in own.get("runbook", [])]
    for name in re.findall(r"\{([^{}]*)\}", " ".join(texts)):
        number, counted, words = name.partition(":")
        if counted and number in ("count", "value_count") and words.count("|") == 1:
            continue
        for each in name.split("|"):
            if each not in PLACEHOLDERS:
                field(each, "placeholder")


def check_shape(rule, faults):
    """Base rules with correlations behind them, in one file; baselines of a known kind."""
    for document in rule.documents[:-1]:
        if "baseline" in document or document.get("touchstone", {}).keys() - PART_KEYS:
            faults.add(rule.path, "baseline and touchstone belong into the last document, above-usual into any")
        if "name" not in document:
            faults.add(rule.path, "a document before the last has no name")
    names = set()
    for document in rule.documents:
        body = document.get("correlation")
        if body is not None:
            if body.get("type") not in CORRELATIONS:
                faults.add(rule.path, f"correlation type {body.get('type')} is not supported")
            for name in body.get("rules", []):
                if name not in names:
                    faults.add(rule.path, f"correlation: {name} does not stand before it in the file")
            if not DURATION.fullmatch(str(body.get("timespan"))):
                faults.add(rule.path, f"correlation: timespan {body.get('timespan')}")
        names.add(document.get("name"))
    if len(rule.documents) > 1 and "correlation" not in rule.main:
        faults.add(rule.path, "the last document of several is no correlation")
    baseline = rule.main.get("baseline")
    if (baseline is not None) != (rule.relative.parts[0] == "baseline"):
        faults.add(rule.path, "baseline rules, and no others, stand in rules/baseline")
    if baseline is not None:
        required, optional = BASELINE_KEYS.get(baseline.get("kind"), (set(), set()))
        if not required:
            faults.add(rule.path, f"baseline: unknown kind {baseline.get('kind')}")
        for key in sorted(required - baseline.keys()):
            faults.add(rule.path, f"baseline: {key} is missing")
        for key in sorted(baseline.keys() - required - optional):
            faults.add(rule.path, f"baseline: unknown key {key}")
        for key in ("after", "period"):
            if key in baseline and not DURATION.fullmatch(str(baseline[key])):
                faults.add(rule.path, f"baseline: {key} {baseline[key]} is no duration")


def check_own(rule, faults):
    """The keys under `touchstone:`."""
    own = rule.main.get("touchstone")
    if not isinstance(own, dict):
        faults.add(rule.path, "touchstone is missing")
        return
    for key in sorted(own.keys() - OWN_KEYS):
        faults.add(rule.path, f"touchstone: unknown key {key}")
    for key in sorted(OWN_REQUIRED - own.keys()):
        faults.add(rule.path, f"touchstone: {key} is missing")
    if own.get("triage") not in TRIAGE:
        faults.add(rule.path, f"touchstone: triage is none of {', '.join(TRIAGE)}")
    if own.get("fidelity") not in FIDELITY:
        faults.add(rule.path, f"touchstone: fidelity is none of {', '.join(FIDELITY)}")
    if not DURATION.fullmatch(str(own.get("suppress"))):
        faults.add(rule.path, f"touchstone: suppress {own.get('suppress')} is no duration")
    times = own.get("above-usual", 1)
    if not isinstance(times, int) or times < 1:
        faults.add(rule.path, f"touchstone: above-usual {times} is no number of times")
    for need in own.get("needs", []):
        if need not in NEEDS:
            faults.add(rule.path, f"touchstone: unknown need {need}")
    single = "correlation" not in rule.main and "baseline" not in rule.main
    if single != ("group-by" in own):
        faults.add(rule.path, "touchstone: group-by belongs to single-event rules, and to all of them")
    if not own.get("runbook"):
        faults.add(rule.path, "touchstone: the runbook is empty")
    for step in own.get("runbook", []):
        if not step.get("step") or step.keys() - {"step", "filter"}:
            faults.add(rule.path, f"touchstone: a step of the runbook has other keys than step and filter: {step}")


def check_regression(rule, faults):
    """Records that must match, and look-alikes that must not, as `info.yml` says."""
    path = rule.regression / "info.yml"
    if not path.is_file():
        faults.add(rule.path, "no regression data")
        return
    info = yaml.safe_load(path.read_text(encoding="utf-8"))
    identifier = rule.main["id"]
    if [entry.get("id") for entry in info.get("rule_metadata", [])] != [identifier]:
        faults.add(path, "rule_metadata names another rule")
    sorts = set()
    named = {path.name}
    for test in info.get("regression_tests_info", []):
        file = ROOT / test["path"]
        named.add(file.name)
        sorts.add(test["match_count"] > 0)
        if file.parent != rule.regression or not file.name.startswith(identifier):
            faults.add(path, f"{test['path']} is not beside it or has not the rule's id")
        elif not file.is_file():
            faults.add(path, f"{test['path']} is missing")
        else:
            check_records(file, test["match_count"], faults)
    if sorts != {True, False}:
        faults.add(path, "both records that must match and look-alikes are needed")
    for extra in sorted({file.name for file in rule.regression.iterdir()} - named):
        faults.add(path, f"{extra} belongs to no test")


def check_records(path, count, faults):
    """One JSON object a line, at least as many as must match."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        try:
            if not isinstance(json.loads(line), dict):
                faults.add(path, f"line {number} is no object")
        except ValueError as error:
            faults.add(path, f"line {number}: {error}")
    if len(lines) < max(count, 1):
        faults.add(path, f"{len(lines)} records, of which {count} must match")


def main():
    rules = rule_files()
    faults = Faults()
    known = silver_columns() | DERIVED
    check_sigma(rules, faults)
    check_identifiers(rules, faults)
    for rule in rules:
        check_conventions(rule, faults)
        check_logsource(rule, faults)
        check_fields(rule, known, faults)
        check_shape(rule, faults)
        check_own(rule, faults)
        check_regression(rule, faults)
    for line in faults.lines:
        print(line)
    print(f"{len(rules)} rules, {len(faults.lines)} faults")
    return 1 if faults.lines or not rules else 0


if __name__ == "__main__":
    sys.exit(main())
