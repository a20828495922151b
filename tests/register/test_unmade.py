"""A register that is still to be made: there with its first entry, whole, or not there at all."""

import os
import stat
from multiprocessing import get_context
from pathlib import Path

import pytest
from tests.register.conftest import POLICY, faults, key, made_up

from threshold.reading import BadInput
from threshold.register.keys import add_key
from threshold.register.signing import Signer, read_signer
from threshold.register.store import Way, open_register
from threshold.register.unmade import unmade


@pytest.fixture
def signer(tmp_path_factory) -> Signer:
    return read_signer(key(tmp_path_factory.mktemp("keys")))


def test_there_is_none_to_make_where_something_has_the_name(tmp_path):
    def opening() -> None:
        raise AssertionError

    with unmade(tmp_path, opening) as there, unmade(tmp_path / "register.sqlite", opening) as first:
        assert there is None
        assert first is not None


def test_without_an_entry_nothing_is_made_no_folder_either(tmp_path):
    path = tmp_path / "one" / "two" / "register.sqlite"
    with open_register(path, make=True) as register:
        assert register.identity
        assert register.newest() is None
        assert not register.made_otherwise()
    assert list(tmp_path.iterdir()) == []


def test_an_entry_that_is_refused_makes_nothing(tmp_path, signer):
    path = tmp_path / "one" / "register.sqlite"
    with open_register(path, make=True) as register, pytest.raises(BadInput, match="does not know this key"):
        register.append(made_up(1, register), POLICY, signer=signer)
    assert not path.parent.exists()


def test_it_is_made_with_its_first_entry_and_goes_on(tmp_path):
    path = tmp_path / "one" / "two" / "register.sqlite"
    with open_register(path, make=True) as register:
        identity = register.identity
        for number in (1, 2):
            register.append(made_up(number, register), POLICY)
            assert faults(path) == []  # by whoever looks meanwhile
        assert [each.told.case for each in register.entries()] == ["C-1", "C-2"]
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with open_register(path) as register:
        assert register.identity == identity


def test_one_that_cannot_be_put_in_its_place_leaves_no_folder(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(os, "fdopen", full)
    path = tmp_path / "one" / "two" / "register.sqlite"
    with open_register(path, make=True) as register:
        content = made_up(1, register)
        with pytest.raises(BadInput, match="No space left on device"):
            register.append(content, POLICY)
        with pytest.raises(BadInput):  # nor does the entry that was refused come in with another
            register.append(content, POLICY)
    assert not (tmp_path / "one").exists()


def _begin(path: Path) -> None:
    with open_register(path, make=True) as register:
        register.append(made_up(1, register), POLICY)


@pytest.mark.parametrize("folder", [".", "one/two"])
def test_of_those_who_begin_it_at_once_each_has_an_entry(tmp_path, folder):
    """Where the folder is made too, somebody may have to try again, and is told so."""
    path = tmp_path / folder / "register.sqlite"
    fork = get_context("fork")
    workers = [fork.Process(target=_begin, args=(path,)) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    done = sum(worker.exitcode == 0 for worker in workers)
    assert done == 6 or (folder != "." and done)
    with open_register(path) as register:
        assert len(register.entries()) == done
    assert faults(path) == []


def test_one_that_somebody_made_meanwhile_is_not_written_over(tmp_path):
    path = tmp_path / "register.sqlite"
    with open_register(path, make=True) as register:
        path.write_bytes(b"another's")
        with pytest.raises(BadInput, match="at the same time; nothing was recorded, try again"):
            register.append(made_up(1, register), POLICY)
    assert path.read_bytes() == b"another's"


@pytest.mark.parametrize("name", ["-", ":memory:", "file:register.sqlite?mode=memory"])
def test_names_that_mean_something_else_elsewhere_are_no_files(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match="no register is made of this name"):
        _begin(Path(name))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["nowhere.sqlite", "register.sqlite"])
def test_a_link_to_nowhere_is_called_one(tmp_path, target):
    path = tmp_path / "register.sqlite"
    path.symlink_to(target)
    for make in (True, False):
        with pytest.raises(BadInput, match="this is a link") as told, open_register(path, make=make):
            pass
        assert "threshold record" not in str(told.value)
    assert os.listdir(tmp_path) == ["register.sqlite"]


def test_a_first_key_makes_it_too(tmp_path, signer):
    path = tmp_path / "register.sqlite"
    with open_register(path, make=True) as register:
        add_key(register, "TM-07", signer.public, Way(signer=signer))
        assert register.keyring().valid()[0].name == "TM-07"
    assert faults(path) == []
