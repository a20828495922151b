"""Work in several processes comes back in its order, and none of them outlives who asked for it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from threshold.processes import processes

# Each worker says that it is there, then works on for longer than anybody waits.
SLOW = """
import sys
from pathlib import Path
from threshold.processes import processes
from slow import work

if __name__ == "__main__":
    with processes() as pool:
        pool.each(work, [sys.argv[1]] * 16)
"""
WORK = """
import os
from pathlib import Path
from time import sleep

def work(folder):
    (Path(folder) / str(os.getpid())).touch()
    sleep(600)
"""


def test_what_comes_of_it_is_in_order() -> None:
    with processes() as pool:
        assert pool.each(abs, range(-20, 0)) == [*range(20, 0, -1)]


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_command(tmp_path: Path, stop: signal.Signals) -> None:
    (tmp_path / "begin.py").write_text(SLOW)
    (tmp_path / "slow.py").write_text(WORK)
    there = tmp_path / "there"
    there.mkdir()
    command = subprocess.Popen([sys.executable, "begin.py", str(there)], cwd=tmp_path)
    until = monotonic() + 60
    while not [*there.iterdir()]:
        assert monotonic() < until
        sleep(0.1)
    command.send_signal(stop)
    command.wait()
    workers = [int(path.name) for path in there.iterdir()]
    until = monotonic() + 20
    while any(map(alive, workers)):
        assert monotonic() < until, "a process was left behind"
        sleep(0.1)
