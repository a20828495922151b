"""The script that comes with the program, changed in every small way: the check or an example call notices.

A change is noticed where the script can no longer be read, a call of `small_calls.yaml` goes otherwise, or
`policy check` finds something. What none of them notices makes no difference to any call, and says why here.
"""

from pathlib import Path

import pytest
import yaml

from threshold.conditions import Context
from threshold.consultation.advice import NoOutcome
from threshold.consultation.line import Line, open_line
from threshold.consultation.soundness import script_findings
from threshold.policy import load_policy, rules_directory
from threshold.policy.placed import Origin
from threshold.policy.script import Script
from threshold.policy.script_file import ScriptEntry
from threshold.policy.script_reading import ScriptReader, WrittenScript
from threshold.reading import BadInput, parse_yaml, plain
from threshold.reading.validate import validate

from .changed import script_of
from .script_changes import changes
from .small_calls import DAY, small_calls

FILE = rules_directory() / "caf-team" / "consultation.yaml"
(ROOT,) = parse_yaml(FILE.read_text(encoding="utf-8"), FILE.name)
LINE = open_line(load_policy("caf-team"), DAY)
CHANGES = dict(changes(plain(ROOT)))

# Changes after which every call is what it was, and why.
EQUIVALENT = {
    "caf.stuck: unless any 0 left out": "with a social worker the threshold is not asked either",
    "the questions from contact.domestic_abuse on: exchanged with the one before": (
        "a CAF is stuck where one is open, and to be started where none is"
    ),
    "told-by-others: exchanged with the one before": "one is of a child who calls, the other of anybody else",
    "threshold-in-doubt: exchanged with the one before": "of a professional alone the threshold is asked",
    "danger-not-known: exchanged with the one before": "where both could hold, the doubt came before them",
    "caf-declined: exchanged with the one before": "the family is asked about only where nobody has the case",
    "no-caf: exchanged with the one before": "where a CAF would not help, nobody asks what the family says",
    "caf-not-known: exchanged with the one before": "one holds of an answer, the other where there is none",
    "ask-the-family: exchanged with the one before": "one holds of an answer, the other where there is none",
}


def written(content: object) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000)


def read(content: object) -> Script:
    """The script as the pack's other files have it read. Raises BadInput where it is none."""
    policy = LINE.engine.policy
    (pack,) = (each for each in policy.at(DAY).packs if each.name == "caf-team")
    (root,) = parse_yaml(written(content), FILE.name)
    settings = {name: tuple(held.shown.split(", ")) for name, held in pack.parameters.items()}
    script = WrittenScript(validate(ScriptEntry, root, FILE.name), root, FILE.name)
    context = Context(policy.vocabulary, settings, FILE.name)
    return ScriptReader(script, context, Origin("caf-team", pack.clauses, pack.tensions)).read()


def noticed_by_a_call(script: Script) -> bool:
    line = Line(LINE.engine, script, DAY, LINE.floor)
    try:
        for call in small_calls():
            if not call.differs:
                talk = call.begun(script)
                call.check(talk, line.advised(talk))
    except (AssertionError, NoOutcome, KeyError):
        return True
    return False


def noticed_by_reading_or_a_call(content: object) -> bool:
    try:
        return noticed_by_a_call(read(content))
    except BadInput:
        return True


def test_the_script_as_it_is_is_noticed_by_nothing() -> None:
    assert not noticed_by_reading_or_a_call(plain(ROOT))
    assert read(plain(ROOT)).outcomes == LINE.script.outcomes
    assert len(CHANGES) > 150


@pytest.mark.slow
def test_a_call_notices_every_change_that_makes_a_difference() -> None:
    silent = {name for name, content in CHANGES.items() if not noticed_by_reading_or_a_call(content)}
    assert silent == {*EQUIVALENT}


@pytest.mark.slow
@pytest.mark.parametrize("name", EQUIVALENT)
def test_what_makes_no_difference_is_sound(name: str, tmp_path: Path) -> None:
    assert list(script_findings(script_of(tmp_path, written(CHANGES[name])), [])) == []
