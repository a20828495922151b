"""What `make demo` decides: every folder of cases, each read with the words of the policy that it names."""

import re
from pathlib import Path

from threshold.casefiles import PassedOver, Unreadable, read_cases
from threshold.policy import load_policy

ROOT = Path(__file__).parents[2]


def test_every_folder_of_cases_can_be_read_as_the_demo_reads_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    own = re.search(r"^OWN_WORDS := (.*)$", makefile, re.MULTILINE)
    assert own is not None
    apart = own[1].split()
    assert f"decide $(OWN_WORDS) --policy {Path(apart[0]).name}\n" in makefile
    unread = []
    for folder in sorted((ROOT / "cases").iterdir()):
        words = load_policy(folder.name if f"cases/{folder.name}" in apart else None).vocabulary
        found = read_cases([str(folder)], lambda node, file, words=words: words)
        unread += [each.origin for each in found if isinstance(each, Unreadable | PassedOver)]
    assert unread == []
