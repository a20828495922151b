"""Two files change places, or nothing happens."""

import errno
import sys
from pathlib import Path

import pytest

from threshold.output import exchange
from threshold.output.exchange import exchanged


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one", tmp_path / "é other"
    one.write_text("1")
    other.write_text("2")
    return one, other


@pytest.mark.skipif(sys.platform != "linux", reason="the system has no such call")
def test_they_change_places(two: tuple[Path, Path]) -> None:
    assert exchanged(*two)
    assert [path.read_text() for path in two] == ["2", "1"]


@pytest.mark.skipif(sys.platform != "linux", reason="the system has no such call")
def test_one_that_is_not_there_is_an_error(two: tuple[Path, Path]) -> None:
    two[1].unlink()
    with pytest.raises(FileNotFoundError):
        exchanged(*two)
    assert two[0].read_text() == "1"


@pytest.mark.parametrize("number", [None, errno.ENOSYS, errno.EINVAL])
def test_where_it_cannot_be_done_nothing_is(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, number: int | None
) -> None:
    def refuse(*_: object) -> int:
        return -1

    monkeypatch.setattr(exchange, "_rename", lambda: None if number is None else refuse)
    monkeypatch.setattr("ctypes.get_errno", lambda: number)
    assert not exchanged(*two)
    assert [path.read_text() for path in two] == ["1", "2"]
