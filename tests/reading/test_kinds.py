"""What a file is by its first bytes, and what is no file at all."""

import os
import socket
from pathlib import Path

import pytest

from threshold.reading import BadInput, check_ordinary, kind_of
from threshold.reading.kinds import special, unmarked_utf_16


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"PK\x03\x04", "a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of the old kind"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_what_begins_so(data: bytes, says: str) -> None:
    assert kind_of(data).startswith(says)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["seven77", "case: C-1\n", "child_id;event\nŁ;né\n" * 999])
def test_plain_text_in_utf_16_is_known_without_its_mark(text: str, encoding: str) -> None:
    assert unmarked_utf_16(text.encode(encoding)) == encoding
    assert unmarked_utf_16(text.encode()) == ""


@pytest.mark.parametrize("data", [b"", b"\0", b"a\0", b"f\0o\0u\0r\0", b"case: C-1\0", b"\xff\xfe"])
def test_a_few_bytes_make_no_utf_16(data: bytes) -> None:
    assert unmarked_utf_16(data) == ""


@pytest.mark.parametrize("data", [b"", b"case: C-1", b"{", b"child_id,event", b"\xef\xbb\xbfPAR1", b"PARTY"])
def test_what_may_be_text(data: bytes) -> None:
    assert kind_of(data) == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such things")
def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(os.path.relpath(tmp_path / "socket"))
    told = {"pipe": "this is a pipe, and a file is needed", "socket": "this is a socket, not a file"}
    for name, says in told.items():
        with pytest.raises(BadInput, match=f"a name: {says}"):
            check_ordinary(tmp_path / name, "a name")
    with pytest.raises(BadInput, match="this is a device, not a file"):
        check_ordinary(Path(os.devnull), "a name")


def test_files_and_folders_and_nothing_at_all(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path, tmp_path / "nowhere", tmp_path / "\0"):
        check_ordinary(path, "a name")
    assert special(tmp_path.stat().st_mode) == ""
