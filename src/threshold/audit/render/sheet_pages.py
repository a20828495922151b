"""The sheets of an audit that are short: the summary with its charts, rules, months, what lacks, counting."""

from threshold.audit.model import HIDDEN, Audit, Month, RuleSummary
from threshold.audit.render import adding, board, sections, sheet_charts
from threshold.audit.render.sheet_charts import Cells
from threshold.output.sheet import Sheet, Sheets, Value
from threshold.output.tables import Table
from threshold.semantics.closed_lists import AUDIT_STATES

SUMMARY, CHARTS, BY_RULE, OVER_TIME = "Summary", "Charts", "By rule", "Over time"
EXCEPTIONS, QUALITY = "Exceptions", "Data quality"
NOT_JUDGED, LACKING, COUNTING = "Not judged", "What is lacking", "How it is counted"
LENGTHS = "How long it took"
_RULE = (
    "What",
    "Rule",
    "Counted",
    "Share met",
    "At least",
    "n",
    "Judged",
    "Not met in all",
    "Cannot tell in all",
    "Neither way in all",
)
_STATES = tuple(sections.HEADINGS[name] for name in AUDIT_STATES)
_MISSED, _UNKNOWN = 7, 8
_PRINTED = 1 + AUDIT_STATES.index("pending")  # of the outcomes; the others are looked up on a screen
_MONTH = ("What", "Rule", "Due in", "Share met", "Judged", "Met", "Not met", "Still open", "Cannot tell")
_DRAWN_FROM = 3  # the share, among the columns of a month


def summary(sheet: Sheet, audit: Audit, about: list[tuple[str, str]]) -> None:
    """What it is, what was put to what, and what to look at first. `about` says what other sheets hold."""
    sheet.title(sections.title(audit))
    told = [("In short", sections.headline(audit)), *sections.facts(audit), *about]
    told += [("Look at first" if not place else "", line) for place, line in enumerate(board.look_at(audit))]
    told += [("Compared", note) for note in audit.compared.notes] if audit.compared else []
    told += [("What n is", sections.N), ("Not judged", sections.left_out(audit)), ("", sections.ADVICE)]
    for place, (what, line) in enumerate(told, 2):
        sheet.cells(place, (what,), "bold")
        sheet.cells(place, (line,), column=1)
    sheet.printed(len(told) + 2, 2)


def by_rule(sheet: Sheet, audit: Audit) -> None:
    """Every rule that could be judged, in words, with all its counts."""
    changes = {each.rule: each.points for each in audit.compared.changes} if audit.compared else {}
    since = (f"Points since {sections.day(audit.compared.as_at)}",) if audit.compared else ()
    before = _before_outcomes(audit)
    sheet.headings(0, (*_RULE, *since, *_STATES), len(audit.judged))
    sheet.printed(max(len(audit.judged), 1), before + _PRINTED)
    for place, rule in enumerate(audit.judged, 1):
        sheet.cells(place, _of_rule(rule))
        sheet.cells(place, (changes.get(rule.rule),), "points", column=len(_RULE))
        sheet.cells(place, [getattr(rule.counts, name) for name in AUDIT_STATES], column=before)


def _before_outcomes(audit: Audit) -> int:
    """How many columns stand before those of the outcomes, of which what was met is the first."""
    return len(_RULE) + (audit.compared is not None)


def over_time(sheet: Sheet, audit: Audit) -> None:
    """Every month of every rule, one below the other."""
    rows = [row for rule in audit.judged for row in _of_months(rule)]
    sheet.headings(0, _MONTH, len(rows))
    for place, row in enumerate(rows, 1):
        sheet.cells(place, row)


def lengths(sheet: Sheet, audit: Audit) -> None:
    """How long things took: each measure in all, by month and by team, to be filtered."""
    names = (sections.month_of(audit), "Team")
    rows = []
    for each, told in zip(audit.measures, sections.measures(audit).rows, strict=True):
        what, limit = told[0], told[2]
        rows.append((what, "All", "", *told[2:], each.counted))
        for by, found in zip(names, (each.months, each.by_team), strict=True):
            table = sections.measure_parts(found, by)
            blank = ("",) * len(sections.UNMEASURED)
            rows += [(what, by, row[0], limit, *row[1:], *blank, "") for row in table.rows]
    headings = ("What", "By", "Which", "Limit", *sections.SPREAD, *sections.UNMEASURED, "Counted")
    _table(sheet, Table(headings, tuple(rows), frozenset(range(4, len(headings) - 1))))
    median = headings.index("Median")
    for place, row in enumerate(rows, 1):
        if row[median] != HIDDEN:
            sheet.cells(place, (float(row[median].replace(",", "")),), "half", median)


def lacking(sheet: Sheet, audit: Audit) -> None:
    """What would let more rules be judged: what by itself keeps most of them open comes first."""
    _table(sheet, sections.lacking(audit))


def not_judged(sheet: Sheet, audit: Audit) -> None:
    """The rules of which nothing could be judged."""
    _table(sheet, sections.not_judged(audit))


def counting(sheet: Sheet, audit: Audit) -> None:
    """The convention by which everything is counted, and what the figures rest on."""
    lines = [(COUNTING if not place else "", line) for place, line in enumerate(audit.counting)]
    lines += [
        ("These figures" if not place else "", line) for place, line in enumerate(sections.caveats(audit))
    ]
    sheet.title(sections.title(audit))
    for place, (what, line) in enumerate(lines, 2):
        sheet.cells(place, (what,), "bold")
        sheet.cells(place, (line,), column=1)
    sheet.printed(len(lines) + 2, 2)


def charts(sheet: Sheet, sheets: Sheets, audit: Audit) -> None:
    """What was met by rule, and by month for the rules that judged most; the next sheets have the numbers."""
    sheet.title(sections.title(audit))
    if not audit.judged:
        return
    bars = Cells(BY_RULE, 0, 1, len(audit.judged))
    high, met = sheet_charts.height(len(audit.judged)), _before_outcomes(audit)
    sheet.chart(0, 10, sheet_charts.shares(sheets.book, bars, met, _MISSED, _UNKNOWN), _described(audit))
    for number, rule in enumerate(board.timed(audit)):
        chart = sheet_charts.trend(sheets.book, board.called(rule), _cells(audit, rule), _DRAWN_FROM)
        said = f"{board.called(rule)}: the share met month by month; the sheet {OVER_TIME} has the numbers"
        across, down = number % 2, number // 2
        sheet.chart(across, 20 + high + 270 * down, chart, said)
    sheet.printed((60 + high + 270 * 2) // 20, 2)


def _described(audit: Audit) -> str:
    told = "; ".join(f"{rule.title}: {rule.counts.percent}" for rule in audit.judged)
    return f"What was met, by rule; the sheet {BY_RULE} has the numbers. {told}"[:2000]


def _cells(audit: Audit, rule: RuleSummary) -> Cells:
    """Where the latest whole months of a rule stand in the sheet of months."""
    before = audit.judged[: audit.judged.index(rule)]
    above = 1 + sum(len(_of_months(each)) for each in before)
    whole = [month.month for month in board.whole_months(audit, rule)][-board.MOST_MONTHS :]
    names = [month.month for month in _judged_months(rule)]
    return Cells(OVER_TIME, 2, above + names.index(whole[0]), above + names.index(whole[-1]))


def _of_rule(rule: RuleSummary) -> tuple[Value, ...]:
    counts = rule.counts
    unknown, neither = (adding.together(counts, names) for names in (adding.UNKNOWN, adding.NEITHER))
    head = (sections.name(rule), rule.rule, rule.counted, counts.share, counts.least, counts.n, counts.judged)
    return (*head, counts.failed, unknown, neither)


def _of_months(rule: RuleSummary) -> list[tuple[Value, ...]]:
    return [
        (
            sections.name(rule),
            rule.rule,
            board.in_words(month.month),
            month.counts.share,
            *(getattr(month.counts, name) for name in ("judged", "met", "failed", "pending")),
            adding.together(month.counts, adding.UNKNOWN),
        )
        for month in _judged_months(rule)
    ]


def _judged_months(rule: RuleSummary) -> list[Month]:
    return [month for month in rule.months if month.counts.judged]


def _table(sheet: Sheet, table: Table) -> None:
    """A table, numbers as numbers."""
    sheet.headings(0, table.headings, len(table.rows))
    for place, row in enumerate(table.rows, 1):
        values = [_number(cell) if column in table.numbers else cell for column, cell in enumerate(row)]
        sheet.cells(place, values)


def _number(cell: str) -> Value:
    """A number as one that can be counted with: a whole one, or a percentage."""
    digits = cell.replace(",", "")
    if digits.isdecimal():
        return int(digits)
    try:
        return round(float(digits[:-1]) / 100, 6) if digits.endswith("%") else cell
    except ValueError:
        return cell
