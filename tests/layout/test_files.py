"""Files of rules are found, compared, and written whole or not at all."""

import os
import shutil
from pathlib import Path

import pytest

from threshold.layout import laid_out, outdated, renew, yaml_files
from threshold.layout.files import Outdated
from threshold.policy import rules_directory
from threshold.reading import BadInput, parse_yaml, plain


def made(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_folder_is_looked_through(tmp_path: Path) -> None:
    wanted = [made(tmp_path / name, "a: 1\n") for name in ("a.yaml", "b/a.yaml", "b/c/d.yaml")]
    for name in ("b/.hidden.yaml", ".git/a.yaml", "b/a.yml", "b/a.txt"):
        made(tmp_path / name, "a: 1\n")
    assert yaml_files([tmp_path]) == wanted
    assert yaml_files([wanted[1], tmp_path, tmp_path / "b/a.yml"]) == [
        wanted[1],
        wanted[0],
        wanted[2],
        tmp_path / "b/a.yml",
    ]


def test_a_folder_with_nothing_in_it_and_a_file_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="this folder holds no"):
        yaml_files([tmp_path])
    with pytest.raises(BadInput, match="needs a name that ends in"):
        yaml_files([made(tmp_path / "notes.txt", "just text")])


def test_only_what_differs_is_outdated(tmp_path: Path) -> None:
    path = made(tmp_path / "a.yaml", "a: 1\nb:   2\n")
    assert outdated(path) == Outdated(path, 2, "a: 1\nb: 2\n", b"a: 1\nb:   2\n")
    assert outdated(made(path, "a: 1\nb: 2\n")) is None
    assert outdated(made(path, "a: 1\r\nb: 2\r\n")) is None


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"\xef\xbb\xbfa: 1\n", 1),
        ("a: 1\n".encode("utf-16"), 1),
        (b"a: 1\nb: 2", 2),
        (b"a: 1\n\n", 2),
        (b"a: 1\r\nb: 2\n", 2),
    ],
)
def test_bytes_are_compared_not_words(content: bytes, line: int, tmp_path: Path) -> None:
    path = made(tmp_path / "a.yaml", content)
    file = outdated(path)
    assert file is not None
    assert file.line == line
    renew(file)
    assert outdated(path) is None
    assert path.read_bytes().startswith(b"a: 1")


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_a_file_keeps_its_permissions(mode: int, tmp_path: Path) -> None:
    path = made(tmp_path / "a.yaml", "a:   1\n")
    path.chmod(mode)
    renew(Outdated(path, 1, "a: 1\n", b"a:   1\n"))
    assert path.read_text() == "a: 1\n"
    assert path.stat().st_mode & 0o777 == mode
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_file_is_left(tmp_path: Path) -> None:
    path = made(tmp_path / "a.yaml", "a:   1\n")
    path.chmod(0o444)
    with pytest.raises(BadInput, match=r"a\.yaml: cannot be written \(it is read-only\)"):
        renew(Outdated(path, 1, "a: 1\n", b"a:   1\n"))
    assert path.read_text() == "a:   1\n"


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_somebody_else_changed_since_is_left_as_it_is(gone: bool, tmp_path: Path) -> None:
    path = made(tmp_path / "a.yaml", "a:   1\n")
    file = outdated(path)
    assert file is not None
    made(path, "a:   2\n")
    if gone:
        path.unlink()
    with pytest.raises(BadInput, match=r"a\.yaml: was changed by somebody else in the meantime"):
        renew(file)
    assert [each.read_text() for each in tmp_path.iterdir()] == ([] if gone else ["a:   2\n"])


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = made(tmp_path / "there" / "a.yaml", "a:   1\n")
    link = tmp_path / "b.yaml"
    link.symlink_to(path)
    file = outdated(link)
    assert file is not None
    renew(file)
    assert link.is_symlink()
    assert path.read_text() == "a: 1\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes with a name")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    with pytest.raises(BadInput, match="this is not an ordinary file"):
        outdated(tmp_path / "a.yaml")


def test_the_rules_that_come_along_keep_their_meaning(tmp_path: Path) -> None:
    rules = Path(shutil.copytree(rules_directory(), tmp_path / "rules"))
    for path in yaml_files([rules]):
        file = outdated(path)
        if file:
            before = [plain(node) for node in parse_yaml(path.read_text(), "f")]
            renew(file)
            text = path.read_text()
            assert [plain(node) for node in parse_yaml(text, "f")] == before
            assert laid_out(text, "f") == text
            assert max(map(len, text.splitlines())) <= 100
