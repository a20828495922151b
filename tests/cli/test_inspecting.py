"""A column map is drafted, and what somebody wrote in it is kept."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from threshold.cli.inspecting import inspected
from threshold.reading import BadInput


@dataclass(frozen=True)
class Found:
    column_map: str | None
    kept: bool = False

    def text(self) -> str:
        return "two columns\n"

    def json(self) -> str:
        return "{}\n"


def test_without_a_map_it_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    inspected(lambda given: Found("columns: {}\n"), None, False)
    out = capsys.readouterr().out
    assert out.startswith("two columns\n")
    assert out.endswith("(--map FILE writes it):\n\ncolumns: {}\n")
    inspected(lambda given: Found("columns: {}\n"), None, True)
    assert capsys.readouterr().out == "{}\n"


def test_what_needs_no_map_gets_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    inspected(lambda given: Found(None), tmp_path / "map.yaml", False)
    assert capsys.readouterr().out == "two columns\n"
    assert not (tmp_path / "map.yaml").exists()


def test_it_is_written_added_to_and_left(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "map.yaml"
    given: list[Path | None] = []

    def look(text: str, kept: bool) -> None:
        def found(map_: Path | None) -> Found:
            given.append(map_)
            return Found(text, kept)

        inspected(found, file, False)

    look("columns: {}\n", False)
    assert (file.read_text(), given[-1]) == ("columns: {}\n", None)
    assert "wrote" in capsys.readouterr().err
    look("columns: {}\nfacts: {}\n", True)
    assert (file.read_text(), given[-1]) == ("columns: {}\nfacts: {}\n", file)
    assert "all that it said is kept" in capsys.readouterr().err
    look("columns: {}\nfacts: {}\n", True)
    assert "was left as it is" in capsys.readouterr().err


def test_what_somebody_else_wrote_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "map.yaml"
    file.write_text("mine\n")

    def found(map_: Path | None) -> Found:
        file.write_text("theirs\n")
        return Found("ours\n", kept=True)

    with pytest.raises(BadInput, match="changed by somebody else"):
        inspected(found, file, False)
    assert file.read_text() == "theirs\n"
