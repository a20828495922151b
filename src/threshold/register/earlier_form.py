"""Rules as an earlier version wrote them, carried over, so that what a register kept can be replayed.

Only here: rules that somebody looks after are refused in their earlier form, with the new name of each key.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from threshold.reading import parse_yaml, plain

_Convert = Callable[[dict[str, Any]], dict[str, Any]]
_SENTENCES = ("title", "because", "why", "else", "late", "overdue", "do", "says", "via", "step")
_PLAIN = str.maketrans({"{": "(", "}": ")", "$": None})
_EFFECTS = ("block", "condition", "warn", "note")
_STEP_KEYS = {"added_by": "by", "sent_to": "to"}


def carried_over(files: Mapping[str, str]) -> dict[str, str]:
    """The files of a kept policy by their place, each rule file in the form of today.

    Raises BadInput where one of them is not YAML.
    """
    converted = {place: _file(place, text) for place, text in files.items()}
    if all(converted[place] == files[place] for place in files if "/rules/" in place):
        return converted
    # In a sentence of today a brace and a dollar stand for a parameter; then they stood for themselves.
    plainly = (place for place in files if "/rules/" in place or place == "tensions.yaml")
    return converted | {place: _in_plain_sentences(place, converted[place]) for place in plainly}


def _file(place: str, text: str) -> str:
    """A file as it is where nothing in it has another name today."""
    convert = _vocabulary if place == "vocabulary.yaml" else _rules if "/rules/" in place else None
    content = _content(place, text)
    if convert is None or not isinstance(content, dict) or (made := convert(content)) == content:
        return text
    return json.dumps(made, ensure_ascii=False)


def _content(place: str, text: str) -> Any:
    """What a file holds; None where it is not one document."""
    documents = [plain(node) for node in parse_yaml(text, place)]
    return documents[0] if len(documents) == 1 else None


def _in_plain_sentences(place: str, text: str) -> str:
    content = _content(place, text)
    if isinstance(content, dict) and place == "tensions.yaml":
        made: Any = {key: _plainly(value) for key, value in content.items()}
    else:
        made = _said_plainly(content)
    return text if made == content else json.dumps(made, ensure_ascii=False)


def _said_plainly(content: Any, key: str = "") -> Any:
    """Every sentence with round brackets for braces, and without dollars."""
    if isinstance(content, dict):
        return {name: _said_plainly(value, name) for name, value in content.items()}
    if isinstance(content, list):
        return [_said_plainly(item, key) for item in content]
    return _plainly(content) if key in _SENTENCES or key[:1].isupper() else content


def _plainly(text: Any) -> Any:
    return text.translate(_PLAIN) if isinstance(text, str) else text


def _vocabulary(content: dict[str, Any]) -> dict[str, Any]:
    groups = content.get("facts")
    if not isinstance(groups, dict):
        return content
    facts = {
        group: {name: _without(entry, "sensitivity") for name, entry in entries.items()}
        for group, entries in groups.items()
        if isinstance(entries, dict)
    }
    return {**content, "facts": {**groups, **facts}}


def _rules(content: dict[str, Any]) -> dict[str, Any]:
    converters: dict[str, _Convert] = {
        "definitions": _definition,
        "requirements": _requirement,
        "deadlines": _deadline,
        "routes": _route,
        "safety": _safety,
    }
    return {
        kind: [converters[kind](each) if isinstance(each, dict) else each for each in entries]
        if kind in converters and isinstance(entries, list)
        else entries
        for kind, entries in content.items()
    }


def _safety(entry: dict[str, Any]) -> dict[str, Any]:
    return _one_action(_without(entry, "direction", "forbids"))


def _definition(entry: dict[str, Any]) -> dict[str, Any]:
    rows = entry.get("rows")
    if not isinstance(rows, list):
        return entry
    return {**entry, "rows": [_one_action(row) for row in rows]}


def _requirement(entry: dict[str, Any]) -> dict[str, Any]:
    otherwise = entry.get("otherwise")
    if not isinstance(otherwise, dict):
        return entry
    effect = next((each for each in _EFFECTS if otherwise.get(each)), "note")
    asked = {"papers": entry["documents"]} if "documents" in entry else {"must": entry.get("satisfied")}
    part = {**asked, "else": otherwise.get(effect), **_one_action({"do": otherwise.get("do")})}
    return {**_without(entry, "satisfied", "documents", "otherwise"), effect: [part]}


def _deadline(entry: dict[str, Any]) -> dict[str, Any]:
    """One that says what is wrong where it was missed; one without a limit, or one of today, as it is."""
    otherwise = entry.get("otherwise")
    if otherwise is None and (entry.get("within") == "none" or {"late", "overdue"} & entry.keys()):
        return entry
    otherwise = otherwise if isinstance(otherwise, dict) else {}
    title = entry.get("title", entry.get("id"))
    says = next((otherwise[each] for each in _EFFECTS if otherwise.get(each)), title)
    said = {"late": says, "overdue": says, **_one_action({"do": otherwise.get("do")})}
    return {**_without(entry, "otherwise"), **said}


def _route(entry: dict[str, Any]) -> dict[str, Any]:
    found = _renamed(entry)
    for old, new in (("sequence", "steps"), ("rows", "actions")):
        if isinstance(entry.get(old), list):
            found[new] = [_step(step) for step in found.pop(old)]
    return found


def _step(entry: dict[str, Any]) -> dict[str, Any]:
    """A step with its id as the first key; one that began small begins with a capital today."""
    name = str(entry.get("id", ""))
    rest = _without(_renamed(entry), "id", "action", "immediately")
    return {name[:1].upper() + name[1:]: entry.get("action"), **rest}


def _renamed(entry: dict[str, Any]) -> dict[str, Any]:
    return {_STEP_KEYS.get(key, key): _somebody(value) for key, value in entry.items()}


def _one_action(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with the first action of its list as keys of its own; one of today as it is."""
    actions = entry.get("do")
    if isinstance(actions, str):
        return entry
    first = actions[0] if isinstance(actions, list) and actions else {}
    return {**_without(entry, "do"), **{key: _somebody(value) for key, value in first.items()}}


def _somebody(value: Any) -> Any:
    """Who is chosen by a fact: `fact` was called `by`."""
    if isinstance(value, dict) and "by" in value:
        return {"fact": value["by"], **_without(value, "by")}
    return value


def _without(entry: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in keys}
