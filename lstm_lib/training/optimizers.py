"""Gradient descent with momentum, and Adam: how a gradient moves a parameter.

An optimizer is a few numbers; what it remembers is a plain dictionary of arrays that is handed in
and handed back. Nothing is changed in place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from lstm_lib.interface import Array
from lstm_lib.training.checks import (
    check_dictionary,
    check_finite,
    check_fraction,
    check_parameters,
    check_positive,
    check_steps,
    gradients_of,
)
from lstm_lib.validation import InterfaceError

State = dict[str, Array]

_ADVICE: Final = "give what initial_state or the last update returned for these parameters"


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
        rate = check_positive("SGD", "learning_rate", self.learning_rate)
        object.__setattr__(self, "learning_rate", rate)
        object.__setattr__(self, "momentum", check_fraction("SGD", "momentum", self.momentum))

    def initial_state(self, parameters: Mapping[str, Array]) -> State:
        """Velocities of zero: ``velocity.Wf`` in the shape and dtype of ``Wf``, and so on.

        Raises
        ------
        InterfaceError
            If `parameters` is no dictionary of arrays of finite floating-point numbers.

        >>> SGD(learning_rate=0.1).initial_state({"W": np.ones(2)})
        {'velocity.W': array([0., 0.])}

        """
        check_parameters("SGD.initial_state", parameters)
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

        Returns
        -------
        parameters : dict of new arrays
            In the shapes and dtypes of the given ones.
        state : dict of new arrays
            For the next `update`; in the dtypes of the parameters.

        Raises
        ------
        InterfaceError
            If a gradient or a velocity is missing, has another shape or is not finite, or a
            parameter is not of finite floating-point numbers.

        >>> sgd = SGD(learning_rate=0.5)
        >>> parameters = {"W": np.array([1.0])}
        >>> sgd.update(parameters, {"dW": np.array([0.5])}, sgd.initial_state(parameters))
        ({'W': array([0.75])}, {'velocity.W': array([0.5])})

        """
        found = gradients_of("SGD.update", parameters, gradients)
        velocities = _remembered("SGD.update", state, parameters, "velocity")
        moved, kept = {}, {}
        for name, gradient in found.items():
            # As arrays, because NumPy makes scalars of what is computed from arrays ().
            velocity = np.asarray(self.momentum * velocities[name] + gradient)
            moved[name] = np.asarray(parameters[name] - self.learning_rate * velocity)
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
        for name in ("learning_rate", "epsilon"):
            object.__setattr__(self, name, check_positive("Adam", name, getattr(self, name)))
        for name in ("beta1", "beta2"):
            object.__setattr__(self, name, check_fraction("Adam", name, getattr(self, name)))

    def initial_state(self, parameters: Mapping[str, Array]) -> State:
        """Means of zero, ``mean.Wf`` and ``square.Wf``, and ``steps``, an integer array ().

        Raises
        ------
        InterfaceError
            If `parameters` is no dictionary of arrays of finite floating-point numbers, or
            `epsilon` is zero in the dtype of one.

        >>> Adam().initial_state({"W": np.ones(2)})
        {'mean.W': array([0., 0.]), 'square.W': array([0., 0.]), 'steps': array(0)}

        """
        check_parameters("Adam.initial_state", parameters)
        self._check_epsilon("Adam.initial_state", parameters)
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

        Returns
        -------
        parameters : dict of new arrays
            In the shapes and dtypes of the given ones.
        state : dict of new arrays
            For the next `update`; in the dtypes of the parameters, but for ``steps``.

        Raises
        ------
        InterfaceError
            If a gradient or a mean is missing, has another shape or is not finite, a mean of
            squares is negative, ``steps`` is no whole number of at least 0, a parameter is not of
            finite floating-point numbers, or `epsilon` is zero in the dtype of one.

        >>> adam = Adam(learning_rate=0.5)
        >>> parameters = {"W": np.array([1.0])}
        >>> state = adam.initial_state(parameters)
        >>> moved, state = adam.update(parameters, {"dW": np.array([8.0])}, state)
        >>> moved["W"].round(3).tolist(), state["steps"]
        ([0.5], array(1))

        """
        found = gradients_of("Adam.update", parameters, gradients)
        self._check_epsilon("Adam.update", parameters)
        means = _remembered("Adam.update", state, parameters, "mean")
        squares = _remembered("Adam.update", state, parameters, "square")
        steps = _steps_of("Adam.update", state) + 1
        moved, kept = {}, {"steps": np.array(steps)}
        for name, gradient in found.items():
            mean = np.asarray(self.beta1 * means[name] + (1 - self.beta1) * gradient)
            square = np.asarray(self.beta2 * squares[name] + (1 - self.beta2) * gradient**2)
            unbiased_mean = mean / (1 - self.beta1**steps)
            unbiased_square = square / (1 - self.beta2**steps)
            step = unbiased_mean / (np.sqrt(unbiased_square) + self.epsilon)
            moved[name] = np.asarray(parameters[name] - self.learning_rate * step)
            kept[f"mean.{name}"], kept[f"square.{name}"] = mean, square
        return moved, kept

    def _check_epsilon(self, function: str, parameters: Mapping[str, Array]) -> None:
        # As zero it would leave 0 / 0 where no gradient has come yet.
        for name, array in parameters.items():
            if not array.dtype.type(self.epsilon):
                raise InterfaceError(
                    f"{function}: epsilon is {self.epsilon}, which is 0 in {array.dtype}, the "
                    f'dtype of parameters["{name}"]; expected a number that is positive there, of '
                    f"at least {np.finfo(array.dtype).smallest_subnormal}"
                )


def _remembered(
    function: str, state: State, parameters: Mapping[str, Array], kind: str
) -> dict[str, Array]:
    """The arrays of one kind, checked, keyed by parameter and in the dtype of it."""
    check_dictionary(function, "state", state)
    found = {}
    for name, parameter in parameters.items():
        key = f"{kind}.{name}"
        if key not in state or state[key].shape != parameter.shape:
            problem = f"has shape {state[key].shape}" if key in state else "is missing"
            raise InterfaceError(
                f'{function}: state["{key}"] {problem}, expected shape {parameter.shape}; {_ADVICE}'
            )
        with np.errstate(over="ignore"):  # an entry beyond the dtype is named below
            array = state[key].astype(parameter.dtype, copy=False)
        check_finite(
            function,
            f'state["{key}"]',
            array,
            "go back to where it was finite, and clip the gradients at every step",
        )
        if kind == "square" and (array < 0).any():
            raise InterfaceError(
                f'{function}: state["{key}"] holds {array.min()}, expected squares of at least 0; '
                f"{_ADVICE}"
            )
        found[name] = array
    return found


def _steps_of(function: str, state: State) -> int:
    if "steps" not in state:
        raise InterfaceError(
            f'{function}: state["steps"] is missing, expected an integer array of shape (); '
            f"{_ADVICE}"
        )
    check_steps(function, "state", state["steps"])
    return int(state["steps"])
