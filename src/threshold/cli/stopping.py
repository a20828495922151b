"""Being stopped: what ends a program from outside is answered like Ctrl-C; nothing half written is left."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP")  # what `kill` and `timeout` send; what a terminal sends when it is closed


@dataclass
class Stopping:
    """By which signal the program was stopped, as far as it was."""

    number: int = signal.SIGINT

    @property
    def status(self) -> int:
        """The exit status that shells know it by: 130 after Ctrl-C."""
        return 128 + self.number


@contextmanager
def heeding() -> Iterator[Stopping]:
    """Let what would end the program at once raise KeyboardInterrupt instead, a single time.

    A signal that whoever started the program has it ignore (`nohup`) stays ignored.
    """
    stopping = Stopping()

    def stop(number: int, _: FrameType | None) -> None:
        stopping.number = number
        for each in before:
            signal.signal(each, signal.SIG_IGN)  # what is cleared away now is not to be stopped again
        raise KeyboardInterrupt

    known = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {each: signal.SIG_DFL for each in known if signal.getsignal(each) is signal.SIG_DFL}
    if threading.current_thread() is not threading.main_thread():
        before = {}
    for each in before:
        signal.signal(each, stop)
    try:
        yield stopping
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
