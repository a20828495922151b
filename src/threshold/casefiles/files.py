"""Case files: YAML, JSON or NDJSON; one case or a list; a file, a folder or standard input.

All problems of a case are told at once, and a bad case never stops the others. What lies in a folder of
cases and is none is passed over with a word.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from threshold.casefiles.model import Case
from threshold.casefiles.read import MAX_PROBLEMS, case_keys, is_empty, read_case, reference_of
from threshold.casefiles.strangers import is_table, like_cases, seems, what_next
from threshold.reading import (
    BadInput,
    Mapping,
    Node,
    Problem,
    Sequence,
    parse_json,
    parse_json_line,
    parse_yaml,
    read_lines,
    read_text,
)
from threshold.reading.files import NOT_THERE
from threshold.reading.tree import MAX_DEPTH
from threshold.vocabulary import Vocabulary

SUFFIXES = (".yaml", ".yml", ".json", ".ndjson", ".jsonl")
STDIN = "standard input"
NO_CASE = "no case"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or case that could not be read, with everything that is wrong with it.

    `reference` is that of the case, where it has one that can be used.
    """

    origin: str
    problems: tuple[Problem, ...]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What was not read, and why; `because` are the problems of something else that stood in the way.

    `what` names what the reason is about, where there may be several.
    """

    origin: str
    why: str
    what: tuple[str, ...] = ()
    because: tuple[Problem, ...] = ()


class PassOver(Exception):
    """Raised by whoever chooses the vocabulary of a case, for one that is not to be read."""

    def __init__(self, why: str, what: tuple[str, ...] = (), because: tuple[Problem, ...] = ()) -> None:
        super().__init__(why)
        self.why, self.what, self.because = why, what, because


# Which vocabulary a case is read with, by its tree and the file that holds it; it may raise PassOver.
Chooser = Callable[[Node, str], Vocabulary]
Read = Case | Unreadable | PassedOver


def read_cases(paths: list[str], vocabulary: Vocabulary | Chooser) -> Iterator[Read]:
    """Every case in the files, folders and (for `-`) standard input, in order.

    Each is read with the one vocabulary given, or with the one that is chosen for it.
    """
    choose = (lambda node, file: vocabulary) if isinstance(vocabulary, Vocabulary) else vocabulary
    for path in paths:
        try:
            if path == "-":
                yield from _cases(STDIN, None, choose)
            elif os.path.isdir(path):
                yield from _in_folder(path, choose)
            else:
                yield from _cases(path, Path(path), choose)
        except BadInput as error:
            yield Unreadable(path, error.problems)


def cases_in_text(text: str, name: str, vocabulary: Vocabulary) -> Iterator[Read]:
    """Every case in a text that came without a file, as on standard input; `name` is what it is called."""
    try:
        yield from _in_text(text, name, None, lambda node, file: vocabulary, False)
    except BadInput as error:
        yield Unreadable(name, error.problems)


def cases_in_lines(
    lines: Iterator[tuple[int, str | Problem]], name: str, vocabulary: Vocabulary
) -> Iterator[Read]:
    """Every case in lines that come one by one, with their numbers; `name` is what they came from."""
    try:
        yield from _cases_by_line(lines, name, lambda node, file: vocabulary)
    except BadInput as error:
        yield Unreadable(name, error.problems)


def _in_folder(path: str, choose: Chooser) -> Iterator[Read]:
    strangers = True
    for name, file in _files(path):
        for each in _cases(name, file, choose, True):
            strangers = strangers and isinstance(each, PassedOver) and each.why.startswith(NO_CASE)
            yield each
    if strangers:
        raise BadInput(Problem("none of the files in this folder is a case", path))


def _files(path: str) -> Iterator[tuple[str, Path]]:
    problems: list[Problem] = []
    found = sorted(_case_files(path, problems))
    for file in found:
        yield str(file), file
    if not found and not problems:
        # An empty folder is more likely a slip than a wish to decide nothing.
        message = f"this folder holds no case files ({', '.join(SUFFIXES)})"
        problems.append(Problem(message, path))
    if problems:
        raise BadInput(*problems)


def _case_files(folder: str, problems: list[Problem]) -> Iterator[Path]:
    """The case files in a folder and in those within it; what is hidden is passed over."""

    def shut(error: OSError) -> None:
        problems.append(Problem("you have no permission to look into this folder", str(error.filename)))

    for place, folders, names in os.walk(folder, onerror=shut):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(place, name)
            if not name.startswith(".") and file.suffix.lower() in SUFFIXES and file.is_file():
                yield file


def _cases(name: str, file: Path | None, choose: Chooser, among_others: bool = False) -> Iterator[Read]:
    """The cases of a file; `among_others`: it was found in a folder, so that it may be none at all."""
    try:
        if file is not None and is_table(file.name) and file.exists():
            others = "`threshold triage` reads tables of contacts, and `threshold audit` exports"
            message = f"this is a table, and {NO_CASE}; {others}"
            raise BadInput(Problem(message, name))
        if file is not None and file.suffix.lower() in (".ndjson", ".jsonl"):
            yield from _cases_by_line(read_lines(file, name), name, choose)
            return
        text = read_text(file, name, "; give fewer cases at a time, or one a line (.ndjson)")
        yield from _in_text(text, name, file, choose, among_others)
    except BadInput as error:
        yield Unreadable(name, tuple(map(_and_next, error.problems)))


def _and_next(problem: Problem) -> Problem:
    if problem.message != NOT_THERE:
        return problem
    return replace(problem, message=f"{NOT_THERE}; `threshold ask FILE --write` asks, and makes one")


def _in_text(text: str, name: str, file: Path | None, choose: Chooser, among_others: bool) -> Iterator[Read]:
    """The cases of a text that is all in hand. Raises BadInput where it holds none."""
    if not text.strip():
        raise BadInput(Problem("the file is empty", name))
    if _untold(file) and _looks_like_ndjson(text):
        lines = ((n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())
        yield from _cases_by_line(lines, name, choose)
        return
    faults: list[Problem] = []
    documents = _documents(text, name, file, faults)
    nodes = _nodes(documents, faults, name)
    kind = seems(nodes)
    if kind is None and among_others and not _like_cases(nodes, name, choose):
        kind = "something else"
    if kind is None:
        yield from _cases_in(nodes, faults, name, choose)
    elif among_others:
        yield PassedOver(name, f"{NO_CASE}; it seems to be {kind}")
    else:
        raise BadInput(Problem(f"this is {NO_CASE}; it seems to be {kind}; {what_next(kind)}", name))


def _untold(file: Path | None) -> bool:
    """Whether no name tells what a file is written in, as of standard input and of pipes."""
    return file is None or not file.suffix


def _documents(text: str, name: str, file: Path | None, faults: list[Problem]) -> list[Node]:
    if file is not None and file.suffix.lower() == ".json":
        return [parse_json(text, name, faults)]
    in_brackets = text.lstrip().startswith(("{", "["))
    if _untold(file) and in_brackets:
        # JSON is the stricter of the two.
        with suppress(BadInput):
            return [parse_json(text, name, faults)]
    try:
        return parse_yaml(text, name, faults)
    except BadInput:
        # YAML in brackets may be JSON, and where it is faulty, JSON may have the better word for it.
        if in_brackets and (several := _several(text, name)):
            raise several from None
        raise


def _several(text: str, name: str) -> BadInput | None:
    """What is wrong where a file holds several JSON texts and is called as if it held one of YAML."""
    try:
        parse_json(text, name)
    except BadInput as error:
        return error if error.problems[0].message.startswith("several JSON") else None
    return None


def _nodes(documents: list[Node], faults: list[Problem], name: str) -> list[Node]:
    """What may be the cases of a file, one by one. Raises BadInput where there is nothing like it."""
    nodes: list[Node] = []
    for document in documents:
        if isinstance(document, Sequence):
            nodes.extend(document.items)
        elif not is_empty(document):
            nodes.append(document)
    if not nodes:
        raise BadInput(*faults, Problem("the file holds no case", name))
    strays = [node for node in nodes if not isinstance(node, Mapping)]
    if len(strays) > MAX_PROBLEMS:
        message = "this is a list, but hardly of cases; a case is a mapping, starting with `case:`"
        raise BadInput(Problem(message, name, strays[0].line))
    return nodes


def _like_cases(nodes: list[Node], name: str, choose: Chooser) -> bool:
    try:
        return like_cases(nodes, case_keys(choose(nodes[0], name)))
    except PassOver:
        return True


def _cases_in(nodes: list[Node], faults: list[Problem], name: str, choose: Chooser) -> Iterator[Read]:
    remaining = deque(faults)
    for node, following in zip(nodes, [*nodes[1:], None], strict=True):
        own: list[Problem] = []
        while remaining and (following is None or _stands_before(remaining[0], following)):
            own.append(remaining.popleft())
        origin = name if len(nodes) == 1 else f"{name}, line {node.line}"
        yield _attempt(node, name, origin, choose, own)


def _stands_before(fault: Problem, node: Node) -> bool:
    return (fault.line or 0, fault.column or 0) < (node.line, node.column)


def _cases_by_line(lines: Iterator[tuple[int, str | Problem]], name: str, choose: Chooser) -> Iterator[Read]:
    empty = True
    for number, line in lines:
        if empty and isinstance(line, str) and (wrong := _goes_on(line)):
            raise BadInput(Problem(wrong, name, number))
        empty = False
        origin = f"{name}, line {number}"
        faults: list[Problem] = []
        try:
            if isinstance(line, Problem):
                raise BadInput(line)
            node = parse_json_line(line, name, number, faults)
            if isinstance(node, Sequence):
                raise BadInput(
                    Problem("holds a list; put one case on each line, and no brackets", name, number)
                )
        except BadInput as error:
            yield Unreadable(origin, error.problems)
        else:
            yield _attempt(node, name, origin, choose, faults)
    if empty:
        raise BadInput(Problem("the file is empty", name))


def _goes_on(line: str) -> str:
    """What is wrong where the first line opens what only a later one closes; empty where nothing is."""
    line = line.strip()
    if line.count("[") + line.count("{") > MAX_DEPTH:
        return ""  # which is the worse
    if any(line.startswith(opens) and not line.endswith(closes) for opens, closes in ("[]", "{}")):
        return "one JSON text goes over several lines here; let the name of the file end in .json"
    return ""


def _attempt(node: Node, name: str, origin: str, choose: Chooser, faults: list[Problem]) -> Read:
    try:
        case = read_case(node, name, choose(node, name), origin)
    except PassOver as over:
        return PassedOver(origin, over.why, over.what, over.because)
    except BadInput as error:
        faults = sorted((*faults, *error.problems), key=lambda each: each.line or 0)
    else:
        if not faults:
            return case
    if len(faults) > MAX_PROBLEMS:
        more = Problem("there is perhaps more; put these right first", name, faults[MAX_PROBLEMS].line)
        faults = [*faults[:MAX_PROBLEMS], more]
    return Unreadable(origin, tuple(faults), reference_of(node))


def _looks_like_ndjson(text: str) -> bool:
    filled = [line.strip() for line in text.split("\n") if line.strip()]
    return len(filled) > 1 and all(line[0] == "{" and line[-1] == "}" for line in filled)
