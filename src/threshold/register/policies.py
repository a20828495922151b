"""A policy kept in the register: its files as one text, and an engine made from them again."""

import json
from collections.abc import Mapping
from pathlib import Path

from threshold.engine import Engine
from threshold.policy import DatedPolicy, PolicyFiles
from threshold.policy.kept_text import write_kept
from threshold.reading import BadInput, Problem


def policy_text(policy: DatedPolicy) -> str:
    """The files of a policy as one line of text.

    Raises BadInput where one was changed since it was read, or has a name that cannot be kept.
    """
    text = json.dumps(policy.texts(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        message = "the name of a file of the policy is no text in UTF-8, and cannot be kept; give it another"
        raise BadInput(Problem(message, field="--policy")) from None
    return text


def write_policy(files: Mapping[str, str], folder: Path) -> PolicyFiles:
    """The policy that was kept, its files being written to a folder."""
    for place, text in files.items():
        path = folder / place
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BadInput(Problem("the policy kept here names a file outside its folder", place))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_kept(text, path)
    (policy,) = (folder / "policies").iterdir()
    return PolicyFiles(str(policy), kept=True)


class KeptPolicies:
    """The engines of policies kept in a register, each made once, in a folder that is given."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._engines: dict[str, Engine] = {}

    def engine(self, digest: str, files: Mapping[str, str]) -> Engine:
        """The engine of a policy, by the digest that it is kept under."""
        if digest not in self._engines:
            self._engines[digest] = Engine(write_policy(files, self._folder / digest[:16]))
        return self._engines[digest]
