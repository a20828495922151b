"""Keys have one order where all of them are known, and the author's where one is not."""

from collections.abc import Iterator, Mapping

import pytest

from threshold.layout.order import ORDERS, SECTIONS, in_order, suits, within
from threshold.policy import rules_directory
from threshold.policy.rule_file import RuleFile
from threshold.reading import parse_yaml, plain


def ordered(keys: str, place: str) -> str:
    written = keys.split()
    return " ".join(written[number] for number in in_order(written, tuple(place.split())))


@pytest.mark.parametrize(
    ("place", "keys", "now"),
    [
        ("", "safety definitions scope", "scope definitions safety"),
        ("", "title packs policy", "policy title packs"),
        ("", "clauses unlisted source title pack", "pack title source unlisted clauses"),
        ("", "zebra aardvark", "zebra aardvark"),
        ("requirements -", "block applies title id unless", "id title applies unless block"),
        ("requirements -", "block satisfied id", "block satisfied id"),
        ("groups - requirements -", "block id", "id block"),
        ("groups -", "deadlines title scope", "title scope deadlines"),
        ("scope", "tensions applies in_force", "tensions in_force applies"),
        ("requirements - block -", "by do unknown else must", "must else unknown do by"),
        ("definitions - rows -", "because is when id", "id when is because"),
        ("deadlines -", "by overdue within starts id", "id starts within overdue by"),
        ("deadlines -", "met_by hours within", "within hours met_by"),
        ("hours mash", "days closes opens", "opens closes days"),
        ("routes -", "actions to by step when id", "id when step by to actions"),
        ("routes - actions -", "X-1 when to by step", "X-1 step by to when"),
        ("routes - steps -", "X-1 when to other", "X-1 when to other"),
        ("conflicts -", "doubtful why when", "when why doubtful"),
        ("conflicts - when", "why when", "why when"),
        ("waiting_time", "values means type", "type means values"),
        ("waiting_time values -", "because is from", "from is because"),
        ("waiting_time presets merton", "because is", "is because"),
        ("requirements - in_force", "until from", "from until"),
        ("T01", "readings open", "open readings"),
        ("", "outcomes questions log title", "title log questions outcomes"),
        ("questions -", "unless stops answers means asks fact", "fact asks means answers stops unless"),
        ("questions -", "questions unless", "unless questions"),
        ("questions - questions -", "asks unless fact", "fact asks unless"),
        ("questions - questions - questions -", "questions unless", "unless questions"),
        ("questions - answers", "not_asked given", "not_asked given"),
        ("questions - unless", "caf.stuck caf.open", "caf.stuck caf.open"),
        ("outcomes -", "share then say tensions carries", "carries tensions say then share"),
        ("outcomes -", "because when title advice id", "id advice title when because"),
        ("log", "tensions words carries", "words carries tensions"),
        ("outcomes - say -", "when words", "words when"),
        ("outcomes - then -", "when to by do", "do by to when"),
        ("T01 readings caf-team -", "says when", "when says"),
    ],
)
def test_the_order_of_keys(place: str, keys: str, now: str) -> None:
    assert ordered(keys, place) == now


def test_no_order_names_a_key_twice() -> None:
    assert all(len(set(order)) == len(order) for _, order in ORDERS)


def test_every_section_of_a_file_of_rules_is_known() -> None:
    assert set(SECTIONS) <= set(RuleFile.model_fields)


def test_a_place_in_a_group_is_that_in_a_file() -> None:
    assert within(("groups", "-", "requirements", "-")) == ("requirements", "-")
    assert within(("groups",)) == ("groups",)
    assert suits(("a", "values", "-"), ("*", "values", "-"))
    assert not suits(("a", "values"), ("*", "values", "-"))


AS_IT_IS = ("when", "unless", "answers")  # the author's own order


def mappings(value: object, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    if isinstance(value, Mapping):
        yield place, [*value]
        for key, held in value.items():
            if key not in AS_IT_IS:
                yield from mappings(held, (*place, key))
    elif isinstance(value, list):
        for held in value:
            yield from mappings(held, (*place, "-"))


def test_a_script_whose_keys_are_turned_round_comes_back_as_its_author_wrote_it() -> None:
    (path,) = rules_directory().glob("*/consultation.yaml")
    (root,) = parse_yaml(path.read_text(encoding="utf-8"), str(path))
    found = [*mappings(plain(root))]
    assert len(found) > 50
    for place, keys in found:
        turned = keys[::-1]
        assert [turned[number] for number in in_order(turned, place)] == keys, place
