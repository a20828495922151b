"""The log of a call in the browser: what is kept, what is challenged, and what happens only once."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Open, Serve
from tests.web.serving import (
    answer,
    called_by,
    enter,
    field,
    follow,
    heading,
    hidden,
    is_urgent,
    press,
    reference,
    to_the_form,
    to_the_worker,
    who_calls,
)

from threshold.policy import load_policy
from threshold.policy.model import CALLER
from threshold.register.calls.days import day_of
from threshold.register.store import utc_now
from threshold.web.call import step_of
from threshold.web.fields import LABELS
from threshold.web.log import keep, show
from threshold.web.office import Office
from threshold.web.visit import Visit

pytestmark = pytest.mark.slow

CHILD = "Amy Smith, born 3 May 2019, is often sad"
PUT = "Put the call into the log"
WRITE = "Write the call into the log"
TOLD = {"caller.agency": "Green Lane School", "caller.role": "SENCO", "why": "Whether to start a CAF"}


def to_the_log(page: Any, *answers: str) -> str:
    """A call up to the form for the log; its reference."""
    press(page, "New call")
    answer(page, *(answers or to_the_worker()))
    called = reference(page)
    follow(page, "Write the call into the log")
    return called


def tell(page: Any, **others: str) -> None:
    """Fill in what the log wants of a professional, and whatever else is given."""
    for name, text in {**TOLD, **others}.items():
        field(page, name).fill(text)


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
    tell(at_desk, why="Whether to refer", summary=CHILD)
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
    assert "Not all that was typed is kept" in at_desk.get_by_role("status").inner_text()
    follow(at_desk, "Write the call into the log")
    assert field(at_desk, "summary").input_value() == CHILD
    assert "date of birth" in at_desk.locator("[id='summary-error']").inner_text()
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
    to_the_form(at_desk)
    assert field(at_desk, "summary").input_value() == "The child is often sad"


@pytest.mark.parametrize("name", ["why", "summary", "caller.role", "follow_up"])
@pytest.mark.parametrize("button", ["Danger now", "Go back to the call, and keep this"])
def test_what_was_refused_is_said_and_stays_whichever_button_is_pressed(
    at_desk: Any, open_desk: Open, button: str, name: str
) -> None:
    called = to_the_log(at_desk)
    tell(at_desk, summary="The child is often sad", differs_because="")
    field(at_desk, name).fill(CHILD)
    press(at_desk, button)
    assert "Not all that was typed is kept" in at_desk.get_by_role("status").inner_text()
    kept = next(open_desk.desk.folder.rglob(f"{called}.json")).read_text()
    assert "Amy" not in kept
    assert "Green Lane School" in kept
    to_the_form(at_desk)
    assert field(at_desk, name).input_value() == CHILD
    assert at_desk.locator(f"[id='{name}-error']").count() == 1
    assert at_desk.locator(".summary a").count() >= 1


@pytest.mark.parametrize("button", ["Danger now", "Go back to the call, and keep this"])
def test_where_all_is_kept_nothing_else_is_said(at_desk: Any, button: str) -> None:
    to_the_log(at_desk)
    tell(at_desk)
    field(at_desk, "adviser").fill("")
    press(at_desk, button)
    assert at_desk.get_by_role("status").count() == 0


def test_to_go_back_to_what_was_amiss_or_load_it_again_sends_nothing(at_desk: Any) -> None:
    to_the_log(at_desk)
    tell(at_desk, summary=CHILD)
    press(at_desk, PUT)
    said = at_desk.locator(".summary").inner_text()
    asked = len(at_desk.methods)
    at_desk.reload()
    follow(at_desk, "The desk")
    at_desk.go_back()
    assert at_desk.locator(".summary").inner_text() == said
    assert field(at_desk, "summary").input_value() == CHILD
    assert set(at_desk.methods[asked:]) == {"GET"}
    # What was amiss before is not said of other answers.
    place = at_desk.url
    press(at_desk, "Danger now")
    at_desk.goto(place)
    if at_desk.get_by_role("button", name="Go on").count():
        answer(at_desk, who_calls("professional"))
    assert at_desk.locator(".summary a").count() <= 2


def test_enter_in_a_field_logs_nothing_and_tells_of_no_danger(at_desk: Any) -> None:
    called = to_the_log(at_desk)
    tell(at_desk)
    with at_desk.expect_navigation():
        field(at_desk, "caller.role").press("Enter")
    assert heading(at_desk) == "The log of the call"
    assert "not in the log yet" in at_desk.get_by_role("status").inner_text()
    assert {name: field(at_desk, name).input_value() for name in TOLD} == TOLD
    press(at_desk, PUT)
    assert at_desk.locator(".reference").inner_text() == called


def test_what_the_log_wants_of_a_professional_is_asked_for_once(at_desk: Any) -> None:
    called = to_the_log(at_desk)
    for _ in range(2):  # a word that may not be kept does not make it told twice
        field(at_desk, "summary").fill(CHILD)
        press(at_desk, PUT)
    assert at_desk.locator(".summary a").count() == 2  # a name and a date of birth
    field(at_desk, "summary").fill("The child is often sad")
    press(at_desk, PUT)
    assert at_desk.locator(".reference").inner_text() == called


def test_what_the_log_wants_is_told_with_its_clause(at_desk: Any) -> None:
    to_the_log(at_desk)
    assert "Nothing in it may tell who the child is" in at_desk.locator("main").inner_text()
    press(at_desk, PUT)
    places = [each.get_attribute("href") for each in at_desk.locator(".summary a").all()]
    assert places == ["#caller.agency", "#caller.role", "#why"]
    assert "BAR-CL-3" in at_desk.locator(".summary").inner_text()
    field(at_desk, "caller.name").fill("Jo Brown")
    field(at_desk, "caller.role").fill("SENCO")
    press(at_desk, PUT)
    assert "The call is in the log" in at_desk.title() + heading(at_desk)


@pytest.mark.parametrize("who", ["child", "family", "public"])
def test_who_calls_in_danger_is_asked_before_any_name(at_desk: Any, open_desk: Open, who: str) -> None:
    press(at_desk, "Danger now")
    called, read_out = reference(at_desk), at_desk.locator(".say").inner_text()
    follow(at_desk, WRITE)
    assert field(at_desk, "caller.name").count() == 0
    answer(at_desk, who_calls(who))
    # What is to be said is another now, and stands there before the call is logged.
    assert is_urgent(at_desk)
    assert at_desk.locator(".say").inner_text() != read_out
    assert "Because of who is calling" in at_desk.get_by_role("status").inner_text()
    follow(at_desk, WRITE)
    assert field(at_desk, "caller.name").count() == 0
    press(at_desk, PUT)
    told = shown(open_desk, called)
    assert {"fact": "consultation.caller", "value": who} in told["answers"]
    assert "MASH" in told["said"]


def test_nobody_is_named_before_it_is_known_who_calls(at_desk: Any, open_desk: Open) -> None:
    press(at_desk, "Danger now")
    called, sent = reference(at_desk), hidden(at_desk.content())
    follow(at_desk, WRITE)
    sent |= hidden(at_desk.content()) | {"adviser": "TM-07", "logged": "yes", "caller.name": "Jo Brown"}
    done, _ = open_desk.hand.do(f"{open_desk.session}/calls/{called}/log", sent)
    assert done.headers["Location"].endswith(f"/calls/{called}/log?note=not-kept")
    assert not [path for path in open_desk.desk.folder.rglob("*.json") if "Jo Brown" in path.read_text()]


def test_who_calls_is_asked_again_where_it_was_not_answered_and_can_be_left(at_desk: Any) -> None:
    press(at_desk, "Danger now")
    follow(at_desk, WRITE)
    asked = heading(at_desk)
    press(at_desk, "Go on")
    assert (heading(at_desk), at_desk.locator(".summary").count()) == (asked, 1)
    follow(at_desk, "Back")
    assert is_urgent(at_desk)
    with at_desk.expect_navigation():
        at_desk.locator(".say + .change a").click()
    assert heading(at_desk) == asked
    answer(at_desk, who_calls("professional"))
    assert is_urgent(at_desk)
    assert at_desk.locator(".say + .change a").count() == 0
    follow(at_desk, WRITE)
    assert heading(at_desk) == "The log of the call"


def test_less_than_in_danger_needs_a_reason_and_a_day(at_desk: Any) -> None:
    press(at_desk, "Danger now")
    called = reference(at_desk)
    to_the_form(at_desk)
    tell(at_desk, differs_because="It was a mistake of the caller's")
    at_desk.get_by_label("start a CAF", exact=True).check()
    press(at_desk, PUT)
    assert at_desk.locator(".summary a").count() == 1
    assert "less than what is advised for a child" in at_desk.locator("[id='follow_up-error']").inner_text()
    field(at_desk, "follow_up").fill(f"{day_of(utc_now()):%d/%m/%Y}")
    field(at_desk, "follow_up_about").fill("Ring the caller")
    press(at_desk, PUT)
    assert at_desk.locator(".reference").inner_text() == called


def test_sent_twice_a_call_is_logged_once_and_that_is_said(at_desk: Any, open_desk: Open) -> None:
    called = to_the_log(at_desk)
    place = f"{open_desk.session}/calls/{called}/log"
    sent = hidden(at_desk.content()) | TOLD | {"adviser": "TM-07", "logged": "yes"}
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
    page = open_desk.hand.sees(f"{open_desk.session}/calls/{called}/log", sent)
    assert "The answers were changed in another tab" in page
    assert "To ask" in page


def test_a_call_that_ended_before_its_time_is_logged_as_broken_off(at_desk: Any, open_desk: Open) -> None:
    press(at_desk, "New call")
    answer(at_desk, "no")
    called = reference(at_desk)
    follow(at_desk, "The call has ended: write it into the log")
    answer(at_desk, who_calls("professional"))
    assert at_desk.get_by_role("button", name=PUT).count() == 0
    press(at_desk, "Log it as broken off")
    assert "broken off" in at_desk.locator("main").inner_text()
    assert shown(open_desk, called)


def test_a_call_is_not_lost_where_the_register_takes_nothing(serve: Serve, page: Any, tmp_path: Path) -> None:
    desk = serve()
    enter(page, desk)
    called = to_the_log(page)
    tell(page)
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
    tell(at_desk)
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
    tell(at_desk, follow_up=f"{day_of(utc_now()):%d/%m/%Y}")
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


@pytest.mark.parametrize("kept", [True, False])
def test_nothing_is_said_to_be_kept_that_is_not(tmp_path: Path, kept: bool) -> None:
    office = Office(load_policy(None), tmp_path / "register.sqlite")
    office.register.write_text("this is no register")
    if not kept:
        tmp_path.joinpath("register.sqlite.calls").write_text("no folder")
    called = office.begin("a", danger=True)
    call = office.call(called)
    assert call is not None
    office.keep(call.at(call.conversation.answered(CALLER, "public")))
    moved = office.call(called)
    assert moved is not None
    sent = {"step": step_of(moved), "adviser": "TM-07", "logged": "yes"}
    place = keep(office, Visit({"reference": called}, sent)).headers["Location"]
    again = Visit({"reference": called}, held=place.partition("?amiss=")[2])
    told = bytes(show(office, again).body).decode()
    assert ("Nothing is lost" in told) == kept
    assert ("do not end the desk" in told) != kept


def test_a_day_that_cannot_be_read_is_told_of_once(at_desk: Any) -> None:
    to_the_log(at_desk)
    tell(at_desk, follow_up="next year", follow_up_about="Ring the caller")
    press(at_desk, PUT)
    assert at_desk.locator(".summary a").count() == 1


def test_of_a_caller_of_the_family_no_name_is_asked_for_or_taken(at_desk: Any, open_desk: Open) -> None:
    called = to_the_log(at_desk, *called_by("family"))
    assert "could tell who the child is" in at_desk.locator("main").inner_text()
    for name in ("caller.name", "caller.agency", "caller.telephone"):
        assert field(at_desk, name).count() == 0
    sent = hidden(at_desk.content()) | {
        "adviser": "TM-07",
        "logged": "yes",
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
    to_the_form(at_desk)
    assert at_desk.get_by_label("what is recommended", exact=True).is_checked()
    assert not at_desk.get_by_label("start a CAF", exact=True).is_checked()
