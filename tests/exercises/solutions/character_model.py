"""A right answer to the exercises of the character model, as a student writes it."""

# ruff: noqa: F841, I001, RUF059  student code keeps its own style

import numpy as np
from lstm_lib import lstm_backward, lstm_cell_forward, lstm_forward, softmax


def clip_gradients(gradients, max_value):
    clipped = {}
    for name, gradient in gradients.items():
        clipped[name] = np.clip(gradient, -max_value, max_value)
    return clipped


def character_training_step(x, targets, mask, parameters, learning_rate, max_value):
    Wy, by = parameters["Wy"], parameters["by"]
    n_y, n_a = Wy.shape
    n_x, m, T = x.shape
    a0 = np.zeros((n_a, m))
    a, y, c, caches = lstm_forward(x, a0, parameters)

    count = mask.sum()
    log_of_right = (targets * np.log(y)).sum(axis=0)
    loss = -(mask * log_of_right).sum() / count
    dz = (y - targets) * mask / count

    dWy = np.zeros((n_y, n_a))
    dby = np.zeros((n_y, 1))
    da = np.zeros((n_a, m, T))
    for t in range(T):
        dWy += dz[:, :, t] @ a[:, :, t].T
        dby += dz[:, :, t].sum(axis=1, keepdims=True)
        da[:, :, t] = Wy.T @ dz[:, :, t]

    gradients = lstm_backward(da, caches)
    gradients["dWy"] = dWy
    gradients["dby"] = dby
    gradients = clip_gradients(gradients, max_value)

    updated = {}
    for name in parameters:
        updated[name] = parameters[name] - learning_rate * gradients["d" + name]
    return loss, gradients, updated


def sample_name(parameters, uniforms, temperature):
    Wy, by = parameters["Wy"], parameters["by"]
    n_y, n_a = Wy.shape
    x = np.zeros((n_y, 1))
    a = np.zeros((n_a, 1))
    c = np.zeros((n_a, 1))
    letters, probabilities = [], []
    for uniform in uniforms:
        a, c, yt_pred, cache = lstm_cell_forward(x, a, c, parameters)
        z = Wy @ a + by
        p = softmax(z / temperature)
        k = np.argmax(np.cumsum(p) > uniform)
        x = np.zeros((n_y, 1))
        x[k] = 1
        letters.append(x)
        probabilities.append(p)
        if k == 0:
            break
    return np.concatenate(letters, axis=1), np.concatenate(probabilities, axis=1)
