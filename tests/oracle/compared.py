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

STATE_ALONE = ("cannot_tell", "paused", "conflict")


@dataclass(frozen=True)
class Said:
    """The rows of an audit on the rules that are looked at, and how many rows of the file were read."""

    rows: pd.DataFrame
    read: int
    reported: int
    refused: int


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
    rows = pd.read_csv(results, dtype=str, keep_default_na=False)
    rows = rows[rows["rule"].isin(RULES) & (rows["state"] != "not_applicable")]
    counts = told["rows"]
    return Said(rows, counts["read"], counts["reported"], counts["refused"])


def differences(file: File, said: Said, policy: Policy = DEFAULT) -> tuple[list[str], Counter[str]]:
    """Where the two differ, in words, and how many rows were compared, by state."""
    wanted, left_open = expected(file.children, file.covers, AS_AT, policy)
    mine, theirs = _by_child_and_rule(wanted), _by_child_and_rule(said.rows[COLUMNS])
    found, compared = [], Counter[str]()
    for key in sorted({*mine, *theirs}):
        if key in left_open:
            compared["left open"] += 1
            continue
        compared.update(row[1] for row in mine.get(key, []))
        if mine.get(key, []) != theirs.get(key, []):
            found.append(f"{' '.join(key)}\n  expected {mine.get(key, [])}\n  said     {theirs.get(key, [])}")
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
