"""Everybody can use the pages: by axe, by keyboard, at 320 pixels, in forced colours, on paper."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.web.conftest import Open
from tests.web.serving import answer, follow, heading, is_urgent, press, to_the_form, to_the_worker

pytestmark = pytest.mark.slow

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NUMBER = "NHS 943 476 5919"


def to_the_desk(page: Any) -> None:
    """The desk, with a call that waits."""
    press(page, "New call")
    follow(page, "The desk")


def to_nothing_found(page: Any) -> None:
    press(page, "Look up")


def to_a_question(page: Any) -> None:
    press(page, "New call")
    answer(page, "no")


def to_no_answer(page: Any) -> None:
    press(page, "New call")
    press(page, "Go on")


def to_an_outcome(page: Any) -> None:
    press(page, "New call")
    answer(page, *to_the_worker())


def to_danger(page: Any) -> None:
    press(page, "Danger now")


def to_who_calls(page: Any) -> None:
    to_danger(page)
    follow(page, "Write the call into the log")


def to_the_log(page: Any) -> None:
    to_danger(page)
    to_the_form(page)


def to_what_is_wanted(page: Any) -> None:
    to_the_log(page)
    press(page, "Put the call into the log")


def to_what_is_amiss(page: Any) -> None:
    to_the_log(page)
    for name in ("caller.name", "summary", "follow_up", "adviser"):
        page.locator(f"[id='{name}']").fill(NUMBER)
    press(page, "Put the call into the log")


def to_a_call_in_the_log(page: Any) -> None:
    to_danger(page)
    to_the_form(page, None)
    press(page, "Put the call into the log")


def to_a_bad_follow_up(page: Any) -> None:
    to_a_call_in_the_log(page)
    press(page, "Log it")


def to_a_case(page: Any) -> None:
    follow(page, "Decide a case file")


def to_a_decision(page: Any) -> None:
    to_a_case(page)
    page.locator("#pasted").fill(
        "case: C-0412\nrequest: {direction: step_down, to: early_help, made: 2026-08-12}\n"
    )
    press(page, "Decide")


def to_a_bad_case(page: Any) -> None:
    to_a_case(page)
    press(page, "Decide")


def to_no_page(page: Any) -> None:
    page.goto(f"{page.url}no-such")


WAYS = [
    to_the_desk,
    to_nothing_found,
    to_a_question,
    to_no_answer,
    to_an_outcome,
    to_danger,
    to_who_calls,
    to_the_log,
    to_what_is_wanted,
    to_what_is_amiss,
    to_a_call_in_the_log,
    to_a_bad_follow_up,
    to_a_case,
    to_a_decision,
    to_a_bad_case,
    to_no_page,
]


@pytest.fixture
def scripted(browser: Any, open_desk: Open) -> Iterator[Any]:
    """The desk where scripts may run, for axe alone: it is put in past the policy of the pages."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(open_desk.root)
    yield page
    context.close()


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing(scripted: Any, way: Any) -> None:
    way(scripted)
    found = Axe().run(scripted, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, found.generate_report()
    # What axe could not judge by itself it would have been told by name.
    unsure = {each["id"] for each in found.response["incomplete"]}
    assert unsure <= {"color-contrast"}, unsure
    assert len(found.response["passes"]) > 10


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_before_the_desk_is_open(browser: Any, open_desk: Open, colours: Any) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=colours)
    page = context.new_page()
    page.goto(f"{open_desk.desk.origin}/start/no-such")
    assert Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).violations_count == 0
    context.close()


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_wider_than_320_pixels(at_desk: Any, way: Any) -> None:
    """So it is too for a window of 1280 pixels that is enlarged to 400 %."""
    at_desk.set_viewport_size({"width": 320, "height": 256})
    way(at_desk)
    # To measure is no script of the page: these are off.
    assert at_desk.evaluate("document.documentElement.scrollWidth") <= 320
    seen = "[...document.querySelectorAll('body *:not(.unseen)')]"
    assert at_desk.evaluate(f"{seen}.filter(each => each.scrollWidth > 320).map(each => each.tagName)") == []


@pytest.mark.parametrize("way", WAYS)
def test_danger_is_in_sight_without_scrolling_and_first_by_keyboard(at_desk: Any, way: Any) -> None:
    at_desk.set_viewport_size({"width": 320, "height": 256})
    way(at_desk)
    danger = at_desk.get_by_role("button", name="Danger now")
    box = danger.bounding_box()
    assert box["y"] + box["height"] <= 256
    assert min(box["width"], box["height"]) >= 24
    assert at_desk.title().strip()
    assert at_desk.get_by_role("heading", level=1).count() == 1


def focused(page: Any) -> str:
    return str(page.locator(":focus").inner_text()).strip()


def tab_to(page: Any, words: str) -> None:
    """Go on by the key until what has the focus says so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(":focus").count() and focused(page).startswith(words):
            return
    raise AssertionError(f"{words} is not reached by the keyboard")


def key(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(name)


def test_a_whole_call_by_keyboard_alone(at_desk: Any) -> None:
    at_desk.keyboard.press("Tab")
    assert focused(at_desk) == "Skip to the main part"
    at_desk.keyboard.press("Enter")
    tab_to(at_desk, "New call")
    key(at_desk, "Enter")
    for _ in range(3):
        at_desk.locator("body").press("Tab")
        tab_to_radio(at_desk)
        at_desk.keyboard.press("ArrowDown")
        assert at_desk.locator("input[value=false]").is_checked()
        tab_to(at_desk, "Go on")
        key(at_desk, "Enter")
    tab_to_radio(at_desk)
    at_desk.keyboard.press("ArrowDown")
    key(at_desk, "Enter")
    assert heading(at_desk).startswith("Advice: ")
    tab_to(at_desk, "Write the call into the log")
    key(at_desk, "Enter")
    tab_to(at_desk, "Put the call into the log")
    key(at_desk, "Space")
    assert heading(at_desk) == "The call is in the log"


def tab_to_radio(page: Any) -> None:
    for _ in range(20):
        if page.locator("input[type=radio]:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError("no answer is reached by the keyboard")


def test_danger_by_keyboard_is_two_keys_away(at_desk: Any) -> None:
    press(at_desk, "New call")
    for _ in range(3):
        at_desk.keyboard.press("Tab")
    assert focused(at_desk).startswith("Danger now")
    key(at_desk, "Enter")
    assert is_urgent(at_desk)


@pytest.mark.parametrize("way", [to_a_question, to_the_log, to_the_desk])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_what_has_the_focus_is_seen(browser: Any, open_desk: Open, way: Any, forced: Any) -> None:
    context = browser.new_context(java_script_enabled=False, forced_colors=forced)
    page = context.new_page()
    page.goto(open_desk.root)
    way(page)
    page.set_viewport_size({"width": 320, "height": 256})
    for _ in range(12):
        before = page.screenshot()
        page.keyboard.press("Tab")
        if not page.locator(":focus").count():
            break
        box = page.locator(":focus").bounding_box()
        assert box["y"] + box["height"] > 0
        assert box["y"] < 256
        assert page.screenshot() != before
    context.close()


def test_in_forced_colours_danger_is_still_red_and_fields_have_their_edges(
    browser: Any, open_desk: Open
) -> None:
    context = browser.new_context(forced_colors="active", bypass_csp=True)
    page = context.new_page()
    page.goto(open_desk.root)
    to_the_log(page)
    style = "element => getComputedStyle(element)"
    danger = page.get_by_role("button", name="Danger now")
    assert danger.evaluate(f"{style}.backgroundColor") == "rgb(170, 17, 17)"
    assert page.locator("#why").evaluate("element => getComputedStyle(element).borderTopWidth") == "2px"
    context.close()


def test_on_paper_there_is_the_advice_and_no_button(at_desk: Any) -> None:
    press(at_desk, "New call")
    answer(at_desk, *to_the_worker())
    at_desk.emulate_media(media="print")
    assert not at_desk.get_by_text("Danger now: end the questions").is_visible()
    assert not at_desk.get_by_text("Write the call into the log").is_visible()
    assert at_desk.locator(".say").is_visible()
    assert at_desk.get_by_role("heading", name="May be shared").is_visible()


def test_what_is_to_be_said_is_in_large_letters(browser: Any, open_desk: Open) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(open_desk.root)
    to_danger(page)
    sizes = [
        float(
            page.locator(place).first.evaluate("each => getComputedStyle(each).fontSize").removesuffix("px")
        )
        for place in (".say p", "main ul li")
    ]
    assert sizes[0] >= 1.4 * sizes[1]
    context.close()
