"""Where policies and packs are: those that come with the program, and those that somebody keeps elsewhere."""

import os
import re
from importlib.resources import files
from pathlib import Path

from threshold.reading import BadInput, Problem, check_ordinary, did_you_mean, read_text

DEFAULT_POLICY = "default"
WORDS = "vocabulary.yaml"  # of a pack; one beside the packs is what all share
_POLICY = re.compile(r"^policy\s*:", re.MULTILINE)
TABLES = ("indicators.yaml", "indicators.csv", "indicators.xlsx")


def rules_directory() -> Path:
    """The rules that come with the program: inside the package, or beside `src` in a checkout."""
    packaged = Path(str(files("threshold"))) / "rules"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "rules"


def policy_names() -> list[str]:
    """The policies that come with the program."""
    return sorted(path.stem for path in (rules_directory() / "policies").glob("*.yaml"))


def find_policy(reference: str, folder: Path = Path()) -> Path:
    """The file of a policy, by its name or by its path from a folder. Raises BadInput where there is none."""
    path = folder / reference
    check_ordinary(path, str(path))
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    if path.is_dir() and (path / "policies" / f"{DEFAULT_POLICY}.yaml").is_file():
        return path / "policies" / f"{DEFAULT_POLICY}.yaml"
    if path.is_dir() and (inside := _policies_in(path)):
        if len(inside) == 1:
            return inside[0]
        message = f"this folder holds several policies; name one of them: {', '.join(map(str, inside))}"
        raise BadInput(Problem(message, str(path), field="--policy"))
    shipped = rules_directory() / "policies" / f"{reference}.yaml"
    if "/" not in reference and shipped.is_file():
        return shipped
    names = policy_names()
    hint = did_you_mean(reference, names)
    message = f"there is no policy of that name{hint}; known are {', '.join(names)}, or give a file"
    raise BadInput(Problem(message, field="--policy"))


def _policies_in(folder: Path) -> list[Path]:
    """The files right in a folder that say at their head that they are a policy."""
    return [path for path in sorted(folder.glob("*.yaml")) if path.is_file() and is_policy(path)]


def is_policy(path: Path) -> bool:
    """Whether a file says at its head that it is a policy."""
    try:
        return _POLICY.search(read_text(path, str(path))) is not None
    except BadInput:  # no text, or not to be read: it is none
        return False


def named_policy(reference: str) -> bool:
    """Whether a word names a policy: one that comes with the program, a file or a folder that holds one."""
    if Path(reference).suffix in (".yaml", ".yml"):
        return True  # a file that is not there is told as such
    try:
        return bool(find_policy(reference))
    except (BadInput, OSError, ValueError):  # the last two: no file can be called so
        return False


def folder_of(policy: Path) -> Path:
    """The folder that a policy's file lies in itself, and no link to it."""
    return policy.resolve().parent if policy.is_symlink() else policy.parent


def rules_around(policy: Path) -> Path:
    """The folder of rules that a policy belongs to: the one around its folder, if that has a vocabulary.

    However the policy is named - from where one stands, in full, by a link - it is the same.
    """
    folder = folder_of(policy)
    real, named = folder.resolve().parent, folder.parent
    around = named if named.resolve() == real else real
    return around if (around / "vocabulary.yaml").is_file() else rules_directory()


def find_pack(name: str, policy: Path, rules: Path, kept: bool = False) -> Path:
    """A pack beside the policy's own folder, or else one that comes with the program.

    Of a policy that was `kept`, every pack lies in its folder of rules, wherever the policy says that it was.
    """
    beside = folder_of(policy)
    places: tuple[Path, ...] = (
        *(beside / name, beside.parent / name),
        *(rules / name, rules_directory() / name),
    )
    if kept:
        places = (rules / Path(name).name,)
    for place in places:
        if is_there(place / "pack.yaml"):
            return place
    raise BadInput(Problem(_no_pack(name, places), str(policy), field="packs"))


def _no_pack(name: str, places: tuple[Path, ...]) -> str:
    """That there is no pack of a name: what lies there instead, or what was meant."""
    message = f'there is no pack "{name}"'
    if headless := next((place for place in places if place.is_dir()), None):
        return f"{message}: in the folder {headless.name} there is no pack.yaml, its head"
    around = {place.parent for place in places}
    known = sorted({head.parent.name for folder in around for head in folder.glob("*/pack.yaml")})
    hint = did_you_mean(name, known) or f"; known here are {', '.join(known)}"
    return f"{message}{hint}"


def pack_folders() -> list[Path]:
    """The folders of the packs that come with the program."""
    return sorted(path.parent for path in rules_directory().glob("*/pack.yaml"))


def rule_files(folder: Path) -> list[Path]:
    """A pack's rule files in their order, also where its folder of rules is a link.

    Raises BadInput where what is called as that folder is none.
    """
    rules = folder / "rules"
    if os.path.lexists(rules) and not rules.is_dir():
        message = "is no folder, and no rule is read from it; put the folder of the pack's rules itself here"
        raise BadInput(Problem(message, str(rules)))
    return sorted(rules.glob("*.yaml"))


def word_files(folder: Path) -> list[Path]:
    """The files of a pack that declare words, as far as they are there. Raises BadInput as `is_there`."""
    words = folder / WORDS
    return [*([words] if is_there(words) else []), *table_files(folder)]


def table_files(folder: Path) -> list[Path]:
    """The files of the table that are there. Raises BadInput as `is_there`."""
    return [path for name in TABLES if is_there(path := folder / name)]


def is_there(path: Path) -> bool:
    """Whether a pack has a file of this name.

    Raises BadInput where something else is called so: it is meant to be read, and is never passed over.
    """
    if path.is_file():
        return True
    if not os.path.lexists(path):
        return False
    check_ordinary(path, str(path))
    what = "a folder" if path.is_dir() else "a link that leads to no file"
    raise BadInput(
        Problem(f"is {what}, and cannot be read; put the file itself here, or remove it", str(path))
    )
