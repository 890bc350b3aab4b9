"""Fits the calibrations of the triad's metrics and reports how well they hold on data they were not fitted on.

    swift build -c release --product FielBench
    python benchmarks/calibrate.py --data DATA --bench .build/release/FielBench [--limit 400] [--out results/calibration.md]

DATA holds the labelled validation sets (gzip JSONL: `hallucination/`, `qa/`, with `DROP.json`, the lines not to be used).
Sources are split in two halves by their group: one half fits, the other is reported. Every set weighs the same. Beside the
page, an SVG file of its name has a reliability diagram for each calibration and, for support and hallucination, each set.
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

from reliability import drawing

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Sources", "FielModels", "Recipe"))
from constructed_pairs import Changes, names_of

HALLUCINATION = ("q2_wow.test", "begin_cmu.dev", "begin_tc.dev", "qags_cnndm_sentence.test", "qags_cnndm_summary.test",
                 "bump_task1.test", "bump_task2.test", "diasumfact_sentence.test", "diasumfact_summary.test",
                 "wice_claims.dev")
PAIRS = ("mnli_mismatched1k.textfooler", "fever_symmetric.test", "rte.dev", "assin_ptbr.dev", "assin2.dev")
QA = ("xquad_en.test", "squad2_pt.dev", "faquad_pt.dev", "pira_en.dev", "pira_pt.dev")


def rows(data, name):
    """The usable rows of one file."""
    dropped = set(json.load(open(os.path.join(data, "DROP.json"))).get(f"{name}.jsonl.gz", ()))
    with gzip.open(os.path.join(data, f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number not in dropped]


def signals(bench, samples, what="signals"):
    """What the judges find for each sample; "relevance" leaves the claims out, which take the most time."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        for sample in samples:
            file.write(json.dumps({k: sample.get(k) for k in ("question", "contexts", "answer")}) + "\n")
    output = subprocess.run([bench, what, file.name], check=True, stdout=subprocess.PIPE).stdout
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


def calibration_error(p, labels, weights=None, bins=15):
    """ECE over equal-width bins; without weights every row counts alike."""
    weights = np.ones(len(p)) if weights is None else weights
    place = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(np.sum((weights * (labels - p))[place == b])) for b in range(bins)) / np.sum(weights)


def equal_mass_error(p, labels, weights=None, bins=15):
    """ECE over bins of equally many rows; without weights every row counts alike."""
    weights = np.ones(len(p)) if weights is None else weights
    parts = np.array_split(np.argsort(p, kind="stable"), min(bins, len(p)))
    return sum(abs(np.sum((weights * (labels - p))[part])) for part in parts) / np.sum(weights)


def chance_error(p, weights, rounds=200):
    """The mean ECE of labels that were drawn by these very probabilities: what is left of a perfect score on so few."""
    rng = np.random.default_rng(1)
    return np.mean([calibration_error(p, (rng.random(len(p)) < p).astype(float), weights) for _ in range(rounds)])


def equal_weights(sets, counts=None):
    """The same weight for every set; less for one of fewer than 50 rows, a few of which should not decide.

    counts: the rows of each set where there are more of them than those weighed here.
    """
    counts = counts or collections.Counter(sets)
    return np.array([1000 / max(50, counts[s]) for s in sets])


class Study:
    """Examples of one calibration: features, label, source half and set."""

    def __init__(self, title, **signs):
        self.title, self.short, self.names, self.examples = title, title.split()[0], list(signs), []
        self.bounds = [(0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None) for sign in signs.values()]

    def add(self, name, group, features, label, baseline):
        self.examples.append((name, half(group), features, label, baseline))

    def run(self, report, panels, balanced=False, each_set=False, beside=()):
        """Fits one half and reports the other; balanced gives both labels the same weight, in the fit and in the figures, for
        sets whose shares of them are made up, counted together with those of the studies beside this one. Adds a reliability
        diagram of all sets to the panels, and on request of each."""
        names = [e[0] for e in self.examples]
        halves = np.array([e[1] for e in self.examples])
        x = np.array([e[2] for e in self.examples], float)
        y = np.array([e[3] for e in self.examples])
        baseline = np.array([e[4] for e in self.examples], float)
        use = halves == 0

        def weights(part, place):
            """Of the chosen rows of one half."""
            counts = collections.Counter((e[0], e[3] if balanced else None) for study in (self, *beside) for e in study.examples if e[1] == place)
            return equal_weights([(n, label if balanced else None) for n, label, here in zip(names, y, part) if here], counts)

        w = fit(x[use], y[use], weights(use, 0), self.bounds)
        p = predict(w, x)
        report.append(f"\n## {self.title}\n\nbias {w[0]:.4f}, " + ", ".join(f"{n} {v:.4f}" for n, v in zip(self.names, w[1:])) + "\n")
        report.append("| set | n | positive | AUROC | word overlap alone | Brier | ECE, equal width | equal mass | by chance |\n| --- " + "| ---: " * 8 + "|")
        panels.append((self.title, p[~use], y[~use], weights(~use, 1)))
        for name in [*sorted(set(names)), "all, each set alike"]:
            part = np.array([name in (n, "all, each set alike") for n in names]) & ~use
            if not part.any():
                continue
            each = weights(part, 1)
            report.append(f"| {name} | {part.sum()} | {y[part].mean():.2f} | {auroc(p[part], y[part]):.3f} | {auroc(baseline[part], y[part]):.3f} "
                          f"| {np.average((p[part] - y[part]) ** 2, weights=each):.3f} | {calibration_error(p[part], y[part], each):.3f} "
                          f"| {equal_mass_error(p[part], y[part], each):.3f} | {chance_error(p[part], each):.3f} |")
            if each_set and len(names) > part.sum() >= 30 and name != "all, each set alike":
                panels.append((f"{self.short}: {name}", p[part], y[part], each))
        return w, p, y, ~use


def changed_answers(data, limit):
    """Faithful answers, and the same with another figure, another name, or a negation: (what was changed, group, row).

    Hallucinations that keep nearly all words of their passage are rare in the labelled sets, and common in life.
    """
    rng = random.Random(4)
    for name in ("q2_wow.test", "diasumfact_sentence.test", "qags_cnndm_sentence.test", "wice_claims.dev"):
        faithful = [r for r in rows(data, f"hallucination/{name}") if r["label"] == 0]
        rng.shuffle(faithful)
        changes = Changes("en", None, names_of([r["answer"] for r in faithful], rng), rng)
        for row in faithful[:limit]:
            group, context, answer = row.get("group") or row["contexts"], " ".join(row["contexts"]), row["answer"]
            if len(context) > 4000:
                continue
            found = [("negations", changes.negated(answer)), ("names", changes.with_other_name(answer))]
            figure = re.search(r"(?<![\w.,])\d{2,}(?![\w])", answer)
            if figure and figure.group() in context:
                other = str(int(figure.group()) + rng.choice((-3, -2, -1, 1, 2, 3, 10)))
                if other not in context:
                    found.append(("figures", answer[:figure.start()] + other + answer[figure.end():]))
            for kind, changed in found:
                if changed and len(answer) < 400:
                    yield f"{kind} (changed here)", group, row | {"label": 0}
                    yield f"{kind} (changed here)", group, row | {"label": 1, "answer": changed}


def claims_of_pairs(data, limit):
    """NLI pairs as passages and claims: (set, group, row)."""
    for name in PAIRS:
        use = rows(data, f"nli/{name}")
        random.Random(3).shuffle(use)
        for row in use[:limit]:
            entailed = row.get("label", row.get("label2")) == "entailment"
            yield name, row.get("group") or row["premise"], {"contexts": [row["premise"]], "answer": row["hypothesis"], "label": int(not entailed)}


def features(claims):
    """What the support of each claim is fitted on, from its signals: [claims, 6]."""
    return np.column_stack([logit(claims[:, 0]), claims[:, 1] >= 0.5, claims[:, 2], claims[:, 3],
                            np.minimum(claims[:, 4], 1), np.minimum(claims[:, 5], 3)])


def hallucination(data, bench, limit, report, panels):
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
    others = [*changed_answers(data, limit), *claims_of_pairs(data, limit)]
    for (name, group, row), signal in zip(others, signals(bench, [row for _, _, row in others])):
        if signal["claims"]:
            found.append((name, group, np.array(signal["claims"], float), row["label"]))

    support = Study("Support of a claim (answers of one claim)", entailment=1, contradicted=-1, recall=1, similarity=1, missing_figures=-1, missing_names=-1)
    for name, group, claims, label in found:
        if len(claims) == 1:
            support.add(name, group, features(claims)[0], 1 - label, claims[0, 2])
    w, *_ = support.run(report, panels, each_set=True)
    answer = Study("Hallucination of an answer", weakest=-1, mean=-1)
    for name, group, claims, label in found:
        if name in PAIRS:
            continue
        p = predict(w, features(claims))
        answer.add(name, group, (logit(p.min()), logit(p.mean())), label, -claims[:, 2].mean())
    _, p, y, held_out = answer.run(report, panels, each_set=True)
    report.append("\nAnswers above a bound, all sets of the held-out half together:\n")
    report.append("| `hallucination` above | of the faithful answers | of the hallucinated answers |\n| ---: | ---: | ---: |")
    for bound in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        shares = [np.mean(p[held_out & (y == label)] > bound) for label in (0, 1)]
        report.append(f"| {bound} | {shares[0]:.0%} | {shares[1]:.0%} |")


def words(text):
    return set(re.findall(r"\w+", text.lower()))


def relevant_passages(data, limit):
    """(set, group, question, passage, relevant)

    In the question-answering sets the right passage, against the one of the others that shares most words with the question,
    and against one at random.
    """
    rng = random.Random(5)
    for name in ("trecqa_wang.dev", "msmarco_hard_neg"):
        for row in rows(data, f"qa/{name}")[:limit]:
            for context in row["contexts"]:
                yield name, row["question"], row["question"], context["text"], context["relevant"]
    for name in QA:
        use = rows(data, f"qa/{name}")
        passages = sorted({c["text"] for r in use for c in r["contexts"]})
        bags = {p: words(p) for p in passages}
        rng.shuffle(use)
        for row in use[:limit // 2]:
            own, asked, group = {c["text"] for c in row["contexts"]}, words(row["question"]), row["contexts"][0]["text"]
            others = [p for p in passages if p not in own]
            yield name, group, row["question"], group, 1
            if others:
                yield name, group, row["question"], rng.choice(others), 0
                yield name, group, row["question"], max(others, key=lambda p: len(asked & bags[p])), 0


def context_relevance(data, bench, limit, report, panels):
    examples = list(relevant_passages(data, limit))
    found = signals(bench, [{"question": q, "contexts": [p], "answer": ""} for _, _, q, p, _ in examples], "relevance")
    study = Study("Relevance of a passage", similarity=1, recall=1)
    for (name, group, _, _, label), signal in zip(examples, found):
        study.add(name, group, signal["contexts"][0], int(label), signal["contexts"][0][1])
    study.run(report, panels, balanced=True)


def sentence_with(answer, passage):
    """The sentence of the passage around the answer, roughly."""
    at = passage.find(answer)
    if at < 0:
        return None
    start = max(passage.rfind(". ", 0, at) + 2, 0) if passage.rfind(". ", 0, at) >= 0 else 0
    end = passage.find(". ", at + len(answer))
    return passage[start:end + 1 if end >= 0 else len(passage)]


def rambling(question, portuguese, rng):
    """Many words about the question that answer nothing."""
    topic = question.strip().rstrip("?")
    frames = (("Essa é uma pergunta interessante: {}. Muitas pessoas pensam sobre isso.", "Há muito a dizer sobre o tema.", "{}.") if portuguese
              else ("That is an interesting question: {}. Many people think about it.", "There is a lot to say about this topic.", "{}."))
    return rng.choice(frames).format(topic)


def answers(data, limit):
    """(set, group, question, passage, answer, addresses the question)

    Right answers, short and as the sentence they stand in, against answers to other questions on the same passage and
    on other passages, and rambling.
    """
    rng = random.Random(6)
    for name in QA:
        use = [r for r in rows(data, f"qa/{name}") if r["answers"]]
        by_passage = collections.defaultdict(list)
        for row in use:
            by_passage[row["contexts"][0]["text"]].append(row)
        rng.shuffle(use)
        for row in use[:limit // 2]:
            passage, question, right = row["contexts"][0]["text"], row["question"], row["answers"]
            others = [r for r in by_passage[passage] if not set(r["answers"]) & set(right)]
            far = rng.choice(use)
            yield name, passage, question, passage, right[0], 1
            sentence = sentence_with(right[0], passage)
            if sentence:
                yield name, passage, question, passage, sentence, 1
            if far["contexts"][0]["text"] != passage:
                yield name, passage, question, passage, far["answers"][0], 0
                sentence = sentence_with(far["answers"][0], far["contexts"][0]["text"])
                if sentence:
                    yield name, passage, question, passage, sentence, 0
            if others:
                near = rng.choice(others)
                yield name, passage, question, passage, near["answers"][0], 0
                sentence = sentence_with(near["answers"][0], passage)
                if sentence and not any(answer in sentence for answer in right):
                    yield name, passage, question, passage, sentence, 0
            if rng.random() < 0.3:
                yield name, passage, question, passage, rambling(question, "_pt" in name, rng), 0


def answer_relevance(data, bench, limit, report, panels):
    examples = list(answers(data, limit))
    # Each answer once beside its passage and once without any.
    found = [signals(bench, [{"question": q, "contexts": contexts(p), "answer": a} for _, _, q, p, a, _ in examples], "relevance")
             for contexts in (lambda p: [p], lambda p: [])]
    signs = {"similarity": 1, "has_type": 1, "lacks_type": -1, "echo": -1}
    source = {"source_similarity": 1, "source_recall": 1}
    studies = {
        (True, True): Study("Relevance of a short answer with a source", **signs, **source),
        (True, False): Study("Relevance of a short answer without one", **signs),
        (False, True): Study("Relevance of a full answer with a source", recall=1, **signs, **source),
        (False, False): Study("Relevance of a full answer without one", recall=1, **signs),
    }
    for part in found:
        for (name, group, _, _, _, label), signal in zip(examples, part):
            for similarity, recall, has_type, lacks_type, coverage, source_similarity, source_recall, echo, is_short in signal["answer"][:1]:
                features = [similarity, has_type, lacks_type, echo]
                features = features if is_short else [recall, *features]
                features += [source_similarity, source_recall] if coverage > 0 else []
                studies[bool(is_short), coverage > 0].add(name, group, features, label, recall)
    for (is_short, has_source), study in studies.items():
        study.run(report, panels, balanced=True, beside=[studies[is_short, not has_source]])


PARTS = {"hallucination": hallucination, "context_relevance": context_relevance, "answer_relevance": answer_relevance}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--limit", type=int, default=400, help="the most rows of each set")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--out")
    options = parser.parse_args()
    report = ["# Calibration of the triad's metrics\n",
              f"Made by `benchmarks/calibrate.py --limit {options.limit}` on the validation sets; half of each set's sources "
              "fitted the coefficients, the figures are of the other half. Weights: every\nset alike; for relevance both labels alike too, whose "
              "shares are made up. \"ECE by chance\" is what a perfectly calibrated score would show on so few rows."]
    panels = []
    for part in options.parts.split(","):
        PARTS[part](options.data, options.bench, options.limit, report, panels)
    if options.out:
        picture = os.path.splitext(options.out)[0] + ".svg"
        open(picture, "w", encoding="utf-8").write(drawing(panels))
        report.append(f"\n## Reliability\n\n![Reliability diagrams]({os.path.basename(picture)})")
    text = "\n".join(report) + "\n"
    print(text)
    if options.out:
        open(options.out, "w").write(text)


if __name__ == "__main__":
    main()
