"""Cells of the file made links and contents again; none is trusted, whatever its type."""

import re
from dataclasses import dataclass

from threshold.register.chain import Content, Link

LINK = "number, made, content, erases, previous, hash, format, kind, policy, put_right, signer, signature"
CONTENT = "summary, case_file, recommendation, salt"

_DIGEST = re.compile("[0-9a-f]{64}")
_SIGNATURE = re.compile("[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the chain as it stands, beside what the entry holds.

    number    None where somebody made something else of it
    link      None where a cell is of a type or shape that no link has
    holds     whether there is any content
    content   None where there is none, or where a cell of it is of another type, or too long to be read
    seen      a decision that another process has looked into and found nothing amiss with; without `content`
    """

    number: int | None
    link: Link | None
    holds: bool
    content: Content | None
    seen: bool = False


def link_from(cells: tuple[object, ...]) -> Link | None:
    """The link in cells in the order of LINK, or None where no link could have them."""
    number, made, content, erases, previous, hash_, format_, kind, policy, put_right, signer, signature = (
        cells
    )
    if not (
        isinstance(number, int)
        and isinstance(made, str)
        and isinstance(content, str)
        and (erases is None or isinstance(erases, int))
        and isinstance(previous, str)
        and isinstance(hash_, str)
        and isinstance(kind, str)
        and format_ in (1, 2)
        and put_right in (0, 1)
    ):
        return None
    if not (_is(_DIGEST, policy) and _is(_DIGEST, signer) and _is(_SIGNATURE, signature)):
        return None
    if format_ == 1 and (kind != "decision" or policy or put_right or signer or signature):
        return None  # its hash would not cover them
    if (signer is None) != (signature is None):
        return None
    return Link(
        number,
        made,
        content,
        erases,
        previous,
        hash_,
        int(str(format_)),
        kind,
        None if policy is None else str(policy),
        bool(put_right),
        None if signer is None else str(signer),
        None if signature is None else str(signature),
    )


def content_from(cells: tuple[object, ...]) -> Content | None:
    """The content in cells in the order of CONTENT, or None where no content could have them."""
    summary, case_file, recommendation, salt = cells
    if (
        isinstance(summary, str)
        and isinstance(case_file, str)
        and isinstance(recommendation, str)
        and isinstance(salt, bytes)
    ):
        return Content(summary, case_file, recommendation, salt)
    return None


def _is(shape: re.Pattern[str], cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and shape.fullmatch(cell) is not None)
