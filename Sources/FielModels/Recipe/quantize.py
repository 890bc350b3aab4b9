"""Weight quantisation for the embedded models: smoothing, and rounding that makes up for its own errors.

- `smoothing`: SmoothQuant (Xiao and others 2023, arXiv 2211.10438): a factor per input channel moves range from the
  activations to the weights, so that 8-bit activations lose less.
- `rounded`: GPTQ (Frantar and others 2023, arXiv 2210.17323): columns are rounded one after the other, and what one
  loses is made up for by the columns still to come, measured on calibration activations.
"""

import numpy as np


def rounded(weights, inputs, step, largest):
    """Codes of weights [outputs, inputs] on a grid, so that the outputs for calibration inputs change least.

    step [outputs, inputs]: the width of the grid at each weight; codes stay in -largest...largest. Columns are taken in
    the order of their inputs' energy, so that those that matter most have the most others to make up for them.
    """
    x = inputs.astype(np.float64)
    order = np.argsort(-(x ** 2).sum(0), kind="stable")
    w, step, x = weights[:, order].astype(np.float64), step[:, order].astype(np.float64), x[:, order]
    hessian = x.T @ x / len(x)
    hessian[np.diag_indices_from(hessian)] += 1e-3 * np.mean(np.diag(hessian))
    upper = np.linalg.cholesky(np.linalg.inv(hessian)).T
    codes = np.zeros(w.shape, np.int64)
    for column in range(w.shape[1]):
        codes[:, order[column]] = code = np.clip(np.rint(w[:, column] / step[:, column]), -largest, largest)
        error = (w[:, column] - code * step[:, column]) / upper[column, column]
        w[:, column + 1:] -= np.outer(error, upper[column, column + 1:])
    return codes


def quantized_activations(x):
    """What remains of activations after 8-bit quantisation per row with zero exact."""
    high, low = np.maximum(x.max(-1, keepdims=True), 0), np.minimum(x.min(-1, keepdims=True), 0)
    scale = (high - low) / 255
    zero = np.rint(-low / scale)
    return (np.clip(np.rint(x / scale) + zero, 0, 255) - zero) * scale


def per_row(weights):
    """Symmetric 8-bit step of each row."""
    return np.maximum(np.abs(weights).max(1, keepdims=True), 1e-12) / 127


def smoothing(weights, inputs):
    """The factor per input channel, from a few candidates the one with the least error at the outputs.

    The activations are divided by it, the weights multiplied.
    """
    reference = inputs @ weights.T
    spread_x, spread_w = np.maximum(np.abs(inputs).max(0), 1e-5), np.maximum(np.abs(weights).max(0), 1e-5)
    best = None
    for strength in (0, 0.3, 0.4, 0.5, 0.6, 0.7):
        factor = spread_x ** strength / spread_w ** (1 - strength) if strength else np.ones_like(spread_x)
        factor = (factor / np.exp(np.log(factor).mean())).astype(np.float32)
        scaled = weights * factor
        step = per_row(scaled)
        error = np.mean((quantized_activations(inputs / factor) @ (np.rint(scaled / step) * step).T - reference) ** 2)
        if best is None or error < best[0]:
            best = (error, factor)
    return best[1]


def eight_bit(weights, inputs):
    """I8 codes [outputs, inputs] and f32 scales [outputs]."""
    step = per_row(weights)
    return rounded(weights, inputs, np.broadcast_to(step, weights.shape), 127).astype(np.int8), step[:, 0].astype(np.float32)
