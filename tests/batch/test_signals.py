"""Truth by column is Kleene's: the table of every condition of every policy, and each kind of test."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import product
from random import Random

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.signals import (  # noqa: E402
    Signals,
    absent_name,
    breaks_name,
    kleene,
    undated_name,
    whole_day_name,
)
from threshold.batch.tables import column_type  # noqa: E402
from threshold.conditions import All, Any, AtLeast, Condition, Facts, Lookup, Not, OtherFact, signal, truth  # noqa: E402
from threshold.conditions import Test as Leaf  # noqa: E402
from threshold.conditions import tests as leaves_of  # noqa: E402
from threshold.dates import Duration  # noqa: E402
from threshold.policy import load_policy, policy_names  # noqa: E402
from threshold.policy.inference_plan import conditions_of  # noqa: E402
from threshold.vocabulary import (  # noqa: E402
    ABSENT,
    UNDATED,
    UNKNOWN,
    Fact,
    Missing,
    State,
    ValueType,
    Vocabulary,
)

TODAY = date(2026, 8, 14)
WHOLE, SAMPLE = 7, 500  # conditions of more leaves are sampled

Row = tuple[bool | None, ...]


def assignments(number: int, key: str) -> Sequence[Row]:
    if number <= WHOLE:
        return list(product((True, False, None), repeat=number))
    random = Random(key)
    return [tuple(random.choices((True, False, None), k=number)) for _ in range(SAMPLE)]


def check_table(key: str, condition: Condition) -> int:
    leaves = list(dict.fromkeys(leaves_of(condition)))
    rows = assignments(len(leaves), key)
    names = {leaf: f"leaf {number}" for number, leaf in enumerate(leaves)}
    table = pl.DataFrame({"row": range(len(rows))}).with_columns(
        pl.Series(name, [row[number] for row in rows], dtype=pl.Boolean)
        for number, name in enumerate(names.values())
    )
    found = table.with_columns(found=kleene(condition, lambda leaf: pl.col(names[leaf])))["found"]
    wanted = [truth(condition, dict(zip(leaves, row, strict=True))) for row in rows]
    assert found.to_list() == wanted, key
    return len(rows)


# `default` holds the same conditions as the policies of its packs.
@pytest.mark.parametrize("name", [name for name in policy_names() if name != "default"])
def test_the_table_of_every_condition(name: str):
    rows = sum(check_table(*item) for item in conditions_of(load_policy(name).at(TODAY)).items())
    assert rows > 100


def test_the_tables_of_random_conditions():
    leaves = [Leaf(f"fact.{letter}", "known") for letter in "abcdef"]
    random = Random(7)

    def tree(depth: int) -> Condition:
        if depth == 0 or random.random() < 0.2:
            return random.choice(leaves)
        kind = random.choice((All, Any, Not))
        return (
            Not(tree(depth - 1))
            if kind is Not
            else kind(tuple(tree(depth - 1) for _ in range(random.randrange(4))))
        )

    for number in range(100):
        check_table(f"random {number}", tree(3))


def kinds() -> dict[str, tuple[ValueType, list[State]]]:
    moments: list[State] = [
        datetime(2026, 8, 13, 9, 30),
        datetime(2026, 8, 14, 18),
        date(2026, 8, 13),
        date(2026, 8, 14),
    ]
    return {
        "a.flag": (ValueType("boolean"), [True, False]),
        "a.colour": (ValueType("choice", ("red", "green", "blue")), ["red", "green", "blue"]),
        "b.colour": (ValueType("choice", ("green", "red")), ["red", "green"]),
        "a.number": (ValueType("number", least=0, most=9), [0, 2, 3, 9]),
        "b.number": (ValueType("number", least=0, most=9), [2, 4]),
        "a.day": (ValueType("date"), [date(2026, 5, 14), date(2026, 5, 15), TODAY, date(2026, 9, 1)]),
        "b.day": (ValueType("date"), [date(2026, 5, 14), date(2026, 8, 13)]),
        "a.moment": (ValueType("datetime"), moments),
        "b.moment": (ValueType("datetime"), moments),
        "a.list": (ValueType("list", ("x", "y", "z"), "choice"), [(), ("x",), ("x", "y"), ("z", "z")]),
        "b.list": (ValueType("list", ("x", "y", "z"), "choice"), [(), ("x",), ("x", "z")]),
        "a.scale": (ValueType("ratings", least=0, most=9), [(), (("p", 0),), (("p", 3), ("q", 4))]),
        "a.words": (ValueType("text"), ["one", "two"]),
    }


def each_kind_of_test() -> Iterator[Leaf]:
    months, hours = Duration(3, "months"), Duration(24, "hours")
    for fact in kinds():
        yield Leaf(fact, "known")
        yield Leaf(fact, "recorded")
    yield Leaf("a.flag", "is", (True,))
    yield Leaf("a.flag", "is", (True, False))
    yield Leaf("a.colour", "is", ("red",))
    yield Leaf("a.colour", "is", ("red", "blue"))
    yield Leaf("a.colour", "is", OtherFact("b.colour"))
    yield Leaf("a.words", "is", ("one", "three"))
    yield Leaf("a.number", "is", (2, 3))
    yield Leaf("a.number", "between", (2, 3))
    cells = (("green", 2), ("red", None))
    for operator in ("at_least", "at_most", "above", "below"):
        yield Leaf("a.number", operator, (2,))  # type: ignore[arg-type]
        yield Leaf("a.number", operator, OtherFact("b.number"))  # type: ignore[arg-type]
        yield Leaf("a.number", operator, Lookup("a.colour", cells))  # type: ignore[arg-type]
    yield Leaf("a.number", "is", Lookup("b.number", (("2", 3),)))
    for operator in ("before", "after", "on_or_before", "on_or_after", "is"):
        for fact in ("a.day", "a.moment"):
            yield Leaf(fact, operator, (date(2026, 8, 14),))  # type: ignore[arg-type]
            yield Leaf(fact, operator, OtherFact("b.day"))  # type: ignore[arg-type]
            yield Leaf(fact, operator, OtherFact("b.moment"))  # type: ignore[arg-type]
            yield Leaf(fact, operator, OtherFact("b.day", months))  # type: ignore[arg-type]
            yield Leaf(fact, operator, OtherFact("b.moment", hours))  # type: ignore[arg-type]
        yield Leaf("a.moment", operator, (datetime(2026, 8, 13, 9, 30),))  # type: ignore[arg-type]
    for operator in ("at_least_ago", "more_than_ago", "within_last"):
        for length in (months, Duration(1, "working days"), Duration(0, "days")):
            yield Leaf("a.day", operator, (length,))  # type: ignore[arg-type]
            yield Leaf("a.moment", operator, (length,))  # type: ignore[arg-type]
        yield Leaf("a.moment", operator, (hours,))  # type: ignore[arg-type]
    yield from (Leaf("a.list", "at_least", (number,)) for number in (1, 2, 3))
    for operator in ("includes", "includes_all", "includes_none", "only"):
        yield Leaf("a.list", operator, ("x",))  # type: ignore[arg-type]
        yield Leaf("a.list", operator, ("x", "z"))  # type: ignore[arg-type]
        yield Leaf("a.list", operator, ())  # type: ignore[arg-type]
        yield Leaf("a.list", operator, OtherFact("b.list"))  # type: ignore[arg-type]
    yield Leaf("a.scale", "includes", (0, 4))


@pytest.mark.parametrize("test", list(each_kind_of_test()), ids=str)
def test_each_kind_of_test(test: Leaf):
    """Known, absent, recorded without a day or unknown, and so whatever it is compared with."""
    vocabulary = Vocabulary({name: Fact(name, kind) for name, (kind, _) in kinds().items()}, {}, {}, ())
    other = getattr(test.operand, "fact", None) or getattr(test.operand, "row_fact", None)
    read = list(dict.fromkeys([test.fact, *([other] if other else [])]))
    cases = list(product(*([*kinds()[name][1], ABSENT, UNDATED, UNKNOWN] for name in read)))
    wanted = [signal(test, Facts(TODAY, dict(zip(read, case, strict=True)))) for case in cases]
    frame = pl.DataFrame(
        [
            column
            for place, name in enumerate(read)
            for column in columns(name, [case[place] for case in cases])
        ]
    )
    signals = Signals(vocabulary, frame.columns, TODAY)
    assert frame.select(found=signals.signal(test))["found"].to_list() == wanted
    nothing = Signals(vocabulary, (), TODAY)
    assert pl.select(nothing.signal(test)).item() is signal(test, Facts(TODAY, {}))


def columns(name: str, states: list[State]) -> Iterator[pl.Series]:
    kind = kinds()[name][0]
    values = [None if isinstance(state, Missing) else plain(state) for state in states]
    if kind.kind == "datetime":
        yield pl.Series(whole_day_name(name), [type(state) is date for state in states])
        values = [datetime.combine(v, datetime.min.time()) if type(v) is date else v for v in values]
    yield pl.Series(name, values, dtype=column_type(kind))
    yield pl.Series(absent_name(name), [state is ABSENT for state in states])
    yield pl.Series(undated_name(name), [state is UNDATED for state in states])


def plain(state: State) -> object:
    if isinstance(state, tuple):
        return [item[1] if isinstance(item, tuple) else item for item in state]
    return state


@pytest.mark.parametrize("operator", ["at_least_ago", "more_than_ago", "within_last"])
def test_what_counts_from_a_day_comes_later_by_the_days_that_were_not_served(operator: str):
    vocabulary = Vocabulary({name: Fact(name, kind) for name, (kind, _) in kinds().items()}, {}, {}, ())
    test = Leaf("a.day", operator, (Duration(3, "months"),))  # type: ignore[arg-type]
    days = [date(2026, 5, day) for day in (1, 12, 13, 14, 15)]
    cases = list(product(days, (0, 1, 30)))
    wanted = [signal(test, Facts(TODAY, {"a.day": day}, {"a.day": breaks})) for day, breaks in cases]
    assert len({*wanted}) > 1
    names = ("a.day", breaks_name("a.day"))
    frame = pl.DataFrame({name: [case[place] for case in cases] for place, name in enumerate(names)})
    found = frame.select(Signals(vocabulary, frame.columns, TODAY).signal(test))
    assert found.to_series().to_list() == wanted


def test_unknown_is_what_has_no_value_and_is_not_known_to_be_missing():
    vocabulary = Vocabulary({name: Fact(name, kind) for name, (kind, _) in kinds().items()}, {}, {}, ())
    frame = pl.DataFrame(list(columns("a.number", [2, ABSENT, UNKNOWN])))
    signals = Signals(vocabulary, frame.columns, TODAY)
    told = frame.select(
        value=signals.value("a.number"),
        absent=signals.absent("a.number"),
        unknown=signals.unknown("a.number"),
    )
    assert told.rows() == [(2, False, False), (None, True, False), (None, False, True)]
    # Of a fact without a column nobody has said anything.
    assert pl.select(signals.unknown("b.number")).item() is True
    assert pl.select(signals.absent("b.number")).item() is False


@pytest.mark.parametrize(
    ("test", "says"),
    [
        (Leaf("a.number", "between", (2,)), "two values"),
        (
            Leaf(
                "a.day",
                "after",
                (Lookup("a.colour", ())),
            ),
            "table",
        ),
        (Leaf("a.scale", "includes", OtherFact("a.scale")), "ratings"),
        (Leaf("a.list", "includes", Lookup("a.colour", ())), "table"),
        (Leaf("a.day", "at_least_ago", (Duration(2, "hours"),)), "time of day"),
        (Leaf("a.day", "after", OtherFact("b.day", Duration(2, "hours"))), "time of day"),
        (Leaf("a.number", "is", Lookup("a.list", ())), "no rows for a list"),
    ],
    ids=str,
)
def test_a_test_without_a_column_form_is_refused(test: Leaf, says: str):
    vocabulary = Vocabulary({name: Fact(name, kind) for name, (kind, _) in kinds().items()}, {}, {}, ())
    names = {fact: pl.Series(fact, [], dtype=column_type(kind)) for fact, (kind, _) in kinds().items()}
    with pytest.raises(ValueError, match=says):
        Signals(vocabulary, names, TODAY).signal(test)


@pytest.mark.parametrize("given", ["a.", "b."])
@pytest.mark.parametrize("test", list(each_kind_of_test()), ids=str)
def test_a_fact_of_which_no_row_says_anything_is_unknown_in_every_row(test: Leaf, given: str):
    """A comparison that comes to nothing whatever the case must still have a row for each case."""
    vocabulary = Vocabulary({name: Fact(name, kind) for name, (kind, _) in kinds().items()}, {}, {}, ())
    known = {name: states for name, (_, states) in kinds().items() if name.startswith(given)}
    frame = pl.DataFrame(
        [pl.Series(name, [None, None], dtype=column_type(kinds()[name][0])) for name in known]
    )
    found = frame.with_columns(Signals(vocabulary, frame.columns, TODAY).signal(test).alias("found"))
    wanted = signal(test, Facts(TODAY, {}))
    assert found["found"].to_list() == [wanted, wanted]


def test_a_count_by_column_is_the_count_of_each():
    leaves = tuple(Leaf(f"t.x{number}", "known") for number in range(6))
    some: Condition = AtLeast(1, (Not(leaves[0]), All(leaves[1:3])))
    made = [AtLeast(number, leaves) for number in range(8)]
    made += [AtLeast(2, (AtLeast(2, leaves[:3]), AtLeast(1, leaves[3:]), Not(AtLeast(2, leaves[2:5])), some))]
    made += [AtLeast(0, ()), AtLeast(1, ()), AtLeast(2, (Any(()), All(()), leaves[0]))]
    for number, condition in enumerate(made):
        check_table(f"count {number}", condition)
