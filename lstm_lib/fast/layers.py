"""All layers and directions of a network, forward and back, without the output layer."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from lstm_lib.fast.arguments import check_array
from lstm_lib.fast.backends import Steps
from lstm_lib.fast.masks import Mask
from lstm_lib.fast.network import Network
from lstm_lib.fast.passes import backward_pass, forward_pass
from lstm_lib.fast.weights import Weights
from lstm_lib.fast.work_space import WorkSpace
from lstm_lib.interface import Array, Gradients, Parameters
from lstm_lib.validation import check_type


class LayersForward(NamedTuple):
    """What the layers computed: the top's hidden states, all last states, each layer's inputs."""

    a: Array
    a_last: Array
    c_last: Array
    inputs: list[Array]


class LayersBackward(NamedTuple):
    """Gradients with respect to the parameters, the inputs and the initial states."""

    parameters: Gradients
    x: Array
    a0: Array
    c0: Array


class Layers:
    """The layers of a `Network`, their work space, and what is looked up in every pass."""

    __slots__ = ("_inputs", "_keys", "_shapes", "_states", "network", "space", "steps")

    def __init__(self, network: Network, steps: Steps) -> None:
        """Prepare for `network`; `steps` is the back end."""
        self.network, self.steps, self.space = network, steps, WorkSpace()
        self._shapes = network.shapes()
        self._keys = [(f"W_{name}", f"b_{name}") for name in network.names]
        self._inputs = network.inputs
        self._states = len(self._keys)

    def check_parameters(self, function: str, parameters: Mapping[str, Array]) -> None:
        """Check that each parameter is there and has its shape and dtype.

        Raises
        ------
        InterfaceError
            If one is not.

        """
        check_type(function, "parameters", parameters, Mapping, "a dictionary of arrays")
        dtype = self.network.dtype
        for name, shape in self._shapes.items():
            value = parameters.get(name)
            if not isinstance(value, np.ndarray) or value.shape != shape or value.dtype != dtype:
                check_array(function, f'parameters["{name}"]', value, shape, dtype)

    def check_states(self, function: str, m: int, **given: Array | None) -> None:
        """Check states of all layers and directions, those that are given.

        Raises
        ------
        InterfaceError
            If one has another shape or dtype.

        """
        for name, value in given.items():
            if value is not None:
                shape = (self._states, m, self.network.n_a)
                check_array(function, name, value, shape, self.network.dtype)

    def forward(
        self, parameters: Parameters, x: Array, a0: Array | None, c0: Array | None,
        mask: Mask | None, checkpoint: int | None,
    ) -> LayersForward:  # fmt: skip
        """Run all layers from the states `a0` and `c0`, zero if they are not given."""
        network = self.network
        T, m = x.shape[:2]
        if x.base is not None and self._overwrites(x):
            x = x.copy()
        traces = self.space.prepare(
            self._inputs, network.n_a, m, T, network.dtype, checkpoint, join=self.steps.joins
        )
        a_last, c_last = np.empty((2, self._states, m, network.n_a), network.dtype)
        below = x if mask is None else mask.clear(x)
        inputs: list[Array] = []
        for layer in range(network.layers):
            inputs.append(below)
            outputs = []
            for k in self._of_layer(layer):
                start = 0.0 if a0 is None else a0[k], 0.0 if c0 is None else c0[k]
                a_last[k], c_last[k] = forward_pass(
                    below, self._weights(parameters, k), start, traces[k], self.space.scratch, mask,
                    self.steps,
                )  # fmt: skip
                states = traces[k].states
                outputs.append(states if mask is None else mask.clear(states))
            below = outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=2)
        return LayersForward(below, a_last, c_last, inputs)

    def backward(
        self, parameters: Parameters, inputs: list[Array], upstream: Array | None,
        da_last: Array | None, dc_last: Array | None, mask: Mask | None,
    ) -> LayersBackward:  # fmt: skip
        """Backpropagate through the latest `forward`, whose `inputs` of each layer are given."""
        network = self.network
        m, n_a = inputs[0].shape[1], network.n_a
        gradients: Gradients = {}
        da0, dc0 = np.empty((2, self._states, m, n_a), network.dtype)
        if upstream is None:  # no memory, whatever its shape
            zero = np.zeros((), network.dtype)
            upstream = np.broadcast_to(zero, (len(inputs[0]), m, network.directions * n_a))
        for layer in reversed(range(network.layers)):
            if mask is not None:
                upstream = mask.clear(upstream)
            below: Array | None = None
            for place, k in enumerate(self._of_layer(layer)):
                own = upstream
                if network.directions == 2:
                    own = upstream[:, :, place * n_a : (place + 1) * n_a]
                last = (
                    0.0 if da_last is None else da_last[k],
                    0.0 if dc_last is None else dc_last[k],
                )
                W, b = self._keys[k]
                dx, gradients[W], gradients[b], da0[k], dc0[k] = backward_pass(
                    inputs[layer], self._weights(parameters, k), own, last, self.space.traces[k],
                    self.space.scratch, mask, self.steps,
                )  # fmt: skip
                below = dx if below is None else np.add(below, dx, below)
            assert below is not None  # noqa: S101  there is at least one direction
            upstream = below
        return LayersBackward(gradients, upstream, da0, dc0)

    def _overwrites(self, x: Array) -> bool:
        """Tell whether `x` is the result of the pass before, whose memory the next one uses."""
        return any(np.may_share_memory(x, trace.hidden) for trace in self.space.traces)

    def _of_layer(self, layer: int) -> range:
        directions = self.network.directions
        return range(layer * directions, (layer + 1) * directions)

    def _weights(self, parameters: Parameters, k: int) -> Weights:
        W, b = self._keys[k]
        return Weights(parameters[W], parameters[b])
