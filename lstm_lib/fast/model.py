"""A light LSTM: parameters, work space, and the two passes over all layers and directions."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from lstm_lib.fast.arguments import (
    check_array,
    check_dtype,
    check_finite,
    check_flag,
    make_generator,
    read_mask,
)
from lstm_lib.fast.backends import Backend, choose_steps
from lstm_lib.fast.conversions import (
    from_pytorch,
    read_course,
    read_linear,
    split_gates,
    to_pytorch,
)
from lstm_lib.fast.layers import Layers
from lstm_lib.fast.masks import Mask
from lstm_lib.fast.network import Network
from lstm_lib.fast.output_steps import predict_steps, predict_steps_backward, softmax_backward
from lstm_lib.fast.results import LSTMGradients, LSTMPass
from lstm_lib.interface import Array, Gradients, Parameters
from lstm_lib.validation import InterfaceError, check_count, check_type


class LSTM:
    """One or several LSTM layers, in one direction or two, with a softmax output layer or without.

    The arrays are time-major, ``x[t]`` is one row for each example: (T, m, n_x). In a pass whose
    sizes are those of the pass before, what it works with is there already; what it returns is new,
    but for `a` of a single direction, and so are the inputs of a second layer, if there are two
    directions, and what a mask clears.

    Attributes
    ----------
    parameters : dict of arrays
        The parameters themselves: change them in place (``parameters["W_l0"] -= step``).
        ``W_l0`` (4 n_a, n_a + n_x) acts on ``[a_prev; xt]`` as in the course, with the rows of the
        gates o, f, i and then the candidate stacked; ``b_l0`` (4 n_a, 1). Layer k > 0 has
        ``W_lk`` (4 n_a, n_a + D n_a); the direction from the end has ``_reverse`` after the name.
        ``Wy`` (n_y, D n_a) and ``by`` (n_y, 1) if there is an output layer.
    network : Network
        The sizes ``n_x``, ``n_a``, ``n_y`` (None without an output layer), ``layers``,
        ``directions`` and the ``dtype``.
    backend : "numpy" or "numba"
        What runs the steps.

    >>> lstm = LSTM(3, 5, 2, seed=1)
    >>> result = lstm.forward(np.ones((7, 10, 3)))
    >>> result.a.shape, result.y.shape
    ((7, 10, 5), (7, 10, 2))
    >>> gradients = lstm.backward(result, dy=np.ones((7, 10, 2)))
    >>> gradients.parameters["W_l0"].shape, gradients.x.shape
    ((20, 8), (7, 10, 3))

    """

    def __init__(
        self, n_x: int, n_a: int, n_y: int | None = None, *, layers: int = 1,
        bidirectional: bool = False, dtype: DTypeLike = np.float64,
        seed: int | np.random.Generator | None = None, backend: Backend = "auto",
    ) -> None:  # fmt: skip
        """Draw parameters as `lstm_lib.initialize_parameters` does, layer by layer.

        Raises
        ------
        InterfaceError
            If a size is no integer of at least 1, `bidirectional` no bool, `dtype` neither float64
            nor float32, `seed` nothing that NumPy takes, or `backend` is unknown or missing.

        """
        sizes = {"n_x": n_x, "n_a": n_a, "layers": layers}
        for name, value in (sizes if n_y is None else {**sizes, "n_y": n_y}).items():
            check_count("LSTM", name, value)
        directions = 2 if check_flag("LSTM", "bidirectional", bidirectional) else 1
        known = check_dtype("LSTM", "dtype", dtype)
        self.network = Network(n_x, n_a, n_y, layers, directions, known)
        self._layers = Layers(self.network, choose_steps("LSTM", backend))
        self.parameters = self.network.draw(make_generator("LSTM", seed))

    @property
    def backend(self) -> str:
        """The back end that runs the steps, "numpy" or "numba"."""
        return self._layers.steps.backend

    def forward(
        self, x: Array, a0: Array | None = None, c0: Array | None = None, *,
        lengths: ArrayLike | None = None, mask: ArrayLike | None = None,
        checkpoint: int | None = None,
    ) -> LSTMPass:  # fmt: skip
        """Run all layers over all steps.

        Parameters
        ----------
        x : array (T, m, n_x)
            Inputs. Kept, not copied, for `backward`.
        a0, c0 : array (layers D, m, n_a), optional
            Initial states, in the order of `layers`, forward before reverse; zero by default.
        lengths : integers (m,), optional
            Number of steps of each sequence, 1 to T; what follows is padding.
        mask : booleans (T, m), optional
            Instead of `lengths`: False where an example skips a step. A skipped step leaves its
            states as they are; `a` and `y` are zero there, and the content of `x` is ignored. An
            example may skip all of them if its states are given.
        checkpoint : int, optional
            Keep gates and cell states for so many steps only and the states between: `backward`
            computes the rest once more.

        Returns
        -------
        LSTMPass

        Raises
        ------
        InterfaceError
            If an argument has another shape or dtype, a length is impossible, or a parameter is
            NaN, infinite, or of another shape or dtype.

        """
        function, network, layers = "LSTM.forward", self.network, self._layers
        check_array(function, "x", x, ("T", "m", network.n_x), network.dtype)
        T, m = x.shape[:2]
        layers.check_states(function, m, a0=a0, c0=c0)
        goes_on = a0 is not None or c0 is not None
        used_mask = read_mask(function, lengths, mask, T, m, goes_on=goes_on)
        if checkpoint is not None:
            check_count(function, "checkpoint", checkpoint)
        layers.check_parameters(function, self.parameters)
        check_finite(function, self.parameters)

        a, a_last, c_last, inputs = layers.forward(
            self.parameters, x, a0, c0, used_mask, checkpoint
        )
        y = logits = None
        if network.n_y is not None:
            y, logits = predict_steps(a, self.parameters["Wy"], self.parameters["by"])
            if used_mask is not None:
                y, logits = used_mask.clear(y), used_mask.clear(logits)
        pass_of = layers.space, layers.space.latest
        return LSTMPass(a, y, logits, a_last, c_last, inputs, used_mask, pass_of)

    def backward(
        self, result: LSTMPass, da: Array | None = None, *, dy: Array | None = None,
        dlogits: Array | None = None, da_last: Array | None = None, dc_last: Array | None = None,
    ) -> LSTMGradients:  # fmt: skip
        """Backpropagate through the latest `forward`; the gradients given are added up.

        The parameters have to be those of that pass: change them afterwards.

        Parameters
        ----------
        result : LSTMPass
            What the latest `forward` returned.
        da : array (T, m, D n_a), optional
            Gradient with respect to ``result.a``.
        dy, dlogits : array (T, m, n_y), optional
            Gradient with respect to ``result.y``, after the softmax, or ``result.logits``, before
            it; one of the two. For a cross-entropy, ``dlogits = (y - target) / count``.
        da_last, dc_last : array (layers D, m, n_a), optional
            Gradients with respect to ``result.a_last`` and ``result.c_last``.

        Returns
        -------
        LSTMGradients

        Raises
        ------
        InterfaceError
            If `result` is not the latest pass of this `LSTM`, nothing or too much is given, an
            argument or a parameter has another shape or dtype.

        """
        function, layers = "LSTM.backward", self._layers
        check_type(function, "result", result, LSTMPass, "what forward returned last")
        space, made_by = result.pass_of
        if space is not layers.space or made_by is not space.latest:
            raise InterfaceError(
                f"{function}: result is not the latest forward pass of this LSTM: a later one has "
                "used its work space again, or it is a copy. Call backward before the next forward"
            )
        layers.check_parameters(function, self.parameters)
        layers.check_states(function, result.a.shape[1], da_last=da_last, dc_last=dc_last)
        upstream, of_output = self._upstream(function, result, da, dy, dlogits)
        if upstream is None and da_last is None and dc_last is None:
            raise InterfaceError(
                f"{function}: no gradient is given, expected at least one of da, dy, dlogits, "
                "da_last, dc_last"
            )
        gradients, dx, da0, dc0 = layers.backward(
            self.parameters, result.inputs, upstream, da_last, dc_last, result.mask
        )
        return LSTMGradients({**gradients, **of_output}, dx, da0, dc0)

    def chunks(
        self, x: Array, steps: int, a0: Array | None = None, c0: Array | None = None, *,
        lengths: ArrayLike | None = None, mask: ArrayLike | None = None,
        checkpoint: int | None = None,
    ) -> Iterator[LSTMPass]:  # fmt: skip
        """Run over `x` in consecutive pieces of at most `steps` time steps (truncated BPTT).

        Each piece starts from the states in which the one before ended, and no gradient flows back
        across the border: call `backward` on each pass before you ask for the next. Williams and
        Peng, "An Efficient Gradient-Based Algorithm for On-Line Training", 1990.

        Parameters
        ----------
        x : array (T, m, n_x)
            Inputs of all pieces.
        steps : int
            Time steps of a piece; the last one may be shorter.
        a0, c0, lengths, mask, checkpoint
            As `forward`; `lengths` and `mask` are those of the whole `x`. In a piece after its end,
            a sequence keeps its last states.

        Returns
        -------
        iterator of LSTMPass
            One for each piece, computed when it is asked for.

        Raises
        ------
        InterfaceError
            As `forward`; also if `steps` is no integer of at least 1, or the LSTM is bidirectional,
            for its second direction starts at the end.

        >>> lstm = LSTM(3, 5, seed=1)
        >>> [piece.a.shape[0] for piece in lstm.chunks(np.ones((7, 10, 3)), 3)]
        [3, 3, 1]

        """
        check_count("LSTM.chunks", "steps", steps)
        check_array("LSTM.chunks", "x", x, ("T", "m", self.network.n_x), self.network.dtype)
        T, m = x.shape[:2]
        self._layers.check_states("LSTM.chunks", m, a0=a0, c0=c0)
        used_mask = read_mask("LSTM.chunks", lengths, mask, T, m)
        if checkpoint is not None:
            check_count("LSTM.chunks", "checkpoint", checkpoint)
        if self.network.directions == 2:
            raise InterfaceError(
                "LSTM.chunks: the LSTM is bidirectional, expected one direction: "
                "the state of the reverse direction comes from the end of the sequence"
            )
        return self._chunks(x, steps, a0, c0, used_mask, checkpoint)

    def _chunks(
        self, x: Array, steps: int, a0: Array | None, c0: Array | None, mask: Mask | None,
        checkpoint: int | None,
    ) -> Iterator[LSTMPass]:  # fmt: skip
        if mask is not None and a0 is None:
            # A sequence may begin in a later piece: then its states are given.
            network = self.network
            a0 = np.zeros((network.layers, x.shape[1], network.n_a), network.dtype)
        for start in range(0, len(x), steps):
            piece = slice(start, start + steps)
            keep = None if mask is None else mask.keep[piece]
            result = self.forward(x[piece], a0, c0, mask=keep, checkpoint=checkpoint)
            yield result
            a0, c0 = result.a_last, result.c_last

    @classmethod
    def from_course(cls, parameters: Parameters, *, backend: Backend = "auto") -> Self:
        """Make an LSTM of one layer from the course's dictionary (``Wf``, ``bf``, …, ``by``).

        Raises
        ------
        InterfaceError
            If a parameter is missing, or has another shape, or all are not float64 or all float32.

        >>> from lstm_lib import initialize_parameters
        >>> parameters = initialize_parameters(3, 5, 2, seed=1)
        >>> back = LSTM.from_course(parameters).to_course()
        >>> all((back[name] == parameters[name]).all() for name in parameters)
        True

        """
        return cls._of(read_course(parameters), 1, 1, backend)

    def to_course(self) -> dict[str, Array]:
        """Return copies of the parameters under the course's names; ``Wy`` and ``by`` if any.

        Raises
        ------
        InterfaceError
            If there are several layers or directions, for which the course has no names.

        """
        network = self.network
        if network.layers > 1 or network.directions > 1:
            raise InterfaceError(
                f"LSTM.to_course: the LSTM has {network.layers} layers and {network.directions} "
                "directions, expected one of each; the course has no names for more"
            )
        gates = split_gates(self.parameters["W_l0"], self.parameters["b_l0"])
        output = () if network.n_y is None else ("Wy", "by")
        return {**gates, **{name: self.parameters[name].copy() for name in output}}

    @classmethod
    def from_torch(
        cls, state_dict: Mapping[str, Any], output: Mapping[str, Any] | None = None, *,
        backend: Backend = "auto",
    ) -> Self:  # fmt: skip
        """Make an LSTM from the state dict of PyTorch's `nn.LSTM`, of arrays or tensors.

        Parameters
        ----------
        state_dict : dict
            ``weight_ih_l0``, ``weight_hh_l0``, ``bias_ih_l0``, ``bias_hh_l0`` and so on.
        output : dict, optional
            State dict of an `nn.Linear` (``weight`` (n_y, D n_a), ``bias`` (n_y,)).
        backend : "auto", "numpy" or "numba"
            As for a new LSTM.

        Raises
        ------
        InterfaceError
            If a key is missing or unknown, a shape does not fit, or dtypes differ or are neither
            float64 nor float32.

        >>> lstm = LSTM(3, 5, layers=2, bidirectional=True, seed=1)
        >>> same = LSTM.from_torch(lstm.to_torch())
        >>> same.network.layers, same.network.directions
        (2, 2)

        """
        parameters, layers, directions = from_pytorch(state_dict)
        if output is not None:
            W = parameters["W_l0"]
            parameters.update(read_linear(output, directions * (len(W) // 4), W.dtype))
        return cls._of(parameters, layers, directions, backend)

    def to_torch(self) -> dict[str, Array]:
        """Return the state dict of an `nn.LSTM` with the same function, as arrays.

        PyTorch adds two biases for each gate; ``bias_ih`` is ours and ``bias_hh`` is zero.

        >>> state = LSTM(3, 5, seed=1).to_torch()
        >>> {name: value.shape for name, value in state.items()}["weight_ih_l0"]
        (20, 3)

        """
        return to_pytorch(self.parameters, self.network.layers, self.network.directions)

    def to_torch_output(self) -> dict[str, Array]:
        """Return the state dict of an `nn.Linear` that is the output layer before its softmax.

        Raises
        ------
        InterfaceError
            If there is no output layer.

        """
        if self.network.n_y is None:
            raise InterfaceError("LSTM.to_torch_output: the LSTM has no output layer; give n_y")
        return {"weight": self.parameters["Wy"].copy(), "bias": self.parameters["by"][:, 0].copy()}

    @classmethod
    def _of(cls, parameters: Parameters, layers: int, directions: int, backend: Backend) -> Self:
        W = parameters["W_l0"]
        n_a = len(W) // 4
        lstm = cls(
            W.shape[1] - n_a, n_a, len(parameters["Wy"]) if "Wy" in parameters else None,
            layers=layers, bidirectional=directions == 2, dtype=W.dtype, seed=0, backend=backend,
        )  # fmt: skip
        for name, value in lstm.parameters.items():
            value[...] = parameters[name]
        return lstm

    def _upstream(
        self, function: str, result: LSTMPass, da: Array | None, dy: Array | None,
        dlogits: Array | None,
    ) -> tuple[Array | None, Gradients]:  # fmt: skip
        """Return the gradient with respect to `a`, and those of the output layer's parameters."""
        network = self.network
        T, m, width = result.a.shape
        if da is not None:
            check_array(function, "da", da, (T, m, width), network.dtype)
        if dy is None and dlogits is None:
            return da, {}
        if network.n_y is None or result.y is None:
            raise InterfaceError(
                f"{function}: dy or dlogits is given, but there is no output layer; give n_y"
            )
        shape = (T, m, network.n_y)
        if dy is None:
            check_array(function, "dlogits", dlogits, shape, network.dtype)
            inside: Any = dlogits
        elif dlogits is None:
            check_array(function, "dy", dy, shape, network.dtype)
            inside = softmax_backward(dy, result.y)
        else:
            raise InterfaceError(f"{function}: dy and dlogits are both given, expected one of them")
        if result.mask is not None:
            inside = result.mask.clear(inside)
        through, dWy, dby = predict_steps_backward(inside, result.a, self.parameters["Wy"])
        return through if da is None else through + da, {"Wy": dWy, "by": dby}
