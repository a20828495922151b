from pathlib import Path

from threshold.policy.indicators.words import asks

from ..own import LEVELS, SIGNS, Own


def test_a_table_declares_its_signs_and_its_domains(tmp_path: Path) -> None:
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    facts = own.files().vocabulary.facts
    absent, hit = facts["ours_signs.o_3_1"], facts["ours_signs.o_4_1"]
    assert (absent.asks, absent.protection) == ("Is the child persistently absent from school?", False)
    assert (absent.screened_by, absent.asked_with) == ("ours_domains.learning", "Learning, Family Help")
    assert (hit.protection, hit.asked_with) == (True, "Home, Protection")
    assert (facts["ours_domains.home"].protection, facts["ours_domains.learning"].protection) == (True, False)


def test_a_statement_is_asked_as_whether_it_is_so() -> None:
    assert asks("The home is neglected.") == "Is this so: The home is neglected?"
    assert asks("Is it so?") == "Is it so?"
