"""What a command writes is never what it reads, or what is kept."""

import os
from pathlib import Path

import pytest

from threshold.cli.outputs import check_outputs, with_maps
from threshold.policy import load_policy
from threshold.reading import BadInput


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("REGISTER", "MIRROR", "KEY"):
        monkeypatch.setenv(f"THRESHOLD_{name}", str(tmp_path / name.lower()))
    for name in ("in.csv", "in.columns.yaml", "earlier.csv", "register", "register-wal", "mirror", "key"):
        (tmp_path / name).write_text("x")
    return tmp_path


def refused(out: Path, *, register: Path | None = None, folder: str = "in.csv") -> str:
    read = {"the earlier list": [Path("earlier.csv")], **with_maps([folder], None)}
    with pytest.raises(BadInput) as caught:
        check_outputs({"--cases": None, "--out": out}, read, register=register)
    [problem] = caught.value.problems
    assert problem.field == "--out"
    return problem.message


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("in.csv", "what is to be read"),
        ("in.columns.yaml", "the column map"),
        ("earlier.csv", "the earlier list"),
        ("register", "the register"),
        ("register-wal", "the register"),
        ("mirror", "the register's mirror"),
        ("key", "your key"),
    ],
)
@pytest.mark.parametrize("way", ["named", "by another way", "symlink", "hard link"])
def test_what_is_read_or_kept_is_never_written_over(here: Path, name: str, what: str, way: str) -> None:
    out = Path(name)
    if way == "by another way":
        (here / "sub").mkdir()
        out = here / "sub" / ".." / name
    elif way == "symlink":
        out = Path("link")
        out.symlink_to(name)
    elif way == "hard link":
        out = Path("link")
        os.link(name, out)
    assert refused(out) == f"is {what}, and would be lost; name another file"


def test_the_register_that_was_named_is_kept(here: Path) -> None:
    assert "the register," in refused(Path("ours.sqlite"), register=Path("ours.sqlite"))


def test_what_a_folder_is_read_for_is_kept_and_a_page_in_it_is_not(here: Path) -> None:
    folder = here / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "case.yaml").touch()
    (folder / "list.html").touch()
    assert "what is to be read" in refused(folder / "deep" / "case.yaml", folder="folder")
    for free in (folder / "list.html", folder / "new.csv"):
        check_outputs({"--out": free}, with_maps(["folder"], None))


def test_the_policy_and_what_it_is_made_of_are_kept() -> None:
    files = load_policy("caf-team")
    for path in (files.path, files.rules / "caf-team" / "pack.yaml", files.rules / "vocabulary.yaml"):
        with pytest.raises(BadInput, match="is the policy itself, and would be lost"):
            check_outputs({"--out": path}, {}, files)


def test_standard_input_is_a_file_where_it_comes_from_one(here: Path) -> None:
    before = os.dup(0)
    given = os.open("in.csv", os.O_RDONLY)
    try:
        os.dup2(given, 0)
        assert "what is to be read" in refused(Path("in.csv"), folder="-")
    finally:
        os.dup2(before, 0)
        os.close(given)
        os.close(before)


@pytest.mark.parametrize("second", ["new.csv", "sub/../new.csv", "link"])
def test_two_outputs_are_two_files(here: Path, second: str) -> None:
    (here / "sub").mkdir()
    (here / "link").symlink_to("new.csv")
    with pytest.raises(BadInput, match="is the file of --out too, and one would be lost"):
        check_outputs({"--out": Path("new.csv"), "--cases": Path(second)}, {})


def test_a_dash_is_no_name() -> None:
    with pytest.raises(BadInput, match="--cases: names the file to write, and - is no name for one"):
        check_outputs({"--cases": Path("-")}, {})


def test_what_is_free_is_free(here: Path) -> None:
    (here / "list.csv").touch()
    check_outputs(
        {"--out": Path("list.csv"), "--cases": Path("new/cases.ndjson")}, with_maps(["in.csv"], None)
    )
    check_outputs({"--out": None}, {"what is to be read": ["in.csv"]})
