"""Names and numbers as people say them."""


def spoken(name: str) -> str:
    """The name of a fact, an event or a direction as people say it, without dots and underscores."""
    return name.replace(".", " ").replace("_", " ")


def many(number: int, one: str, more: str = "") -> str:
    """A number of things: 1 entry, 2,000 entries. `more` is the plural where it is not `one` with an s."""
    return f"1 {one}" if number == 1 else f"{number:,} {more or f'{one}s'}"
