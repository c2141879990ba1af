"""The live panel: the static view's parts in core ipywidgets, with hints and steps to press."""

import ipywidgets as widgets

from cellcheck.report import Finding, Report, ValueReport
from cellcheck.views.clean import clean
from cellcheck.views.findings import finding_body, shown_hints
from cellcheck.views.heat_map import caption, large_map
from cellcheck.views.html import notes, opening, passed, verdict, where_sentence
from cellcheck.views.offers import Prove, offers
from cellcheck.views.style import style
from cellcheck.views.values_table import data_sets, samples_table, values
from cellcheck.views.where import Picture, first_shown, most_telling, pictures
from cellcheck.views.wording import hint_offer


def build_panel(report: Report, prove: Prove | None = None) -> widgets.VBox:
    """The panel of one report; whoever shows it closes it with `close_panel`.

    A passing report is a single HTML widget: its values unfold without the kernel.

    Args:
        report: what is shown.
        prove: holds the expected values against numerical differentiation, when it is pressed.

    """
    if report.passed:
        children = [_html(style() + passed(report))]
    else:
        children = [_html(style() + verdict(report)), _body(report, prove)]
    panel = widgets.VBox(children)
    for name in ("report", "panel", report.status):
        panel.add_class(f"cellcheck-{name}")
    return panel


def close_panel(panel: widgets.Widget) -> None:
    """Closes the panel and every widget in it, which the kernel would otherwise keep for ever."""
    for child in getattr(panel, "children", ()):
        close_panel(child)
    panel.close()


def _body(report: Report, prove: Prove | None) -> widgets.VBox:
    above = opening(report)
    parts: list[widgets.Widget] = [_html(above)] if above else []
    for finding in report.findings:
        parts.append(_html(finding_body(report, finding), "cellcheck-finding"))
        if finding.hints:
            parts.append(_hints(finding))
    if report.values:
        parts.append(_html(values(report)))
    if (worst := most_telling(report.wrong)) is not None:
        parts.append(_explorer(report, worst))
    below = (data_sets(report.data_sets) if report.wrong else "") + notes(report)
    if below:
        parts.append(_html(below))
    parts.append(offers(report, prove))
    body = widgets.VBox(parts)
    body.add_class("cellcheck-body")
    return body


def _hints(finding: Finding) -> widgets.VBox:
    """The hints that were asked for, and the button that gives the next one."""
    given = _html("")
    button = widgets.Button(description=hint_offer(0), tooltip=f"Hint 1 of {len(finding.hints)}")
    button.add_class("cellcheck-offer")
    count = 0

    def give(_: widgets.Button) -> None:
        nonlocal count
        count += 1
        given.value = shown_hints(finding.hints[:count])
        if count >= len(finding.hints):
            button.layout.display = "none"
            return
        button.description = hint_offer(count)
        button.tooltip = f"Hint {count + 1} of {len(finding.hints)}"

    button.on_click(give)
    box = widgets.VBox([given, button])
    box.add_class("cellcheck-hints")
    return box


def _explorer(report: Report, first: ValueReport) -> widgets.VBox:
    """The map of one value at one time step, beside its entries; both are chosen above it."""
    mapped = [value for value in report.wrong if _pictures(value)]
    sentence, picture = _html(""), _html("")
    chosen = widgets.Dropdown(
        options=[(clean(value.name, 40), index) for index, value in enumerate(mapped)],
        value=mapped.index(first),
        description="errors of",
        tooltip="The value whose errors are drawn",
        style={"description_width": "auto"},
    )
    step = widgets.SelectionSlider(
        options=_steps(first),
        description="time step",
        tooltip="The time step that is drawn; the arrow keys move it",
        style={"description_width": "auto"},
    )

    def draw(_: object = None) -> None:
        value = mapped[chosen.value]
        picture.value = (
            f'<div class="cellcheck-explored">{large_map(value, step.value)}'
            f"{samples_table(value)}</div>"
        )

    def choose(_: object = None) -> None:
        value = mapped[chosen.value]
        sentence.value = where_sentence(value)
        steps = _steps(value)
        step.options = steps
        step.value = first_shown(_pictures(value))
        step.layout.display = None if len(steps) > 1 else "none"
        draw()

    choose()
    chosen.observe(choose, "value")
    step.observe(draw, "value")
    controls = widgets.HBox([chosen, step] if len(mapped) > 1 else [step])
    controls.add_class("cellcheck-controls")
    return widgets.VBox([sentence, controls, picture])


def _steps(value: ValueReport) -> list[tuple[str, int]]:
    """What the slider can stand on: `t = 0 · every entry`, `t = 1 · right`."""
    return [(caption(value, picture), index) for index, picture in enumerate(_pictures(value))]


def _pictures(value: ValueReport) -> tuple[Picture, ...]:
    return pictures(value.error_map) if value.error_map else ()


def _html(value: str, name: str = "") -> widgets.HTML:
    part = widgets.HTML(value)
    if name:
        part.add_class(name)
    return part
