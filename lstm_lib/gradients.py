"""Prove a backward function, yours or the library's, against the derivative of its forward."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np

from lstm_lib.differentiation import Method, UsedMethod, differentiate
from lstm_lib.function_pairs import FunctionPair, Upstream, last_step, recognise_pair
from lstm_lib.interface import Array, Cache, Gradients, Parameters, Shape
from lstm_lib.validation import InterfaceError, Shapes, check_items, name_of

_Function: TypeAlias = Callable[..., Any]

_EPS = float(np.finfo(np.float64).eps)
_TOLERANCE: Final[dict[UsedMethod, float]] = {"complex step": 1e-10, "central differences": 1e-6}
# The error that each method itself makes for a loss of size 1: rounding for the complex step,
# rounding and truncation balanced (eps^(2/3)) for central differences.
_NOISE: Final[dict[UsedMethod, float]] = {
    "complex step": _EPS,
    "central differences": _EPS ** (2 / 3),
}


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """How far each analytic gradient is from the numerical one.

    `errors` maps each gradient's name to ``|numerical - analytic| / (|numerical| + |analytic|)`` in
    Euclidean norms: 0 is perfect, 1 is unrelated. A difference below the numerical method's own
    rounding counts as agreement, so that a gradient that is zero does not fail. `method` is
    "complex step" or "central differences"; `function` is the backward function's name.

    >>> check = GradientCheck({"dx": 3e-16, "dWf": 0.02}, "complex step", "lstm_backward")
    >>> check.passed
    False
    >>> print(check)
    lstm_backward against the derivative of its forward function (complex step)
    <BLANKLINE>
      gradient  relative error
      dx               3.0e-16  agrees
      dWf              2.0e-02  differs
    <BLANKLINE>
    1 of 2 agree (an error of 1e-10 or less)
    """

    errors: dict[str, float]
    method: UsedMethod
    function: str = "the backward function"

    @property
    def tolerance(self) -> float:
        """Largest error that passes: 1e-10 for the complex step, 1e-6 for central differences."""
        return _TOLERANCE[self.method]

    @property
    def passed(self) -> bool:
        """Whether every gradient agrees within the tolerance; NaN never does."""
        return all(error <= self.tolerance for error in self.errors.values())

    def __str__(self) -> str:
        """Show a table, one line for each gradient."""
        agrees = {name: error <= self.tolerance for name, error in self.errors.items()}
        width = max(map(len, ("gradient", *self.errors)))
        verdict = f"{sum(agrees.values())} of {len(agrees)} agree"
        lines = [
            f"  {name:<{width}}  {error:>14.1e}  {'agrees' if agrees[name] else 'differs'}"
            for name, error in self.errors.items()
        ]
        return "\n".join(
            [
                f"{self.function} against the derivative of its forward function ({self.method})",
                "",
                f"  {'gradient':<{width}}  relative error",
                *lines,
                "",
                f"{verdict} (an error of {self.tolerance:.0e} or less)",
            ]
        )


def gradient_check(
    forward: _Function,
    backward: _Function,
    *arguments: Any,
    seed: int | np.random.Generator = 0,
    method: Method = "auto",
) -> GradientCheck:
    """Compare a backward function with the numerical derivative of its own forward function.

    | ``loss(arguments) = sum over the outputs of sum(upstream * output)``

    The upstream gradients are drawn from a normal distribution. The backward function receives them
    with the forward function's own cache; its gradients are to be the derivatives of the loss.
    The derivative of *your* forward function is taken, so nothing here depends on a stored answer.

    Parameters
    ----------
    forward, backward : functions
        The library's or your own, in the published interface. For a full pass, a `backward` whose
        signature names ``dy`` (or ``dc_last``) is checked with those gradients as well.
    *arguments
        What `forward` takes. ``xt (n_x, m), a_prev (n_a, m), c_prev (n_a, m), parameters`` is an
        LSTM cell, ``xt, a_prev, parameters`` an RNN cell, ``x (n_x, m, T_x), a0 (n_a, m),
        parameters`` a full pass: of the LSTM if the parameters hold ``Wf``, else of the RNN.
        Evaluated in float64; both functions receive copies.
    seed : int or numpy.random.Generator
        For the upstream gradients. NumPy's global random stream is neither read nor moved.
    method : "auto", "complex step" or "central differences"
        "auto" takes the complex step if it passes through `forward` for every argument
        (see `numerical_gradient`), and central differences otherwise.

    Returns
    -------
    GradientCheck

    Raises
    ------
    InterfaceError
        If the arguments do not follow the interface, or a function raises or returns something that
        does not.

    >>> from lstm_lib import initialize_parameters, rnn_cell_backward, rnn_cell_forward
    >>> parameters = initialize_parameters(3, 5, 2, seed=1, cell="rnn")
    >>> check = gradient_check(
    ...     rnn_cell_forward, rnn_cell_backward, np.ones((3, 4)), np.ones((5, 4)), parameters
    ... )
    >>> check.passed, list(check.errors)
    (True, ['dxt', 'da_prev', 'dWax', 'dWaa', 'dba'])

    """
    pair = recognise_pair(arguments)
    shapes = pair.check_arguments(arguments)
    upstream = _draw_upstream(pair, backward, shapes, np.random.default_rng(seed))
    experiment = _Experiment(pair, forward, _float64(pair, arguments), upstream, shapes)

    outputs, cache = experiment.run(experiment.inputs)
    names = experiment.differentiated()
    analytic = _run_backward(backward, upstream, cache)
    shapes.match_all(f"what {name_of(backward)} returned: gradients", analytic, names)

    loss_size = sum(float(np.abs(term).sum()) for term in experiment.loss_terms(outputs))
    numerical: Gradients = {}
    used: UsedMethod = "complex step"
    for gradient in names:
        value = experiment.inputs[gradient[1:]]
        numerical[gradient], used = differentiate(experiment.loss(gradient[1:]), value, method)
        if used == "central differences":
            # One that does not let the complex step through is enough: the others need not try it.
            method = used
    errors = {
        name: _relative_error(numerical[name], analytic[name], used, loss_size) for name in names
    }
    return GradientCheck(errors, used, name_of(backward))


@dataclass(frozen=True, slots=True)
class _Experiment:
    """A forward function, its inputs, and the upstream gradients that make its outputs a scalar."""

    pair: FunctionPair
    forward: _Function
    inputs: Gradients
    upstream: dict[Upstream, Array]
    shapes: Shapes

    def run(self, inputs: Parameters) -> tuple[dict[str, Array], Cache]:
        """Give the forward function copies of the inputs; return its outputs and its cache."""
        arrays = [inputs[name].copy() for name in self.pair.arguments]
        parameters = {name: inputs[name].copy() for name in self.pair.parameters}
        result = _call(self.forward, *arrays, parameters)
        described = f"the result of {name_of(self.forward)}"
        names = tuple(self.pair.outputs)
        check_items("gradient_check", described, result, (*names, self.pair.cache))
        for (name, shape), output in zip(self.pair.outputs.items(), result, strict=False):
            self.shapes.match(f"{name} in {described}", output, shape)
        return dict(zip(names, result, strict=False)), result[-1]

    def loss_terms(self, outputs: dict[str, Array]) -> list[Array]:
        return [
            gradient * (last_step(outputs[each.output]) if each.last_step else outputs[each.output])
            for each, gradient in self.upstream.items()
        ]

    def loss(self, name: str) -> Callable[[Array], Any]:
        """Return the loss as a function of one input, the others held."""
        return lambda value: sum(
            term.sum() for term in self.loss_terms(self.run({**self.inputs, name: value})[0])
        )

    def differentiated(self) -> dict[str, Shape]:
        """Return the gradients that the backward function owes, with their shapes."""
        pair = self.pair
        has_dy = any(each.argument == "dy" for each in self.upstream)
        weights = pair.weights + (pair.output_weights if has_dy else ())
        shapes = {**pair.arguments, **{name: pair.parameters[name] for name in weights}}
        return {f"d{name}": shape for name, shape in shapes.items()}


def _float64(pair: FunctionPair, arguments: Sequence[Any]) -> Gradients:
    *arrays, parameters = arguments
    inputs = dict(zip(pair.arguments, arrays, strict=True))
    inputs.update((name, parameters[name]) for name in pair.parameters)
    for name, array in inputs.items():
        if array.dtype.kind == "c":
            raise InterfaceError(f"gradient_check: {name} is complex, expected real numbers")
    return {name: array.astype(np.float64) for name, array in inputs.items()}


def _draw_upstream(
    pair: FunctionPair, backward: _Function, shapes: Shapes, generator: np.random.Generator
) -> dict[Upstream, Array]:
    try:
        accepted = set(inspect.signature(backward).parameters)
    except (TypeError, ValueError):  # a callable without a signature, such as a compiled one
        accepted = set()
    drawn = {}
    for each in pair.upstream:
        if each.optional and each.argument not in accepted:
            continue
        shape = pair.outputs[each.output][:2] if each.last_step else pair.outputs[each.output]
        drawn[each] = generator.standard_normal([shapes.sizes[symbol] for symbol in shape])
    return drawn


def _run_backward(backward: _Function, upstream: dict[Upstream, Array], cache: Cache) -> Gradients:
    positional = [gradient.copy() for each, gradient in upstream.items() if not each.optional]
    optional = {each.argument: gradient for each, gradient in upstream.items() if each.optional}
    gradients: Gradients = _call(backward, *positional, cache, **optional)
    return gradients


def _call(function: _Function, *arguments: Any, **options: Any) -> Any:
    try:
        return function(*arguments, **options)
    except Exception as error:
        raise InterfaceError(
            f"gradient_check: {name_of(function)} raised {type(error).__name__}: {error}"
        ) from error


def _relative_error(
    numerical: Array, analytic: Array, method: UsedMethod, loss_size: float
) -> float:
    difference = float(np.linalg.norm(numerical - analytic))
    size = float(np.linalg.norm(numerical) + np.linalg.norm(analytic))
    # Below this a difference says nothing about the analytic gradient, and has to pass.
    noise = _NOISE[method] * loss_size * float(np.sqrt(numerical.size))
    scale = max(size, noise / _TOLERANCE[method])
    return difference / scale if scale else 0.0
