"""Writes the table of rules in docs/detections.md from the rule files; with --check, says whether it is current."""

import sys

from pack import LEVELS, ROOT, TRIAGE, rule_files, sources, techniques

DOCUMENT = ROOT / "docs" / "detections.md"
BEGIN = "<!-- Made from rules/ by scripts/rules/table.py; do not edit. -->"
END = "<!-- end -->"


def kind(rule):
    """What the rule looks at: single events, a correlation, or a baseline."""
    if "correlation" in rule.main:
        return rule.main["correlation"]["type"]
    return rule.main["baseline"]["kind"] if "baseline" in rule.main else "event"


def row(rule):
    """The rule as a row of Markdown."""
    main = rule.main
    title = main["title"].removeprefix("Databricks ") if rule.path.stem.startswith("databricks_") else main["title"]
    link = f"[{title}](../{rule.path.relative_to(ROOT).as_posix()})"
    tests = f"[records](../{rule.regression.relative_to(ROOT).as_posix()}/)"
    cells = [link, main["level"], main["touchstone"]["triage"], kind(rule), ", ".join(techniques(rule)), ", ".join(sources(rule)), tests]
    return "| " + " | ".join(cells) + " |"


def order(rule):
    """Triage first, then the level from critical down, then the title."""
    main = rule.main
    return TRIAGE.index(main["touchstone"]["triage"]), LEVELS.index(main["level"]), main["title"]


def table():
    """The table with its head."""
    rules = sorted(rule_files(), key=order)
    head = ["| rule | level | triage | kind | technique | source | test |", "|---|---|---|---|---|---|---|"]
    return "\n".join([f"{len(rules)} rules.", "", *head, *map(row, rules)])


def main():
    text = DOCUMENT.read_text(encoding="utf-8")
    before, found, rest = text.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        print(f"{DOCUMENT.relative_to(ROOT)} has no markers {BEGIN} and {END}")
        return 1
    renewed = f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"
    if "--check" in sys.argv[1:]:
        if renewed != text:
            print("docs/detections.md is stale: run scripts/rules/table.py")
            return 1
        return 0
    DOCUMENT.write_text(renewed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
