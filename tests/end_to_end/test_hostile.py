"""Whatever is given comes out as text and nothing else: of every field, name and header, on every format.

A policy that somebody else wrote, case files, an export, a register and names of files hold text that means
to be more; what is printed and written is read back, by rules that know nothing of the program.
"""

import csv
import json
import sys
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

pytest.importorskip("polars")

from threshold.cli.main import main
from threshold.reading import BadInput, parse_yaml

from ..semantics.conftest import Small, nothing_remembered, rules, small
from . import hostile
from .hostile import CHECKS, CORPUS, HONEST

__all__ = ["nothing_remembered", "rules", "small"]

Run = Callable[..., tuple[int, str, str]]
FEW = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `threshold` in a folder of its own on a wide screen; what it printed is looked at as text."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "2000")
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.setattr(sys, "stdin", StringIO())

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *map(str, words)])
        capsys.readouterr()
        status = main()
        out, err = capsys.readouterr()
        assert "internal error" not in err
        hostile.check_text(out)
        hostile.check_messages(err)
        return status, out, err

    return run


def quoted(text: str) -> str:
    """Text as YAML takes it between quotation marks, whatever it holds."""
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"'


def readable(texts: Sequence[str]) -> list[str]:
    """Those that a policy or a case file may hold at all."""

    def held(text: str) -> bool:
        try:
            parse_yaml(f"a: {quoted(text)}", "text")
        except BadInput:
            return False
        return bool(text.strip()) and not set(text) & set("{}")  # a brace names a parameter

    return [text for text in texts if held(text)]


# What a policy and a case file say


def written(small: Small, texts: Sequence[str]) -> Path:
    """A folder with a policy whose every text is one of these, and examples, one of which passes."""
    requirements = "".join(
        f"  - {{id: R{number}, carries: [T-1], title: {quoted(text)}, "
        "bears_on: [step_up, step_down, compliance],\n"
        f"     note: [{{must: {{t.a: true}}, else: {quoted(text)}, do: {quoted(text)}, by: Anyone}}]}}\n"
        for number, text in enumerate(texts)
    )
    deadlines = "".join(
        f"  - {{id: L{number}, carries: [T-1], title: {quoted(text)}, starts: {{fact: t.day}}, "
        "within: 3 days,\n"
        f"     met_by: {{event: seen}}, late: {quoted(text)}, overdue: {quoted(text)}}}\n"
        for number, text in enumerate(texts)
    )
    steps = ", ".join(
        f"{{W-{number}: {quoted(text)}, by: Anyone, to: Manager}}" for number, text in enumerate(texts)
    )
    small.tiny(
        f"requirements:\n{requirements}deadlines:\n{deadlines}"
        f"routes:\n  - {{id: W, carries: [T-1], title: {quoted(texts[0])}, steps: [{steps}]}}\n"
    )
    path = small.write()
    pack = path.parent / "tiny" / "pack.yaml"
    text = pack.read_text().replace("title: tiny", f"title: {quoted(texts[0])}")
    text = text.replace("document: tiny", f"document: {quoted(texts[-1])}")
    pack.write_text(text.replace("T-1: one place", f"T-1: {quoted(texts[-1])}"))
    path.write_text(path.read_text().replace("title: Small", f"title: {quoted(texts[0])}"))
    cases = path.parent / "cases"
    cases.mkdir()
    shown = ", ".join(map(quoted, texts))
    for number, text in enumerate(texts[:3]):
        (cases / f"c{number}.yaml").write_text(
            f"case: C-{number}\nfamily: F-{number}\nabout: {quoted(text)}\nas_at: 2026-08-14\n"
            f"t: {{a: false, b: true, n: 4, day: 2026-08-03}}\nrequest: {{direction: step_down}}\n"
            f"expect: {{policy: {path}, status: blocked, printed: [{shown}]}}\n"
        )
    (cases / "passes.yaml").write_text(
        f"case: C-9\nas_at: 2026-08-14\nt: {{a: false}}\nexpect: {{policy: {path}, conflicts: []}}\n"
    )
    return path


def told(run: Run, *words: object, formats: Sequence[str], statuses: Sequence[int] = (0, 1)) -> None:
    for each in formats:
        status, out, err = run(*words, "--format", each)
        assert status in statuses, err
        CHECKS[each](out)


def policy_and_cases(run: Run, path: Path) -> None:
    cases, policy = path.parent / "cases", ("--policy", path)
    one = cases / "c0.yaml"
    number = len([*cases.iterdir()])
    formats = ("text", "json", "ndjson", "csv", "markdown")
    told(run, "decide", cases, *policy, formats=formats)
    told(run, "decide", cases, *policy, "--all", formats=("text", "markdown"))
    _, out, _ = run("decide", cases, *policy, "--format", "csv")
    hostile.check_csv(out, number)
    assert len(run("decide", cases, *policy, "--format", "ndjson")[1].splitlines()) == number
    told(run, "ask", one, *policy, formats=("text", "json"))
    told(run, "timeline", one, *policy, formats=("text", "svg", "html"))
    told(run, "policy", "show", path, formats=("text", "html"))
    told(run, "policy", "show", "R0", *policy, formats=("text", "html"))
    told(run, "policy", "test", cases, formats=("text", "json", "junit"))
    told(
        run,
        "policy",
        "coverage",
        path.parent / "tiny",
        "--cases",
        cases,
        formats=("text", "json"),
    )
    run("policy", "check", path)
    run("policy", "show", path, "--format", "html", "--out", "page.html")
    hostile.check_html(Path("page.html").read_text(encoding="utf-8"))


def test_a_policy_that_somebody_else_wrote_is_text(run: Run, small: Small) -> None:
    policy_and_cases(run, written(small, readable((*CORPUS, *HONEST))))


@FEW
@given(texts=hostile.st.lists(hostile.texts, min_size=2, max_size=5))
def test_whatever_a_policy_says_is_text(run: Run, small: Small, texts: list[str]) -> None:
    if held := readable(texts):
        policy_and_cases(run, written(small, held))


# Exports


def exported(folder: Path, texts: Sequence[str], name: str = "events.csv") -> Path:
    """An export with each of these texts as a child, a team, a kind of event and a header."""
    path = folder / name
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["child_id", "event", "date", "team", "worker", *(f"{text} {text}" for text in texts)])
        for number, text in enumerate(texts):
            for child in (text, f"C{number}"):
                blank = [""] * len(texts)
                rows.writerow([child, "referral", "2026-03-02", text, f"W{number}", *blank])
                rows.writerow([child, "referral_decision", "2026-03-09", text, f"W{number}", *blank])
                rows.writerow([child, f"{text} meeting", "2026-03-10", text, text, *blank])
    (folder / "map.yaml").write_text(
        "columns: {child: child_id, event: event, on: date, team: team, worker: worker}\n"
        "covers: {referral_decision: as_at}\n"
    )
    return path


def audited(run: Run, path: Path) -> None:
    shared = (
        "--policy",
        "national",
        "--as-at",
        "2026-08-14",
        "--map",
        path.parent / "map.yaml",
        "--exit-zero",
    )
    for each in ("text", "json"):
        _, out, _ = run("audit", path, "--inspect", "--policy", "national", "--format", each)
        CHECKS[each](out)
    for edition in ("team", "board"):
        made = (
            "json",
            "csv",
            "markdown",
            "html",
            *(["xlsx"] if edition == "team" else []),
        )  # a board has no rows
        formats = [word for each in made for word in ("--format", each)]
        out = f"{edition} {path.stem}"
        more = ("--results", f"{out}.csv", "--cases", f"{out} cases") if edition == "team" else ()
        status, _, err = run("audit", path, *shared, *formats, "--out", out, "--edition", edition, *more)
        assert status == 0, err
        for file in Path(out).iterdir():
            if file.suffix == ".xlsx":
                hostile.check_workbook(file.read_bytes())
            else:
                text = file.read_bytes().decode()
                CHECKS[{"md": "markdown"}.get(file.suffix[1:], file.suffix[1:])](text)
    hostile.check_csv(Path(f"team {path.stem}.csv").read_bytes().decode())
    for case in Path(f"team {path.stem} cases").rglob("*.yaml"):
        hostile.check_text(case.read_text(encoding="utf-8"))


def test_an_export_is_text(run: Run, tmp_path: Path) -> None:
    audited(
        run, exported(tmp_path, [*dict.fromkeys(text for text in (*CORPUS, *HONEST) if "\x00" not in text)])
    )


def test_the_name_of_an_export_and_of_an_earlier_audit_is_text(run: Run, tmp_path: Path) -> None:
    name = "a\u202e\x1b[2J\u2028forged: all fine\u200b|<b>[a](http:x).csv"
    path = exported(tmp_path, ["North"], name)
    audited(run, path)
    (earlier,) = Path(f"team {path.stem}").glob("*.json")
    shared = ("--policy", "national", "--as-at", "2026-08-15", "--map", "map.yaml", "--exit-zero")
    text = json.loads(earlier.read_text())
    text["source"]["name"] = "\x1b[2J\nforged: all fine\u202e<b>"
    Path("earlier.json").write_text(json.dumps(text))
    for each in ("text", "json", "csv", "markdown", "html"):
        status, out, err = run(
            "audit", path, *shared, "--format", each, "--out", "-", "--compare", "earlier.json"
        )
        assert status == 0, err
        CHECKS[each](out)


@FEW
@given(texts=hostile.st.lists(hostile.texts, min_size=1, max_size=4))
def test_whatever_an_export_holds_is_text(run: Run, tmp_path: Path, texts: list[str]) -> None:
    audited(run, exported(tmp_path, [*dict.fromkeys(text.replace("\x00", "") for text in texts)]))


# The register


def test_what_is_recorded_is_text(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Path(__file__).parents[2] / "cases" / "step-up-step-down" / "step-down.yaml"
    recorded = 0
    for text in (text for text in (*CORPUS, *HONEST) if "\x00" not in text):
        words = ("--by", "Team Manager", "--reference", "TM-07", "--policy", "step-up-step-down")
        status, _, _ = run("record", case, "--decision", "continue", "--override", "--reason", text, *words)
        recorded += status == 0
        run("record", case, "--decision", text, "--override", "--reason", "So it was", *words)
        run("record", case, "--decision", "continue", "--by", text, "--override", "--reason", "So it was")
        if recorded > 25:
            break
    assert recorded > 25
    told(run, "register", "list", formats=("text", "json", "csv"))
    told(run, "register", "show", "1", formats=("text", "json", "markdown", "html"))
    told(run, "register", "export", formats=("ndjson", "csv"))
    told(run, "register", "stats", formats=("text", "json", "html"))
    told(run, "register", "replay", formats=("text", "json"))
    hostile.check_csv(run("register", "export", "--format", "csv")[1], recorded)
    assert len(run("register", "list")[1].splitlines()) == recorded + 1
    run("register", "checkpoint", "--out", "checkpoint.json")
    made = json.loads(Path("checkpoint.json").read_text())
    for field in ("made", "key", "signature", "register", "head"):
        for text in CORPUS:
            Path("altered.json").write_text(json.dumps({**made, field: text}))
            for each in ("text", "json"):
                run("register", "verify", "--against", "altered.json", "--format", each)


# Names


COMMANDS = (
    *(("consult", "--answers"), ("consult", "--resume"), ("consult", "--policy")),
    *(("decide",), ("ask",), ("timeline",), ("policy", "test"), ("policy", "check"), ("policy", "show")),
    *(("policy", "fmt"), ("audit",), ("audit", "--inspect"), ("register", "verify", "--against")),
    *(
        ("register", "show"),
        ("register", "export"),
        ("record", "--decision"),
        ("no-such",),
        ("decide", "--format"),
    ),
    *(("decide", "x.yaml", "--set"), ("decide", "x.yaml", "--policy"), ("decide", "x.yaml", "--as-at")),
    *(
        ("policy", "mutate"),
        ("policy", "coverage", "--policy"),
        ("demo-data", "--format"),
        ("audit", "x.csv", "--where"),
    ),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_name_and_no_value_forges_a_message(run: Run, tmp_path: Path, words: Sequence[str]) -> None:
    for text in (text for text in CORPUS if "\x00" not in text):
        status, out, err = run(*words, text)
        assert status in (0, 1, 2)
        assert status == 0 or out or err


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"a: [", b"case: C-1\nas_at: 2026-08-14\nno_such: 1\n"]
)
def test_no_name_of_a_file_that_is_there_forges_a_message(run: Run, tmp_path: Path, content: bytes) -> None:
    for number, text in enumerate(text for text in CORPUS if "\x00" not in text):
        for suffix in (".yaml", ".json", ".csv"):
            name = f"{number}{text.replace('/', '_')}{suffix}"
            Path(name).write_bytes(content)
    for words in (
        ("decide", "."),
        ("policy", "test", "."),
        ("policy", "fmt", "--check", "."),
        ("audit", "."),
    ):
        assert run(*words)[0] in (0, 1, 2)
