"""Which entry each comment belongs to, by where it stands."""

from bisect import bisect_left

from threshold.layout.comments import Comment
from threshold.layout.tree import Collection, Entry, walk


def attach(document: Entry, comments: list[Comment]) -> None:
    """Give every comment of a document to the entry or to the end of the block that it stands at."""
    places = list(walk(document))
    starts = [entry.start for entry, _ in places]
    _head(document, [comment for comment in comments if comment.index < document.start])
    for comment in comments:
        upto = bisect_left(starts, comment.index)
        if upto == 0:
            continue
        last, above = places[upto - 1]
        if comment.own_line or not _beside(comment, last, above):
            following = places[upto] if upto < len(places) else None
            _above_or_after(comment, last, above, following)
    if isinstance(document.value, Collection) and document.value.entries:
        # Its brackets go, and with them the line that the comment stood on.
        document.value.after += document.beside
        document.beside = []


def _head(document: Entry, comments: list[Comment]) -> None:
    """What stands above the document: directly above its first entry, or apart from it, by a blank line."""
    below = [*(comment.line for comment in comments[1:]), document.line]
    head: list[str] = []
    for comment, next_line in zip(comments, below, strict=False):
        head += [comment.text, ""] if next_line > comment.line + 1 else [comment.text]
    if isinstance(document.value, Collection) and document.value.entries:
        apart = len(head) - head[::-1].index("") if "" in head else 0
        document.value.entries[0].before = head[apart:]
        head = head[:apart]
    document.before = head[:-1] if head and not head[-1] else head


def _beside(comment: Comment, last: Entry, above: tuple[Entry, ...]) -> bool:
    """Whether the comment was given to the widest entry that begins or ends on its line, before it."""
    for owner in reversed(above):
        if not isinstance(owner.value, Collection):
            break
        if not owner.value.in_brackets or owner.value.end > comment.index:
            break
        last = owner
    value = last.value
    in_block = isinstance(value, Collection) and not value.in_brackets and value.start < comment.index
    if in_block or comment.line not in (last.line, last.last_line):  # it stands behind a dash, or by itself
        return False
    last.beside.append(comment.text)
    return True


def _above_or_after(
    comment: Comment, last: Entry, above: tuple[Entry, ...], following: tuple[Entry, tuple[Entry, ...]] | None
) -> None:
    """Give a comment to what follows it, unless it closes a block that ends before that."""
    if not isinstance(last.value, Collection) and last.value_start > comment.index:
        last.before.append(comment.text)  # it stands between a key and its value
        return
    open_ = [(each, each.value) for each in (*above, last) if isinstance(each.value, Collection)]
    open_ = [(owner, inside) for owner, inside in open_ if inside.start < comment.index]
    brackets = [each for each in open_ if each[1].in_brackets and each[1].end > comment.index]
    blocks = [each for each in open_ if not each[1].in_brackets and each[1].column <= comment.column]
    if following and not brackets and (comment.column <= following[0].column or not comment.own_line):
        following[0].before.append(comment.text)
        return
    if not open_:
        last.before.append(comment.text)
        return
    owner, inside = (brackets or blocks or open_[:1])[-1]
    if following and owner in following[1]:
        following[0].before.append(comment.text)
    elif inside.entries:
        inside.after.append(comment.text)
    else:
        owner.before.append(comment.text)
