"""A folder to begin with, made under a name: from the template, with a table of one's own, or from a pack."""

from collections.abc import Sequence
from pathlib import Path

from threshold.reading import BadInput, Problem
from threshold.starters.begun import Begun
from threshold.starters.folder import check_free, write_folder
from threshold.starters.names import Name, named


def begin(said: str, source: str | None, indicators: Path | None, levels: Sequence[str]) -> Begun:
    """Make a folder of this name where the program stands.

    `source` is a pack to copy, `indicators` a table of signs, `levels` their levels from the least up.
    Raises BadInput where anything cannot be used, and then nothing was written.
    """
    if source is not None and indicators is not None:
        message = "a copied pack keeps its own signs; leave one of --from and --indicators out"
        raise BadInput(Problem(message, field="--indicators"))
    if levels and indicators is None:
        message = "names the levels of a table of signs: give it with --indicators, or change vocabulary.yaml"
        raise BadInput(Problem(message, field="--levels"))
    name = named(said)
    folder = Path(name.slug)
    check_free(folder)
    if source is not None:
        from threshold.starters.copying import copied

        return copied(source, name, folder)
    return _from_template(name, folder, indicators, levels)


def _from_template(name: Name, folder: Path, indicators: Path | None, levels: Sequence[str]) -> Begun:
    from threshold.starters.levels import LEVELS
    from threshold.starters.template import template_texts, tidy

    texts, signs = template_texts(name), None
    if indicators is not None:
        from threshold.starters.signs import read_signs
        from threshold.starters.table import with_table

        signs = read_signs(indicators, levels)
        texts = with_table(texts, signs, name)
    texts = tidy(texts)
    write_folder(folder, {place: text.encode() for place, text in texts.items()})
    return Begun(
        folder,
        name,
        len(texts),
        sum(place.startswith("cases/") for place in texts),
        len(signs.table.signs) if signs is not None else 0,
        signs.levels if signs is not None else LEVELS,
    )
