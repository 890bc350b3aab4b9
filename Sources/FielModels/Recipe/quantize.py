"""Weight quantisation for the embedded models: smoothing, and rounding that makes up for its own errors.

- `smoothing`: SmoothQuant (Xiao and others 2023, arXiv 2211.10438): a factor per input channel moves range from the
  activations to the weights, so that 8-bit activations lose less.
- `rounded`: GPTQ (Frantar and others 2023, arXiv 2210.17323): columns are rounded one after the other, and what one
  loses is made up for by the columns still to come, measured on calibration activations.
"""

import numpy as np


def rounded(weights, inputs, step, largest):
    """Codes of weights [outputs, inputs] on a grid, so that the outputs for calibration inputs change least.

    step [outputs, inputs]: the width of the grid at each weight; codes stay in -largest...largest.
    """
    w = weights.astype(np.float64).copy()
    x = inputs.astype(np.float64)
    hessian = x.T @ x / len(x)
    hessian[np.diag_indices_from(hessian)] += 0.01 * np.mean(np.diag(hessian))
    upper = np.linalg.cholesky(np.linalg.inv(hessian)).T
    codes = np.zeros(w.shape, np.int64)
    for column in range(w.shape[1]):
        codes[:, column] = np.clip(np.rint(w[:, column] / step[:, column]), -largest, largest)
        error = (w[:, column] - codes[:, column] * step[:, column]) / upper[column, column]
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


def fourteen_bit(weights, inputs=None):
    """The bytes of a Q8_0 tensor and of a Q5_0 tensor whose sum is the weights to about 13 bits.

    A block of 32 weights has a grid of step d; a code n = 32 a + b is stored as a (Q8_0, scale 32 d) and b (Q5_0, scale d).
    """
    rows, columns = weights.shape
    blocks = weights.reshape(rows, columns // 32, 32)
    d = np.maximum(np.abs(blocks).max(-1) / (127 * 32), 2.0 ** -24).astype(np.float16)
    step = np.repeat(d.astype(np.float32), 32, axis=1)
    largest = 127 * 32
    codes = np.clip(np.rint(weights / step), -largest, largest).astype(np.int64) if inputs is None else rounded(weights, inputs, step, largest)
    high = np.floor_divide(codes + 16, 32)
    low = (codes - 32 * high + 16).astype(np.uint32).reshape(rows, columns // 32, 32)
    q8 = np.concatenate([(d * np.float16(32))[..., None].view(np.uint8), high.astype(np.int8).reshape(rows, -1, 32).view(np.uint8)], -1)
    bits = ((low >> 4) << np.arange(32, dtype=np.uint32)).sum(-1, dtype=np.uint32)
    nibbles = ((low[..., :16] & 15) | ((low[..., 16:] & 15) << 4)).astype(np.uint8)
    q5 = np.concatenate([d[..., None].view(np.uint8), bits[..., None].view(np.uint8), nibbles], -1)
    return q8.reshape(rows, -1), q5.reshape(rows, -1)
