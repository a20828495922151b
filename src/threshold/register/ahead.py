"""Looking into many entries ahead, in other processes: only what has nothing amiss is not looked at again."""

import os
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

from threshold.register.cells import Row
from threshold.register.chain import DECISION, Link
from threshold.register.contents import read
from threshold.register.store import Register, open_register

MANY = 20_000  # entries; fewer are looked into sooner than another process has begun
PIECE = 2_000  # entries


def rows(register: Register, identity: str) -> Iterator[Row]:
    """The rows of a register, in pieces; those of many entries partly seen.

    A piece in which all is as it should be is taken as seen. Every other is read here, row by row, as if
    nobody had looked. Raises Damaged where the file cannot be read any further.
    """
    last = register.greatest()
    if last < MANY or (os.cpu_count() or 1) < 2 or not register.is_numbered_through():
        yield from register.rows()
        return
    # Whoever looks at few entries need not wait for what makes processes.
    from threshold.processes import processes

    pieces = list(pairwise((*range(0, last, PIECE), last)))
    with processes() as pool:
        for (after, upto), sound in zip(
            pieces, pool.ahead(partial(_sound, register.path, identity), pieces), strict=True
        ):
            if [link.number for link in sound] == list(range(after + 1, upto + 1)):
                yield from (Row(link.number, link, True, None, seen=True) for link in sound)
            else:
                yield from register.rows(after=after, upto=upto)
    yield from register.rows(after=last)  # what others recorded meanwhile


def _sound(path: Path, identity: str, piece: tuple[int, int]) -> list[Link]:
    """The links of a piece's decisions that hold what they say; as far as the first that is anything else."""
    found: list[Link] = []
    after, upto = piece
    try:
        with open_register(path) as register:
            for row in register.rows(after=after, upto=upto):
                if row.link is None or not _is_sound(row, row.link, identity):
                    break
                found.append(row.link)
    except Exception:  # whatever it is, it is met again by whoever reads this piece, and told there
        return []
    return found


def _is_sound(row: Row, link: Link, identity: str) -> bool:
    """Whether this is a decision in the form of today, as it was recorded, that contradicts nothing."""
    content = row.content
    if content is None or (link.kind, link.format) != (DECISION, 2) or content.digest != link.content:
        return False
    held = read(link, content)
    return held.told is not None and held.told.register == identity and not (held.amiss or held.newer)
