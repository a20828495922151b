"""Workbooks whose cells are not written as text (.xls, .xlsb), opened first where they can do no harm.

What such a file would swell to is told by nothing but opening it: so another process opens it, which may take
only so much memory and computing time. Only Linux has such limits; elsewhere nothing is tried.
"""

import subprocess
import sys
from pathlib import Path

from threshold.exports.files.limits import most_memory, most_seconds
from threshold.reading import BadInput, Problem

_OPEN = """
import resource, sys
size, seconds = map(int, sys.argv[2:])
resource.setrlimit(resource.RLIMIT_DATA, (size, size))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
try:
    import fastexcel
    book = fastexcel.read_excel(sys.argv[1])
    for sheet in book.sheet_names:
        book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
except (ImportError, MemoryError):
    sys.exit(1)
except BaseException:
    pass
"""


def check_by_trial(path: Path, name: str) -> None:
    """Raises BadInput where opening a workbook takes more memory than its size lets expect.

    That it is damaged shows later, in the words for it.
    """
    if sys.platform != "linux":
        return
    size = path.stat().st_size
    words = [sys.executable, "-I", "-c", _OPEN, str(path), str(most_memory(size)), str(most_seconds(size))]
    status = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    ).returncode
    if status != 0:
        message = "this workbook would swell beyond what any list of children needs; it was not opened"
        raise BadInput(Problem(message, name))
