"""A policy with another script: the rules that come with the program, copied, and a text in one changed."""

import shutil
from pathlib import Path

from threshold.policy import PolicyFiles, rules_directory


def script_with(tmp_path: Path, *changes: tuple[str, str], policy: str = "caf-team") -> PolicyFiles:
    """The policy with texts of the CAF Team's script replaced; each must stand in it."""
    rules = shutil.copytree(rules_directory(), tmp_path / "rules")
    path = rules / "caf-team" / "consultation.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    return PolicyFiles(str(rules / "policies" / f"{policy}.yaml"))


def script_of(tmp_path: Path, text: str) -> PolicyFiles:
    """The CAF Team's policy with this script instead of its own."""
    rules = shutil.copytree(rules_directory(), tmp_path / "rules")
    (rules / "caf-team" / "consultation.yaml").write_text(text, encoding="utf-8")
    return PolicyFiles(str(rules / "policies" / "caf-team.yaml"))
