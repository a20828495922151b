# ruff: noqa: E501, RUF001
"""Every slip that an author of a policy makes is told where it was made, with what to write instead.

The base is sound; each row breaks it in one place and names the line and the words by which it must fail.
"""

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

import pytest

from threshold.cli.main import main

BASE = Path(__file__).parent / "breakages" / "base"
POLICY, CASE = "fernbridge.yaml", "cases/closing.yaml"
PACK, WORDS = "fernbridge/pack.yaml", "fernbridge/vocabulary.yaml"
RULES, VALUES = "fernbridge/rules/offer.yaml", "fernbridge/parameters.yaml"

Change = Callable[[str], str]


class Breakage(NamedTuple):
    """A file that is changed, and what it must fail by: the exit status, the line and the words."""

    name: str
    file: str
    change: Change
    status: int
    line: int | None
    told: str
    told_of: str = ""  # the file that is named, where it is not the one that was changed


def swap(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text, "the base has changed: mend this row"
        return text.replace(old, new, 1)

    return change


def add(more: str) -> Change:
    return lambda text: text + more


def emptied(text: str) -> str:
    return ""


# fmt: off
BREAKAGES = [
    Breakage('tab indentation', RULES, swap('        title: The papers go along', '\ttitle: The papers go along'), 2, 16, 'a tab is used for indentation; use spaces'),
    Breakage('one space too few', RULES, swap('        carries: [FB-6]\n        for', '       carries: [FB-6]\n        for'), 2, 32, 'this is not well-formed YAML; check indentation, brackets and quotation marks'),
    Breakage('missing space after colon', RULES, swap('title: The papers go along', 'title:The papers go along'), 2, 16, 'a space is missing after the colon'),
    Breakage('colon in title unquoted', RULES, swap('title: The papers go along', 'title: Papers: they go along'), 2, 16, 'two values stand on one line, or the indentation is off; check the colons, and put quotation'),
    Breakage('unclosed bracket', RULES, swap('bears_on: [step_up]', 'bears_on: [step_up'), 2, 7, 'a bracket is opened and not closed, or a comma is missing or too many (it was opened on line 5)'),
    Breakage('unclosed quote', RULES, swap('title: The papers go along', 'title: "The papers go along'), 2, 148, 'a quotation mark is opened and not closed (it was opened on line 16)'),
    Breakage('smart quotes', VALUES, swap('because: FB-3', 'because: “FB-3”'), 1, 5, 'curly quotation marks are part of this text; write straight ones, or none'),
    Breakage('smart quote around duration', VALUES, swap('is: 4 working days', 'is: “4 working days”'), 2, 5, 'A length of time is a whole number in figures, a space and a unit, such as "7 working days" or'),
    Breakage('hash in text', VALUES, swap('because: FB-3', 'because: see #3'), 2, 5, 'what follows # is a note for people and is not read; a text that holds # needs quotation marks'),
    Breakage('5 workdays', VALUES, swap('4 working days', '4 workdays'), 2, 5, 'This unit of time is not known. Did you mean "working days"? The units are: hours, working'),
    Breakage('words', VALUES, swap('4 working days', 'four working days'), 2, 5, 'A length of time is a whole number in figures, a space and a unit, such as "7 working days" or'),
    Breakage('no unit', VALUES, swap('is: 4 working days', 'is: 4'), 2, 5, 'A length of time needs a unit after the number: hours, working hours, days, working days,'),
    Breakage('1.5 months', VALUES, swap('11 months', '1.5 months'), 2, 42, 'A length of time is a whole number in figures, a space and a unit, such as "7 working days" or'),
    Breakage('UK date', VALUES, swap('from: 2026-03-02', 'from: 02/03/2026'), 2, 5, 'must be a date written as year-month-day, such as 2026-08-14'),
    Breakage('yes', RULES, swap('missed_talked_over: true', 'missed_talked_over: yes'), 2, 52, 'must be true or false, and not yes or no'),
    Breakage('True', RULES, swap('missed_talked_over: true', 'missed_talked_over: True'), 2, 52, 'must be true or false, in small letters'),
    Breakage('dup key', RULES, swap('    scope:\n      bears_on: [close]\n', '    scope:\n      bears_on: [close]\n      bears_on: [close]\n'), 2, 28, 'this key stands twice (first on line 27)'),
    Breakage('dup id', RULES, swap('id: FB-8', 'id: FB-6'), 2, 48, 'two rules have this id (the other is in fernbridge/rules/offer.yaml, line 38); give one of'),
    Breakage('clause typo', RULES, swap('id: FB-8', 'id: FB8'), 2, 48, 'cites no clause: its id is not among those of the pack, and it says no `carries:`; did you'),
    Breakage('fact typo', RULES, swap('fernbridge.home_seen', 'fernbridge.home_sene'), 2, 42, 'no fact "fernbridge.home_sene" is declared; did you mean "fernbridge.home_seen"?'),
    Breakage('choice typo', RULES, swap('agreed_how: on_paper', 'agreed_how: on_papre'), 2, 81, 'must be one of on_paper, spoken, not_agreed; did you mean "on_paper"?'),
    Breakage('op typo', RULES, swap('within_last:', 'within_the_last:'), 2, 42, 'no test "within_the_last"; did you mean "within_last"?'),
    Breakage('op > text', RULES, swap('{at_least: $missed_at_most}', '">= 3"'), 2, 50, 'must be a whole number from 0 to 50; more and less are written behind the fact, as {at_least:'),
    Breakage('op > raw', RULES, swap('fernbridge.missed: {at_least: $missed_at_most}', 'fernbridge.missed >= 3'), 2, 50, 'is no test; more and less are written behind the fact, as {at_least: 3}, {at_most: 3}, {above:'),
    Breakage('op > raw flow', RULES, swap('{fernbridge.missed_talked_over: true}', '{fernbridge.missed >= 3}'), 2, 52, 'is no test; more and less are written behind the fact, as {at_least: 3}, {at_most: 3}, {above:'),
    Breakage('param typo', RULES, swap('$worker_within', '$worker_whithin'), 2, 105, 'no parameter $worker_whithin is declared; did you mean "worker_within"?'),
    Breakage('role typo by', RULES, swap('by: Link Worker', 'by: Link Wroker'), 1, 22, '"Link Wroker" is no role that is declared; did you mean "Link Worker"?'),
    Breakage('role typo to', RULES, swap('to: Offer Desk', 'to: Offer Dsek'), 1, 144, '"Offer Dsek" is no role that is declared; did you mean "Offer Desk"?'),
    Breakage('pack typo', POLICY, swap('pack: fernbridge', 'pack: fernbrigde'), 2, 6, 'there is no pack "fernbrigde"; did you mean "fernbridge"?'),
    Breakage('role of pack typo', POLICY, swap('role: lead', 'role: leader'), 2, 6, 'must be one of lead, overlay or compare; did you mean "lead"?'),
    Breakage('set without pack', POLICY, add('\nset:\n  worker_within: {is: 6 working days, because: Ours}\n'), 2, 9, 'no parameter "worker_within" is declared; did you mean "fernbridge.worker_within"?'),
    Breakage('set plain', POLICY, add('\nset:\n  fernbridge.worker_within: 6 working days\n'), 2, 9, 'must be a mapping of keys to values, such as {is: .., because: ..}'),
    Breakage('set no because', POLICY, add('\nset:\n  fernbridge.worker_within: {is: 6 working days}\n'), 2, 9, '"because" is missing'),
    Breakage('set typo', POLICY, add('\nset:\n  fernbridge.worker_withn: {is: 6 working days, because: Ours}\n'), 2, 9, 'no parameter "fernbridge.worker_withn" is declared; did you mean "fernbridge.worker_within"?'),
    Breakage('packs no dash', POLICY, swap('  - {pack: national, role: overlay}\n  - {pack: fernbridge, role: lead}', '  national: overlay\n  fernbridge: lead'), 2, 5, 'must be a list: each item on a line of its own, behind a dash and a space'),
    Breakage('nbsp indentation', RULES, swap('        title: The papers', '\xa0\xa0\xa0\xa0    title: The papers'), 2, 16, 'a no-break space, as web pages and word processors make, is used for indentation; use spaces'),
    Breakage('en dash id', RULES, swap('id: FB-8', 'id: FB–8'), 2, 48, 'must begin with a letter and hold only letters, digits, dots and hyphens (-); a longer dash,'),
    Breakage('list dash', RULES, swap('      - id: FB-8', '      -id: FB-8'), 2, 48, 'a space is missing after the dash'),
    Breakage('no because', VALUES, swap(', because: FB-3', ''), 2, 5, '"because" is missing'),
    Breakage('two strengths', RULES, swap('        block:\n          - must: {fernbridge.missed', '        warn: [{must: {fernbridge.offered: true}, else: No}]\n        block:\n          - must: {fernbridge.missed'), 2, 48, 'needs exactly one of block, condition, warn or note, with its parts'),
    Breakage('strength as text', RULES, swap('        block:\n          - must: {fernbridge.missed_talked_over: true}\n            else: Nobody talked over why appointments were missed\n            do: Talk over why appointments were missed\n            by: Offer Manager', '        block: Talk it over'), 2, 51, 'must be a list of parts, each with `must:` and `else:`'),
    Breakage('three deep', RULES, swap('- {fernbridge.agreed_how: on_paper}', '- {any: [{all: [{any: [{fernbridge.agreed_how: on_paper}]}]}]}'), 2, 81, 'groups go two deep at most; give this thought a name in definitions'),
    Breakage('same from', VALUES, swap('    - {from: 2026-03-02, is: 4 working days, because: FB-3}', '    - {from: 2026-03-02, is: 4 working days, because: FB-3}\n    - {from: 2026-03-02, is: 5 working days, because: FB-3}'), 1, 6, 'two values begin on 2 March 2026, and the last of them is taken; keep one, or write the day'),
    Breakage('out of order', VALUES, swap('    - {from: 2026-03-02, is: 4 working days, because: FB-3}', '    - {from: 2026-09-01, is: 5 working days, because: FB-3}\n    - {from: 2026-03-02, is: 4 working days, because: FB-3}'), 1, 6, 'begins before a value that stands above it; put the oldest first'),
    Breakage('empty rules', RULES, emptied, 2, None, 'is empty: must hold one YAML document; write what belongs there, or delete the file'),
    Breakage('unused clause', PACK, add('  FB-11: chapter 11, something else\n'), 1, 21, 'no rule carries this clause, and nothing says why it is left out (`left_out`)'),
    Breakage('row missing', VALUES, swap('        hillside: {place: Hill House, answers_within: 3 working days}\n', ''), 1, 21, 'has no row for hillside; write one, with `none` in it where the document says nothing of it'),
    Breakage('row typo', VALUES, swap('        hillside:', '        hilside:'), 2, 21, 'must be one of quayside, hillside, old_town; did you mean "hillside"?'),
    Breakage('merge conflict', RULES, swap('      - id: FB-8', '<<<<<<< HEAD\n      - id: FB-8'), 2, 48, 'a merge of two versions was left unfinished here; keep one of them, and take the lines of < ='),
    Breakage('fact type typo', WORDS, swap('extended: {type: boolean', 'extended: {type: bool'), 2, 39, 'must be one of boolean, choice, number, date, datetime, month, duration, role, text, label,'),
    Breakage('fact no asks', WORDS, swap('no_home: {type: boolean, asks: "Is the family without a home?"}', 'no_home: {type: boolean}'), 2, 49, 'needs a question (asks)'),
    Breakage('event missing', WORDS, swap('  fernbridge_home_seen: {asks: "When was the family last seen at home?"}\n', ''), 2, 39, 'no event "fernbridge_home_seen" is declared under `events:`; did you mean "fernbridge_agreed"?'),
    Breakage('case date uk', CASE, swap('2026-05-26', '26/05/2026'), 1, 20, 'must be a date written as year-month-day, such as 2026-08-14'),
    Breakage('old form', RULES, swap('        block:\n          - must: {fernbridge.missed_talked_over: true}\n            else: Nobody talked over why appointments were missed\n            do: Talk over why appointments were missed\n            by: Offer Manager', '        satisfied: {fernbridge.missed_talked_over: true}\n        otherwise: {block: Talk it over}'), 2, 51, 'is written in parts now: say it under block, condition, warn or note: a list of parts, each'),
    Breakage('unit capital', VALUES, swap('7 weeks', '7 Weeks'), 2, 11, 'This unit of time is not known. Did you mean "weeks"? The units are: hours, working hours,'),
    Breakage('negative', VALUES, swap('7 weeks', '-7 weeks'), 2, 11, 'A length of time cannot be negative.'),
    Breakage('US date', VALUES, swap('from: 2026-03-02', 'from: 2026-13-02'), 2, 5, 'is not a day in the calendar'),
    Breakage('no such day', VALUES, swap('from: 2026-03-02', 'from: 2026-02-30'), 2, 5, 'is not a day in the calendar'),
    Breakage('pack national missing', POLICY, swap('  - {pack: national, role: overlay}\n', ''), 2, 5, 'a policy needs exactly one safety rule; the national pack brings it, so list it under'),
    Breakage('pack twice', POLICY, swap('  - {pack: fernbridge, role: lead}', '  - {pack: fernbridge, role: lead}\n  - {pack: fernbridge, role: lead}'), 2, 7, 'the pack "fernbridge" is listed twice; list it once'),
    Breakage('carries unknown document', RULES, swap('carries: [FB-6]', 'carries: [PG-6]'), 2, 32, 'clause "PG-6" is not listed by the pack'),
    Breakage('because unknown clause', VALUES, swap('because: FB-3', 'because: FB-33'), 1, 5, '"FB-33" is no clause of a pack of this policy; did you mean "FB-3"?'),
    Breakage('row fact: other key', RULES, swap('row: {fact: fernbridge.quarter}', 'row: {fact: fernbridge.agreed_how}'), 2, 130, 'the rows of $places are not those of this fact, which must be one of on_paper, spoken,'),
    Breakage('column typo', RULES, swap('column: answers_within', 'column: answer_within'), 2, 130, '$places has no column "answer_within"; did you mean "answers_within"?'),
    Breakage('table typo', RULES, swap('table: $places', 'table: $place'), 2, 130, 'no parameter $place is declared; did you mean "places"?'),
    Breakage('bears_on typo', RULES, swap('bears_on: [close]', 'bears_on: [closing]'), 2, 27, 'must be one of step_up, step_down, step_across, close, triage, workflow or compliance; did you'),
    Breakage('direction typo', RULES, swap('proposed.direction: close', 'proposed.direction: closed'), 2, 40, 'must be one of step_up, step_down, step_across, close, triage, workflow, safeguarding_now,'),
    Breakage('event typo in met_by', RULES, swap('{event: fernbridge_plan_review}', '{event: fernbridge_plan_reveiw}'), 2, 118, 'no such event is declared; did you mean "fernbridge_plan_review"?'),
    Breakage('episode typo in each', RULES, swap('each: fernbridge_plan', 'each: fernbridge_plans'), 2, 114, 'no episode "fernbridge_plans" is declared; did you mean "fernbridge_plan"?'),
    Breakage('placeholder typo', RULES, swap('for more than {longest}', 'for more than {longets}'), 2, 95, '{longets} names no parameter of this pack; did you mean "longest"?'),
    Breakage('placeholder dollar', RULES, swap('for more than {longest}', 'for more than $longest'), 2, 95, 'in a sentence the parameter is written {longest}, not $longest'),
    Breakage('paper typo', VALUES, swap('last TAC meeting record', 'last TAC meting record'), 2, 49, 'must be one of multi-agency referral form, common assessment, TAC delivery plan, last TAC'),
    Breakage('role typo in parameter', VALUES, swap('is: Offer Manager', 'is: Offer Manger'), 2, 55, 'is not a role that the vocabulary knows; did you mean "Offer Manager"?'),
    Breakage('counts_as typo', WORDS, swap('counts_as: [EH Manager]', 'counts_as: [EH Manger]'), 2, 5, 'counts as "EH Manger", which is no role here; did you mean "EH Manager"?'),
    Breakage('counts_as other name', WORDS, swap('counts_as: [EH Manager]', 'counts_as: [Early Help Manager]'), 2, 5, 'counts as "Early Help Manager", which is no role here; it is another name of EH Manager: write'),
    Breakage('role as list', RULES, swap('by: Offer Desk', 'by: [Offer Desk, Link Worker]'), 2, 135, 'must be one name; several stand in a parameter of type `list`, as $its_name'),
    Breakage('must missing', RULES, swap('must: {fernbridge.missed_talked_over: true}', 'says: {fernbridge.missed_talked_over: true}'), 2, 52, 'is called `else:` now'),
    Breakage('else missing', RULES, swap('            else: Nobody talked over why appointments were missed\n', ''), 2, 52, '"else" is missing'),
    Breakage('else empty', RULES, swap('else: Nobody talked over why appointments were missed', 'else:'), 2, 53, 'nothing stands behind this key; leave it out, or say `none` where that is meant'),
    Breakage('do without by', RULES, swap('            do: Talk over why appointments were missed\n            by: Offer Manager', '            do: Talk over why appointments were missed'), 2, 54, 'does not say who does it (`by:`)'),
    Breakage('prefix', WORDS, swap('    no_home:', '    quarter:'), 2, 54, 'this key stands twice (first on line 49)'),
    Breakage('fact without prefix', WORDS, swap('  fernbridge:\n', '  fern:\n'), 2, 33, 'must begin with the pack\'s prefix, such as "fernbridge_fern"'),
    Breakage('shared fact again', WORDS, add('  need:\n    complex: {type: boolean, asks: "Is it complex?"}\n'), 2, 59, 'the shared vocabulary says what this is: a pack adds words of its own and changes none; leave'),
    Breakage('preset typo', POLICY, add('\npresets: {fernbridge.worker_within: quick}\n'), 2, 8, 'has no preset of that name; it has none; set its value under `set:`'),
    Breakage('set out of type', POLICY, add('\nset:\n  fernbridge.worker_within: {is: soon, because: Ours}\n'), 2, 9, 'A length of time is a whole number in figures, a space and a unit, such as "7 working days" or'),
    Breakage('set statutory', POLICY, add('\nset:\n  national.assessment_within: {is: 60 working days, because: Ours}\n'), 2, 9, 'national is the overlay: its values hold in every policy, and none changes them. Where your'),
    Breakage('anchor', POLICY, add('\nset: &x\n  a: 1\n'), 2, 8, 'anchors and aliases (& and *) are not used here; write it out, and put quotation marks around'),
    Breakage('document separator', RULES, swap('  - title: Closing the plan', '---\n  - title: Closing the plan'), 2, 25, 'must hold one YAML document: a line of three dashes (---) begins another; leave that out'),
    Breakage('quote of html', RULES, swap('title: The papers go along', 'title: &amp; papers'), 2, 16, 'anchors and aliases (& and *) are not used here; write it out, and put quotation marks around'),
    Breakage('number in text', RULES, swap('The plan has gone on for more than {longest}', 'The plan has gone on for more than eleven months'), 1, 95, 'a length of time stands in words; write the parameter that holds it, as {its_name}'),
    Breakage('papers nobody declares', RULES, swap('papers: $step_up_papers', 'papers: [family diary]'), 2, 19, 'must be one of multi-agency referral form, common assessment, TAC delivery plan, last TAC'),
    Breakage('fact instead of parameter', RULES, swap('within: $worker_within', 'within: worker_within'), 2, 105, 'A length of time is a whole number in figures, a space and a unit, such as "7 working days" or'),
    Breakage('hash in a title', RULES, swap('title: The papers go along', 'title: The papers of form #3 go along'), 1, 16, 'what follows # is a note for people and no part of this text; put quotation marks around a'),
    Breakage('curly title', RULES, swap('title: The papers go along', 'title: “The papers go along”'), 1, 16, 'curly quotation marks are part of this text; write straight ones, or none'),
    Breakage('two letters swapped in the route', RULES, swap('by: School', 'by: Offer Mangaer'), 1, 143, '"Offer Mangaer" is no role that is declared; did you mean "Offer Manager"?'),
    Breakage('value is the one before', VALUES, swap('    - {from: 2026-03-02, is: 4 working days, because: FB-3}', '    - {from: 2026-03-02, is: 4 working days, because: FB-3}\n    - {from: 2026-09-01, is: 4 working days, because: FB-3}'), 1, 6, 'says what the value before it says; leave it out'),
    Breakage('value before the document', VALUES, swap('{from: 2026-03-02, is: 4', '{from: 2025-03-02, is: 4'), 1, 5, 'begins on 2 March 2025 and cites FB-3, of a document of 2026-03-02: let the value begin then'),
    Breakage('preset that is the value', VALUES, swap('    - {from: 2026-03-02, is: 11 months, because: FB-10}', '    - {from: 2026-03-02, is: 11 months, because: FB-10}\n  presets:\n    usual: {is: 11 months, because: As others do}'), 1, 44, 'the preset usual says what the value says, so that to choose it changes nothing; leave it out,'),
    Breakage('role of the pack misspelt', WORDS, swap('  Offer Desk: {}', '  Offer Desk: {}\n  Offer Deks: {}'), 1, 7, 'the role "Offer Deks" is called nearly as "Offer Desk"; keep one of them'),
    Breakage('role in other spelling', RULES, swap('by: Offer Desk', 'by: offer desk'), 1, 135, 'is the role "Offer Desk" in another spelling; write it so'),
]
# fmt: on


@pytest.fixture
def told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """What the program says of the base once its files have been changed."""

    def tell(change: Callable[[Path], object], *command: str) -> tuple[int, str]:
        copytree(BASE, tmp_path / "w")
        change(tmp_path / "w")
        monkeypatch.setattr(
            "sys.argv",
            [
                "threshold",
                *(str(tmp_path / "w" / each) if "/" in each or each == POLICY else each for each in command),
            ],
        )
        status = main()
        out, err = capsys.readouterr()
        return status, (out + err).replace(f"{tmp_path}/w/", "")

    return tell


CHECK, TEST = ("policy", "check", POLICY), ("policy", "test", "./cases")


def test_the_base_is_sound(told):
    status, text = told(lambda folder: None, *CHECK)
    assert (status, text.splitlines()[0][: len(POLICY) + 7]) == (0, f"{POLICY}: sound")


def test_the_case_of_the_base_comes_out_as_it_says(told):
    assert told(lambda folder: None, *TEST) == (0, "1 passed, 0 failed\n")


@pytest.mark.parametrize("each", BREAKAGES, ids=lambda each: each.name)
def test_a_breakage_fails_by_its_own_message(told, each: Breakage):
    def broken(folder: Path) -> None:
        path = folder / each.file
        path.write_text(each.change(path.read_text(encoding="utf-8")), encoding="utf-8")

    status, text = told(broken, *(TEST if each.file == CASE else CHECK))
    assert status == each.status
    place = each.told_of or each.file
    where = re.escape(f"{place}, line {each.line}" if each.line else place)
    there = re.search(rf"{where}[,:] (.*)", " ".join(text.split()))
    assert there is not None, text
    assert each.told in there[1], text


def rewritten(file: str, how: Callable[[str], bytes]) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        (folder / file).write_bytes(how((folder / file).read_text(encoding="utf-8")))

    return change


@pytest.mark.parametrize(
    "how",
    [
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("4 working days", "4\u00a0working days").encode(),
    ],
    ids=["utf-16", "byte order mark", "crlf", "no-break space in a length"],
)
def test_what_can_be_read_all_the_same_is_sound(told, how):
    assert told(rewritten(VALUES, how), *CHECK)[0] == 0


def test_windows_letters_are_told(told):
    change = rewritten(VALUES, lambda text: text.replace("FB-3}", '"FB-3 \u2013 first"}').encode("cp1252"))
    status, text = told(change, *CHECK)
    assert status == 2
    assert f"{VALUES}, line 5: holds a character that is not UTF-8; save the file again as UTF-8" in text


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (RULES, "fernbridge/rules/offer.yml", "offer.yml: this file is not read: call it offer.yaml"),
        (RULES, "fernbridge/rules/offer.yaml.txt", "FB-1: no rule carries this clause"),
        (RULES, "fernbridge/offer.yaml", "offer.yaml: this file is not read: rules are read from the folder"),
        (PACK, "fernbridge/packs.yaml", "in the folder fernbridge there is no pack.yaml, its head"),
        (VALUES, "fernbridge/parameter.yaml", 'did you mean "parameters.yaml"?'),
        (
            WORDS,
            "fernbridge/vocabulary.yml",
            "vocabulary.yml: this file is not read: call it vocabulary.yaml",
        ),
    ],
)
def test_a_file_under_another_name_is_missed(told, old: str, new: str, what: str):
    status, text = told(lambda folder: (folder / old).rename(folder / new), *CHECK)
    assert status
    assert what in " ".join(text.split())
