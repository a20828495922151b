"""The template that comes with the program, as texts under another name."""

import re
from pathlib import Path

from threshold.layout import laid_out
from threshold.policy import rules_directory
from threshold.reading import read_text
from threshold.starters.names import Name

# What the template itself is called; wherever these stand in it, the new name takes their place.
SLUG, PREFIX, TITLE, LETTERS = "our-town", "our_town", "Our Town", "OT"

Texts = dict[str, str]  # by the place of each file in the folder, with / between


def template_texts(name: Name) -> Texts:
    """Every file of the template, under the name."""
    root = rules_directory() / "template"
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {
        under(path.relative_to(root).as_posix(), name): under(read_text(path, str(path)), name)
        for path in found
    }


def under(text: str, name: Name) -> str:
    """A text of the template with the new name wherever its own stands."""
    text = text.replace(SLUG, name.slug).replace(PREFIX, name.prefix).replace(TITLE, name.title)
    return re.sub(rf"\b{LETTERS}\b(?=-[0-9]|\n)", name.letters, text)


def tidy(texts: Texts) -> Texts:
    """The texts in their one layout: another name may make a line longer or shorter."""
    return {
        place: laid_out(text, place) if Path(place).suffix == ".yaml" else text
        for place, text in texts.items()
    }
