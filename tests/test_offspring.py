"""A process that another began is gone soon after that one is, however it went."""

import os
import subprocess
import sys
import time

import pytest

from threshold.offspring import end_with

PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())])
print(child.pid, flush=True)
os.read(0, 1)
"""
CHILD = f"""
import sys, time
from {end_with.__module__} import {end_with.__name__}
{end_with.__name__}(int(sys.argv[1]))
time.sleep(60)
"""


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="there, whoever began it is not told so")
def test_a_process_ends_with_the_one_that_began_it() -> None:
    words = [sys.executable, "-c", PARENT, CHILD]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(1)
        assert runs(child)
        parent.kill()
    until = time.monotonic() + 20
    while runs(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not runs(child)
