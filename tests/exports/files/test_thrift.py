"""Structures in Thrift's compact protocol, whole and broken off; the bytes are written by hand."""

import pytest

from threshold.exports.files.thrift import Damaged, struct_at

# 1: 300 (i32), 2: "ab", 3: true, 4: [1, -1] (i64), 20: {1: 5 (i8 in a list)}, 21: 1.5, 22: {"a": 2}, end
WHOLE = (
    b"\x15\xd8\x04"
    b"\x18\x02ab"
    b"\x11"
    b"\x19\x26\x02\x01"
    b"\x0c\x28\x19\x13\x05\x00"
    b"\x17\x00\x00\x00\x00\x00\x00\xf8\x3f"
    b"\x1b\x01\x85\x01a\x04"
    b"\x00"
)


def test_every_kind_of_field() -> None:
    found, behind = struct_at(b"??" + WHOLE + b"rest", 2)
    assert found == {1: 300, 2: b"ab", 3: True, 4: [1, -1], 20: {1: [5]}, 21: None, 22: None}
    assert behind == 2 + len(WHOLE)


@pytest.mark.parametrize("length", range(len(WHOLE)))
def test_one_that_breaks_off(length: int) -> None:
    with pytest.raises(Damaged):
        struct_at(WHOLE[:length], 0)


@pytest.mark.parametrize(
    "data",
    [
        b"\x1c" * 100_000 + b"\x00",  # a structure in a structure in a structure
        b"\x19" + b"\x19" * 100_000 + b"\x00",  # a list of lists
        b"\x19\xf5" + b"\xff" * 8 + b"\x7f",  # a list of more than anything can hold
        b"\x18" + b"\xff" * 11,  # a length without an end
        b"\x1b\xff\xff\xff\xff\x0f\x00\x00",  # a map of what there is none of
        b"\x1f\x00",  # a kind that there is none of
    ],
    ids=range(6),
)
def test_traps(data: bytes) -> None:
    with pytest.raises(Damaged):
        struct_at(data, 0)
