"""What the library may do for a student: help with what is around an exercise, never solve it.

Each answer is judged in the notebook and by the grader.
"""

from typing import Any

import pytest
from cellcheck.checker import check_exercise

from tests.grading.assignments import graded_with, marks, noted, report, source_of

LAB, MODEL = "gradient-lab", "character-model"

LEAVES_IT_TO_THE_LIBRARY = {
    "central_differences": (LAB, """
from lstm_lib import numerical_gradient

def central_differences(f, x, step):
    return numerical_gradient(f, x, method="central differences", step=step)
"""),
    "relative_gradient_error": (LAB, """
from lstm_lib import gradients

def relative_gradient_error(measured, computed):
    return gradients._relative_error(measured, computed, "complex step", 0.0)
"""),
    "clip_gradients": (MODEL, """
from lstm_lib.training import clip_by_value

def clip_gradients(gradients, max_value):
    return clip_by_value(gradients, max_value=max_value)
"""),
    "character_training_step": (MODEL, """
from lstm_lib.character_model import loss_and_gradients
from lstm_lib.character_model.batches import Batch

def character_training_step(x, targets, mask, parameters, learning_rate, max_value):
    batch = Batch(x, targets.argmax(axis=0), mask.astype(bool))
    loss, gradients = loss_and_gradients(parameters, batch)
    gradients = clip_gradients(gradients, max_value)
    updated = {name: p - learning_rate * gradients["d" + name] for name, p in parameters.items()}
    return loss, gradients, updated
"""),
    "sample_name": (MODEL, """
import lstm_lib.character_model as model

def sample_name(parameters, uniforms, temperature):
    return model.sample_name(parameters, uniforms, temperature)
"""),
}  # fmt: skip

STEP = source_of(MODEL, "character-training-step")
OUTPUT_LAYER = STEP[STEP.index("    dWy = np.zeros") : STEP.index("    gradients = {**")]
BY_HAND = "lstm_backward(da, caches)"
GRADIENT_OF_PREDICTION = "lstm_backward(0 * a, caches, dy=-targets / y * mask / count)"
USES_THE_LIBRARY = {
    "clipping": (
        STEP.replace("gradients = clip_gradients(", "gradients = clip_by_value("),
        "from lstm_lib.training import clip_by_value\n",
    ),
    "the way back through the softmax": (
        STEP.replace(OUTPUT_LAYER, "").replace(
            f'{{**{BY_HAND}, "dWy": dWy, "dby": dby}}', GRADIENT_OF_PREDICTION
        ),
        "",
    ),
}


def defined(assignment: str, *sources: str) -> dict[str, Any]:
    """A namespace as the notebook has it, with the functions of some further texts."""
    found: dict[str, Any] = {"__name__": "__main__"}
    setup = source_of(assignment, "setup").replace("%load_ext cellcheck", "")
    for source in (setup, *sources):
        exec(source, found)  # noqa: S102  the tests' own text
    return found


@pytest.mark.parametrize("exercise", LEAVES_IT_TO_THE_LIBRARY)
def test_what_the_library_solves_is_said_in_the_notebook(exercise: str) -> None:
    assignment, answer = LEAVES_IT_TO_THE_LIBRARY[exercise]
    clip = source_of(MODEL, "clip-gradients") if exercise != "clip_gradients" else ""
    found = check_exercise(exercise, defined(assignment, clip, answer))
    assert [finding.code for finding in found.findings] == ["delegates"]
    assert found.score == 0


@pytest.mark.parametrize("exercise", LEAVES_IT_TO_THE_LIBRARY)
def test_what_the_library_solves_is_flagged_by_the_grader(exercise: str) -> None:
    assignment, answer = LEAVES_IT_TO_THE_LIBRARY[exercise]
    found = graded_with({exercise.replace("_", "-"): answer}, assignment)
    assert marks(found)[f"test_{exercise}"] == 0
    assert ("flagged", f"test_{exercise}") in noted(found)
    assert [each["code"] for each in report(found, exercise)["findings"]] == ["delegates"]


@pytest.mark.parametrize("part", USES_THE_LIBRARY)
def test_what_is_another_exercise_may_come_from_the_library(part: str) -> None:
    answer, further = USES_THE_LIBRARY[part]
    assert answer != STEP
    answer = further + answer
    clip = source_of(MODEL, "clip-gradients")
    assert check_exercise("character_training_step", defined(MODEL, clip, answer)).passed
    found = graded_with({"character-training-step": answer}, MODEL)
    assert marks(found)["test_character_training_step"] == 12
    assert noted(found) == []
