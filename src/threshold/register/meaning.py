"""What a decision comes to, without its wording: the answer, and the lines that it rests on."""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]


def meaning(decision: dict[str, Any]) -> dict[str, str]:
    """What a decision comes to, by what each part of it is. Raises ValueError where it is no decision."""
    return {what: _shown(value) for what, value in _read(decision).items() if value not in (None, [])}


def check_meaning(decision: dict[str, Any]) -> None:
    """Raises ValueError where what a decision comes to cannot be read."""
    _read(decision)


def _read(decision: dict[str, Any]) -> dict[str, Any]:
    try:
        return _parts(decision)
    except (KeyError, TypeError, AttributeError):
        raise ValueError("what was recommended cannot be read") from None


def _parts(decision: dict[str, Any]) -> dict[str, Any]:
    recommended = decision["recommendation"]
    level = recommended["level_of_need"] or {}
    found = {
        "status": decision["status"],
        "answered": decision.get("answered"),
        "direction": recommended["direction"],
        "to": recommended["to"],
        "outcome": recommended["outcome"],
        "level of need": level.get("level") or level.get("at_least"),
        "contradictions": sorted(each["id"] for each in decision["conflicts"]),
        "route": [each["id"] for each in decision["route"]],
        "withheld": decision.get("withheld"),
    }
    checks = [row for row in decision["checks"] if row["decides"] and row["status"] != "not_applicable"]
    running = [row for row in decision["deadlines"] if row["relevant"] and row["starts"]["date"]]
    found |= _rows(checks, rule_name, lambda row: row["status"])
    found |= _rows(running, _deadline, lambda row: f"{row['state']}, due {row['due'] or 'never'}")
    return found | _rows(decision["documents"], lambda row: f"paper {row['name']}", lambda row: row["state"])


def rule_name(row: Row) -> str:
    """What a check is called among what a decision comes to."""
    return f"rule {row['rule']}"


def _rows(rows: list[Row], name: Callable[[Row], str], value: Callable[[Row], str]) -> dict[str, str]:
    return {name(row): value(row) for row in rows}


def _deadline(row: Row) -> str:
    number = f" ({row['interval']})" if row["interval"] else ""
    return f"deadline {row['rule']}{number}, from {row['starts']['date']}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
