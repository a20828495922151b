"""What a code means: each in full, all of them in short."""

import pytest

from threshold.reading import BadInput
from threshold.soundness.checks import CHECKS
from threshold.soundness.explaining import EVERY, explained, explanations, in_short

MORE = {"of-a-script": "Something of a script.\n\nWhat would happen: nothing.\nHow to mend it: leave it."}


def test_one_in_full_with_its_paragraphs_apart():
    lines = explained("of-a-script", MORE, 80).splitlines()
    assert lines == [
        "of-a-script: Something of a script.",
        "",
        "What would happen: nothing.",
        "",
        "How to mend it: leave it.",
    ]
    assert all(len(line) <= 40 for line in explained("silence-decides", MORE, 40).splitlines())


def test_all_of_them_in_short():
    text = explained(EVERY, MORE, 80)
    for check in CHECKS:
        assert f"{check.CODE}\n  {in_short(check.__doc__ or '')[:40]}" in text
    assert text.endswith("of-a-script\n  Something of a script.")
    assert [*explanations(MORE)][-1] == "of-a-script"


def test_a_code_that_is_none():
    with pytest.raises(BadInput) as caught:
        explained("silence-decide", MORE, 80)
    (problem,) = caught.value.problems
    assert 'did you mean "silence-decides"?' in problem.message
    assert "`--explain list` shows them all" in problem.message
