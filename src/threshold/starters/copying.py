"""A copy of a pack under another name, with the policy that it leads and the examples that hold for it.

The words and the clauses stay as they are: they are the document's, and examples and rules name them. What
changes is what the pack is called, and so where the policy and its examples look for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from threshold.examples import run_examples
from threshold.output.asides import aside_folder
from threshold.output.words import many
from threshold.policy import find_policy, load_policy, rules_directory
from threshold.policy.places import WORDS, pack_folders
from threshold.reading import BadInput, Problem, Scalar, did_you_mean, parse_yaml, read_bytes, read_text
from threshold.reading.tree import child_of
from threshold.starters.begun import Begun
from threshold.starters.folder import put, write_folder
from threshold.starters.names import Name
from threshold.starters.template import template_texts
from threshold.vocabulary.own_words import prefix_of, read_words

OVERLAY = "national"
_NAMED = re.compile(r"""(\bpolicy: *)("[^"]*"|'[^']*'|[^,}#\s]+)""")  # in an example, what decides it


@dataclass(frozen=True, slots=True)
class Source:
    """A pack, the policy that it leads (None: it has none of its own), and the folders of its examples."""

    pack: Path
    policy: Path | None
    cases: tuple[Path, ...]

    @property
    def name(self) -> str:
        """What the pack is called."""
        return self.pack.name


def copied(said: str, name: Name, folder: Path) -> Begun:
    """Make the folder of a copied pack. Raises BadInput where there is no such pack, or it is not sound."""
    source = source_of(said)
    files = {**_pack(source, name), f"{name.slug}.yaml": _policy(source, name).encode()}
    examples = dict(_examples(source, name))
    kept = _that_pass(files, examples, name)
    files |= kept
    files["README.md"] = _readme(source, name).encode()
    write_folder(folder, files)
    left = len(examples) - len(kept)
    told = (f"left behind, since they do not hold for the copy: {many(left, 'example')}",) if left else ()
    return Begun(folder, name, len(files), len(kept), left_behind=told)


def source_of(said: str) -> Source:
    """The pack of a name or folder, or in the folder of a policy. Raises BadInput where there is none."""
    rules = rules_directory()
    given, shipped = Path(said), rules / "examples" / said
    places = [given, given / given.resolve().name, rules / said, shipped / said]
    pack = next((place for place in places if (place / "pack.yaml").is_file()), None)
    if pack is None:
        known = [each.name for each in pack_folders() if each.name != OVERLAY]
        hint = did_you_mean(said, known)
        message = f"there is no such pack{hint}; known are {', '.join(known)}, or give a folder"
        raise BadInput(Problem(message, field="--from"))
    pack = pack.resolve()
    if pack.name == OVERLAY:
        message = (
            "the statutory overlay is the same for everybody, and stands in every policy; copy another pack"
        )
        raise BadInput(Problem(message, field="--from"))
    around = pack.parent
    policies = (around / f"{pack.name}.yaml", around / "policies" / f"{pack.name}.yaml")
    policy = next((path.resolve() for path in policies if path.is_file()), None)
    cases = (around / "cases", around.parent / "cases" / pack.name)
    return Source(pack, policy, tuple(each for each in cases if each.is_dir()))


def _pack(source: Source, name: Name) -> dict[str, bytes]:
    """The files of the pack; its head names it anew, and its words keep the prefix that they have."""
    found = {
        f"{name.slug}/{path.relative_to(source.pack).as_posix()}": read_bytes(path, str(path))
        for path in sorted(source.pack.rglob("*"))
        if path.is_file()
        and not any(part.startswith((".", "~$")) for part in path.relative_to(source.pack).parts)
    }
    head = f"{name.slug}/pack.yaml"
    found[head] = re.sub(
        rb"^pack:.*$", f"pack: {name.slug}".encode(), found[head], count=1, flags=re.MULTILINE
    )
    words = f"{name.slug}/{WORDS}"
    if words not in found:
        if any(
            f"{name.slug}/{table}" in found
            for table in ("indicators.yaml", "indicators.csv", "indicators.xlsx")
        ):
            found[words] = f"prefix: {prefix_of(source.name)}\n".encode()
    elif not read_words(source.pack / WORDS, source.name).entries.prefix:
        found[words] = f"prefix: {prefix_of(source.name)}\n".encode() + found[words]
    return found


def _policy(source: Source, name: Name) -> str:
    """The policy that the pack leads under its new name, or else one with the statutory overlay."""
    if source.policy is None:
        return (
            f"policy: {name.slug}\ntitle: {name.title}, with the statutory overlay\n\n"
            f"packs:\n  - {{pack: {OVERLAY}, role: overlay}}\n  - {{pack: {name.slug}, role: lead}}\n"
        )
    text = read_text(source.policy, str(source.policy))
    text = re.sub(r"^policy:.*$", f"policy: {name.slug}", text, count=1, flags=re.MULTILINE)
    old = re.escape(source.name)
    text = re.sub(rf"(\bpack: ){old}(?=[\s,}}]|$)", rf"\g<1>{name.slug}", text)
    return re.sub(rf"(?<![\w.-]){old}(?=\.\w)", name.slug, text)


def _examples(source: Source, name: Name) -> Iterator[tuple[str, bytes]]:
    """The examples that name the policy of the pack, each naming the new one by its path."""
    for folder in source.cases if source.policy is not None else ():
        for path in sorted(folder.rglob("*.yaml")):
            text = read_text(path, str(path))
            below = path.relative_to(folder)
            new = f"{'../' * len(below.parts)}{name.slug}.yaml"
            if (renamed := _renamed(text, path, source, new)) is not None:
                under = re.sub(
                    rf"(\bunder: ){re.escape(source.name)}(?=[\s,}}]|$)", rf"\g<1>{name.slug}", renamed
                )
                yield f"cases/{below.as_posix()}", under.encode()


def _renamed(text: str, path: Path, source: Source, new: str) -> str | None:
    """The examples of a file under the new policy; None where one of them names another, or none."""
    lines = text.splitlines(keepends=True)
    try:
        for root in parse_yaml(text, str(path)):
            named = child_of(child_of(root, "expect"), "policy")
            if not isinstance(named, Scalar) or named.text is None:
                return None
            if find_policy(named.text, path.parent).resolve() != source.policy:
                return None
            lines[named.line - 1] = _NAMED.sub(rf"\g<1>{new}", lines[named.line - 1], count=1)
    except BadInput:
        return None
    return "".join(lines)


def _that_pass(files: dict[str, bytes], examples: dict[str, bytes], name: Name) -> dict[str, bytes]:
    """The examples that hold for the copy. Raises BadInput where the copy itself cannot be used."""
    with aside_folder() as aside:
        put(aside, {**files, **examples})
        policy = load_policy(str(aside / f"{name.slug}.yaml"))
        for day in policy.change_dates:
            policy.at(day)
        results = list(run_examples([str(aside / "cases")])) if examples else []
        passed: dict[str, bool] = {}
        for each in results:
            key = Path(each.origin.partition(".yaml, ")[0]).relative_to(aside).as_posix()
            key = key if key.endswith(".yaml") else f"{key}.yaml"
            passed[key] = passed.get(key, True) and each.passed
    return {place: text for place, text in examples.items() if passed.get(place)}


def _readme(source: Source, name: Name) -> str:
    """What it is a copy of, and the commands to run, as the template tells them."""
    whole = template_texts(name)["README.md"]
    told = whole[whole.index("## What to run") : whole.index("## What to use it for")].rstrip()
    first = f"This folder is a copy of the pack {source.name}. Its clauses and words are named as they were."
    then = f"Begin with `{name.slug}/pack.yaml`, which still names the document that was copied."
    return f"# {name.title}\n\n{first}\n{then}\n\n{told}\n"
