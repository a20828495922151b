"""References of cases and families in texts: found however they are spelt, and not where there is none."""

from dataclasses import replace

import pytest

from threshold.register.calls.model import FollowUp
from threshold.register.chain import CALL, FOLLOW_UP, text_digest
from threshold.register.entries import KeyChange
from threshold.register.naming import References, Remaining, known_references, naming_problems, remaining
from threshold.register.store import Way, open_register

from .calls.conftest import CALL as CALLED
from .conftest import POLICY, decided, fill, made_up, signing, ticking
from .scene import refuse_nothing


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("ZZCASE-B", "ZZCASE-B is over"),
        ("ZZCASE-B", "it was zzcase-b, which is over"),
        ("ZZCASE-B", "ZZCASEB"),
        ("ZZCASE-B", "(zz case b)"),
        ("ZZCASE-B", "Z.Z.C.A.S.E_B"),
        ("ZZCASE-B", "z z c a s e \u2013 b"),
        ("ZZCASE-B", "ZZCASE\nB"),
        ("ZZCASE-B", "ZZ\u00adCASE-\u200bB"),
        ("ZZCASE-B", "\uff3a\uff3aCASE-B"),
        ("ZZCASE-B", "ZZC\u0391SE-\u0412"),
        ("ZZCASE-B", "Z\u0301ZCASE-B"),
        ("ZZCASE-B", "ZZCASE-B's"),
        ("ZZCASE-B", "theZZCASE-Bfile"),
        ("susd-44", "of SUSD44."),
        ("SUSD-44", "SUSD-44a"),
        ("SUSD.4/4", "susd 44"),
        ("C-1", "c1 is over"),
        ("C-1", "C_1"),
        ("C-1", "C \u2022 1"),
        ("12345", "12345 is over"),
        ("12345", "1-2-3-4-5"),
        ("12345", "case12345x"),
        ("7", "of 7, which is over"),
        ("7", "case7"),
        ("7", "Case no. 7"),
        ("07", "family-07"),
        ("2026", "the end of 2026."),
        ("20/1", "20 1"),
    ],
)
def test_a_reference_is_found_however_it_is_spelt(reference, text):
    assert References(["OTHER-9", reference]).named_in(text)


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("SUSD-44", "SUSD-445"),
        ("SUSD-44", "SUSD-4, 5 and 6"),
        ("ZZCASE-B", "The time for keeping it is over"),
        ("C-1", "ABC-1"),
        ("C-1", "C-12"),
        ("AB", "about it"),
        ("12345", "1234567"),
        ("7", "of TM-7"),
        ("07", "since 2026-07-01"),
        ("2026", "since 2026-07-01"),
        ("7", "70 days"),
        ("20/1", "since 20/11"),
        ("C-1", ""),
    ],
)
def test_what_is_no_reference_is_not_taken_for_one(reference, text):
    assert not References([reference]).named_in(text)


def test_a_register_s_own_cases_and_families_are_known_until_they_are_erased(path, tmp_path):
    with open_register(path, make=True) as register:
        register.append(made_up(1, register, family="FAM-77"), POLICY, ticking())
    fill(path, 1)
    with open_register(path) as register:
        texts = [("--reason", "as fam 77"), ("--by", "Team Manager"), ("", "C 1")]
        found = list(naming_problems(known_references(register), texts))
    assert [problem.field for problem in found] == ["--reason", ""]
    assert all("never be erased" in problem.message and "77" not in problem.message for problem in found)


def test_what_stays_and_names_a_case_is_told_by_entry(path, tmp_path):
    clock = ticking()
    with open_register(path, make=True) as register:
        register.append(made_up(1, register, case="CASE-A", family="FAM-7"), POLICY, clock)
        register.append(made_up(2, register, case="CASE-A"), POLICY, clock)
        why = replace(decided(False, "continue"), reason="As with\nCase A, and\nso on")
        register.append(made_up(3, register, case="CASE-B", decided=why), POLICY, clock)
        register.append(made_up(4, register, case="CASE-AB", family="FAM-7"), POLICY, clock)
        register.append(made_up(5, register, case="CASE-C"), POLICY, clock)
    signer = signing(path, tmp_path)
    with open_register(path) as register:
        told = KeyChange("add", "a" * 64, "the case-a desk", "", register.identity)
        register.change_keys(told, Way(ticking(clock()), signer=signer, clock_checked=True))
        assert remaining(register, [1, 2]) == Remaining((), (3,), (7,))
        assert remaining(register, [1]) == Remaining((2,), (3,), (7,))
        assert remaining(register, [5]) == Remaining((), (), ())


def test_a_family_is_looked_for_once_nothing_of_it_stays(path):
    clock = ticking()
    with open_register(path, make=True) as register:
        why = replace(decided(False, "continue"), reason="As with FAM 7")
        register.append(made_up(1, register, family="FAM-7"), POLICY, clock)
        register.append(made_up(2, register, family="FAM-7"), POLICY, clock)
        register.append(made_up(3, register, decided=why), POLICY, clock)
        assert remaining(register, [1]) == Remaining((), (), ())
        assert remaining(register, [1, 2]) == Remaining((), (3,), ())


def test_what_follows_up_a_call_and_who_names_it_is_told_when_it_is_erased(path):
    with open_register(path, make=True) as register:
        told = replace(CALLED, policy_files=text_digest(POLICY), register=register.identity)
        other = replace(told, reference="CL-260401-3CFG", summary="As in cl 260401 7kq4")
        after = FollowUp(call=told.reference, of_entry=1, done=True, what="Done", adviser="TM-07")
        for kind, each, policy in (
            (CALL, told, POLICY),
            (CALL, other, POLICY),
            (FOLLOW_UP, replace(after, register=register.identity), ""),
        ):
            register.add(kind, each, policy, Way(ticking()), refuse_nothing)
        left = remaining(register, [1])
        assert (left.same_case, left.naming, left.for_good) == ((3,), (2,), ())
        assert known_references(register).named_in("as CL-260401-3CFG has it")
