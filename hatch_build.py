"""The build's one step of its own: what would make the first run slow is done beforehand.

Reading and checking all the rules would take nearly half of a first run. What they come to is kept in
src/threshold/ready, under keys made of every file that it comes from: after a change to the rules or to
what reads them it is passed over, and made anew with the next build.
"""

import compileall
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Not by way of PYTHONPATH, from which pip takes the folder of a checkout that is installed already.
READ = """\
import sys
sys.path.insert(0, sys.argv[1])
from threshold import cache
cache.READY = cache.READY / "none"  # what an earlier build made is made anew
from threshold.policy.ready import read_all
read_all()
"""


class ReadyRules(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel is made, and before a checkout is installed as it lies."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        source = Path(self.root) / "src"
        ready = source / "threshold" / "ready"
        fresh = ready.with_name("ready.new")
        shutil.rmtree(fresh, ignore_errors=True)
        command = [sys.executable, "-c", READ, str(source)]
        done = subprocess.run(command, env={**os.environ, "THRESHOLD_CACHE": str(fresh)}, check=False)
        if done.returncode:  # slower the first time, and no worse; what was read before may still do
            shutil.rmtree(fresh, ignore_errors=True)
            self.app.display_warning("The rules could not be read beforehand; the first run will read them.")
        else:
            shutil.rmtree(ready, ignore_errors=True)
            fresh.rename(ready)
        if version == "editable":  # pip compiles what it copies, and here it copies nothing
            compileall.compile_dir(source, quiet=2)
