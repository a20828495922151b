"""What is to be shown, before anybody shows it: sections of lines, terms, tables and ways."""

from dataclasses import dataclass, field

from threshold.output.tables import Table


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list, perhaps with a list of its own; `notes` are what follows from it, said below."""

    text: str
    lines: tuple["Line", ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """A list under a few words that say what it is; `numbered` where its order matters."""

    title: str
    lines: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What is what: a few words, and what there is to say of them."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table under a few words that say what it is; `anchors` are what its rows are called by."""

    title: str
    table: Table
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a way: who does what, and whom it goes to; `notes` are what else is said of it."""

    id: str
    by: str
    does: str
    to: str
    notes: tuple[str, ...] = ()
    available: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """Steps that follow each other, or (not `in_order`) the actions to choose from on one step."""

    title: str
    stages: tuple[Stage, ...]
    in_order: bool = True


Block = Said | Lines | Terms | Grid | Way


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what belongs to it. `anchor` is what others call it by: a rule's id, a fact's name.

    `pack` is the pack whose parameters its text names.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    anchor: str = ""
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything shown at once: a title, what it is of, and sections."""

    title: str
    about: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = field(default=())
