"""What a shell may offer for a value: closed lists, names that there are, files; only plain words."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from threshold.cli import offers
from threshold.cli.offers import (
    FILE,
    Offer,
    among,
    of_parameter,
    packs,
    parameters,
    plain,
    policies,
    roles,
    several,
)
from threshold.policy import load_policy, policy_names
from threshold.vocabulary import parse_text


@dataclass
class Parameter:
    metavar: str | None
    own: tuple[str, ...] = ()

    def shell_complete(self, context: object, typed: str) -> list[Offer]:
        return [Offer(each) for each in self.own]


def test_one_of_a_list_that_is_given_or_looked_up():
    assert among(("text", "json"))() == ["text", "json"]
    assert among(lambda: ("text", "json"))() == ["text", "json"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["a", "b", "c"]),
        ("a", ["a", "b", "c"]),
        ("a,", ["a,b", "a,c"]),
        ("c,b,x", ["c,b,a"]),
    ],
)
def test_several_of_a_list_each_once(typed: str, offered: list[str]):
    assert several(("a", "b", "c"))(typed) == offered


def test_the_policies_that_there_are_and_files():
    assert policies() == [*map(Offer, policy_names()), FILE]
    assert Offer("default") in policies()


def test_the_packs_that_there_are_and_folders():
    used = {pack.name for pack in load_policy("default").at(date(2026, 8, 14)).packs}
    assert used <= {each.value for each in packs()}
    assert FILE in packs()


def test_every_parameter_of_every_policy_is_offered():
    offered = {each.value for each in parameters()}
    for name in policy_names():
        files = load_policy(name)
        policy = files.at(files.change_dates[-1])
        for pack in policy.packs:
            assert {f"{pack.name}.{each}=" for each in pack.parameters} <= offered


def test_every_role_is_offered_in_a_form_that_is_understood():
    kind = load_policy().vocabulary.role_type
    names = {name for _, name in kind.names}
    assert {parse_text(each.value, kind) for each in roles()} == names
    assert all(plain(each) for each in roles())


@pytest.mark.parametrize(
    ("metavar", "offered"),
    [
        ("FILE", [FILE]),
        ("CASE...", [FILE]),
        ("CASE...|EXPORT", [FILE]),
        ("ROLE", roles()),
        ("POLICY...", policies()),
        ("TEXT", []),
        (None, []),
    ],
)
def test_a_kind_of_value_is_known_by_its_name(metavar: str | None, offered: list[Offer]):
    assert of_parameter(Parameter(metavar), "") == offered


def test_what_has_a_list_of_its_own_offers_that():
    assert of_parameter(Parameter("FORMAT", ("text",)), "") == [Offer("text")]


@pytest.mark.parametrize(
    "name", ["$(touch x)", "`x`", "a b", "a'b", 'a"b', "a\nb", "a;b", "", "a\x1b", "é", "~", "a*"]
)
def test_no_word_that_a_shell_could_run(name: str):
    assert not plain(Offer(name))


def test_a_policy_with_a_name_of_ill_will_is_no_plain_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "$(touch x).yaml").touch()
    (tmp_path / "policies" / "good.yaml").touch()
    monkeypatch.setattr("threshold.policy.places.rules_directory", lambda: tmp_path)
    assert [each.value for each in offers.policies() if each != FILE and plain(each)] == ["good"]
