"""The key is a file of its owner, made once and read again."""

from pathlib import Path

import pytest

from threshold.pseudonyms import make_key, others_may_read, read_key
from threshold.reading import BadInput


def test_a_key_is_made_for_its_owner_alone_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "key"
    made = make_key(path)
    assert len(made) == 32
    assert read_key(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert not others_may_read(path)
    path.chmod(0o640)
    assert others_may_read(path)


def test_no_two_keys_are_the_same(tmp_path: Path) -> None:
    assert make_key(tmp_path / "one") != make_key(tmp_path / "two")


def test_a_key_is_never_made_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    made = make_key(path)
    with pytest.raises(BadInput):
        make_key(path)
    assert read_key(path) == made


@pytest.mark.parametrize(
    "text", ["", "secret", "threshold key for references, version 1\nabc", "\x00" * 5_000]
)
def test_what_is_no_key_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as raised:
        read_key(path)
    assert "secret" not in str(raised.value.problems[0].message)


def test_that_there_is_no_key_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        read_key(tmp_path / "key")
    assert "--make-key" in str(raised.value.problems[0])
