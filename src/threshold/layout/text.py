"""A YAML text in the one layout, with a proof that it says what it said."""

from threshold.layout.attach import attach
from threshold.layout.comments import comments_in, words_of, wrapped
from threshold.layout.emit import WIDTH, lines_of
from threshold.layout.tree import documents, read
from threshold.reading import BadInput, Node, Problem, parse_yaml, plain

# Two have been enough for every text that was found, and one more shows that nothing changes.
_ROUNDS = 5


def laid_out(text: str, name: str) -> str:
    """The text in its layout, with the line ends that it had; laid out again it stays the same.

    Raises BadInput where it is no YAML that can be read, or where its layout would change what it says.
    """
    told = parse_yaml(text, name)
    line_end = "\r\n" if "\r\n" in text else "\n"
    made = text = text.replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(_ROUNDS):
        # A comment that was lifted out of a list may let that fit in a line now, the next time round.
        before, made = made, _once(made, len(told))
        if not _same(text, told, made):
            break
        if made == before:
            return made.replace("\n", line_end)
    raise BadInput(Problem("cannot be laid out without changing what it says, and stays as it is", name))


def _once(text: str, number: int) -> str:
    lines: list[str] = []
    for piece in documents(text):
        document = read(piece)
        attach(document, comments_in(piece))
        # No document at all is not the same as one that holds nothing.
        own = lines_of(document) if number else wrapped(document.before, WIDTH)
        lines += ["---", *own] if number > 1 else own
    return "".join(f"{line}\n" for line in lines)


def _same(text: str, told: list[Node], made: str) -> bool:
    """Whether the content is the same, and so are the words of all comments."""
    try:
        again = parse_yaml(made, "")
    except BadInput:
        return False
    alike = [plain(node) for node in again] == [plain(node) for node in told]
    return alike and words_of(comments_in(made)) == words_of(comments_in(text))
