"""How much memory a command may take, and what is said where it needs more.

What reads an export runs in a process of its own, which this one watches: a library that cannot get memory
ends its process on the spot, and so does a system that has none left. Only Linux tells what a process takes.
"""

import logging
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from threshold.offspring import end_with

VARIABLE = "THRESHOLD_MEMORY"
PART = 0.8  # of what the machine or the container has
MORE = (
    f"split the export, by year or by team, or let it take more ({VARIABLE}=16GB, where there is as much); "
    "nothing is told of it"
)
BROKE_DOWN = (
    "the reading broke down: either a file is damaged, or memory ran short. Export it anew, or split it; "
    "nothing is told of it"
)

_SIZE = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*(GB|MB)\s*", re.IGNORECASE)
_UNITS = {"GB": 1024**3, "MB": 1024**2}
_LEAST = 256 * 1024**2  # with less, nothing could even be loaded
_EVERY = 0.05  # seconds between two looks
# Libraries reserve a multiple of what they use: this only stops what is beyond all bounds at once.
_RESERVED = 4
_ENDED_BY_ITSELF = ("SIGABRT", "SIGSEGV", "SIGKILL")
_PASSED_ON = ("SIGHUP", "SIGINT", "SIGTERM")
_FROM_A_PROCESS = 0  # and not from the terminal, which tells every process of its own accord
_GROUPS = (
    ("/sys/fs/cgroup", "memory.max"),
    ("/sys/fs/cgroup/memory", "memory.limit_in_bytes"),
)


def allowed() -> int | None:
    """How many bytes a command may take; None where nothing limits it.

    Raises BadInput where the environment names something else than a size.
    """
    from threshold.reading import BadInput, Problem

    said = os.environ.get(VARIABLE, "").strip()
    if said.casefold() == "none":
        return None
    if said:
        size = _SIZE.fullmatch(said)
        found = int(float(size[1]) * _UNITS[size[2].upper()]) if size else 0
        if found < _LEAST:
            message = "must be a size such as 8GB or 900MB, of at least 256MB, or none"
            raise BadInput(Problem(message, field=VARIABLE))
        return found
    there = [size for size in (_of_machine(), *_of_groups()) if size]
    return max(_LEAST, int(min(there) * PART)) if there else None


def needs_more(limit: int | None) -> str:
    """What is said where a command needs more."""
    if limit is None:
        size = "there is"
    else:
        size = f"the {limit / 1024**3:.1f} GB" if limit >= 1024**3 else f"the {limit // 1024**2} MB"
        size += " that it may take here"
    return f"this needs more memory than {size}; {MORE}"


def limit_this_process(size: int) -> None:
    """From here on this process, and those that it starts, get no more; where the system has such a limit."""
    if sys.platform != "linux":
        return
    import resource

    most = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if most == resource.RLIM_INFINITY or size < most:
        resource.setrlimit(resource.RLIMIT_DATA, (size, most))


def is_its_own() -> bool:
    """Whether the process is there for this command alone, and so far bears a fork; and the system is one."""
    if sys.platform != "linux" or "polars" in sys.modules:
        return False
    try:
        return sys.stdout is None or sys.stdout.fileno() == 1
    except (OSError, ValueError):  # somebody in this process wants to see what is printed
        return False


def watched(run: Callable[[], int], limit: int | None) -> int:
    """Run in a process of its own, and return its exit status; raises BadInput where it came to no end."""
    from threshold.reading import BadInput, Problem

    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, *_of_names(_PASSED_ON)})
    parent, child = os.getpid(), os.fork()
    if child == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        _apart(run, parent, limit)
    try:
        ended, too_much = _wait(child, limit)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    if too_much and limit is not None:
        raise BadInput(Problem(needs_more(limit)))
    status = os.waitstatus_to_exitcode(ended)
    if -status in _of_names(_ENDED_BY_ITSELF):
        raise BadInput(Problem(BROKE_DOWN))
    if status < 0:  # somebody stopped it, and this one ends as it did
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    return status


def _apart(run: Callable[[], int], parent: int, limit: int | None) -> NoReturn:
    end_with(parent)
    if limit is not None:
        limit_this_process(limit * _RESERVED)
    if not os.environ.get("THRESHOLD_DEBUG"):
        _quiet_libraries()
    _end(run())


def _end(status: int) -> NoReturn:
    """End on the spot, all having been said: a library that hangs is not waited for."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # nothing takes it, and what was to be said of that was said
            status = status or 2
    os._exit(status)


def _quiet_libraries() -> None:
    """What is told is written by us: libraries tell of their own troubles in pages that help nobody."""
    logging.disable()
    if sys.stderr is None:
        return
    own = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    told = sys.stderr
    sys.stderr = open(own, "w", encoding=told.encoding, errors=told.errors, buffering=1)  # noqa: SIM115


def _wait(child: int, limit: int | None) -> tuple[int, bool]:
    """How the process ended, and whether it was ended for taking too much."""
    too_much, passed_on = False, _of_names(_PASSED_ON)
    while True:
        told = signal.sigtimedwait({signal.SIGCHLD, *passed_on}, _EVERY)
        if told is not None and told.si_signo in passed_on and told.si_code <= _FROM_A_PROCESS:
            os.kill(child, told.si_signo)
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status, too_much
        if limit is not None and not too_much and _taken(child) > limit:
            too_much = True
            os.kill(child, signal.SIGKILL)


def _of_names(names: tuple[str, ...]) -> set[int]:
    """The signals of these names, some of which only some systems have."""
    return {int(getattr(signal, name)) for name in names}


def _taken(process: int) -> int:
    """How many bytes a process holds that are in no file; 0 where that cannot be told."""
    try:
        told = Path(f"/proc/{process}/status").read_bytes()
    except OSError:
        return 0
    found = re.search(rb"RssAnon:\s*([0-9]+) kB", told)
    return int(found[1]) * 1024 if found else 0


def _of_machine() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0


def _of_groups() -> list[int]:
    """What the groups of processes that this one is in may take, each within another."""
    try:
        told = Path("/proc/self/cgroup").read_text()
    except OSError:
        return []
    found = []
    for line in told.splitlines():
        number, kinds, place = line.split(":", 2)
        if number != "0" and "memory" not in kinds.split(","):
            continue
        root, name = _GROUPS[0] if number == "0" else _GROUPS[1]
        group = Path(root + place)
        for each in (group, *group.parents):
            if each == Path("/sys/fs"):
                break
            found.append(_number(each / name))
    return found


def _number(path: Path) -> int:
    try:
        text = path.read_text().strip()
    except OSError:
        return 0
    return int(text) if text.isdecimal() else 0
