"""Every policy that comes with the program loads, and is resolved once for each time between two changes."""

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from threshold.policy import Policy, load_policy, policy_names, rules_directory, rules_of
from threshold.policy.load import PolicyFiles
from threshold.policy.packs import read_pack
from threshold.reading import BadInput

from .making import TODAY, requirements
from .own import LEVELS, SIGNS, Own


@pytest.mark.parametrize("name", policy_names())
def test_every_policy_that_comes_with_the_program_loads(name: str):
    policy = load_policy(name).at(TODAY)
    assert policy.name == name
    assert policy.safety.head.id == "SAFE-first"
    assert len({rule.head.id for pack in policy.packs for rule in rules_of(pack)}) == sum(
        len(rules_of(pack)) for pack in policy.packs
    )


def texts(policy: Policy) -> Iterator[str]:
    for pack in policy.packs:
        yield from (parameter.because for parameter in pack.parameters.values())


@pytest.mark.parametrize("name", policy_names())
def test_every_value_in_force_says_why(name: str):
    assert all(texts(load_policy(name).at(TODAY)))


NUMBER = """
n:
  type: number
  means: N
  values:
    - {from: 2020-01-01, is: 1, because: T-1}
    - {from: 2024-01-01, is: 2, because: T-1}
"""


def test_between_two_changes_a_policy_is_one_and_the_same(small):
    files = PolicyFiles(str(small.tiny(requirements("R"), NUMBER).write()))
    first, last, changed = (files.at(day) for day in (date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1)))
    assert first is last
    assert [each.pack("tiny").parameters["n"].shown for each in (first, changed)] == ["1", "2"]
    assert files.at(datetime(2023, 12, 31, 23, 59)) is first
    assert files.at(TODAY) is changed
    assert files.change_dates == [date(2020, 1, 1), date(2024, 1, 1)]


def test_a_trial_is_a_policy_of_its_own(small):
    files = PolicyFiles(str(small.tiny(requirements("R"), NUMBER).write()))
    tried = files.at(TODAY, ("tiny.n=9",))
    assert tried.pack("tiny").parameters["n"].shown == "9"
    assert files.at(TODAY).pack("tiny").parameters["n"].shown == "2"
    assert files.at(TODAY, ("tiny.n=9",)) is tried


def test_before_it_begins_a_policy_is_refused_each_time(small):
    files = PolicyFiles(str(small.tiny(requirements("R"), NUMBER).write()))
    for _ in range(2):
        with pytest.raises(BadInput, match="begins on 1 January 2020"):
            files.at(date(2019, 12, 31))


def test_the_vocabulary_beside_a_policy_is_its_own_and_else_the_programs(tmp_path: Path, small):
    assert "t.a" in PolicyFiles(str(small.write())).vocabulary.facts
    path = tmp_path / "kept" / "p.yaml"
    path.parent.mkdir()
    path.write_text("policy: p\ntitle: P\npacks: [{pack: national, role: overlay}]\n")
    files = PolicyFiles(str(path))
    assert files.rules == rules_directory()
    assert files.vocabulary.facts.keys() == load_policy().vocabulary.facts.keys()


def test_without_a_name_the_default_policy_is_meant():
    assert load_policy().path == rules_directory() / "policies" / "default.yaml"
    assert load_policy("national") is load_policy("national")


def test_the_texts_of_a_policy_are_every_file_that_it_comes_from(small):
    path = small.tiny(requirements("R"), NUMBER).write()
    texts = PolicyFiles(str(path)).texts()
    assert list(texts) == [
        "policies/p.yaml",
        "vocabulary.yaml",
        "tensions.yaml",
        "safe/pack.yaml",
        "safe/rules/all.yaml",
        "tiny/pack.yaml",
        "tiny/parameters.yaml",
        "tiny/rules/all.yaml",
    ]
    assert texts["policies/p.yaml"] == path.read_text()
    assert texts["tiny/rules/all.yaml"] == requirements("R")


def test_texts_that_were_changed_since_the_policy_was_first_read_are_not_given(small):
    path = small.tiny(requirements("R")).write()
    files = PolicyFiles(str(path))
    files.at(TODAY)
    (path.parent / "tiny" / "rules" / "all.yaml").write_text(requirements("R", "Q"))
    with pytest.raises(BadInput, match="were changed while it was used"):
        files.texts()


def test_what_was_worked_out_is_remembered_until_any_file_changes(small, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("THRESHOLD_CACHE", str(tmp_path))
    path = small.tiny(requirements("R"), NUMBER).write()
    for each in path.parent.parent.rglob("*.yaml"):  # the vocabulary lies beside the policy's own folder
        os.utime(each, (0, 0))  # what was changed just now is not kept

    def limit() -> str:
        return PolicyFiles(str(path)).at(TODAY).pack("tiny").parameters["n"].shown

    assert limit() == "2"
    with monkeypatch.context() as patch:
        # Nothing is read anew: what would have to be cannot be.
        patch.setattr("threshold.policy.written.WrittenPolicy.resolved", None)
        assert limit() == "2"
    place = path.parent / "tiny" / "parameters.yaml"
    place.write_text(place.read_text().replace("is: 2", "is: 5"))
    read_pack.cache_clear()
    assert limit() == "5"


def test_rules_in_a_folder_that_is_a_link_are_read_anew_and_kept(
    small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THRESHOLD_CACHE", str(tmp_path / "cache"))
    policy = small.tiny(requirements("R")).write()
    rules = policy.parent / "tiny" / "rules"
    elsewhere = rules.rename(tmp_path / "elsewhere")
    rules.symlink_to(elsewhere)
    first = PolicyFiles(str(policy))
    assert [rule.parts[0].says for rule in first.at(TODAY).requirements] == ["No"]
    assert "tiny/rules/all.yaml" in first.texts()
    file = elsewhere / "all.yaml"
    file.write_text(file.read_text().replace("else: No", "else: Never"))
    read_pack.cache_clear()  # as it is for another process
    (again,) = PolicyFiles(str(policy)).at(TODAY).requirements
    assert again.parts[0].says == "Never"


def test_a_folder_of_rules_without_its_notes_says_so(small, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(small.rules, folder)
    policy = folder / "policies" / "p.yaml"
    policy.parent.mkdir()
    policy.write_text("policy: p\ntitle: P\npacks: [{pack: safe, role: overlay}]\n")
    (folder / "tensions.yaml").unlink()
    with pytest.raises(BadInput, match=r"tensions\.yaml.*there is no such file"):
        PolicyFiles(str(policy)).at(TODAY)


def test_what_nothing_reads_is_told_beside_what_cannot_be_read(small) -> None:
    path = small.tiny(
        "requirements: [{id: R, carries: [T-1], warn: [{must: {tiny.a: true}, else: no}]}]"
    ).write()
    (path.parent / "tiny" / "vocab.yaml").write_text("facts: {tiny: {a: {type: boolean, asks: Is it so?}}}\n")
    with pytest.raises(BadInput) as caught:
        load_policy(str(path)).at(date(2026, 8, 14))
    *_, last = caught.value.problems
    assert last.file.endswith("tiny/vocab.yaml")
    assert 'did you mean "vocabulary.yaml"' in last.message


@pytest.mark.parametrize("other", ["./ours", "elsewhere/ours", "linked"])
def test_a_pack_that_is_listed_by_two_paths_is_told_once(tmp_path: Path, other: str):
    own = Own(tmp_path)
    place = own.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "ours").symlink_to(place)
    (tmp_path / "linked").symlink_to(place)
    own.packs.append(other)
    files = own.files()
    for read in (lambda: files.vocabulary, lambda: files.at(date(2026, 6, 1))):
        with pytest.raises(BadInput) as caught:
            read()
        (problem,) = caught.value.problems
        assert problem.message.endswith("is listed twice; list it once")
        assert (Path(problem.file).name, problem.line, problem.field) == ("ours.yaml", 3, "packs")
