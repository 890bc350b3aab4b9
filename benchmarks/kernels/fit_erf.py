"""Fits the rational approximation of erf that the vector kernels use.

    pip install numpy scipy
    python fit_erf.py

erf(x) ≈ x P(x²) / Q(x²) on |x| ≤ 4, beyond which erf is ±1 in f32. P and Q are fitted by iterated, weighted linear least
squares at Chebyshev nodes, then rounded to f32; the last line is the largest error when evaluated in f32.
"""

import numpy as np
from scipy.special import erf

LIMIT, P, Q = 4.0, 6, 5
nodes = LIMIT * 0.5 * (1 - np.cos(np.pi * (np.arange(4000) + 0.5) / 4000))
u, target = nodes ** 2, erf(nodes) / np.maximum(nodes, 1e-12)
weight = np.ones_like(u)
for _ in range(60):
    # P(u) − target · (Q(u) − 1) = target, each row weighted by 1 / Q of the last round and by how large its error was.
    rows = np.column_stack([u ** i for i in range(P + 1)] + [-target * u ** i for i in range(1, Q + 1)])
    rows_scale = np.abs(rows).max(0)
    solution = np.linalg.lstsq(rows / rows_scale * weight[:, None], target * weight, rcond=None)[0] / rows_scale
    q = 1 + sum(solution[P + i] * u ** i for i in range(1, Q + 1))
    p = sum(solution[i] * u ** i for i in range(P + 1))
    error = np.abs(p / q - target) * nodes
    weight = nodes.clip(1e-3) / q * (0.3 + error / error.max())
coefficients = [np.float32(c) for c in solution[:P + 1]], [np.float32(1)] + [np.float32(c) for c in solution[P + 1:]]
print("P", [f"{c:.9e}f" for c in coefficients[0]])
print("Q", [f"{c:.9e}f" for c in coefficients[1]])

x = np.linspace(-6, 6, 2_000_001, dtype=np.float32)
c = np.clip(x, -LIMIT, LIMIT).astype(np.float32)
s = c * c
value = [np.zeros_like(s), np.zeros_like(s)]
for k in range(2):
    for a in reversed(coefficients[k]):
        value[k] = (value[k] * s + a).astype(np.float32)
print("largest error", np.abs((c * value[0] / value[1]).astype(np.float64) - erf(x.astype(np.float64))).max())
