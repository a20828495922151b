"""A fifth level of need between others: whoever is at a level of a name stays there, whatever its number."""

from shutil import copytree

import pytest

from threshold.policy import PolicyFiles, rules_directory
from threshold.trying.cases import Cases, try_cases
from threshold.trying.model import Tried
from threshold.trying.pair import Pair
from threshold.versions import Versions

TEMPLATE = rules_directory() / "template"
LEVELS = "levels: [Universal, Early Help, Family Help, Protection]"


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    new = copytree(TEMPLATE, tmp_path_factory.mktemp("five") / "town")
    words = new / "our-town" / "vocabulary.yaml"
    assert LEVELS in words.read_text()
    words.write_text(words.read_text().replace("Early Help, Family", "Early Help, Targeted Help, Family"))
    return Versions(*(PolicyFiles(str(folder / "our-town.yaml")) for folder in (TEMPLATE, new)))


def tried(versions: Versions) -> Tried:
    cases = Cases(versions)
    (found,) = try_cases(Pair(versions), cases, [str(TEMPLATE / "cases")], "cases")
    return found


def test_nobody_is_at_another_level(versions: Versions) -> None:
    found = tried(versions)
    assert found.number > 40
    assert [flip for flip in found.flips if flip.aspect == "level"] == []


def test_what_changed_is_told_by_the_names_of_the_levels(versions: Versions) -> None:
    (level,) = (change for change in versions.changes if change.id == "need.level")
    assert "Targeted Help" not in level.before
    assert "Early Help, Targeted Help, Family Help or Protection" in level.after
    tables = [change for change in versions.changes if change.id in ("levels", "support_for_level")]
    assert {change.after for change in tables} == {"as they are numbered now"}
