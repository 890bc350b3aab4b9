"""Fits the calibrations of the triad's metrics and reports how well they hold on data they were not fitted on.

    swift build -c release --product FielBench
    python benchmarks/calibrate.py --data DATA --bench .build/release/FielBench [--limit 400] [--out results/calibration.md]

DATA holds the labelled validation sets (gzip JSONL: `hallucination/`, `qa/`, with `DROP.json`, the lines not to be used).
Sources are split in two halves by their group: one half fits, the other is reported. Every set weighs the same.
"""

import argparse
import collections
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import zlib

import numpy as np
from scipy.optimize import minimize
from scipy.stats import rankdata

HALLUCINATION = ("q2_wow.test", "begin_cmu.dev", "begin_tc.dev", "qags_cnndm_sentence.test", "qags_cnndm_summary.test",
                 "bump_task1.test", "bump_task2.test", "diasumfact_sentence.test", "diasumfact_summary.test",
                 "wice_claims.dev")
QA = ("xquad_en.test", "squad2_pt.dev", "faquad_pt.dev", "pira_en.dev", "pira_pt.dev")


def rows(data, name):
    """The usable rows of one file."""
    dropped = set(json.load(open(os.path.join(data, "DROP.json"))).get(f"{name}.jsonl.gz", ()))
    with gzip.open(os.path.join(data, f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number not in dropped]


def signals(bench, samples):
    """What the judges find for each sample."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        for sample in samples:
            file.write(json.dumps({k: sample.get(k) for k in ("question", "contexts", "answer")}) + "\n")
    output = subprocess.run([bench, file.name], check=True, stdout=subprocess.PIPE).stdout
    os.unlink(file.name)
    found = [json.loads(line) for line in output.splitlines()]
    if len(found) != len(samples):
        raise SystemExit(f"{bench} gave {len(found)} lines for {len(samples)} samples")
    return found


def half(group):
    """0 or 1: the half of the data that a source belongs to."""
    return zlib.crc32(str(group).encode()) & 1


def logit(p):
    p = np.clip(p, 0.001, 0.999)
    return np.log(p / (1 - p))


def fit(features, labels, weights, bounds, penalty=1e-3):
    """Weighted logistic regression with a small ridge; returns bias and weights.

    bounds gives each weight the sign that its feature means: more contradiction never means more support.
    """
    x = np.column_stack([np.ones(len(features)), features])
    y = np.where(np.asarray(labels) > 0, 1.0, -1.0)

    def loss(w):
        margin = y * (x @ w)
        value = np.sum(weights * np.logaddexp(0, -margin)) + penalty * np.sum(w[1:] ** 2)
        return value, -(x.T @ (weights * y / (1 + np.exp(margin)))) + 2 * penalty * np.r_[0, w[1:]]

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=[(None, None), *bounds]).x


def predict(w, features):
    return 1 / (1 + np.exp(-(np.column_stack([np.ones(len(features)), features]) @ w)))


def auroc(scores, labels):
    labels = np.asarray(labels) > 0
    positive, negative = labels.sum(), (~labels).sum()
    if positive == 0 or negative == 0:
        return float("nan")
    return (rankdata(scores)[labels].sum() - positive * (positive + 1) / 2) / (positive * negative)


def calibration_error(p, labels, bins=15):
    """ECE over equal-width bins."""
    p, labels = np.asarray(p), np.asarray(labels, float)
    place = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(labels[place == b].mean() - p[place == b].mean()) * np.mean(place == b) for b in range(bins) if np.any(place == b))


def equal_weights(sets):
    counts = collections.Counter(sets)
    return np.array([1000 / counts[s] for s in sets])


class Study:
    """Examples of one calibration: features, label, source half and set."""

    def __init__(self, title, **signs):
        self.title, self.names, self.examples = title, list(signs), []
        self.bounds = [(0, None) if sign > 0 else (None, 0) for sign in signs.values()]

    def add(self, name, group, features, label, baseline):
        self.examples.append((name, half(group), features, label, baseline))

    def run(self, report, balanced=False):
        """Fits one half and reports the other; balanced gives both labels the same weight, for sets whose shares of them
        are made up."""
        names = [e[0] for e in self.examples]
        halves = np.array([e[1] for e in self.examples])
        x = np.array([e[2] for e in self.examples], float)
        y = np.array([e[3] for e in self.examples])
        baseline = np.array([e[4] for e in self.examples], float)
        use = halves == 0
        kinds = [(n, label if balanced else None) for n, label, u in zip(names, y, use) if u]
        w = fit(x[use], y[use], equal_weights(kinds), self.bounds)
        p = predict(w, x)
        report.append(f"\n## {self.title}\n\nbias {w[0]:.4f}, " + ", ".join(f"{n} {v:.4f}" for n, v in zip(self.names, w[1:])) + "\n")
        report.append("| set | n | positive | AUROC | word overlap alone | Brier | ECE |\n| --- | --- | --- | --- | --- | --- | --- |")
        for name in sorted(set(names)):
            part = np.array([n == name for n in names]) & ~use
            if not part.any():
                continue
            report.append(f"| {name} | {part.sum()} | {y[part].mean():.2f} | {auroc(p[part], y[part]):.3f} | {auroc(baseline[part], y[part]):.3f} "
                          f"| {np.mean((p[part] - y[part]) ** 2):.3f} | {calibration_error(p[part], y[part]):.3f} |")
        return w


def number_changes(data, limit):
    """Faithful answers with a figure that stands in their passage, and the same with another figure: (group, row)."""
    rng = random.Random(4)
    for name in ("q2_wow.test", "diasumfact_sentence.test", "qags_cnndm_sentence.test", "wice_claims.dev"):
        faithful = [r for r in rows(data, f"hallucination/{name}") if r["label"] == 0]
        rng.shuffle(faithful)
        for row in faithful[:limit]:
            figure = re.search(r"(?<![\w.,])\d{2,}(?![\w])", row["answer"])
            context = " ".join(row["contexts"])
            if figure and figure.group() in context and len(context) < 4000:
                other = str(int(figure.group()) + rng.choice((-3, -2, -1, 1, 2, 3, 10)))
                if other not in context:
                    group = row.get("group") or row["contexts"]
                    yield group, row | {"label": 0}
                    yield group, row | {"label": 1, "answer": row["answer"][:figure.start()] + other + row["answer"][figure.end():]}


def hallucination(data, bench, limit, report):
    found = []
    for name in HALLUCINATION:
        use = [r for r in rows(data, f"hallucination/{name}") if r["label"] in (0, 1)]
        random.Random(3).shuffle(use)
        use = use[:limit]
        for row, signal in zip(use, signals(bench, use)):
            if signal["claims"]:
                claims = np.array(signal["claims"], float)
                found.append((name, row.get("group") or row["contexts"], claims, row["label"]))
        print(name, len(use), file=sys.stderr)
    changed = list(number_changes(data, limit))
    for (group, row), signal in zip(changed, signals(bench, [row for _, row in changed])):
        if signal["claims"]:
            found.append(("figures (changed here)", group, np.array(signal["claims"], float), row["label"]))

    def features(claims):
        return np.column_stack([logit(claims[:, 0]), logit(claims[:, 1]), claims[:, 2],
                                np.minimum(claims[:, 4], 1), np.minimum(claims[:, 5], 3)])

    support = Study("Support of a claim (answers of one claim)", entailment=1, contradiction=-1, recall=1, missing_figures=-1, missing_names=-1)
    for name, group, claims, label in found:
        if len(claims) == 1:
            support.add(name, group, features(claims)[0], 1 - label, claims[0, 2])
    w = support.run(report)
    answer = Study("Hallucination of an answer", weakest=-1, mean=-1)
    for name, group, claims, label in found:
        p = predict(w, features(claims))
        answer.add(name, group, (logit(p.min()), logit(p.mean())), label, -claims[:, 2].mean())
    answer.run(report)


def relevant_passages(data, limit):
    """(set, group, question, passage, relevant)"""
    rng = random.Random(5)
    for name in ("trecqa_wang.dev", "msmarco_hard_neg"):
        for row in rows(data, f"qa/{name}")[:limit]:
            for context in row["contexts"]:
                yield name, row["question"], row["question"], context["text"], context["relevant"]
    for name in QA:
        use = rows(data, f"qa/{name}")
        passages = sorted({c["text"] for r in use for c in r["contexts"]})
        rng.shuffle(use)
        for row in use[:limit // 2]:
            own = {c["text"] for c in row["contexts"]}
            for context in row["contexts"][:1]:
                yield name, context["text"], row["question"], context["text"], 1
            for other in [p for p in rng.sample(passages, min(3, len(passages))) if p not in own][:1]:
                yield name, row["contexts"][0]["text"], row["question"], other, 0


def context_relevance(data, bench, limit, report):
    examples = list(relevant_passages(data, limit))
    found = signals(bench, [{"question": q, "contexts": [p], "answer": ""} for _, _, q, p, _ in examples])
    study = Study("Relevance of a passage", cosine=1, recall=1)
    for (name, group, _, _, label), signal in zip(examples, found):
        study.add(name, group, signal["contexts"][0], int(label), signal["contexts"][0][1])
    study.run(report)


def sentence_with(answer, passage):
    """The sentence of the passage around the answer, roughly."""
    at = passage.find(answer)
    if at < 0:
        return None
    start = max(passage.rfind(". ", 0, at) + 2, 0) if passage.rfind(". ", 0, at) >= 0 else 0
    end = passage.find(". ", at + len(answer))
    return passage[start:end + 1 if end >= 0 else len(passage)]


def answers(data, limit):
    """(set, group, question, answer, addresses the question)

    Right answers, short and as the sentence they stand in, against answers to other questions on the same passage and
    on other passages.
    """
    rng = random.Random(6)
    for name in QA:
        use = [r for r in rows(data, f"qa/{name}") if r["answers"]]
        by_passage = collections.defaultdict(list)
        for row in use:
            by_passage[row["contexts"][0]["text"]].append(row)
        rng.shuffle(use)
        for row in use[:limit // 2]:
            passage = row["contexts"][0]["text"]
            others = [r for r in by_passage[passage] if not set(r["answers"]) & set(row["answers"])]
            near = rng.choice(others) if others else None
            far = rng.choice(use)
            yield name, passage, row["question"], row["answers"][0], 1
            sentence = sentence_with(row["answers"][0], passage)
            if sentence:
                yield name, passage, row["question"], sentence, 1
            if far["contexts"][0]["text"] != passage:
                yield name, passage, row["question"], far["answers"][0], 0
                sentence = sentence_with(far["answers"][0], far["contexts"][0]["text"])
                if sentence:
                    yield name, passage, row["question"], sentence, 0
            if near:
                yield name, passage, row["question"], near["answers"][0], 0
                sentence = sentence_with(near["answers"][0], passage)
                if sentence and not any(answer in sentence for answer in row["answers"]):
                    yield name, passage, row["question"], sentence, 0


def answer_relevance(data, bench, limit, report):
    examples = list(answers(data, limit))
    found = signals(bench, [{"question": q, "contexts": [], "answer": a} for _, _, q, a, _ in examples])
    short = Study("Relevance of a short answer", cosine=1, has_type=1, lacks_type=-1)
    full = Study("Relevance of a full answer", cosine=1, recall=1, has_type=1, lacks_type=-1)
    for (name, group, _, _, label), signal in zip(examples, found):
        for cosine, recall, has_type, lacks_type, is_short in signal["answer"][:1]:
            if is_short:
                short.add(name, group, (cosine, has_type, lacks_type), label, recall)
            else:
                full.add(name, group, (cosine, recall, has_type, lacks_type), label, recall)
    short.run(report, balanced=True)
    full.run(report, balanced=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--limit", type=int, default=400, help="the most rows of each set")
    parser.add_argument("--out")
    options = parser.parse_args()
    report = ["# Calibration of the triad's metrics\n",
              f"Made by `benchmarks/calibrate.py --limit {options.limit}` on the validation sets; half of each set's sources "
              "fitted the coefficients, the figures are of the other half."]
    hallucination(options.data, options.bench, options.limit, report)
    context_relevance(options.data, options.bench, options.limit, report)
    answer_relevance(options.data, options.bench, options.limit, report)
    text = "\n".join(report) + "\n"
    print(text)
    if options.out:
        open(options.out, "w").write(text)


main()
