"""Text that means to be more than text, and what must be true of whatever is made of it.

Nothing here is taken from the program: what may be seen is told anew, from Unicode's own categories.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO, StringIO
from itertools import pairwise
from zipfile import ZipFile

from hypothesis import strategies as st
from lxml import etree, html

CONTROLS = (
    "\x00",
    "\x07",
    "\x08",
    "\x1b[2J",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x7f",
    "\x9b31m",
    "\x9d0;t\x9c",
)
TURNS = ("\u202egpj.exe", "\u202a", "\u2066a\u2069", "\u200f", "\u200e", "\u061c")
UNSEEN = ("\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u034f", "\u3164", "\u2800", "\ufe01", "\ufe0f",
          "\U000e0041\U000e007f", "\U000e0101", "\ufffe", "\U0010ffff", "\ue000")  # fmt: skip
FORGED = "forged: all fine"
LINES = tuple(f"a{end}{FORGED}" for end in ("\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"))
FORMULAS = (
    *(
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "=cmd|'/c calc'!A0",
        '=HYPERLINK("http://x.example","y")',
        "=DDE()",
    ),
    *(
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b=1",
        '"=1',
        "a;=1",
        "a;\t@1",
    ),
)
MARKUP = (
    *(
        "<script>alert(1)</script>",
        "</title><script>",
        "</style><img src=x onerror=alert(1)>",
        "]]><b>",
        "-->",
    ),
    *(
        '" onmouseover="alert(1)',
        "' autofocus onfocus='alert(1)",
        "&#x202e;",
        "javascript:alert(1)",
        "{{ 7 * 7 }}",
    ),
)
MARKDOWN = (
    *(
        "[a](http://x.example)",
        "![a](http://x.example/a.png)",
        "<http://x.example>",
        "http://x.example",
        "www.x.example",
    ),
    *(
        f"\n# {FORGED}",
        f"\n- {FORGED}",
        f"\n| {FORGED} | b |",
        f"# {FORGED}",
        f"- {FORGED}",
        f"1. {FORGED}",
        f"> {FORGED}",
    ),
    *("| a | b |", "`a`", "**a**", "```\na", "[a]: http://x.example", "---", "<b>a</b>"),
)
OTHERS = ('"}', "\\", "'", "_x0041_", "%s{0}", "${HOME}")
CORPUS = (*CONTROLS, *TURNS, *UNSEEN, *LINES, *FORMULAS, *MARKUP, *MARKDOWN, *OTHERS)
HONEST = ("naïve señal", "O\u2019Neill \u2013 \u201cso\u201d", "-", "5 °C", "\u4e2d\u6587")

texts = st.lists(st.sampled_from((*CORPUS, *HONEST, "word ")), min_size=1, max_size=4).map("".join)

_NOT_SHOWN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0000-\U000e0fff]"
)
_FORMULA = re.compile(r"[ \"]*([=+@\uff1d\uff0b\uff20]|[-\uff0d].)")
_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "footer"),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "a",
        "ol",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "div",
        "span",
        "strong",
    ),
    *(
        "em",
        "br",
        "wbr",
        "details",
        "summary",
        "figure",
        "figcaption",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ),
}
_DRAWN = {
    *("svg", "defs", "pattern", "g", "rect", "circle", "line", "path", "polygon", "polyline", "text"),
    *("tspan", "title", "desc", "style"),
}


def hidden(text: str) -> Iterator[str]:
    """What of a text cannot be seen, or is obeyed; the ends of its lines are not meant."""
    for sign in text:
        kind = unicodedata.category(sign)
        if sign not in " \n" and (kind[0] in "CZ" or _NOT_SHOWN.match(sign)):
            yield f"U+{ord(sign):04X}"


def check_text(text: str) -> None:
    """Nothing is obeyed, and no line begins that nobody wrote."""
    assert [*hidden(text.replace("\r\n", "\n"))] == []
    assert not [line for line in text.splitlines() if line.startswith(FORGED)]


def check_messages(text: str) -> None:
    """Each line is a message of the program."""
    check_text(text)
    assert all(line.startswith("threshold: ") for line in text.splitlines())


def check_json(text: str) -> None:
    check_text(text)
    for line in text.splitlines() if text.startswith("{") and "\n{" in text else [text]:
        json.loads(line)


def check_csv(text: str, rows: int | None = None) -> None:
    """As many rows and cells as there should be, and none that is run however the cells are parted."""
    check_text(text)
    read = list(csv.reader(StringIO(text, newline="")))
    assert len({len(row) for row in read}) == 1
    assert len(text.splitlines()) == len(read)
    assert rows is None or len(read) == rows + 1
    for part in (part for row in read[1:] for cell in row for part in cell.split(";")):
        assert not _FORMULA.match(part) or re.fullmatch(r"-?\d+(\.\d+)?", part), part


def check_markdown(text: str) -> None:
    """No link, no picture, no markup, and no heading, row or item that nobody wrote."""
    check_text(text)
    armed = re.sub(r"\\.", "x", text)  # without what a backslash disarms
    assert not re.search(r"\]\(|\]:|://|<|!\[", armed)
    assert not re.search(rf"(?m)^\W*(?:[-#>|]|\d+[.)])\s*(?:[-#>|]|\d+[.)])\s*{FORGED}", armed)
    rows = [line for line in armed.splitlines() if line.startswith("|")]
    for first, second in pairwise(rows):
        if re.fullmatch(r"[|: -]+", second):
            columns = first.count("|")
        elif not re.fullmatch(r"[|: -]+", first):
            assert first.count("|") == columns, first


def check_html(text: str) -> None:
    """No script, nothing fetched, and nothing but what our own pages are made of."""
    check_text(text)
    for element in html.document_fromstring(text).iter():
        assert isinstance(element.tag, str)
        assert element.tag in _TAGS | _DRAWN, element.tag
        assert not [name for name in element.attrib if name.startswith("on") or name in ("src", "autofocus")]
        assert element.get("href", "#").startswith("#")


def check_xml(text: str) -> None:
    """Well formed, and without anything that a picture could run or fetch."""
    check_text(text)
    for element in etree.fromstring(text.encode()).iter():
        assert isinstance(element.tag, str)
        name = etree.QName(element).localname
        assert name in _DRAWN | {"testsuite", "testcase", "failure", "skipped"}, name
        assert not [each for each in element.attrib if each.startswith("on") or each.endswith("href")]


def check_workbook(content: bytes) -> None:
    """Every part well formed; no formula, no link, nothing hidden in any text."""
    book = ZipFile(BytesIO(content))
    for name in book.namelist():
        part = etree.fromstring(book.read(name))
        for element in part.iter():
            kind = etree.QName(element).localname
            assert kind not in ("hyperlink", "hyperlinks", "externalReference")
            assert element.get("TargetMode") != "External"
            in_a_sheet = name.startswith("xl/worksheets/")
            assert not (in_a_sheet and kind == "f")
            assert [*hidden("".join((element.text or "", *element.attrib.values())))] == []


CHECKS = {
    **dict.fromkeys(("text", "yaml"), check_text),
    **dict.fromkeys(("json", "ndjson"), check_json),
    "csv": check_csv,
    "markdown": check_markdown,
    "html": check_html,
    **dict.fromkeys(("svg", "junit"), check_xml),
}
