"""The values beside the expected ones, as tables of HTML."""

from collections.abc import Sequence

from cellcheck.report import DataSetReport, Report, Sample, ValueReport
from cellcheck.views.markup import code, text
from cellcheck.views.numerals import aligned, pair, place, shape
from cellcheck.views.rows import COLUMNS, Row, rows
from cellcheck.views.wording import mark

_NUMBER_COLUMNS = ("yours", "expected")


def values(report: Report) -> str:
    """What differs, openly; what is the same, by name, and its shapes on demand."""
    wrong = report.wrong
    right = [value for value in report.values if value.match]
    return (differing_table(wrong) if wrong else "") + (right_values(right) if right else "")


def differing_table(wrong: Sequence[ValueReport]) -> str:
    """One row for each value that differs, at the entry that differs most."""
    caption = "At the entry that differs most" if any(value.sample for value in wrong) else ""
    return _table(caption, COLUMNS, [_differing_row(row) for row in rows(wrong)])


def right_values(right: Sequence[ValueReport]) -> str:
    """The names in one line, which opens to their shapes."""
    names = " ".join(code(value.name) for value in right)
    return (
        f'<details><summary><span class="cellcheck-ok">✓ same</span> {names}'
        f'<span class="cellcheck-more"></span></summary>{right_table(right)}</details>'
    )


def right_table(right: Sequence[ValueReport]) -> str:
    """Name, shape and dtype of values that are what was expected."""
    body = [
        f'<th scope="row">{code(value.name)}</th>'
        f'<td class="cellcheck-dim cellcheck-still">{shape(value.shape)}</td>'
        f'<td class="cellcheck-dim">{text(value.dtype or "")}</td>'
        f'<td class="cellcheck-ok">✓ same</td>'
        for value in right
    ]
    return _table("", ("value", "shape", "dtype", "result"), body)


def samples_table(value: ValueReport) -> str:
    """Up to four entries of one value, the worst first."""
    if not value.sample:
        return ""
    pairs = [pair(sample.yours, sample.expected) for sample in value.sample]
    yours = aligned([first for first, _ in pairs])
    expected = aligned([second for _, second in pairs])
    body = [
        _sample_row(value, sample, yours[index], expected[index])
        for index, sample in enumerate(value.sample)
    ]
    return _table("", ("entry", "yours", "expected"), body)


def data_sets(sets: Sequence[DataSetReport]) -> str:
    """The data sets by name in one line, which opens to their sizes."""
    if not sets:
        return ""
    names = " ".join(
        f'<span class="cellcheck-still"><span class="{_tone(item.match)}">{mark(item.match)}</span>'
        f" {text(item.name)}</span>"
        for item in sets
    )
    sizes = tuple(dict.fromkeys(name for item in sets for name in item.sizes))
    body = [
        f'<th scope="row">{text(item.name)}</th>'
        + "".join(f'<td class="cellcheck-number">{item.sizes.get(name, "")}</td>' for name in sizes)
        for item in sets
    ]
    table = _table("Sizes of the data sets", ("data set", *sizes), body, numbers=sizes)
    return (
        f'<details><summary>data sets: {names}<span class="cellcheck-more"></span></summary>'
        f"{table}</details>"
    )


def _differing_row(row: Row) -> str:
    detail = f' <span class="cellcheck-dim">{text(row.detail)}</span>' if row.detail else ""
    return (
        f'<th scope="row">{code(row.name)}</th>'
        f'<td class="cellcheck-dim cellcheck-still">{text(row.shape)}</td>'
        f'<td><span class="cellcheck-still {_tone(row.match)}">{row.mark} {text(row.word)}</span>'
        f"{detail}</td>"
        f'<td class="cellcheck-number">{text(row.yours)}</td>'
        f'<td class="cellcheck-number">{text(row.expected)}</td>'
        f'<td class="cellcheck-dim cellcheck-still">{text(row.at)}</td>'
    )


def _sample_row(value: ValueReport, sample: Sample, yours: str, expected: str) -> str:
    return (
        f'<th scope="row">{code(value.name + place(sample.at))}</th>'
        f'<td class="cellcheck-number">{yours}</td><td class="cellcheck-number">{expected}</td>'
    )


def _table(
    caption: str,
    columns: Sequence[str],
    body: Sequence[str],
    numbers: Sequence[str] = _NUMBER_COLUMNS,
) -> str:
    head = "".join(
        f'<th scope="col"{_number_class(column in numbers)}>{text(column)}</th>'
        for column in columns
    )
    lines = "".join(f"<tr>{row}</tr>" for row in body)
    said = f"<caption>{text(caption)}</caption>" if caption else ""
    return f"<table>{said}<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _number_class(is_number: bool) -> str:  # one column's nature
    return ' class="cellcheck-number"' if is_number else ""


def _tone(match: bool) -> str:  # one value's truth
    return "cellcheck-ok" if match else "cellcheck-bad"
