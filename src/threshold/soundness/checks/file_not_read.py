"""A file in a pack's folder that looks as if it were read, and is not.

What would happen: rules, words or tables that somebody wrote there count for nothing.
How to mend it: as the finding says: another name, another folder, or another kind of file.
How far it looks: at every YAML file, table and workbook in the folders of the policy's packs; cases and
policies may lie there.
No case can show it: nothing of the file is there.
"""

from collections.abc import Iterator

from threshold.policy.unread import unread_beside
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding

CODE = "file-not-read"
_EFFECT = "What is written there counts for nobody"


def check(examination: Examination) -> Iterator[Finding]:
    """Every such file."""
    for problem in unread_beside(examination.files.paths()):
        yield Finding(CODE, problem, _EFFECT)
