"""Which rules read a fact, and what for."""

from threshold.handbook.uses import reads, uses_of

from .conftest import book


def read_by(fact: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for use in uses_of(book().packs).get(fact, ()):
        found.setdefault(use.rule.head.id, []).append(use.what_for)
    return found


def test_a_fact_is_read_by_rules_of_every_kind() -> None:
    assert read_by("child_protection.plan_ended")["RBC-5.1-after"] == ["what it works out"]
    assert read_by("step_down.decided_by")["RBC-4.2a"] == ["what must be so"]
    assert read_by("assessment.started")["WT-assessment"] == ["when it applies"]
    assert read_by("assessment.counted_from")["WT-assessment"] == ["what starts the clock"]
    assert read_by("assessment.completed")["WT-assessment"] == ["what meets it"]
    assert read_by("contact.brag")["BAR-4.2"] == ["when it applies", "how long it is"]
    assert read_by("child_in_need.no_longer")["RBC-C4"] == [
        "what contradicts itself",
        "what is in doubt then",
    ]
    assert read_by("safety.scale")["SAFE-0"] == ["what calls for protection"]
    assert read_by("child_in_need.no_longer")["RBC-4.1b"] == ["when it holds", "what is said"]
    assert read_by("closure.of")["RBC-5.6"] == ["which requests it answers"]
    assert read_by("lead_professional.identified")["RBC-step-down"] == ["when a step is done"]
    assert read_by("household.area")["MOS-CFA-actions"] == ["who does it"]
    assert "nobody.asks" not in uses_of(book().packs)


def test_a_rule_reads_what_its_exception_reads() -> None:
    rule = book().rules["RBC-2.3a"]
    assert {what for what, _ in reads(rule)} >= {"when it applies", "its exception", "what must be so"}
