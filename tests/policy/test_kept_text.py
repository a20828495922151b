"""Files of a policy as texts that are kept, and written again as they were."""

from pathlib import Path

import pytest

from threshold.policy.kept_text import kept_as_text, write_kept
from threshold.reading import BadInput


@pytest.mark.parametrize(
    ("name", "data"), [("a.yaml", "a: é\r\nb: 1\n".encode()), ("indicators.xlsx", b"PK\x03\x04\xff\x00\r\n")]
)
def test_a_file_is_written_as_it_was_kept(tmp_path: Path, name: str, data: bytes) -> None:
    one, two = tmp_path / name, tmp_path / f"again-{name}"
    one.write_bytes(data)
    write_kept(kept_as_text(one), two)
    assert two.read_bytes() == data


def test_what_cannot_be_kept_or_was_not_kept_so_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"PK\x03\x04\xff\x00")
    for name in ("a.yaml", "gone.xlsx"):
        with pytest.raises(BadInput):
            kept_as_text(tmp_path / name)
    with pytest.raises(ValueError, match="ASCII"):
        write_kept("no base64 é", tmp_path / "indicators.xlsx")
