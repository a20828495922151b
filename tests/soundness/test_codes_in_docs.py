"""The table of codes in docs/commands.md says what the checks say of themselves.

`.venv/bin/python -m tests.soundness.test_codes_in_docs` writes it anew.
"""

import re
from pathlib import Path

from threshold.consultation.soundness import SCRIPT_CHECKS
from threshold.soundness.explaining import explanations, in_short

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
TABLE = re.compile(r"(?<=\| code \| what is found \|\n\|---\|---\|\n)(?:.*\n)+?(?=\n)")


def table() -> str:
    texts = explanations(SCRIPT_CHECKS)
    return "".join(f"| `{code}` | {in_short(text).rstrip('.')} |\n" for code, text in texts.items())


def test_every_code_is_in_the_table_with_what_it_finds():
    (found,) = TABLE.findall(PAGE.read_text(encoding="utf-8"))
    assert found == table(), __doc__


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(TABLE.sub(lambda _: table(), text), encoding="utf-8")
