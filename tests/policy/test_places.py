"""Where policies and packs are found, and what is said where there is none."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.policy.places import (
    TABLES,
    WORDS,
    find_pack,
    find_policy,
    named_policy,
    policy_names,
    rules_directory,
)
from threshold.reading import BadInput

from .making import only
from .own import Own


def test_a_missing_pack_and_a_missing_policy(small):
    small.uses = "[{pack: safe, role: overlay}, {pack: tinny, role: lead}]"
    assert 'there is no pack "tinny"' in only(small).message
    with pytest.raises(BadInput, match='did you mean "default"'):
        load_policy("defalt")


def policy(folder: Path, name: str = "default") -> Path:
    path = folder / "policies" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("policy: p\n")
    return path


def pack(folder: Path, name: str) -> Path:
    place = folder / name
    place.mkdir(parents=True)
    (place / "pack.yaml").write_text("pack: p\n")
    return place


def test_what_comes_with_the_program_is_found_by_its_name():
    names = policy_names()
    assert names == sorted(names)
    assert "default" in names
    for name in names:
        assert find_policy(name) == rules_directory() / "policies" / f"{name}.yaml"
        assert find_policy(name).is_file()


def test_a_policy_kept_elsewhere_is_found_by_its_file_or_by_the_folder_of_its_rules(tmp_path: Path):
    path = policy(tmp_path)
    assert find_policy(str(path)) == find_policy(str(tmp_path)) == path
    other = tmp_path / "no-ending"
    other.write_text("policy: p\n")
    assert find_policy(str(other)) == other
    # What is called a file is taken for one, so that its absence is told of the file.
    for name in ("gone.yml", "gone.yaml"):
        assert find_policy(str(tmp_path / name)) == tmp_path / name


def test_a_folder_that_holds_one_policy_is_that_policy(tmp_path: Path):
    for name, text in (
        ("ours.yaml", "# Ours\npolicy: ours\n"),
        ("case.yaml", "case: C-1\n"),
        ("x.yaml", "- policy: x\n"),
    ):
        (tmp_path / name).write_text(text)
    (tmp_path / "picture.yaml").write_bytes(b"\xff\xfe\x00")
    assert find_policy(str(tmp_path)) == tmp_path / "ours.yaml"
    assert named_policy(str(tmp_path))
    (tmp_path / "theirs.yaml").write_text("policy: theirs\n")
    with pytest.raises(
        BadInput, match=r"holds several policies; name one of them: .*ours.yaml, .*theirs.yaml"
    ):
        find_policy(str(tmp_path))
    assert find_policy(str(policy(tmp_path))) == find_policy(str(tmp_path))


def test_a_folder_without_a_default_policy_and_a_way_into_another_folder_are_no_policy(tmp_path: Path):
    policy(tmp_path, "another")
    for reference in (str(tmp_path), "../policies/default", "defaults"):
        with pytest.raises(BadInput, match="there is no policy of that name"):
            find_policy(reference)


def test_a_pack_is_looked_for_beside_the_policy_then_in_its_rules_then_in_the_program(tmp_path: Path):
    path, rules = policy(tmp_path), tmp_path / "rules"
    assert find_pack("national", path, rules) == rules_directory() / "national"
    held = pack(rules, "national")
    assert find_pack("national", path, rules) == held
    beside = pack(path.parent, "national")
    assert find_pack("national", path, rules) == beside
    (beside / "pack.yaml").unlink()
    assert find_pack("national", path, rules) == held


def test_a_pack_that_is_nowhere_is_told_with_the_nearest_name(tmp_path: Path):
    path = policy(tmp_path)
    with pytest.raises(BadInput, match='no pack "nationl"; did you mean "national"') as caught:
        find_pack("nationl", path, tmp_path)
    assert caught.value.problems[0].file == str(path)


def test_a_word_names_a_policy_by_name_by_file_or_by_folder(tmp_path: Path):
    assert named_policy("caf-team")
    assert named_policy(str(policy(tmp_path)))
    assert named_policy(str(tmp_path))
    assert named_policy("not-there.yaml")  # meant as a file, and told as one that is not there
    for word in ("RBC-5.1", "consent.to_share", "", "x" * 5000, "\0"):
        assert not named_policy(word)


@pytest.mark.parametrize("name", [WORDS, *TABLES, "pack.yaml"])
@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.symlink_to("nowhere"), "a link that leads to no file"),
        (lambda path: path.symlink_to(path), "a link that leads to no file"),
        (lambda path: path.mkdir(), "is a folder, and cannot be read"),
        (os.mkfifo, "this is a pipe"),
        (lambda path: path.symlink_to("/dev/null"), "this is a device"),
    ],
)
def test_what_is_called_as_a_file_of_a_pack_and_is_none_is_never_passed_over(
    tmp_path: Path, name: str, make: Callable[[Path], object], told: str
):
    own = Own(tmp_path)
    path = own.pack(rules="{}\n") / name
    path.unlink(missing_ok=True)
    make(path)
    with pytest.raises(BadInput, match=told) as caught:
        own.files().at(date(2026, 6, 1))
    assert caught.value.problems[0].file == str(path)


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("nowhere"), lambda path: path.write_text("")])
def test_what_is_called_as_the_folder_of_rules_and_is_none_is_told(
    tmp_path: Path, make: Callable[[Path], object]
):
    own = Own(tmp_path)
    path = own.pack() / "rules"
    path.rmdir()
    make(path)
    with pytest.raises(BadInput, match="is no folder, and no rule is read from it"):
        own.files().at(date(2026, 6, 1))
