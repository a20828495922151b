"""A trial made by hand with a bit of everything, and names that do harm where they are not escaped."""

from threshold.trying.model import Flip, Flow, Reach, Trial, Tried, Untried
from threshold.versions import Change

HOSTILE = "<script>alert(1)</script>|\x1b[31m"
WAIT = Change("parameter", "town", "wait", "differs", HOSTILE, "3 months", "6 months", None, True)
RULE = Change("rule", "town", "R2", "came", "Consent", "", "Consent", None, True)
STILL = Change("rule", "town", "R3", "gone", "Meeting", "Meeting", "", None, True)
WORDS = Change("words", "town", "R4", "differs", "Notice", "a", "b", None, False)
FLIPS = (
    *(Flip(f"A-{number}", "status", "", "permitted", "blocked", (WAIT,)) for number in range(30)),
    Flip("B-1", "to", "", "early_help", "none", (WAIT, RULE), together=True),
)
TRIED = Tried(
    "cases",
    HOSTILE,
    number=60,
    flipped=31,
    flips=FLIPS,
    flows=(Flow("status", "", "permitted", "blocked", 30), Flow("status", "", "permitted", "permitted", 30)),
    untried=(Untried("nobody can tell, before or after", 7, (("consent", 7),), changes=(STILL,)),),
    left_out=(Untried("they are about another policy", 4, (("national", 4),)),),
    reach=(Reach(WAIT, 60, 0), Reach(RULE, 60, 0), Reach(STILL, 0, 7)),
)
TRIAL = Trial("old.yaml", "new.yaml", (WAIT, RULE, STILL, WORDS), (TRIED,))
