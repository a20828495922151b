"""How far an audit has come, on a terminal: what is being done, at which rate, and how long it will take."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

from threshold.output.escaping import escaped
from threshold.output.gate import unguarded_stderr

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """A line on standard error that is gone when all is done; nothing is shown where that is no terminal."""

    def __init__(self) -> None:
        self._progress = _progress() if sys.stderr.isatty() else None
        self._task: Any = None

    def __enter__(self) -> "Bar":
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def stage(self, name: str, total: int | None, unit: str = "") -> None:
        if self._progress is None:
            return
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(escaped(name), total=total, unit=unit)

    def advance(self, steps: int) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task, steps)


def _progress() -> "Progress":
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many steps a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            unit = task.fields.get("unit", "")
            return Text(f"{speed:,.0f} {unit} a second" if speed and unit else "")

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(file=unguarded_stderr()), transient=True)
