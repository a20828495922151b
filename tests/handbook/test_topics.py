"""A topic is a file of rules, with the comment at its head."""

from pathlib import Path

from threshold.handbook.topics import Part, Topic, head_comment, topics_of

from .conftest import DAY, Small, book, small_book


def test_the_topics_of_a_pack_are_its_files() -> None:
    topics = topics_of(book().files.written.packs["step-up-step-down"], DAY)
    (found,) = [topic for topic in topics if topic.title == "After child protection"]
    assert found.about.startswith("A child who has had a child protection plan goes by way of Child in Need")
    assert "RBC-5.1" in next(
        part.rules for part in found.parts if part.title.startswith("Time on Child in Need")
    )
    assert [topic.title for topic in topics] == sorted(topic.title for topic in topics)


def test_every_rule_has_its_topic() -> None:
    for pack in book().packs:
        written = [rule for topic in book().topics(pack.name) for part in topic.parts for rule in part.rules]
        assert {*written} >= {rule for rule, each in book().rules.items() if each.head.pack == pack.name}


def test_a_file_without_a_comment_has_none(small: Small) -> None:
    (topic,) = small_book(
        small,
        "requirements: [{id: R, carries: [T-1], bears_on: [close], note: [{must: {t.a: true}, else: no}]}]",
    ).topics("tiny")
    assert topic == Topic("All", "", (Part("", ("R",)),))


def test_the_comment_ends_where_something_else_begins(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("# One thing,\n# and another.\n#\n# For whoever writes rules.\nscope: {}\n")
    assert head_comment(str(file)) == "One thing, and another."
    file.write_text("scope: {}\n# Later\n")
    assert head_comment(str(file)) == ""


def test_a_rule_stands_where_it_is_in_force(small: Small) -> None:
    made = small_book(
        small,
        """
groups:
  - title: Before
    scope: {bears_on: [close], in_force: {until: 2026-06-30}}
    requirements: [{id: R, carries: [T-1], note: [{must: {t.a: true}, else: no}]}]
  - title: Since
    scope: {bears_on: [close], in_force: {from: 2026-07-01}}
    requirements: [{id: R, carries: [T-1], note: [{must: {t.b: true}, else: no}]}]
""",
    )
    (topic,) = made.topics("tiny")
    assert topic.parts == (Part("Since", ("R",)),)
