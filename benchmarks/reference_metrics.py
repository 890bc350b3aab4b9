#!/usr/bin/env python3
"""Compares the metrics with a reference with people's preferences between two answers; writes a Markdown page.

    swift build -c release --product fiel
    python benchmarks/reference_metrics.py --data DATA --fiel .build/release/fiel [--out results/reference_metrics.md]

DATA/hallucination/ragchecker_pairwise.test.jsonl.gz holds the human-labelled pairs of RAGChecker (Ru et al. 2024, section 4.1):
two answers to a question, a gold answer, and by how much each of two people prefers the second, in -2...2.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import tempfile

import numpy as np
from scipy.stats import pearsonr, spearmanr

METRICS = ["answer_correctness", "token_f1", "rouge_1", "rouge_2", "rouge_l", "bleu", "chrf"]
LABELS = {"correctness_label": "correctness", "completeness_label": "completeness", "overall_label": "overall"}


def scores(rows, fiel):
    """The values of every metric for each pair of answer and gold answer."""
    places = {}
    for row in rows:
        for name in ("answer", "answer2"):
            places.setdefault((row["question"], row["gold"], row[name]), len(places))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "answers.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for (question, gold, answer), place in places.items():
                sample = {"id": str(place), "question": question, "contexts": [], "answer": answer, "reference": gold}
                file.write(json.dumps(sample) + "\n")
        command = [fiel, "score", str(path), "--json"] + [word for metric in METRICS for word in ("--metric", metric)]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    found = [{name: end.get("value") for name, end in json.loads(line)["metrics"].items()} for line in lines]
    return lambda row, name: found[places[row["question"], row["gold"], row[name]]]


def page(rows, value):
    lines = [
        "# Metrics with a reference, beside people's preferences",
        "",
        f"Made by `benchmarks/reference_metrics.py` on RAGChecker's {len(rows)} judgements of pairs of answers (two people a",
        "pair). *r* and *ρ* are Pearson's and Spearman's correlation of the difference of the two answers' values with the",
        "preference; *agrees* is how often the metric prefers the answer that the person does, of those who prefer one. No",
        "weight of a metric was chosen on these judgements.",
    ]
    for label, name in LABELS.items():
        lines += ["", f"## {name.capitalize()}", "", "| metric | n | r | ρ | agrees |", "| --- | --- | --- | --- | --- |"]
        for metric in METRICS:
            pairs = [(value(row, "answer2")[metric], value(row, "answer")[metric], row[label]) for row in rows]
            pairs = [pair for pair in pairs if None not in pair]
            gains = np.array([second - first for second, first, _ in pairs])
            labels = np.array([float(pair[2]) for pair in pairs])
            told = labels != 0
            agrees = np.mean(np.sign(gains[told]) == np.sign(labels[told]))
            lines.append(
                f"| {metric} | {len(pairs)} | {pearsonr(gains, labels)[0]:.3f} | {spearmanr(gains, labels)[0]:.3f} "
                f"| {agrees:.3f} |"
            )
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--fiel", required=True)
    parser.add_argument("--out", type=pathlib.Path)
    arguments = parser.parse_args()
    with gzip.open(arguments.data / "hallucination/ragchecker_pairwise.test.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    text = page(rows, scores(rows, arguments.fiel))
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
