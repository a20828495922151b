"""Files are written whole or not at all, and for their owner alone."""

import os
import stat
import sys
from pathlib import Path

import pytest

from threshold.output.files import (
    ChangedMeanwhile,
    atomic_file,
    cannot_be_written,
    new_file,
    write_as_it_is,
    write_text,
    written_aside,
)
from threshold.reading import BadInput


def interrupted(path: Path) -> None:
    with written_aside(path, make_folder=True) as aside:
        aside.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt


def test_nothing_is_left_of_an_interrupted_write(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "audit.html"
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert list(path.parent.iterdir()) == []


def test_an_interrupted_write_leaves_the_former_file(tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    write_text(path, "former")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert path.read_text(encoding="utf-8") == "former"
    assert list(tmp_path.iterdir()) == [path]


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    write_text(path, "text")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o664, 0o600])
def test_what_is_replaced_hands_on_who_may_read_it(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "audit.html"
    path.touch()
    path.chmod(mode)
    write_text(path, "text")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_what_is_read_only_is_left(tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    path.write_text("former")
    path.chmod(0o444)
    with pytest.raises(BadInput, match="it is read-only"):
        write_text(path, "text")
    assert path.read_text() == "former"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    link, place = tmp_path / "audit.html", tmp_path / "kept" / "audit.html"
    link.symlink_to(place)
    for text in ("first", "second"):
        write_text(link, text)
        assert link.is_symlink()
        assert place.read_text() == text
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [path.name for path in place.parent.iterdir()] == ["audit.html"]


def test_links_that_go_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(BadInput, match="goes round in a circle"):
        write_text(tmp_path / "a", "text")
    (tmp_path / "c").symlink_to(tmp_path / "missing" / "c")
    with pytest.raises(BadInput, match="its folder does not exist"):
        write_text(tmp_path / "c", "text")
    assert (tmp_path / "c").is_symlink()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a link away")
def test_a_link_that_somebody_else_put_into_a_shared_folder_is_not_followed(tmp_path: Path) -> None:
    shared, precious = tmp_path / "shared", tmp_path / "precious"
    shared.mkdir()
    shared.chmod(0o1777)
    precious.write_text("mine")
    (shared / "audit.html").symlink_to(precious)
    os.chown(shared / "audit.html", 12345, 12345, follow_symlinks=False)
    with pytest.raises(BadInput, match="a link that somebody else put there"):
        write_text(shared / "audit.html", "text")
    assert precious.read_text() == "mine"


def test_what_was_changed_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("former")
    with pytest.raises(ChangedMeanwhile), written_aside(path, unchanged=lambda _: False) as aside:
        aside.write_text("new")
    assert path.read_text() == "former"
    assert list(tmp_path.iterdir()) == [path]
    write_as_it_is(path, "new", unchanged=lambda there: there.read_text() == "former")
    assert path.read_text() == "new"


def test_it_is_looked_at_last_of_all_with_nobody_else_at_it(tmp_path: Path) -> None:
    """What is written can take long, and others may write meanwhile."""
    path = tmp_path / "case.yaml"
    path.write_text("former")

    def write() -> None:
        with written_aside(path, unchanged=lambda there: there.read_text() == "former") as aside:
            aside.write_text("new")
            path.write_text("theirs")

    with pytest.raises(ChangedMeanwhile):
        write()
    assert path.read_text() == "theirs"


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be written"):
        write_text(tmp_path / "file" / "audit.html", "text")


def test_a_file_is_written_whole_over_the_former_one(tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    write_text(path, "former")
    write_text(path, "née\r\ntwo\n")
    assert path.read_bytes() == "née\r\ntwo\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_report_holds_nothing_that_is_obeyed_and_what_is_somebodys_own_stays(tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    write_text(path, "a\u202eb\x1b[2Jc\n")
    assert path.read_text(encoding="utf-8") == "a?b?[2Jc\n"
    write_as_it_is(path, "a\u202eb\u00a0c\n")
    assert path.read_text(encoding="utf-8") == "a\u202eb\u00a0c\n"


def test_until_it_is_whole_the_former_file_stands(tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    write_text(path, "former")
    with atomic_file(path) as aside:
        aside.write_text("new", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "former"
        assert aside.parent == tmp_path
        assert aside.suffix == ".html"
    assert path.read_text(encoding="utf-8") == "new"


def test_what_has_the_name_by_then_may_keep_it(tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    with atomic_file(path, replace=False) as aside:
        aside.write_text("late", encoding="utf-8")
        path.write_text("early", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "early"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_replaces_none_gets_its_name_with_or_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no hard links here")

    if not links:
        monkeypatch.setattr("os.link", refuse)
    path = tmp_path / "audit.html"
    with atomic_file(path, replace=False) as aside:
        aside.write_text("text", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "text"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_it_is_its_owner_s_alone_also_where_a_library_made_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "audit.parquet"
    with written_aside(path) as aside:
        aside.unlink()
        aside.write_text("text", encoding="utf-8")
        aside.chmod(0o644)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("synced", [True, False])
def test_it_is_on_the_disk_before_it_has_its_name_where_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, synced: bool
) -> None:
    done: list[str] = []
    replace = os.replace
    monkeypatch.setattr("os.fsync", lambda _: done.append("synced"))
    monkeypatch.setattr("os.replace", lambda *names: (done.append("named"), replace(*names)))
    write_text(tmp_path / "register", "text", synced=synced)
    assert done == (["synced", "named"] if synced else ["named"])


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    with new_file(path) as aside:
        aside.write_text("first", encoding="utf-8")
    with pytest.raises(BadInput, match="there is a file of this name already"), new_file(path):
        pass
    assert path.read_text(encoding="utf-8") == "first"


@pytest.mark.skipif(sys.platform != "linux", reason="no two files change places in one step there")
def test_what_is_changed_after_the_last_look_is_put_back(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("former")

    def unchanged(there: Path) -> bool:
        same = there.read_text() == "former"
        path.write_text("theirs")
        return same

    with pytest.raises(ChangedMeanwhile):
        write_as_it_is(path, "new", unchanged=unchanged)
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("there", [True, False])
def test_what_comes_or_goes_after_the_last_look_stays_so(tmp_path: Path, there: bool) -> None:
    path = tmp_path / "case.yaml"
    if there:
        path.write_text("former")

    def unchanged(_: Path) -> bool:
        path.unlink() if there else path.write_text("theirs")
        return True

    if there and sys.platform != "linux":
        pytest.skip("nothing is told of it there")
    with pytest.raises(ChangedMeanwhile):
        write_as_it_is(path, "new", unchanged=unchanged)
    assert [each.read_text() for each in tmp_path.iterdir()] == ([] if there else ["theirs"])


def test_where_no_two_files_change_places_it_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threshold.output.files.exchanged", lambda *_: False)
    path = tmp_path / "case.yaml"
    path.write_text("former")
    path.chmod(0o640)
    write_as_it_is(path, "new", unchanged=lambda there: there.read_text() == "former")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_that_somebody_else_made_meanwhile_is_theirs(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"

    def write() -> None:
        with new_file(path) as aside:
            aside.write_text("mine", encoding="utf-8")
            path.write_text("theirs", encoding="utf-8")

    with pytest.raises(BadInput, match="cannot be written"):
        write()
    assert path.read_text(encoding="utf-8") == "theirs"
    path.unlink()
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="there is a file of this name already"), new_file(path):
        pass


def test_a_folder_is_made_only_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "audit.html"
    with pytest.raises(BadInput, match="cannot be written"):
        write_text(path, "text")
    assert list(tmp_path.iterdir()) == []
    write_text(path, "text", make_folder=True)
    assert path.exists()
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700


def test_what_the_disk_says_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    full = cannot_be_written(tmp_path / "a", OSError(28, "No space left on device"))
    assert str(full.problems[0]) == f"{tmp_path / 'a'}: cannot be written (No space left on device)"
    assert "(the disk reported an error)" in str(cannot_be_written(tmp_path, OSError()).problems[0])


@pytest.mark.parametrize("path", [Path("."), Path("/"), Path("")])
def test_a_folder_is_no_file(path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        write_text(path, "text")


def test_what_is_no_ordinary_file_is_left_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(BadInput, match="no ordinary file"):
        write_text(pipe, "text")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
