"""An audit is called by what it is of, in words, and never by the name of a file."""

from collections.abc import Callable

from threshold.audit.render.titles import subject, title

from ..conftest import audit_of, summary


def test_a_title_names_the_work_in_the_order_in_which_it_is_done() -> None:
    rules = [summary(each, {"met": 1}, each=each) for each in ("child in need", "enquiry", "referral")]
    audit = audit_of(*rules)
    assert title(audit, "as at 14 August 2026") == (
        "Children's services: timeliness of referrals, section 47 enquiries and Child in Need plans, "
        "as at 14 August 2026"
    )


def test_work_without_a_name_is_other_work() -> None:
    other = summary("A", {"met": 1}, each="panel")
    assert subject(audit_of(other)) == "timeliness of work on cases"
    both = audit_of(other, summary("B", {"met": 1}, each="assessment"))
    assert subject(both) == "timeliness of assessments and other work"


def test_requirements_are_not_timeliness() -> None:
    rule = summary("A", {"met": 1}, kind="requirement")
    assert subject(audit_of(rule)) == "how far cases are as the policy asks"
    assert subject(audit_of()) == "an export of which nothing could be judged"


def test_every_format_for_people_bears_it(threshold: Callable[..., tuple[int, str, str]]) -> None:
    for format_ in ("text", "markdown", "html"):
        _, printed, _ = threshold("--format", format_, "--out", "-", "--period", "2026-01-01..2026-06-30")
        assert "timeliness of referrals" in printed
        said = "by what was done from 1 January 2026 to 30 June 2026, as at 14 August 2026"
        assert said in " ".join(printed.split())
