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


def rounded_up(values):
    """The next f16 at or above each positive value, so that no weight falls off the end of its grid."""
    half = np.maximum(values, 2.0 ** -24).astype(np.float16)
    return np.where(half < values, np.nextafter(half, np.float16(np.inf)), half).astype(np.float16)


def two_parts(weights, inputs, bits):
    """The bytes of a Q8_0 tensor and of its residual, whose sum is the weights to `bits` + 8 bits.

    A block of 32 weights has a grid of step d; a code n = 2^bits a + b is stored as a (Q8_0, scale 2^bits d) and b (Q4_0,
    Q5_0 or Q8_0 for 4, 5 or 8 bits; scale d).
    """
    rows, columns = weights.shape
    unit = 1 << bits
    blocks = weights.reshape(rows, columns // 32, 32)
    d = rounded_up(np.abs(blocks).max(-1).astype(np.float64) / (127 * unit))
    codes = rounded(weights, inputs, np.repeat(d.astype(np.float64), 32, axis=1), 127 * unit)
    high = np.floor_divide(codes + unit // 2, unit)
    low = (codes - unit * high).reshape(rows, columns // 32, 32)
    coarse = q8_0(d * np.float16(unit), high.reshape(low.shape))
    return coarse, {4: q4_0, 5: q5_0, 8: q8_0}[bits](d, low)


def q8_0(d, codes):
    """ggml's Q8_0: scales d [rows, blocks], codes [rows, blocks, 32] in -128...127."""
    return np.concatenate([d[..., None].view(np.uint8), codes.astype(np.int8).view(np.uint8)], -1).reshape(len(d), -1)


def q4_0(d, codes):
    """ggml's Q4_0: scales d [rows, blocks], codes [rows, blocks, 32] in -8...7."""
    codes = (codes + 8).astype(np.uint8)
    return np.concatenate([d[..., None].view(np.uint8), codes[..., :16] | (codes[..., 16:] << 4)], -1).reshape(len(d), -1)


def q5_0(d, codes):
    """ggml's Q5_0: scales d [rows, blocks], codes [rows, blocks, 32] in -16...15."""
    codes = (codes + 16).astype(np.uint32)
    bits = ((codes >> 4) << np.arange(32, dtype=np.uint32)).sum(-1, dtype=np.uint32)
    nibbles = ((codes[..., :16] & 15) | ((codes[..., 16:] & 15) << 4)).astype(np.uint8)
    return np.concatenate([d[..., None].view(np.uint8), bits[..., None].view(np.uint8), nibbles], -1).reshape(len(d), -1)
