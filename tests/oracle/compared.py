"""What the program says of a file, beside what is expected of it, child by child and run by run."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .children import Policy
from .expectations import COLUMNS, DEFAULT, RULES, expected
from .exported import File
from .made_up import AS_AT

STATES = ("met", "late", "overdue", "missed", "not_met", "pending", "early", "ended", "paused", "cannot_tell")
STATE_ALONE = ("cannot_tell", "paused", "conflict")


@dataclass(frozen=True)
class Said:
    """The rows of an audit on the rules that are looked at, its figures by rule, and the rows of the file."""

    rows: pd.DataFrame
    figures: dict[str, dict[str, float | None]]
    read: int
    used_and_not: int


def audit(file: File, folder: Path, *more: str) -> Said:
    """Run the program as anybody would."""
    results = folder / "results.csv"
    command = [sys.executable, "-m", "threshold", "audit", str(file.path), "--exit-zero", "--sample", "0"]
    command += ["--results", str(results), "--format", "json", "--out", "-", *more]
    if file.path.suffix != ".xml":  # a census has its own date
        command += ["--as-at", str(AS_AT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    figures = {rule["rule"]: rule["counts"] for rule in told["rules"] if rule["rule"] in RULES}
    rows = pd.read_csv(results, dtype=str, keep_default_na=False)
    rows = rows[rows["rule"].isin(RULES) & (rows["state"] != "not_applicable")]
    of_file = told["rows"]
    used_and_not = of_file["reported"] + of_file["refused"] + of_file["left_out"]
    return Said(rows, figures, of_file["read"], used_and_not)


def figures(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """The figures of each rule of which something is judged, from its rows."""
    found: dict[str, dict[str, float]] = {}
    for rule, counts in pd.crosstab(rows["rule"], rows["state"]).iterrows():
        number = Counter({str(state): int(count) for state, count in counts.items()})
        judged = sum(number[state] for state in ("met", "late", "overdue", "missed", "not_met"))
        if not judged:
            continue
        all_unknown_missed = judged + number["cannot_tell"] + number["conflict"]
        found[str(rule)] = {
            **{state: number[state] for state in STATES},
            "n": sum(number.values()),
            "judged": judged,
            "share": number["met"] / judged,
            "least": number["met"] / all_unknown_missed,
        }
    return found


def differences(file: File, said: Said, policy: Policy = DEFAULT) -> tuple[list[str], Counter[str]]:
    """Where the two differ, in words, and how many rows were compared, by state.

    Where nothing is expected of one run, something is of the child's others.
    """
    wanted, left_open = expected(file.children, file.covers, AS_AT, policy)
    mine, theirs = _by_child_and_rule(wanted), _by_child_and_rule(said.rows[COLUMNS])
    found, compared = [], Counter[str]()
    for key in sorted({*mine, *theirs}):
        if key in left_open:
            compared["left open"] += 1
            continue
        wants, has = (
            [row for row in rows.get(key, []) if (*key, row[0]) not in left_open] for rows in (mine, theirs)
        )
        compared.update(row[1] for row in wants)
        if wants != has:
            found.append(f"{' '.join(key)}\n  expected {wants}\n  said     {has}")
    return found, compared


def _by_child_and_rule(rows: pd.DataFrame) -> dict[tuple[str, str], list[tuple[str, ...]]]:
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for row in rows.astype(object).where(rows.notna(), "").to_dict("records"):
        words = {name: _word(row[name]) for name in COLUMNS}
        kept = ["opened", "state"]
        if words["state"] not in STATE_ALONE:
            kept += ["start", "due", "met_on", "days"]
        found.setdefault((words["child"], words["rule"]), []).append(tuple(words[name] for name in kept))
    return {key: sorted(rows) for key, rows in found.items()}


def _word(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)
