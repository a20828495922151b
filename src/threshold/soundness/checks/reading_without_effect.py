"""Readings of a tension under a pack that is not there, or of which no rule names the tension.

What would happen: the reading is never shown, so that nobody learns that the document can be read otherwise.
How to mend it: name the tension at the rules that it touches, or mend the name of the pack.
How far it looks: at every tension of the policy's `tensions.yaml`, and at the packs that a policy may choose.
No case can show it: the reading is not told of any.
"""

from collections.abc import Iterator

from threshold.policy.declared import declared
from threshold.reading import Problem, did_you_mean
from threshold.reading.tree import child_of
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.use import tensions_named

CODE = "reading-without-effect"
_EFFECT = "Nobody is shown that the document can be read in this way"


def check(examination: Examination) -> Iterator[Finding]:
    """Every such reading, at its line."""
    written = examination.written
    known = declared(examination.files).packs
    named = {pack: tensions_named(held) for pack, held in written.packs.items()}
    for name, tension in written.tensions.items():
        for pack in tension.entry.readings:
            node = child_of(child_of(tension.node, "readings"), pack)
            message = ""
            if pack not in known:
                message = f"there is no such pack{did_you_mean(pack, known)}"
            elif pack in named and name not in named[pack]:
                message = f"no rule of {pack} names this tension, so that these readings are never shown"
            if message:
                yield Finding(CODE, Problem(message, tension.file, node.line, node.column, name), _EFFECT)
