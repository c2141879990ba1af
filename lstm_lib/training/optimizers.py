"""Gradient descent with momentum, and Adam: how a gradient moves a parameter.

An optimizer is a few numbers; what it remembers is a plain dictionary of arrays that is handed in
and handed back. Nothing is changed in place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from lstm_lib.interface import Array
from lstm_lib.training.checks import (
    check_dictionary,
    check_fraction,
    check_positive,
    gradients_of,
)
from lstm_lib.validation import InterfaceError

State = dict[str, Array]


class Optimizer(Protocol):
    """What `SGD` and `Adam` have in common."""

    def initial_state(self, parameters: Mapping[str, Array]) -> State:
        """What the optimizer remembers before the first step."""
        ...

    def update(
        self, parameters: Mapping[str, Array], gradients: Mapping[str, Array], state: State
    ) -> tuple[dict[str, Array], State]:
        """The parameters after one step, and what is remembered after it."""
        ...


@dataclass(frozen=True, slots=True)
class SGD:
    """Stochastic gradient descent with momentum.

    | ``v <- momentum v + g``,  ``v = 0`` at first
    | ``p <- p - learning_rate v``

    Polyak, "Some methods of speeding up the convergence of iteration methods", 1964. With
    ``momentum=0`` it is plain gradient descent.

    Parameters
    ----------
    learning_rate : float, positive
    momentum : float, at least 0 and below 1

    Raises
    ------
    InterfaceError
        If a number is out of its range.

    >>> sgd = SGD(learning_rate=0.1, momentum=0.9)
    >>> parameters = {"W": np.array([1.0])}
    >>> state = sgd.initial_state(parameters)
    >>> for _ in range(2):
    ...     parameters, state = sgd.update(parameters, {"dW": np.array([1.0])}, state)
    >>> parameters["W"].round(2).tolist(), state["velocity.W"].tolist()
    ([0.71], [1.9])

    """

    learning_rate: float
    momentum: float = 0.0

    def __post_init__(self) -> None:
        check_positive("SGD", "learning_rate", self.learning_rate)
        check_fraction("SGD", "momentum", self.momentum)

    def initial_state(self, parameters: Mapping[str, Array]) -> State:
        """Velocities of zero: ``velocity.Wf`` in the shape of ``Wf``, and so on."""
        check_dictionary("SGD.initial_state", "parameters", parameters)
        return {f"velocity.{name}": np.zeros_like(array) for name, array in parameters.items()}

    def update(
        self, parameters: Mapping[str, Array], gradients: Mapping[str, Array], state: State
    ) -> tuple[dict[str, Array], State]:
        """One step, see the class. All results are new arrays, in the dtypes of the parameters.

        Parameters
        ----------
        parameters : dict of arrays, of any shapes
            Left as it is.
        gradients : dict of arrays
            ``dWf`` (or ``Wf``) in the shape of ``Wf``, and so on; further keys are left aside.
        state : dict of arrays
            From `initial_state` or the `update` before.

        Raises
        ------
        InterfaceError
            If a gradient or a velocity is missing, has another shape or is not finite.

        """
        found = gradients_of("SGD.update", parameters, gradients)
        _check_state("SGD.update", state, parameters, ("velocity",))
        moved, kept = {}, {}
        for name, gradient in found.items():
            velocity = self.momentum * state[f"velocity.{name}"] + gradient
            moved[name] = parameters[name] - self.learning_rate * velocity
            kept[f"velocity.{name}"] = velocity
        return moved, kept


@dataclass(frozen=True, slots=True)
class Adam:
    """Steps of each parameter's own size, from running means of its gradient and of its square.

    | ``m <- beta1 m + (1 - beta1) g``,  ``v <- beta2 v + (1 - beta2) g^2``
    | ``p <- p - learning_rate m' / (sqrt(v') + epsilon)``
    | ``m' = m / (1 - beta1^t)``,  ``v' = v / (1 - beta2^t)`` after t steps

    ``m'`` and ``v'`` undo the pull of the zeros that both means start from. Kingma and Ba, "Adam:
    A Method for Stochastic Optimization", 2015.

    Parameters
    ----------
    learning_rate : float, positive
    beta1, beta2 : float, at least 0 and below 1
    epsilon : float, positive

    Raises
    ------
    InterfaceError
        If a number is out of its range.

    >>> adam = Adam(learning_rate=0.1)
    >>> parameters = {"W": np.array([1.0, 1.0])}
    >>> gradients = {"dW": np.array([100.0, -0.01])}
    >>> moved, state = adam.update(parameters, gradients, adam.initial_state(parameters))
    >>> moved["W"].round(3).tolist(), int(state["steps"])  # the first step ignores the size
    ([0.9, 1.1], 1)

    """

    learning_rate: float = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        check_positive("Adam", "learning_rate", self.learning_rate)
        check_fraction("Adam", "beta1", self.beta1)
        check_fraction("Adam", "beta2", self.beta2)
        check_positive("Adam", "epsilon", self.epsilon)

    def initial_state(self, parameters: Mapping[str, Array]) -> State:
        """Means of zero, ``mean.Wf`` and ``square.Wf``, and ``steps``, an integer array ()."""
        check_dictionary("Adam.initial_state", "parameters", parameters)
        means = {
            f"{kind}.{name}": np.zeros_like(array)
            for kind in ("mean", "square")
            for name, array in parameters.items()
        }
        return {**means, "steps": np.array(0)}

    def update(
        self, parameters: Mapping[str, Array], gradients: Mapping[str, Array], state: State
    ) -> tuple[dict[str, Array], State]:
        """One step, see the class. All results are new arrays, in the dtypes of the parameters.

        Parameters
        ----------
        parameters : dict of arrays, of any shapes
            Left as it is.
        gradients : dict of arrays
            ``dWf`` (or ``Wf``) in the shape of ``Wf``, and so on; further keys are left aside.
        state : dict of arrays
            From `initial_state` or the `update` before.

        Raises
        ------
        InterfaceError
            If a gradient or a mean is missing, has another shape or is not finite.

        """
        found = gradients_of("Adam.update", parameters, gradients)
        _check_state("Adam.update", state, parameters, ("mean", "square"), counts=True)
        steps = int(state["steps"]) + 1
        moved, kept = {}, {"steps": np.array(steps)}
        for name, gradient in found.items():
            mean = self.beta1 * state[f"mean.{name}"] + (1 - self.beta1) * gradient
            square = self.beta2 * state[f"square.{name}"] + (1 - self.beta2) * gradient**2
            unbiased_mean = mean / (1 - self.beta1**steps)
            unbiased_square = square / (1 - self.beta2**steps)
            step = unbiased_mean / (np.sqrt(unbiased_square) + self.epsilon)
            moved[name] = parameters[name] - self.learning_rate * step
            kept[f"mean.{name}"], kept[f"square.{name}"] = mean, square
        return moved, kept


def _check_state(
    function: str,
    state: State,
    parameters: Mapping[str, Array],
    kinds: tuple[str, ...],
    *,
    counts: bool = False,
) -> None:
    check_dictionary(function, "state", state)
    for kind in kinds:
        for name, parameter in parameters.items():
            key = f"{kind}.{name}"
            if key not in state or state[key].shape != parameter.shape:
                found = f"has shape {state[key].shape}" if key in state else "is missing"
                raise InterfaceError(
                    f'{function}: state["{key}"] {found}, expected shape {parameter.shape}; '
                    "give what initial_state or the last update returned for these parameters"
                )
    if counts and ("steps" not in state or state["steps"].shape != ()):
        raise InterfaceError(
            f'{function}: state["steps"] is missing or no single number; '
            "give what initial_state or the last update returned"
        )
