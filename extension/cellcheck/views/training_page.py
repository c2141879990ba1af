"""How training goes, as a page and as text: where it stands, the loss curve, samples over time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from cellcheck.views.clean import clean
from cellcheck.views.markup import text
from cellcheck.views.style import style

WIDTH, HEIGHT = 560, 150
LEFT, BOTTOM, TOP, RIGHT = 44, 22, 10, 8
MOST_POINTS = 280
"""Points of a curve: more than one for every other pixel cannot be seen."""
MOST_ROWS = 6
MOST_SAMPLES = 8
LONGEST_WORDS = 200
"""Characters of the title, and of the words on where training stands."""
LONGEST_SAMPLE = 40
LARGEST_LOSS = 1e12
"""Beyond it a curve is as flat as a ruler, and its numbers run out of the picture."""
WINDOW = 25


@dataclass(slots=True)
class History:
    """What was reported so far.

    Args:
        steps: how many steps there are to take.
        title: what is trained.
        losses: the loss of each step reported.
        at: the number of that step, counted from 1.
        samples: the step and what the model made then, oldest first.

    """

    steps: int
    title: str
    losses: list[float] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    samples: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def add(self, step: int, loss: float, samples: Sequence[str] = ()) -> None:
        """One step, and what the model makes after it."""
        self.at.append(step)
        self.losses.append(loss)
        if samples:
            self.samples.append((step, tuple(samples)))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a history.

    Args:
        title: what is trained.
        standing: in words, where the training stands.
        steps: how many steps there are to take.
        at: the number of the last step reported, 0 before the first.
        points: steps and losses of the curve; empty if no loss is a finite number.
        samples: a few of the samples, with their steps.

    """

    title: str
    standing: str
    steps: int
    at: int
    points: tuple[tuple[int, float], ...]
    samples: tuple[tuple[int, tuple[str, ...]], ...]


def shown_of(history: History) -> Shown:
    """The history as far as a page shows it."""
    return Shown(
        title=clean(history.title, LONGEST_WORDS),
        standing=clean(_standing(history), LONGEST_WORDS),
        steps=history.steps,
        at=history.at[-1] if history.at else 0,
        points=_thinned(history),
        samples=_shown_samples(history),
    )


def training_text(history: History) -> str:
    r"""The history in a few lines for a terminal.

    >>> history = History(2, "names")
    >>> history.add(1, 3.2); history.add(2, 2.9, ["ana", "ole"])
    >>> print(training_text(history))
    names: step 2 of 2, loss 3.200 at first, 3.050 over the last 2
      step      2: ana, ole
    """
    return text_of(shown_of(history))


def text_of(shown: Shown) -> str:
    """What is shown, as text."""
    lines = [f"{shown.title}: {shown.standing}"]
    lines += [f"  step {step:6}: {', '.join(samples)}" for step, samples in shown.samples]
    return "\n".join(lines)


def training_page(history: History) -> str:
    """The history as HTML: a sentence, an SVG curve with its description, and a table."""
    return page_of(shown_of(history))


def page_of(shown: Shown) -> str:
    """What is shown, as HTML."""
    standing = f'<span class="cellcheck-dim">{text(shown.standing)}</span>'
    parts = [f"<p><b>{text(shown.title)}</b> {standing}</p>"]
    if shown.points:
        parts.append(_curve(shown))
    elif shown.at:
        parts.append('<p class="cellcheck-bad">no loss is a finite number</p>')
    if shown.samples:
        parts.append(_table(shown))
    return f'{style()}<div class="cellcheck-report">{"".join(parts)}</div>'


def _standing(history: History) -> str:
    if not history.losses:
        return f"0 of {history.steps} steps"
    last = history.losses[-WINDOW:]
    mean = sum(last) / len(last)
    return (
        f"step {history.at[-1]} of {history.steps}, loss {history.losses[0]:.3f} at first, "
        f"{mean:.3f} over the last {len(last)}"
    )


def _shown_samples(history: History) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The first ones, the last ones, and some between, so that the way can be seen."""
    samples = history.samples
    if len(samples) > MOST_ROWS:
        places = [round(row * (len(samples) - 1) / (MOST_ROWS - 1)) for row in range(MOST_ROWS)]
        samples = [samples[place] for place in places]
    return tuple(
        (step, tuple(clean(each, LONGEST_SAMPLE) for each in made[:MOST_SAMPLES]))
        for step, made in samples
    )


def _table(shown: Shown) -> str:
    rows = "".join(
        f'<tr><th scope="row" class="cellcheck-number">{step}</th>'
        f'<td style="max-width:none">{" · ".join(map(text, made))}</td></tr>'
        for step, made in shown.samples
    )
    return (
        '<table><caption style="white-space:nowrap">'
        "what the model makes, after so many steps</caption>"
        '<thead><tr><th scope="col">step</th><th scope="col">samples</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _curve(shown: Shown) -> str:
    losses = [loss for _, loss in shown.points]
    low, high = min(losses), max(losses)
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    across, up = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    span = max(shown.steps - 1, 1)

    def place(step: int, loss: float) -> str:
        x = LEFT + across * min(step - 1, span) / span
        y = TOP + up * (high - loss) / (high - low)
        return f"{x:.1f},{y:.1f}"

    line = " ".join(place(step, loss) for step, loss in shown.points)
    floor = HEIGHT - BOTTOM
    label = 'fill="currentColor" font-size="11" opacity="0.75"'
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'style="max-width:100%;height:auto" aria-label="loss curve: {text(shown.standing)}">'
        f'<path d="M{LEFT} {TOP}V{floor}H{WIDTH - RIGHT}" fill="none" stroke="currentColor" '
        'opacity="0.35"/>'
        f'<text x="{LEFT - 6}" y="{TOP + 8}" text-anchor="end" {label}>{high:.2f}</text>'
        f'<text x="{LEFT - 6}" y="{floor}" text-anchor="end" {label}>{low:.2f}</text>'
        f'<text x="{LEFT}" y="{HEIGHT - 6}" {label}>step 1</text>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end" {label}>'
        f"{shown.steps}</text>"
        f'<text x="{WIDTH - RIGHT}" y="{TOP + 8}" text-anchor="end" {label}>loss</text>'
        f'<polyline points="{line}" fill="none" stroke="var(--cellcheck-link)" '
        'stroke-width="1.8" stroke-linejoin="round"/></svg>'
    )


def _thinned(history: History) -> tuple[tuple[int, float], ...]:
    """The curve as means over neighbouring steps, at most `MOST_POINTS` of them."""
    known = [
        (step, loss)
        for step, loss in zip(history.at, history.losses, strict=True)
        if math.isfinite(loss) and abs(loss) <= LARGEST_LOSS
    ]
    size = max(1, math.ceil(len(known) / MOST_POINTS))
    groups = [known[start : start + size] for start in range(0, len(known), size)]
    return tuple((group[-1][0], sum(loss for _, loss in group) / len(group)) for group in groups)
