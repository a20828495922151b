"""Small files of every kind, cut short and with bytes changed: always a plain message, never much memory.

Which bytes is drawn anew each time at a desk; `THRESHOLD_SEED` repeats it.
"""

import json
import os
import random
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.end_to_end.test_bad_input import run

pytest.importorskip("polars")

from threshold.demo import write_demo
from threshold.policy import rules_directory

GIGABYTE = 1024**3
SEED = int(os.environ.get("THRESHOLD_SEED", random.randrange(10**6)))
AUDIT = ("audit", "{}", "--as-at", "2026-03-31", "--out", "-", "--sample", "0")
OLD = Path(__file__).parents[1] / "exports" / "formats" / "data" / "annex-a.xls"
CASE = "case: C-1\nas_at: 2026-08-14\nneed: {complex: true}\ntimeline:\n- {on: 2026-08-01, event: referral}\n"
WORDS = {
    **dict.fromkeys(("a.csv", "a.parquet", "a.ndjson", "a.xlsx", "a.ods", "a.xls", "a.xml"), AUDIT),
    "map.yaml": ("audit", "a.csv", "--map", "{}", *AUDIT[2:]),
    "earlier.json": ("audit", "a.csv", "--compare", "{}", *AUDIT[2:]),
    "earlier.parquet": ("audit", "a.csv", "--compare", "{}", *AUDIT[2:]),
    **dict.fromkeys(("case.yaml", "case.json", "case.ndjson"), ("decide", "{}")),
    "policy.yaml": ("decide", "case.yaml", "--policy", "{}"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sound file of every kind."""
    folder = tmp_path_factory.mktemp("whole")
    write_demo(folder / "a.csv", children=5, seed=1)
    (folder / "a.columns.yaml").rename(folder / "map.yaml")
    write_demo(folder / "a.parquet", children=5, seed=1)
    write_demo(folder / "a.xlsx", children=5, seed=1, format_="annex-a")
    write_demo(folder / "a.xml", children=5, seed=1, format_="census")
    headers, *rows = (line.split(",") for line in (folder / "a.csv").read_text().splitlines())
    lines = (json.dumps(dict(zip(headers, row, strict=True))) for row in rows if len(row) == len(headers))
    (folder / "a.ndjson").write_text("\n".join(lines) + "\n")
    (folder / "a.xls").write_bytes(OLD.read_bytes())
    cells = "".join(
        f'<table:table-cell table:value-type="string"><p>{cell}</p></table:table-cell>' for cell in headers
    )
    with zipfile.ZipFile(folder / "a.ods", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "content.xml",
            f"<a><table:table table:name='A'><table:table-row>{cells}</table:table-row></table:table></a>",
        )
    (folder / "case.yaml").write_text(CASE)
    (folder / "case.json").write_text('{"case": "C-1", "as_at": "2026-08-14", "need": {"complex": true}}')
    (folder / "case.ndjson").write_text('{"case": "C-1"}\n{"case": "C-2"}\n')
    policy = rules_directory() / "policies" / "national.yaml"
    (folder / "policy.yaml").write_bytes(policy.read_bytes())
    results = ("--results", str(folder / "earlier.parquet"))
    done = run(*(word.format(folder / "a.csv") for word in AUDIT), "--format", "json", *results)
    assert done.status in (0, 1)
    (folder / "earlier.json").write_text(done.out)
    return folder


def damaged(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """The data cut short, and with some of its bytes changed."""
    for _ in range(2):
        yield data[: chance.randrange(len(data))]
    for number in (1, 1, 4, 20):
        changed = bytearray(data)
        for _ in range(number):
            changed[chance.randrange(len(data))] = chance.randrange(256)
        yield bytes(changed)
    # The end, where footers and directories are.
    for _ in range(2):
        changed = bytearray(data)
        changed[-1 - chance.randrange(min(300, len(data)))] ^= 1 << chance.randrange(8)
        yield bytes(changed)


@pytest.mark.parametrize("name", WORDS)
def test_a_damaged_file_is_told_in_words(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(whole)
    monkeypatch.delenv("THRESHOLD_DEBUG", raising=False)
    path = tmp_path / name
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number, data in enumerate(damaged((whole / name).read_bytes(), random.Random(f"{SEED} {name}"))):
        path.write_bytes(data)
        outcome = run(*(word.format(path) for word in WORDS[name]))
        told = f"THRESHOLD_SEED={SEED}, number {number}: {outcome.err}"
        assert outcome.status in (0, 1, 2), told
        assert "internal error" not in outcome.err, told
        assert "Traceback" not in outcome.err, told
        assert "broke down" not in outcome.err, told
        if outcome.status == 2:
            assert outcome.err.startswith("threshold: "), told
    if sys.platform == "linux":
        assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < GIGABYTE
