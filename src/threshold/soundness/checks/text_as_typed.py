"""A text in curly quotation marks, or one whose rest is never read because it stands after #.

What would happen: the marks are printed as part of the text; of a text with # in it the rest is never read.
How to mend it: put straight quotation marks (") around the text, or none.
How far it looks: at every value of the policy, its packs' rules and parameters; # where no space follows it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from threshold.reading import BadInput, Problem, one_document, read_text
from threshold.reading.tree import Mapping, Node, Scalar, Sequence
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown
from threshold.soundness.showing import shown_at

CODE = "text-as-typed"
_EFFECT = "People read something else than what was meant to be written"
_CURLY = re.compile("^[\u201c\u201d\u201e\u2018].*[\u201c\u201d\u2019]$", re.DOTALL)
_CUT = re.compile(r"^ *(?:- )?[\w.-]+: +[^\s\"'\[{|>#][^\"']*?\s(?P<here>#)[^\s#]")


def check(examination: Examination) -> Iterator[Finding]:
    """Such texts in every file that is YAML."""
    for path in examination.files.paths():
        if path.suffix != ".yaml" or not _is_own(path, examination):
            continue
        try:
            for problem in (*_curly(one_document(path), str(path)), *_cut(path)):
                yield Finding(CODE, problem, _EFFECT, _shown(problem, examination))
        except BadInput:
            continue  # nothing of the policy: those files could be read


def _shown(problem: Problem, examination: Examination) -> Shown | None:
    """A case in which the rule speaks in whose text it stands."""
    told = (shown_at(each, examination, problem.file, problem.line) for each in examination.packs)
    return next((shown for shown in told if shown is not None), None)


def _is_own(path: Path, examination: Examination) -> bool:
    """Whether the policy or a pack of it is written in this file."""
    return path == examination.files.path or any(
        folder in path.parents for folder in examination.written.folders.values()
    )


def _curly(node: Node, file: str) -> Iterator[Problem]:
    if isinstance(node, Scalar):
        if _CURLY.match(node.text or ""):
            message = "curly quotation marks are part of this text; write straight ones, or none"
            yield Problem(message, file, node.line, node.column)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _curly(item, file)
    elif isinstance(node, Mapping):
        for held in node.entries.values():
            yield from _curly(held, file)


def _cut(path: Path) -> Iterator[Problem]:
    for number, line in enumerate(read_text(path, str(path)).split("\n"), 1):
        if found := _CUT.match(line):
            message = (
                "what follows # is a note for people and no part of this text; put quotation marks around a "
                "text that holds #, or a space behind it where a note is meant"
            )
            yield Problem(message, str(path), number, found.start("here") + 1)
