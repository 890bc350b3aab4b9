"""Measures what each choice of how a claim is judged is worth, over the same models, and writes `results/ablation.md`.

    swift build -c release --product FielBench
    python benchmarks/ablation.py --data DATA --bench .build/release/FielBench [--limit 150] [--out results/ablation.md]

One choice at a time is changed: how long the windows are, how many windows and single sentences a claim is held against, how
the answer is cut, which signals make a claim's support, whether an answer of few words is joined with its question. For each,
P(supported) is fitted anew on one half of each set's sources and measured on the other, then the other way round; the answer's
score is its weakest claim. The first row is what Fiel does.
"""

import argparse
import collections
import json
import os
import random
import subprocess
import sys
import tempfile

import numpy as np

from calibrate import HALLUCINATION, auroc, equal_weights, features, fit, half, logit, predict, rows

# name: tokens of a window, tokens that the next may repeat, the most windows, the most sentences, how the answer is cut
EVIDENCE = {
    "windows of 96 tokens: 3, and 3 sentences": (96, 0, 3, 3, "claims"),
    "6 windows and 6 sentences": (96, 0, 6, 6, "claims"),
    "12 windows, no sentences": (96, 0, 12, 0, "claims"),
    "3 windows, no sentences": (96, 0, 3, 0, "claims"),
    "windows that repeat 48 tokens of the last": (96, 48, 3, 3, "claims"),
    "windows of 48 tokens": (48, 0, 3, 3, "claims"),
    "windows of 192 tokens": (192, 0, 3, 3, "claims"),
    "no pre-selection: every window, every sentence": (96, 0, 10000, 10000, "claims"),
    "the answer cut into sentences, not claims": (96, 0, 3, 3, "sentences"),
    "the whole answer as one claim": (96, 0, 3, 3, "answer"),
}
SIGNALS = {
    "all": (0, 1, 2, 3, 4, 5),
    "without contradiction": (0, 2, 3, 4, 5),
    "the strongest contradiction as a logit": (0, 6, 2, 3, 4, 5),
    "without recall": (0, 1, 3, 4, 5),
    "without similarity": (0, 1, 2, 4, 5),
    "without missing figures and names": (0, 1, 2, 3),
    "entailment alone": (0,),
    "recall alone": (2,),
}
SIGNS = ((0, None), (None, 0), (0, None), (0, None), (None, 0), (None, 0), (None, 0))
SHORT = ("xquad_en.test", "squad2_pt.dev", "faquad_pt.dev")


def found(bench, use, choice):
    """The claims' signals of each row, and how many pairs were judged."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        for _, row in use:
            file.write(json.dumps({k: row.get(k) for k in ("question", "contexts", "answer")}) + "\n")
    output = subprocess.run([bench, "evidence", file.name, *map(str, choice)], check=True, stdout=subprocess.PIPE).stdout
    os.unlink(file.name)
    lines = [json.loads(line) for line in output.splitlines()]
    if len(lines) != len(use):
        raise SystemExit(f"{len(lines)} lines for {len(use)} samples")
    return [np.array(line["claims"], float).reshape(-1, 6) for line in lines], sum(line["pairs"] for line in lines)


def chosen(claims, columns):
    """The features of calibrate.py, and the strongest contradiction as a logit after them, of which some columns are taken."""
    return np.column_stack([features(claims), logit(claims[:, 1])])[:, list(columns)]


def judged(use, claims, columns):
    """{set: (score that the answer holds something unsupported, label)}, of each half by what was fitted on the other."""
    halves = [half(row.get("group") or row["contexts"]) for _, row in use]
    result = collections.defaultdict(list)
    for place in (0, 1):
        single = [(name, chosen(each, columns)[0], 1 - row["label"]) for (name, row), each, here in zip(use, claims, halves)
                  if len(each) == 1 and here != place]
        names, x, y = zip(*single)
        w = fit(np.array(x), np.array(y), equal_weights(names), [SIGNS[c] for c in columns])
        for (name, row), each, here in zip(use, claims, halves):
            if len(each) and here == place:
                result[name].append((-predict(w, chosen(each, columns)).min(), row["label"]))
    return result


def line(name, result, note, report):
    cells = [auroc(*map(np.array, zip(*result[each]))) for each in HALLUCINATION]
    report.append(f"| {name} | " + " | ".join(f"{c:.3f}" for c in cells) + f" | {np.mean(cells):.4f} | {note} |")
    print(report[-1], file=sys.stderr, flush=True)


def short_answers(data, limit):
    """(set, row): a right answer of few words beside its passage, and the answer to another question on that passage."""
    for name in SHORT:
        every = [r for r in rows(data, f"qa/{name}") if r["answers"] and len(r["answers"][0].split()) <= 4]
        by_passage = collections.defaultdict(list)
        for row in every:
            by_passage[row["contexts"][0]["text"]].append(row)
        rng = random.Random(4)
        rng.shuffle(every)
        for row in every[:limit]:
            passage = row["contexts"][0]["text"]
            others = [r for r in by_passage[passage] if not set(r["answers"]) & set(row["answers"])]
            for label, source in ((0, row), (1, rng.choice(others) if others else None)):
                if source:
                    yield name, {"question": row["question"], "contexts": [passage], "answer": source["answers"][0], "label": label}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--limit", type=int, default=150, help="the most rows of each set")
    parser.add_argument("--out")
    options = parser.parse_args()
    use = []
    for name in HALLUCINATION:
        every = [r for r in rows(options.data, f"hallucination/{name}") if r["label"] in (0, 1)]
        random.Random(3).shuffle(every)
        use += [(name, row) for row in every[:options.limit]]
    head = "| | " + " | ".join(HALLUCINATION) + " | mean | {} |\n| --- |" + " ---: |" * (len(HALLUCINATION) + 2)
    report = ["# What each choice is worth", "",
              f"Made by `python benchmarks/ablation.py --limit {options.limit}`: AUROC for \"holds something unsupported\", the answer's score being its "
              "weakest claim; each half of a set's sources is measured with what was fitted on the other halves. A difference of the means below about "
              f"0.01 is noise, and of one set ({options.limit} rows or fewer) below 0.05.", "",
              "## Evidence", "", head.format("pairs judged")]
    base = None
    for name, choice in EVIDENCE.items():
        claims, pairs = found(options.bench, use, choice)
        base = claims if base is None else base
        line(name, judged(use, claims, SIGNALS["all"]), f"{pairs}", report)
    report += ["", "## Signals", "", head.format("signals")]
    for name, columns in SIGNALS.items():
        line(name, judged(use, base, columns), str(len(columns)), report)
    use = list(short_answers(options.data, options.limit * 3))
    report += ["", "## Answers of few words", "",
               "AUROC of P(entailment) for the right answer against the answer to another question on the same passage, which has the words as well.", "",
               "| | " + " | ".join(SHORT) + " | mean |\n| --- |" + " ---: |" * (len(SHORT) + 1)]
    for name, cut in (("joined with the question", "claims"), ("as they stand", "alone")):
        claims, _ = found(options.bench, use, (96, 0, 3, 3, cut))
        result = collections.defaultdict(list)
        for (each, row), signals in zip(use, claims):
            if len(signals):
                result[each].append((-signals[:, 0].min(), row["label"]))
        cells = [auroc(*map(np.array, zip(*result[each]))) for each in SHORT]
        report.append(f"| {name} | " + " | ".join(f"{c:.3f}" for c in cells) + f" | {np.mean(cells):.3f} |")
    text = "\n".join(report) + "\n"
    print(text)
    if options.out:
        open(options.out, "w", encoding="utf-8").write(text)


main()
