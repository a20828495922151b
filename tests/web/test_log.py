"""The log of a call in the browser: what is kept, what is challenged, and what happens only once."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Open, Serve
from tests.web.serving import (
    answer,
    enter,
    follow,
    heading,
    hidden,
    is_urgent,
    press,
    reference,
    to_the_worker,
)

from threshold.register.calls.days import day_of
from threshold.register.store import utc_now
from threshold.web.fields import LABELS, Amiss
from threshold.web.log import amiss

pytestmark = pytest.mark.slow

FAMILY = ("no", "no", "no", "a parent, a carer, a young person or somebody else of the family")
CHILD = "Amy Smith, born 3 May 2019, is often sad"
PUT = "Put the call into the log"


def to_the_log(page: Any, *answers: str) -> str:
    """A call up to the form for the log; its reference."""
    press(page, "New call")
    answer(page, *(answers or to_the_worker()))
    called = reference(page)
    follow(page, "Write the call into the log")
    return called


def field(page: Any, name: str) -> Any:
    return page.locator(f"[id='{name}']")


def shown(open_desk: Open, called: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(open_desk.desk.entries("consult", "show", called, "--format", "json"))
    return told


def test_a_call_is_put_into_the_log_with_all_that_was_said(at_desk: Any, open_desk: Open) -> None:
    called = to_the_log(at_desk)
    ahead = day_of(utc_now()) + timedelta(days=7)
    typed = {
        "caller.name": "Jo Brown",
        "caller.agency": "Green Lane School",
        "caller.role": "SENCO",
        "caller.telephone": "020 7946 0000",
        "why": "Whether to start a CAF",
        "summary": "The child is often sad",
        "follow_up": f"{ahead:%d/%m/%Y}",
        "follow_up_about": "Ring the caller",
    }
    for name, text in typed.items():
        field(at_desk, name).fill(text)
    press(at_desk, PUT)
    assert heading(at_desk) == "The call is in the log"
    assert at_desk.locator(".reference").inner_text() == called
    told = at_desk.locator("main").inner_text()
    for text in (*list(typed.values())[:6], "Ring the caller", "TM-07"):
        assert text in told
    assert not list(open_desk.desk.folder.rglob(f"*{called}*"))
    follow(at_desk, "The desk")
    assert at_desk.get_by_role("link", name=called, exact=True).count() == 1


def test_what_is_challenged_stays_in_its_field_and_is_nowhere_else(at_desk: Any, open_desk: Open) -> None:
    called = to_the_log(at_desk)
    field(at_desk, "summary").fill(CHILD)
    field(at_desk, "why").fill("Whether to refer")
    press(at_desk, PUT)
    assert heading(at_desk) == "The log of the call"
    assert at_desk.locator(":focus").inner_text().startswith("There is a problem")
    assert field(at_desk, "summary").input_value() == CHILD
    assert field(at_desk, "summary").get_attribute("aria-invalid") == "true"
    assert "date of birth" in at_desk.locator("[id='summary-error']").inner_text()
    assert at_desk.content().count("Amy") == 1
    assert "Amy" not in at_desk.title() + at_desk.url
    kept = [path.read_bytes() for path in open_desk.desk.folder.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"Amy" in each for each in kept)
    assert any(b"Whether to refer" in each for each in kept)
    # It is still there after the way back to the advice, and is mended there.
    press(at_desk, "Go back to the call, and keep this")
    assert "Amy" not in at_desk.content()
    follow(at_desk, "Write the call into the log")
    assert field(at_desk, "summary").input_value() == CHILD
    field(at_desk, "summary").fill("The child is often sad")
    press(at_desk, PUT)
    assert at_desk.locator(".reference").inner_text() == called
    assert "Amy" not in at_desk.content()


def test_each_link_of_the_summary_leads_to_its_field(at_desk: Any) -> None:
    to_the_log(at_desk)
    for name in ("summary", "caller.telephone", "follow_up", "adviser"):
        field(at_desk, name).fill("NHS 943 476 5919")
    press(at_desk, PUT)
    places = [each.get_attribute("href") for each in at_desk.locator(".summary a").all()]
    assert {"#summary", "#caller.telephone", "#follow_up", "#adviser"} <= set(places)
    for place in places:
        assert at_desk.locator(f"[id='{place.removeprefix('#')}']").count() == 1


def test_danger_on_the_form_keeps_what_was_typed(at_desk: Any) -> None:
    to_the_log(at_desk)
    field(at_desk, "summary").fill("The child is often sad")
    press(at_desk, "Danger now")
    assert is_urgent(at_desk)
    follow(at_desk, "Write the call into the log")
    assert field(at_desk, "summary").input_value() == "The child is often sad"


def test_enter_in_a_field_puts_the_call_into_the_log_and_tells_of_no_danger(at_desk: Any) -> None:
    called = to_the_log(at_desk)
    with at_desk.expect_navigation():
        field(at_desk, "caller.role").press("Enter")
    assert at_desk.locator(".reference").inner_text() == called


def test_sent_twice_a_call_is_logged_once_and_that_is_said(at_desk: Any, open_desk: Open) -> None:
    called = to_the_log(at_desk)
    place = f"{open_desk.session}/calls/{called}/log"
    sent = hidden(at_desk.content()) | {"adviser": "TM-07", "logged": "yes"}
    for note in ("logged", "logged-before"):
        done, _ = open_desk.hand.do(place, sent)
        assert done.headers["Location"].endswith(f"/{called}?note={note}")
    at_desk.goto(open_desk.desk.origin + done.headers["Location"])
    assert "changed nothing" in at_desk.get_by_role("status").inner_text()
    assert open_desk.desk.entries("consult", "list", "--all", "--format", "json").count(f'"{called}"') == 1


def test_the_form_is_not_taken_where_the_answers_were_changed_meanwhile(
    at_desk: Any, open_desk: Open
) -> None:
    called = to_the_log(at_desk)
    sent = hidden(at_desk.content()) | {"adviser": "TM-07", "logged": "yes", "why": "To ask"}
    open_desk.hand.do(f"{open_desk.session}/calls/{called}/danger", sent)
    _, page = open_desk.hand.do(f"{open_desk.session}/calls/{called}/log", sent)
    assert "The answers were changed in another tab" in page
    assert "To ask" in page


def test_a_call_that_ended_before_its_time_is_logged_as_broken_off(at_desk: Any, open_desk: Open) -> None:
    press(at_desk, "New call")
    answer(at_desk, "no")
    called = reference(at_desk)
    follow(at_desk, "The call has ended: write it into the log")
    assert at_desk.get_by_role("button", name=PUT).count() == 0
    press(at_desk, "Log it as broken off")
    assert "broken off" in at_desk.locator("main").inner_text()
    assert shown(open_desk, called)


def test_a_call_is_not_lost_where_the_register_takes_nothing(serve: Serve, page: Any, tmp_path: Path) -> None:
    desk = serve()
    enter(page, desk)
    called = to_the_log(page)
    field(page, "why").fill("Whether to start a CAF")
    (tmp_path / "register.sqlite").write_text("this is no register")
    press(page, PUT)
    assert heading(page) == "The log of the call"
    assert "Nothing is lost" in page.locator(".summary").inner_text()
    assert field(page, "why").input_value() == "Whether to start a CAF"
    (tmp_path / "register.sqlite").unlink()
    press(page, PUT)
    assert page.locator(".reference").inner_text() == called


def test_other_advice_than_recommended_is_kept_with_its_reason(at_desk: Any) -> None:
    to_the_log(at_desk)
    at_desk.get_by_label("refer to the MASH", exact=True).check()
    press(at_desk, PUT)
    assert LABELS["differs_because"] in at_desk.locator(".summary").inner_text()
    field(at_desk, "differs_because").fill("The caller has told of more")
    press(at_desk, PUT)
    told = at_desk.locator("main").inner_text()
    assert "Advice given instead\nrefer to the MASH" in told
    assert "The caller has told of more" in told


def test_a_follow_up_is_shown_as_due_and_then_as_done(at_desk: Any) -> None:
    called = to_the_log(at_desk)
    field(at_desk, "follow_up").fill(f"{day_of(utc_now()):%d/%m/%Y}")
    field(at_desk, "follow_up_about").fill("Hear whether it was sent")
    press(at_desk, PUT)
    follow(at_desk, "The desk")
    due = at_desk.get_by_role("listitem").filter(has_text="Hear whether it was sent").filter(has_text=called)
    assert "due today" in due.inner_text()
    with at_desk.expect_navigation():
        due.get_by_role("link").click()
    press(at_desk, "Log it")
    assert "There is a problem" in at_desk.locator(".summary").inner_text()
    field(at_desk, "what").fill(CHILD)
    at_desk.get_by_label("What was to be done is done").check()
    press(at_desk, "Log it")
    assert field(at_desk, "what").input_value() == CHILD
    assert at_desk.content().count("Amy") == 1
    field(at_desk, "what").fill("It was sent")
    press(at_desk, "Log it")
    assert "It was sent" in at_desk.locator("main").inner_text()
    follow(at_desk, "The desk")
    assert due.count() == 0


def test_what_is_amiss_with_no_field_is_said_of_the_form() -> None:
    assert amiss("why", "write `the caller`") == Amiss("why", "write 'the caller'", "Why they called")
    assert amiss("", "the disk is full") == Amiss("main", "The disk is full")


def test_of_a_caller_of_the_family_no_name_is_asked_for_or_taken(at_desk: Any, open_desk: Open) -> None:
    called = to_the_log(at_desk, *FAMILY)
    assert "would tell who the child is" in at_desk.locator("main").inner_text()
    for name in ("caller.name", "caller.agency", "caller.telephone"):
        assert field(at_desk, name).count() == 0
    sent = hidden(at_desk.content()) | {
        "adviser": "TM-07",
        "caller.name": "Jo Brown",
        "caller.role": "parent",
    }
    open_desk.hand.do(f"{open_desk.session}/calls/{called}/log", sent)
    told = shown(open_desk, called)
    assert "Jo Brown" not in json.dumps(told)
    assert "parent" in json.dumps(told)


def test_other_advice_is_not_taken_over_to_another_recommendation(at_desk: Any) -> None:
    to_the_log(at_desk)
    at_desk.get_by_label("start a CAF", exact=True).check()
    field(at_desk, "differs_because").fill("The caller has told of more")
    press(at_desk, "Go back to the call, and keep this")
    press(at_desk, "Danger now")
    follow(at_desk, "Write the call into the log")
    assert at_desk.get_by_label("what is recommended", exact=True).is_checked()
    assert not at_desk.get_by_label("start a CAF", exact=True).is_checked()
