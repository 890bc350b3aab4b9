"""Draws reliability diagrams as one SVG file: how often what is called p per cent probable is so."""

import math
import textwrap
from html import escape

import numpy as np

SIDE, GAP, TITLE, COLUMNS = 132, 34, 44, 5


def wilson(share, n):
    """The 95 % Wilson interval of a share of n."""
    z = 1.96
    middle, spread = (share + z * z / (2 * n)) / (1 + z * z / n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - spread, middle + spread


def points(p, labels, weights):
    """(mean probability, share of positives, rows) of bins that hold equally many rows, at least 15 where there are so many."""
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, max(1, min(10, len(order) // 15)))
    return [(float(np.average(p[part], weights=weights[part])), float(np.average(labels[part], weights=weights[part])), len(part))
            for part in parts if len(part)]


def panel(title, p, labels, weights, left, top):
    """One diagram: dots with their intervals beside the diagonal, which is perfect."""
    def x(value): return round(left + SIDE * value, 1)
    def y(value): return round(top + SIDE * (1 - value), 1)
    lines = textwrap.wrap(title, 30)
    marks = [*(f'<text x="{left}" y="{top - 17 - 11 * (len(lines) - 1 - i)}" class="t">{escape(line)}</text>' for i, line in enumerate(lines)),
             f'<text x="{left}" y="{top - 6}">{len(p)} rows</text>',
             f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" class="f"/>',
             f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" class="d"/>']
    for place, share, n in points(p, labels, weights):
        low, high = wilson(share, n)
        marks += [f'<path d="M{x(place)} {y(low)}V{y(high)}" class="i"/>', f'<circle cx="{x(place)}" cy="{y(share)}" r="2.6"/>']
    marks += [f'<text x="{x(at)}" y="{top + SIDE + 11}" text-anchor="middle">{at:g}</text>' for at in (0, 0.5, 1)]
    marks += [f'<text x="{left - 4}" y="{y(at) + 3}" text-anchor="end">{at:g}</text>' for at in (0, 0.5, 1)]
    return "\n".join(marks)


def drawing(panels):
    """The SVG text for [(title, probabilities, labels, weights)]."""
    rows = -(-len(panels) // COLUMNS)
    width, height = COLUMNS * (SIDE + GAP) + 12, rows * (SIDE + GAP + TITLE) + 24
    body = [panel(title, *map(np.asarray, values), 30 + (i % COLUMNS) * (SIDE + GAP), 62 + (i // COLUMNS) * (SIDE + GAP + TITLE))
            for i, (title, *values) in enumerate(panels)]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        "<style>text{font:9px sans-serif;fill:#555}.t{font-weight:bold;fill:#222}.f{fill:none;stroke:#bbb}.d{stroke:#bbb;stroke-dasharray:3 3}"
        ".i{stroke:#2a6f97;stroke-width:1.2}circle{fill:#2a6f97}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        '<text x="30" y="16">Across: the probability Fiel gives. Up: how often it was so, with 95 % intervals. The dashed line is perfect.</text>',
        *body, "</svg>", ""])
