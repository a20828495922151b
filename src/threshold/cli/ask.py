"""`threshold ask`: what is not known and could change the outcome."""

from threshold.cli.options import AsAt, PolicyOption


def ask(case: str, as_at: AsAt = None, policy: PolicyOption = None) -> int:
    """Ask what is not known and could change the outcome, the most decisive question first."""
    return 0
