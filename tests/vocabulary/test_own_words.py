"""What packs may declare, and what is refused: every name is their own, and nothing shared changes."""

from pathlib import Path

import pytest

from threshold.reading import BadInput
from threshold.vocabulary import parse_text
from threshold.vocabulary.own_words import prefix_of

from ..policy.own import LEVELS, Own

WORDS = """
roles: {Navigator: {also: [Family Navigator], counts_as: [Early Help]}}
events:
  ours_started: {asks: When did it start?}
  ours_ended: {asks: When did it end?}
episodes: {ours_help: {opens: ours_started, closes: ours_ended, within: referral}}
facts:
  ours: {open: {type: boolean, timeline: {open: ours_help}}}
extend:
  support.in_place: {family_help: {between: [early_help, child_in_need], also: [FH], recorded_by: ours.open}}
"""


@pytest.fixture
def own(tmp_path: Path) -> Own:
    return Own(tmp_path)


def told(own: Own, words: str, **more: str) -> str:
    own.pack(vocabulary=words, **more)
    with pytest.raises(BadInput) as caught:
        _ = own.files().vocabulary
    return "\n".join(map(str, caught.value.problems))


def test_a_pack_brings_facts_events_episodes_roles_and_a_kind_of_support(own: Own) -> None:
    own.pack(vocabulary=WORDS)
    words = own.files().vocabulary
    assert words.facts["ours.open"].reading is not None
    assert words.counts_as["Navigator"] == ("Early Help",)
    for name in ("support.in_place", "support.highest"):
        order = ("care", "child_protection", "child_in_need", "family_help", "early_help", "universal")
        assert words.facts[name].order == order
    for name in ("request.to", "proposed.to"):
        assert parse_text("FH", words.facts[name].type) == "family_help"
    assert words.facts["support.in_place"].asks.endswith("or family help?")
    assert Own(own.folder / "other").files().vocabulary.facts.keys().isdisjoint({"ours.open"})


def test_two_packs_may_add_the_same_kind_of_support(own: Own) -> None:
    theirs = (
        "extend: {support.in_place: {family_help: {between: [child_in_need, early_help], also: [Help]}}}\n"
    )
    for first, second in (("ours", "theirs"), ("theirs", "ours")):
        both = Own(own.folder / first)
        for name in (first, second):
            both.pack(name, vocabulary=WORDS if name == "ours" else theirs)
        words = both.files().vocabulary
        support = words.facts["support.in_place"]
        assert support.order.count("family_help") == 1
        assert support.asks.count("family help") == 1
        assert [parse_text(each, support.type) for each in ("FH", "Help")] == ["family_help"] * 2
        assert dict(support.recorded_by) == {"family_help": "ours.open"}


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ("{between: [universal, early_help]}", "between"),
        ("{between: [early_help, child_in_need], recorded_by: theirs.open}", "recorded_by"),
    ],
)
def test_two_packs_that_say_different_things_of_it_are_refused(own: Own, other: str, key: str) -> None:
    own.pack(vocabulary=WORDS)
    facts = "facts: {theirs: {open: {type: boolean, asks: Is it?}}}\n"
    own.pack("theirs", vocabulary=f"{facts}extend: {{support.in_place: {{family_help: {other}}}}}\n")
    with pytest.raises(BadInput, match=f"and says another `{key}:` of it"):
        _ = own.files().vocabulary


def test_levels_are_called_what_the_pack_calls_them(own: Own) -> None:
    own.pack(vocabulary="levels: [Low, Some, More, Much, Most]\n")
    kind = own.files().vocabulary.facts["need.level"].type
    assert [parse_text(name, kind) for name in ("Low", "most", "3")] == [1, 5, 3]
    with pytest.raises(ValueError, match="Low, Some, More, Much, Most"):
        parse_text("6", kind)


def test_a_pack_that_names_no_prefix_has_its_own_name() -> None:
    assert prefix_of("North-East.2") == "north_east_2"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "facts: {need: {own: {type: boolean, asks: Is it?}}}",
            "line 1, column 9, facts.need: ",
        ),
        ("facts: {theirs: {own: {type: boolean, asks: Is it?}}}", 'such as "ours_theirs"'),
        ("events: {referral: {asks: When?}}", "the shared vocabulary says what this is"),
        ("events: {panel: {asks: When?}}", 'such as "ours_panel"'),
        (
            "facts: {ours: {hurt: {type: boolean, asks: Is it?, protection: true, default: 'false'}}}",
            "what tells of danger has no default",
        ),
        ("roles: {GP: []}", "the shared vocabulary says what this is"),
        ("roles: {Surgeon: {also: [GP]}}", '"GP" is a name of GP already'),
        ("roles: {Surgeon: {counts_as: [Doctor]}}", 'counts as "Doctor", which is no role here'),
        ("prefix: need", "give the pack another prefix, such as `prefix: our_need`"),
        ("prefix: Ours!", "must begin with a letter"),
        ("levels: [One]", "names from 2 to 9 levels"),
        ("levels: [Low, low]", 'column 1, levels: "low" is a name of level 1 already'),
        ("extend: {need.level: [5]}", "choices can be added to support.in_place"),
        ("extend: {support.inplace: {x: {between: [care, care]}}}", 'did you mean "support.in_place"'),
        ("extend: {support.in_place: [family_help]}", "say between which two it lies"),
        (
            "extend: {support.in_place: {care: {between: [early_help, child_in_need]}}}",
            "has this choice already",
        ),
        ("extend: {support.in_place: {x: {between: [early_help, carre]}}}", 'did you mean "care"'),
        (
            "extend: {support.in_place: {x: {between: [universal, child_in_need]}}}",
            "do not lie beside each other",
        ),
        (
            "extend: {support.in_place: {x: {between: [child_in_need, child_protection]}}}",
            "lies below Child in Need",
        ),
        ("extend: {support.in_place: {x: {between: [child_protection, care]}}}", "lies below Child in Need"),
        (
            "extend: {support.in_place: {x: {between: [early_help, child_in_need], recorded_by: ours.x}}}",
            '"ours.x" is no fact that is true or false',
        ),
        ("extend: {support.in_place: {x: {between: [universal]}}}", "between"),
        (
            "facts: {ours: {own: {type: boolean, asks: Is it?, screened_by: ours.none}}}",
            '"ours.none" is no fact',
        ),
    ],
)
def test_what_is_refused_names_its_line_and_what_to_do(own: Own, words: str, expected: str) -> None:
    assert expected in told(own, words)


def test_two_packs_may_add_the_same_and_not_two_things_by_one_name(own: Own) -> None:
    added = "extend: {support.in_place: {family_help: {between: [early_help, child_in_need]}}}\n"
    role = "roles: {Navigator: []}\n"
    own.pack(vocabulary=added + role)
    own.pack("theirs", vocabulary=added + role)
    assert "family_help" in own.files().vocabulary.facts["support.in_place"].type.values
    own.pack("theirs", vocabulary=added.replace("family_help", "targeted"))
    assert "another pack placed something there" in told(own, added)
    own.pack("theirs", vocabulary="roles: {Navigator: [Guide]}\n")
    assert "the pack ours brings a role of this name" in told(own, role)
    own.pack("theirs", vocabulary="levels: [Low, High]\n")
    assert "a policy has one continuum of need" in told(own, LEVELS)


def test_no_two_packs_can_be_taken_for_each_other(own: Own) -> None:
    own.pack("ours-north")
    own.pack("ours-north", vocabulary="facts: {ours_north: {own: {type: boolean, asks: Is it?}}}\n")
    assert "cannot be told from that of the pack ours" in told(own, "prefix: ours\n")


EVENTS = "events: {ours_a: {asks: When?}, ours_b: {asks: When?}}\n"


@pytest.mark.parametrize(
    ("episode", "place", "expected"),
    [
        (
            "{opens: referral, closes: ours_b}",
            "line 2, column 24, episodes.ours_help.opens",
            "events of the pack",
        ),
        ("{opens: ours_a, closes: referral_closed}", "episodes.ours_help.closes", "events of the pack"),
        ("{opens: ours_a, closes: ours_a}", "episodes.ours_help.closes", "cannot both begin and end it"),
    ],
)
def test_an_episode_begins_and_ends_with_two_events_of_the_pack(
    own: Own, episode: str, place: str, expected: str
) -> None:
    problems = told(own, f"{EVENTS}episodes: {{ours_help: {episode}}}\n")
    assert expected in problems
    assert place in problems
    assert len(problems.splitlines()) == 1


SCREEN = "asked: {type: boolean, asks: Is there any?}"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            "one: {type: boolean, timeline: {ever: [ours_a]}, screened_by: ours.asked}",
            "only what a case file",
        ),
        ("one: {type: boolean, derived: true, screened_by: ours.asked}", "only what a case file"),
        (
            "one: {type: number, asks: How many?, at_least: 0, at_most: 3, screened_by: ours.asked}",
            "only what",
        ),
        (
            "one: {type: boolean, asks: Is it?, settled_by: {ours_a: 'true'}, screened_by: ours.asked}",
            "only what a case file",
        ),
        (
            "one: {type: boolean, asks: Is it?, screened_by: ours.two}, "
            "two: {type: boolean, timeline: {ever: [ours_a]}}",
            '"ours.two" is not stated in a case file',
        ),
        (
            "one: {type: boolean, asks: Is it?, screened_by: ours.two}, "
            "two: {type: boolean, asks: Is it?, screened_by: ours.asked}",
            '"ours.two" is screened itself: name what screens it, "ours.asked"',
        ),
        (
            "one: {type: boolean, asks: Is it?, screened_by: child_protection.concern}",
            "is screened by one of the same pack",
        ),
        ("one: {type: boolean, asks: Is it?, screened_by: ours.one}", "is screened itself"),
    ],
)
def test_only_what_is_stated_is_screened_and_by_what_the_pack_asks(
    own: Own, facts: str, expected: str
) -> None:
    problems = told(own, f"{EVENTS}facts: {{ours: {{{SCREEN}, {facts}}}}}\n")
    assert expected in problems
    assert "vocabulary.yaml, line 2, column " in problems
    assert "facts.ours.one.screened_by" in problems


@pytest.mark.parametrize(
    "added",
    [
        "x: {between: [early_help, child_in_need], also: [FH, Child-Protection]}",
        "Care.: {between: [early_help, child_in_need]}",
    ],
)
def test_a_spelling_that_is_anothers_is_told_once_and_where_the_pack_gives_it(own: Own, added: str) -> None:
    problems = told(own, f"extend:\n  support.in_place:\n    {added}\n")
    assert "ours/vocabulary.yaml, line 3, column 5, extend.support.in_place." in problems
    assert "already" in problems
    assert len(problems.splitlines()) == 1


@pytest.mark.parametrize(
    "spelling",
    [
        "LAC",
        "looked-after",
        "CP plan",
        "cpp",
        "Section 20",
        "in care",
        "CIN",
        "child in need plan",
        "S17",
        "CAF",
    ],
)
def test_no_pack_gives_its_kind_of_support_a_usual_name_of_anothers(own: Own, spelling: str) -> None:
    lower = "between: [early_help, child_in_need]"
    problems = told(own, f"extend: {{support.in_place: {{help: {{{lower}, also: [{spelling}]}}}}}}\n")
    assert f'"{spelling}" is a name of ' in problems
    name = spelling.lower().replace(" ", "_")
    assert "is a name of" in told(own, f"extend: {{support.in_place: {{{name}: {{{lower}}}}}}}\n")


def test_the_usual_names_of_support_are_read(own: Own) -> None:
    own.pack(vocabulary=WORDS)
    kind = own.files().vocabulary.facts["support.in_place"].type
    read = {each: parse_text(each, kind) for each in ("LAC", "CPP", "CIN", "TAC", "FH")}
    assert read == {
        "LAC": "care",
        "CPP": "child_protection",
        "CIN": "child_in_need",
        "TAC": "early_help",
        "FH": "family_help",
    }


def test_a_prefix_is_told_once_of_a_pack_with_a_table_beside_its_words(own: Own) -> None:
    problems = told(own, "prefix: expect\n", indicators_csv="id,level,domain,asks\nE-1,4,Home,Is it?\n")
    assert len(problems.splitlines()) == 1
