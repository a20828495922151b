"""What is planted: in the batch, the calendar, in reading, in pairing, in counting and in what is told."""

from .planting import Slip

BATCH = (
    Slip("batch.clock_rows", ".otherwise(met > due)", ".otherwise(met >= due)"),
    Slip("batch.clock_rows", "ahead = due >= today", "ahead = due > today"),
    Slip(
        "batch.clock_rows",
        'in_time = pl.col("ended"), (end <= due)',
        'in_time = pl.col("ended"), (end < due)',
    ),
    Slip("batch.clock_rows", ".then(counted(due, today, self.limit))", ".then(counted(due, today, None))"),
    Slip(
        "batch.dates",
        "return _working_day(_count(day) + number)",
        "return _working_day(_count(day) + number + 1)",
    ),
    Slip(
        "batch.dates", 'return day.dt.offset_by(f"{number}mo")', "return day + pl.duration(days=30 * number)"
    ),
    Slip(
        "batch.dates",
        "return (later - earlier).dt.total_days()",
        "return (later - earlier + pl.duration(days=1)).dt.total_days()",
    ),
    Slip("batch.status", ".when(applies & satisfied)", ".when(satisfied)"),
    Slip("batch.status", '.then(_NAMED["not_met"])', '.then(_NAMED["undetermined"])'),
    Slip(
        "batch.deadlines",
        "first = entries.days[entries.first(keys(own, start), keys(own, LATEST))]",
        "first = entries.days[entries.first(keys(own, start + 1), keys(own, LATEST))]",
    ),
    Slip(
        "batch.evaluate",
        "pl.col(status_name(rule)).alias(rule.head.id) for rule in kept.requirements",
        "pl.col(status_name(kept.requirements[0])).alias(rule.head.id) for rule in kept.requirements",
    ),
)
CALENDAR = (
    Slip("dates.working_days", "for day in days.split())", "for day in days.split()[:0])"),
    Slip("dates.working_days", "for day in days.split())", 'for day in days.split() if day != "04-06")'),
    Slip("dates.working_days", "(day - 1) % 7 in days", "(day - 1) % 7 in (*days, 5)"),
)
READING = (
    (
        "events.csv",
        Slip(
            "exports.files.delimited",
            'rows = file.select("row", blank, *kept).collect(engine="streaming")',
            'rows = file.select("row", blank, *kept).collect(engine="streaming")[::2]',
        ),
    ),
    (
        "events.csv",
        Slip(
            "exports.files.delimited",
            '"row_index_offset": self._top.row + 1',
            '"row_index_offset": self._top.row',
        ),
    ),
    (
        "dirty.csv",
        Slip(
            "exports.files.delimited",
            "elif is_blank(row.cells):",
            "elif is_blank(row.cells[:2]) or row.number % 2:",
        ),
    ),
    (
        "events.parquet",
        Slip(
            "exports.files.records",
            "rows = rows.with_columns(self._plain(rows[header]) for header in wanted)",
            "rows = rows.with_columns(self._plain(rows[header]) for header in wanted)[::2]",
        ),
    ),
    (
        "events.ndjson",
        Slip("exports.files.records", "rows.columns = wanted", "rows = rows[1:]; rows.columns = wanted"),
    ),
    (
        "annex-a.xlsx",
        Slip(
            "exports.files.sheets",
            "return ReadRows(rows.with_columns(as_categories(labels)), told",
            "return ReadRows(rows[1:].with_columns(as_categories(labels)), told",
        ),
    ),
    (
        "annex-a.xlsx",
        Slip(
            "exports.files.workbook",
            "cells = _with_errors(found.cells, errors.get(sheet, []))",
            "cells = _with_errors(found.cells, errors.get(sheet, []))[:-1]",
        ),
    ),
    (
        "census.xml",
        Slip(
            "exports.formats.census",
            "for number in range(max(1, *map(len, read))):",
            "for number in range(int(place.key) % 2, max(1, *map(len, read))):",
        ),
    ),
    (
        "events.csv",
        Slip("exports.formats.local_events", "        rows = own.rows\n", "        rows = own.rows[::2]\n"),
    ),
    (
        "annex-a.xlsx",
        Slip(
            "exports.formats.returns",
            "rows = self._labelled(table.place, rows, located, group, table.key)",
            "rows = self._labelled(table.place, rows, located, group, table.key)[1:]",
        ),
    ),
    (
        "events.csv",
        Slip(
            "exports.rows.cells",
            'on = text.str.to_date("%Y-%m-%d", strict=False)',
            'on = text.str.to_date("%Y-%m-%d", strict=False).dt.offset_by("1d")',
        ),
    ),
    (
        "written.csv",
        Slip(
            "exports.rows.cells",
            'order = "%d/%m/%Y" if first == "day" else',
            'order = "%m/%d/%Y" if first == "day" else',
        ),
    ),
    (
        "events.csv",
        Slip(
            "exports.rows.flat",
            'child.alias("child"), whose, *links)',
            'child.shift(1).fill_null(child[0]).alias("child"), whose, *links)',
        ),
    ),
    (
        "events.csv",
        Slip(
            "exports.rows.flat",
            "kinds = pl.Series([known.get(label) for label in cells.texts], dtype=self.kinds)",
            "kinds = pl.Series([known.get(cells.texts[0]) for label in cells.texts], dtype=self.kinds)",
        ),
    ),
    (
        "dirty.csv",
        Slip(
            "exports.rows.flat",
            'known = {**self.columns.statuses, "": "held"}',
            'known = dict.fromkeys((*self.columns.statuses, ""), "held")',
        ),
    ),
    ("dirty.csv", Slip("exports.rows.flat", 'self._refuse("duplicate", events, later)', "pass")),
    (
        "dirty.csv",
        Slip(
            "exports.rows.flat",
            "        return events.filter(~later)",
            "        return events.filter(~later)[::2]",
        ),
    ),
    (
        "many.xml",
        Slip("exports.rows.wide", 'self.gathered.refuse("no-child", rows["child"].null_count())', "pass"),
    ),
    (
        "annex-a.xlsx",
        Slip(
            "exports.rows.wide",
            "columns.append(dates.on.set(strange, None).alias(event))",
            "columns.append(dates.on.set(strange, None).shift(1).alias(event))",
        ),
    ),
    (
        "events.csv",
        Slip(
            "exports.gathering",
            'return pl.concat([empty, *frames], how="diagonal")',
            'return pl.concat([empty, *frames], how="diagonal")[::2]',
        ),
    ),
)
PAIRING = (
    Slip(
        "batch.timeline.belonging",
        'mid = (pl.col("closed") + pl.col("next")) // 2',
        'mid = pl.col("closed") - 30',
    ),
    Slip(
        "batch.timeline.episodes", 'opened=_first_day(pl.col("opens"))', 'opened=_first_day(~pl.col("opens"))'
    ),
    Slip(
        "exports.links",
        'events = events.with_columns(events["on"].scatter(dayless, None))',
        'events = events.with_columns(events["on"].shift(1))',
    ),
)
COUNTING = (
    Slip(
        "audit.tally",
        "found[_SAME.get(state, state)] += int((numbers == number).sum())",
        'found["met" if state == "overdue" else _SAME.get(state, state)] += int((numbers == number).sum())',
    ),
    Slip(
        "audit.tally",
        "found[_SAME.get(state, state)] += int((numbers == number).sum())",
        'found["met" if state == "undetermined" else state] += int((numbers == number).sum())',
    ),
    Slip(
        "audit.tally",
        'judged = known["met"] + sum(known[name] for name in FAILED)',
        'judged = known["met"] + sum(known[name] for name in FAILED[1:])',
    ),
    Slip("audit.tally", "for of in (judged, judged + untold)", "for of in (judged + untold, judged)"),
    Slip("audit.tally", 'outcomes["not_applicable"] += elsewhere', "pass"),
    Slip(
        "audit.tally", "for place in ((n + 1) // 2, n // 2 + 1))", "for place in ((n + 1) // 3, n // 3 + 1))"
    ),
    Slip("audit.tally", 'most = int(numbers["days"][-1])', 'most = int(numbers["days"][0])'),
    Slip("audit.tally", '(pl.col("days") >= least)', '(pl.col("days") > least)'),
    Slip(
        "audit.tally",
        'month = pl.col("due").dt.month_start().alias("month")',
        'month = pl.col("due").dt.offset_by("1mo").dt.month_start().alias("month")',
    ),
    Slip("audit.tally", "several = pl.when(pl.len() > 1)", "several = pl.when(pl.len() > 2)"),
    Slip(
        "audit.tally",
        'top = missed.with_columns(weight=weight).top_k(WORST, by="weight")',
        'top = missed.with_columns(weight=weight).bottom_k(WORST, by="weight")',
    ),
    Slip(
        "audit.tally",
        'pair, state = (table["both"] // names.len()).alias("pair")',
        'pair, state = (table["both"] // names.len() // 2).alias("pair")',
    ),
    Slip(
        "audit.tally",
        'has_run = results.units[anchor]["instance"].is_not_null()',
        'has_run = results.units[anchor]["instance"] == 1',
    ),
    Slip("audit.measures", '(pl.col("length") <= within.number)', '(pl.col("length") < within.number)'),
    Slip("audit.measures", 'pl.col("length").median()', 'pl.col("length").mean()'),
    Slip(
        "audit.measures",
        'known = rows.filter(pl.col("start") <= pl.col("end"), pl.col("length").is_not_null())',
        'known = rows.filter(pl.col("length").is_not_null())',
    ),
    Slip(
        "audit.summary",
        "counted = (export.rows_in, export.rows_reported, export.rows_refused)",
        "counted = (export.rows_in, export.rows_refused, export.rows_reported)",
    ),
    Slip("audit.summary", '.agg(pl.col("count").sum()', '.agg(pl.len().alias("count")'),
    Slip("audit.summary", "children=export.children,", "children=export.children + 1,"),
)
PERIOD = (
    Slip(
        "audit.period",
        "return pl.col(done).is_between(self.first, self.last).fill_null(False)",
        'return pl.col(done).is_between(self.first, self.last, closed="none").fill_null(False)',
    ),
    Slip(
        "audit.period",
        "return pl.col(done).is_between(self.first, self.last).fill_null(False)",
        "return pl.lit(True)",
    ),
    Slip(
        "audit.period",
        '((state == "late") & (pl.col("met_on") > end))',
        '((state == "late") & (pl.col("met_on") < end))',
    ),
)

# Those that only show where there is more wrong with the data, or there are more children, than usual.
_SHOWN_BY = {
    "end < due": "many.csv",
    "pl.len().alias": "many.csv",
    "is_not_null())": "many.csv",
    "> 2)": "dirty.csv",
}
SHOWN_BY = {
    slip: name for slip in (*BATCH, *COUNTING) for part, name in _SHOWN_BY.items() if part in slip.wrong
}

TOLD = (
    (
        "html",
        Slip("audit.render.charts", "width = _BAR * number / total", "width = _BAR * number / (total + 9)"),
    ),
    (
        "html",
        Slip(
            "audit.render.charts",
            "return met, failed, unknown + conflict",
            "return failed, met, unknown + conflict",
        ),
    ),
    ("csv", Slip("audit.render.csv", '_number(counts, "judged"),', '_number(counts, "n"),')),
    (
        "csv",
        Slip("audit.render.csv", "for rule in audit.rules)], _END", "for rule in audit.rules[1:])], _END"),
    ),
    (
        "json",
        Slip(
            "audit.render.json",
            "return asdict(audit)",
            'return asdict(audit) | {"rules": asdict(audit)["rules"][1:]}',
        ),
    ),
    ("results", Slip("audit.rows", 'replace("undetermined", "cannot_tell")', 'replace("overdue", "met")')),
    (
        "results",
        Slip(
            "audit.rows",
            'table = table.filter(pl.col("instance").is_not_null())',
            'table = table.filter(pl.col("instance") == 1)',
        ),
    ),
    (
        "suppressed",
        Slip(
            "audit.hiding",
            "number is not None and 0 < number < least",
            "number is not None and 1 < number < least",
        ),
    ),
)
