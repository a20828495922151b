"""A call to the consultation line: the script's questions, what the caller is advised, and how it is kept.

`Conversation` is how far a call has come, and never changed: every answer makes another. `advised` says what
it comes to, never less than the rules say of the same facts.
"""

from threshold.consultation.advice import Advised, advised
from threshold.consultation.conversation import Conversation
from threshold.consultation.line import Line, open_line

__all__ = ["Advised", "Conversation", "Line", "advised", "open_line"]
