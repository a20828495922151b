"""Small Parquet files that would swell hugely are refused before they are opened; honest ones are not."""

import base64
import lzma
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.exports.conftest import Read, events

from threshold.exports.files import limits, parquet_limits
from threshold.exports.files.parquet_limits import look_inside_parquet, names_of_columns
from threshold.reading import BadInput

Make = Callable[..., Path]
SWELLS = "would swell"
# 20,000 references in DELTA_BYTE_ARRAY, each a letter longer than the one before: 190 MB in 861 bytes.
GROWING = (
    "T>t<81poj4|NsC0{{ScuMu<$3Sa(jB`c+zl&)9!<tNSxc#+Ow92w{L{F=(n_Q&>W$4gN*<jA!GGt^%><^k}NOaHrd9TOeEhZ3}cy"
    "_xXlJ<u<M&l1_N}weBWMOgg!%S(CjG;zG8<JF5gGu|94H0!4N;Y%!jTE*B?@yc3sM)>gsXmtJG55%t)jrX#u;k7j26ntXfzX0#FL"
    "m`s7bz(bIL5_EdK&&u*^kb3IZ#x-Qy)rY;9w~4s|JM~ZE+sHSUi!{9bd`EM18cR*<V3^x((Yh=j_rHI2v4a_+O(+HZ<P5aL042h~"
    "F5zVk2YTs0L)9S!n`e60-f`SbxAsuK{4Ip(j{gPum|!MIX3n($?;zJ=Y7RZzFy$JXrH@tSnrWuVp*XG_iZ+NW0PpmpZ!XHBGq0?m"
    "tq4vT;JYJe7eBv@+X;Xl$>Q%^NmSG;IG??K=bVH$v`A0k&g$g385{c=$c`nu_=87ezs+4H1zs2hukl(q`HCHCW)gt%eHd-fYRr>P"
    "40C4o8UP2L{BpIa{RA6)5=dLe-a2h<jdPKLktRwUHm<P>tPoa?H3CO=$++!;tkn@^M>VB_5j4-wd?W0XRj7w*mT|YWILv^w?)d-%"
    "HzW64q=AsvBk)jD@V=S;c2Ydj$;bu|cwN7C!oM=NQ02J&P4WKNf<px=Arm_$qW}1%eG>"
)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A Parquet file of so many rows, all alike but for what is given."""

    def make_it(rows: int = 1, **more: Any) -> Path:
        usual: dict[str, Any] = {"child_id": "C-1", "event": "referral", "date": date(2024, 1, 2)}
        columns: dict[str, Any] = {
            name: pl.repeat(value, rows, eager=True) for name, value in usual.items()
        } | more
        path = tmp_path / "report.parquet"
        pl.DataFrame(columns).write_parquet(path, compression="zstd", compression_level=10)
        return path

    return make_it


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as told:
        look_inside_parquet(path, path.name)
    return str(told.value.problems[0])


def varint(number: int, length: int) -> bytes:
    """A number with its sign, in so many bytes as are wanted."""
    number *= 2
    parts = [number >> (7 * place) & 127 for place in range(length)]
    return bytes([*(part | 128 for part in parts[:-1]), parts[-1]])


def test_an_honest_file(make: Make, read: Read) -> None:
    path = make(note="some text", many=pl.Series([[1, 2, 3]]), inner=pl.Series([{"a": 1, "b": [2, 3]}]))
    found = look_inside_parquet(path, path.name)
    assert found.values == {"child_id": 1, "event": 1, "date": 1, "note": 1, "many": 3, "inner": 3}
    assert events(read(path)) == {("C-1", "referral", "2024-01-02")}
    assert names_of_columns(path) == ["child_id", "event", "date", "note", "many", "inner"]


@pytest.mark.parametrize("compression", ["zstd", "snappy", "gzip", "brotli", "lz4", "uncompressed"])
def test_honest_files_of_many_rows_and_pieces(tmp_path: Path, compression: Any) -> None:
    path = tmp_path / "report.parquet"
    children = [f"C-{number * 7919 % 5003:05}" for number in range(50_000)]
    pl.DataFrame({"child_id": children}).write_parquet(
        path, compression=compression, row_group_size=1_000, data_page_size=500
    )
    assert look_inside_parquet(path, path.name).values == {"child_id": 50_000}


def test_rows_that_cost_nothing(make: Make) -> None:
    path = make(2_000_000)
    assert path.stat().st_size < 20_000
    assert "claims 2,000,000 rows" in refused(path)


def test_rows_that_the_footer_denies(make: Make) -> None:
    path = make(2_000_000)
    data = path.read_bytes()
    lied = data.replace(varint(2_000_000, 4), varint(1, 4))
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    path.write_bytes(data[:footer] + lied[footer:])
    assert lied[footer:] != data[footer:]
    assert "claims" in refused(path)


def test_one_cell_that_is_huge(make: Make) -> None:
    path = make(child_id="x" * 100 * limits.MEGABYTE)
    assert path.stat().st_size < 20_000
    assert SWELLS in refused(path)


def test_a_list_that_is_huge(make: Make) -> None:
    path = make(attended=pl.Series([[None] * 20_000_000], dtype=pl.List(pl.String)))
    assert path.stat().st_size < 20_000
    assert "claims 20,000,000 rows" in refused(path)


@pytest.mark.parametrize("column", ["child_id", "event"])
@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
def test_long_text_that_many_rows_share(make: Make, read: Read, column: str, kind: Any) -> None:
    path = make(50_000, **{column: pl.repeat("x" * 2_000, 50_000, eager=True).cast(kind)})
    assert path.stat().st_size < 20_000
    with pytest.raises(BadInput, match="repeats long text"):
        read(path)


def test_more_cells_than_may_be_read(make: Make, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_FREE_CELLS", 1_000)
    monkeypatch.setattr(limits, "_CELLS_A_BYTE", 0)
    assert len(events(read(make(100)))) == 1
    with pytest.raises(BadInput, match=SWELLS):
        read(make(1_000))


def test_text_that_builds_on_what_comes_before(tmp_path: Path) -> None:
    path = tmp_path / "report.parquet"
    path.write_bytes(growing())
    assert "DELTA_BYTE_ARRAY" in refused(path)


def growing() -> bytes:
    return lzma.decompress(base64.b85decode(GROWING))


def test_too_many_columns(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_limits, "MAX_COLUMNS", 3)
    look_inside_parquet(make(), "")
    assert "more columns" in refused(make(more=1))
    monkeypatch.setattr(parquet_limits, "MAX_FOOTER", 100)
    assert "more columns or pieces" in refused(make())


def test_lists_in_lists_in_lists(make: Make) -> None:
    deep = pl.Series([1])
    for _ in range(30):
        deep = deep.implode()
    assert SWELLS in refused(make(deep=deep))


def test_too_many_pages(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_limits, "MAX_PAGES", 2)
    assert SWELLS in refused(make())


def test_one_that_is_encrypted(make: Make) -> None:
    path = make()
    path.write_bytes(path.read_bytes()[:-4] + b"PARE")
    assert "encrypted" in refused(path)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" * 4, b"child_id,event,date\n" * 9, bytes(1_000)])
def test_what_is_no_parquet_at_all(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "report.parquet"
    path.write_bytes(data)
    assert "no Parquet file that can be read" in refused(path)
    assert names_of_columns(path) == []


def test_one_that_is_cut_short_anywhere(make: Make) -> None:
    path = make()
    data = path.read_bytes()
    for length in range(0, len(data), 7):
        path.write_bytes(data[:length])
        assert "no Parquet file that can be read" in refused(path)
