"""Measures the judges on labelled validation sets beside simple baselines and beside other rules over the same NLI model.

    pip install numpy scipy
    python benchmarks/judges.py --fiel .build/release/fiel --data DATA [--limit N] [--out results/judges.md]

DATA holds the labelled validation sets (gzip JSONL: `nli/`, `hallucination/`, `qa/`, `sts/`, with `DROP.json`). Intervals are
95 % bootstrap intervals over groups (rows that share a source). The rules:

- *SummaC-ZS* (Laban et al. 2022): the largest P(entailment) of a sentence of the answer by a sentence of the document, less the
  largest P(contradiction); the mean over the answer's sentences.
- *AlignScore* (Zha et al. 2023): chunks of about 350 words; the largest P(entailment) over chunks; the mean over sentences.
- *MiniCheck* (Tang et al. 2024): chunks of about 400 words; the largest P(entailment) over chunks; the least over sentences.
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

import numpy as np
from scipy.stats import rankdata, spearmanr

LABELS = ("entailment", "neutral", "contradiction")
NLI = ("fever_symmetric.dev", "fever_symmetric.test", "breaking_nli.test", "mnli_matched1k.textfooler", "mnli_mismatched1k.textfooler",
       "cad_snli.dev", "cad_snli.test", "rte.dev", "conjnli.dev", "function_words.test", "med.test", "monli_nmonli_test",
       "fever_adversarial.test", "control.dev", "wice_oracle.dev", "assin_ptpt.dev", "assin_ptbr.dev", "assin2.dev")
HALLUCINATION = ("q2_wow.test", "begin_cmu.dev", "begin_tc.dev", "qags_cnndm_sentence.test", "qags_cnndm_summary.test", "bump_task1.test",
                 "bump_task2.test", "diasumfact_sentence.test", "diasumfact_summary.test", "wice_claims.dev")
STS = ("stsb_en.dev", "stsb_pt.dev", "assin_ptpt.dev", "assin_ptbr.dev", "assin2.dev")


def rows(data, name):
    """The usable rows of one file."""
    dropped = set(json.load(open(os.path.join(data, "DROP.json"))).get(f"{name}.jsonl.gz", ()))
    with gzip.open(os.path.join(data, f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number not in dropped]


def sample(found, limit):
    """At most so many rows, drawn with a fixed seed."""
    return random.Random(2).sample(found, min(limit, len(found))) if limit else found


# MARK: Figures

def auroc(scores, labels):
    labels = np.asarray(labels) > 0
    positive, negative = labels.sum(), (~labels).sum()
    if positive == 0 or negative == 0:
        return np.nan
    return (rankdata(scores)[labels].sum() - positive * (positive + 1) / 2) / (positive * negative)


def calibration_error(p, labels, bins=15):
    """ECE over equal-width bins."""
    place = np.minimum((np.asarray(p) * bins).astype(int), bins - 1)
    labels = np.asarray(labels, float)
    return sum(abs(labels[place == b].mean() - p[place == b].mean()) * np.mean(place == b) for b in range(bins) if np.any(place == b))


def equal_mass_error(p, labels, bins=15):
    """ECE over bins of equally many."""
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    return sum(abs(np.mean(np.asarray(labels, float)[part]) - np.mean(p[part])) * len(part) for part in parts) / len(order)


def interval(groups, measure, rounds=500):
    """`measure` over all rows, and its 95 % bootstrap interval over groups."""
    members = collections.defaultdict(list)
    for index, group in enumerate(groups):
        members[str(group)].append(index)
    members = [np.array(each) for each in members.values()]
    rng = np.random.default_rng(1)
    drawn = [measure(np.concatenate([members[i] for i in rng.integers(0, len(members), len(members))])) for _ in range(rounds)]
    low, high = np.nanpercentile(drawn, (2.5, 97.5))
    return f"{measure(np.arange(len(groups))):.3f} ({low:.3f}–{high:.3f})"


# MARK: Fiel

class Fiel:
    def __init__(self, program):
        self.program = program

    def lines(self, arguments, values):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as file:
            for value in values:
                file.write(json.dumps(value) + "\n")
        command = [self.program, *[file.name if a == "FILE" else a for a in arguments]]
        output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        os.unlink(file.name)
        found = [json.loads(line) for line in output.splitlines()]
        if len(found) != len(values):
            raise SystemExit(f"{' '.join(command)} gave {len(found)} lines for {len(values)}")
        return found

    def nli(self, pairs):
        """P(entailment), P(neutral), P(contradiction): [pairs, 3]."""
        found = self.lines(["nli", "FILE"], [{"premise": p, "hypothesis": h} for p, h in pairs])
        return np.array([[line.get(label, 1 / 3) for label in LABELS] for line in found]).reshape(-1, 3)

    def embed(self, texts):
        return np.array([line["embedding"] for line in self.lines(["embed", "FILE"], [{"text": t} for t in texts])])

    def score(self, samples):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "samples.jsonl")
            with open(path, "w", encoding="utf-8") as file:
                for number, each in enumerate(samples):
                    file.write(json.dumps({"id": str(number), **each}) + "\n")
            out = os.path.join(folder, "results.jsonl")
            subprocess.run([self.program, "score", path, "--out", out], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            found = {r["id"]: r for r in map(json.loads, open(out, encoding="utf-8")) if "metrics" in r}
        return [found.get(str(number)) for number in range(len(samples))]


def value(result, metric):
    return (result or {}).get("metrics", {}).get(metric, {}).get("value")


# MARK: Rules over the same NLI model

def sentences(text):
    return [s.strip() for s in re.split(r"(?<=[.!?]) +|\n+", text) if len(s.strip()) > 1] or [text]


def chunks(text, words):
    """Whole sentences up to about so many words."""
    found, size = [[]], 0
    for sentence in sentences(text):
        length = len(sentence.split())
        if found[-1] and size + length > words:
            found.append([])
            size = 0
        found[-1].append(sentence)
        size += length
    return [" ".join(chunk) for chunk in found]


def by_rules(fiel, use):
    """{rule: score of each row}; high says supported."""
    pairs, spans = [], []
    for row in use:
        document = "\n".join(row["contexts"])
        claims = sentences(row["answer"])
        parts = {"SummaC-ZS": sentences(document)[:100], "AlignScore": chunks(document, 350), "MiniCheck": chunks(document, 400)}
        spans.append((len(claims), {rule: len(premises) for rule, premises in parts.items()}))
        pairs += [(premise, claim) for premises in parts.values() for claim in claims for premise in premises]
    found, at = fiel.nli(pairs), 0
    scores = collections.defaultdict(list)
    for count, sizes in spans:
        for rule, size in sizes.items():
            p = found[at:at + count * size].reshape(count, size, 3)
            at += count * size
            entailed, contradicted = p[:, :, 0].max(1), p[:, :, 2].max(1)
            scores[rule].append({"SummaC-ZS": (entailed - contradicted).mean(), "AlignScore": entailed.mean(),
                                 "MiniCheck": entailed.min()}[rule])
    return {rule: np.array(each) for rule, each in scores.items()}


def words(text):
    return set(re.findall(r"\w+", text.lower()))


def simple(fiel, use):
    """Word overlap, length, and embeddings alone; high says supported."""
    overlap = [len(words(r["answer"]) & words(" ".join(r["contexts"]))) / max(1, len(words(r["answer"]))) for r in use]
    texts, spans = [], []
    for row in use:
        claims, document = sentences(row["answer"]), chunks("\n".join(row["contexts"]), 60)
        spans.append((len(claims), len(document)))
        texts += claims + document
    vectors, at, cosine = fiel.embed(texts), 0, []
    for claims, document in spans:
        a, b = vectors[at:at + claims], vectors[at + claims:at + claims + document]
        cosine.append((a @ b.T).max(1).mean())
        at += claims + document
    return {"word overlap": np.array(overlap), "length": -np.array([len(r["answer"].split()) for r in use], float), "embedding": np.array(cosine)}


# MARK: Tables

def nli_table(fiel, data, limit, report):
    report += ["## Natural language inference", "", "Two-way sets: entailment against the rest. AUROC and ECE are of P(entailment).", "",
               "| set | n | labels | accuracy | balanced accuracy | AUROC | ECE | commonest label |", "| --- | ---: | ---: | --- | --- | --- | ---: | ---: |"]
    for name in NLI:
        use = sample(rows(data, f"nli/{name}"), limit)
        p = fiel.nli([(r["premise"], r["hypothesis"]) for r in use])
        two = "label2" in use[0]
        gold = np.array([0 if r.get("label", r.get("label2")) == "entailment" else 3 if two else LABELS.index(r["label"]) for r in use])
        guess = p.argmax(1)
        if two or len(set(gold)) == 2 and 1 not in gold:
            # Sets without neutral pairs: a guess of neutral is wrong; two-way sets: both count as "not entailed".
            guess = np.where(guess == 0, 0, 3) if two else guess
        right = guess == gold
        entailed = (gold == 0).astype(int)
        groups = [r.get("group", i) for i, r in enumerate(use)]

        def balanced(i):
            return np.mean([right[i][gold[i] == label].mean() for label in set(gold[i])])

        report.append(f"| {name} | {len(use)} | {len(set(gold))} | {interval(groups, lambda i: right[i].mean())} | {interval(groups, balanced)} | "
                      f"{interval(groups, lambda i: auroc(p[i, 0], entailed[i]))} | {calibration_error(p[:, 0], entailed):.3f} | "
                      f"{max(collections.Counter(gold.tolist()).values()) / len(use):.3f} |")
        print(report[-1], file=sys.stderr, flush=True)


def hallucination_table(fiel, data, limit, report, rules):
    header = ["Fiel", "word overlap", "length", "embedding"] + (["SummaC-ZS", "AlignScore", "MiniCheck"] if rules else [])
    report += ["", "## Hallucination of an answer", "",
               "AUROC of each score for \"holds nothing unsupported\". Fiel: 1 − `hallucination`. ECE is of `hallucination`.", "",
               "| set | n | hallucinated | " + " | ".join(header) + " | ECE, equal width | ECE, equal mass |",
               "| --- | ---: | ---: |" + " --- |" * len(header) + " ---: | ---: |"]
    for name in HALLUCINATION:
        use = sample([r for r in rows(data, f"hallucination/{name}") if r["label"] in (0, 1)], limit)
        results = fiel.score([{k: r[k] for k in ("question", "contexts", "answer") if k in r} for r in use])
        kept = [i for i, r in enumerate(results) if value(r, "hallucination") is not None]
        use = [use[i] for i in kept]
        p = np.array([value(results[i], "hallucination") for i in kept])
        scores = {"Fiel": -p} | simple(fiel, use) | (by_rules(fiel, use) if rules else {})
        good = np.array([1 - r["label"] for r in use])
        groups = [r.get("group", i) for i, r in enumerate(use)]
        cells = [interval(groups, lambda i, s=scores[h]: auroc(s[i], good[i])) if h == "Fiel" else f"{auroc(scores[h], good):.3f}" for h in header]
        report.append(f"| {name} | {len(use)} | {1 - good.mean():.2f} | " + " | ".join(cells) +
                      f" | {calibration_error(p, 1 - good):.3f} | {equal_mass_error(p, 1 - good):.3f} |")
        print(report[-1], file=sys.stderr, flush=True)


def relevance_table(fiel, data, limit, report):
    report += ["", "## Relevance", "",
               "Context relevance: the right passage against the passage of the same set that shares most words with the question. Answer relevance: "
               "the right answer, short, against the answer to another question and against an abstention.", "",
               "| set | passages | context relevance, AUROC | answers | answer relevance, AUROC |", "| --- | ---: | --- | ---: | --- |"]
    for name in ("xquad_en.test", "squad2_pt.dev", "faquad_pt.dev", "pira_en.dev", "pira_pt.dev"):
        found = [r for r in rows(data, f"qa/{name}") if r["answers"]]
        rng = random.Random(8)
        rng.shuffle(found)
        use = found[:min(limit or 400, 400)]
        passages = sorted({c["text"] for r in found for c in r["contexts"]})
        bags = [words(p) for p in passages]
        samples, passage_labels, answer_labels = [], [], []
        for row in use:
            own, asked = {c["text"] for c in row["contexts"]}, words(row["question"])
            best = max((i for i, p in enumerate(passages) if p not in own), key=lambda i: (len(asked & bags[i]), -i))
            other = next(r for r in rng.sample(found, len(found)) if r["question"] != row["question"] and not set(r["answers"]) & set(row["answers"]))
            for passage, answer, label in ((row["contexts"][0]["text"], row["answers"][0], 1), (passages[best], other["answers"][0], 0)):
                samples.append({"question": row["question"], "contexts": [passage], "answer": answer})
                passage_labels.append(label)
        results = fiel.score(samples)
        groups = [i // 2 for i in range(len(samples))]
        cells = []
        for metric in ("context_relevance", "answer_relevance"):
            kept = np.array([i for i, r in enumerate(results) if value(r, metric) is not None])
            scores = np.array([value(results[i], metric) for i in kept])
            labels = np.array(passage_labels)[kept]
            cells += [str(len(kept)), interval([groups[i] for i in kept], lambda i: auroc(scores[i], labels[i]))]
        report.append(f"| {name} | " + " | ".join(cells) + " |")
        print(report[-1], file=sys.stderr, flush=True)


def similarity_table(fiel, data, limit, report):
    report += ["", "## Similarity of sentences", "", "| set | n | Spearman |", "| --- | ---: | --- |"]
    for name in STS:
        use = sample(rows(data, f"sts/{name}"), limit)
        vectors = fiel.embed([r[side] for side in "ab" for r in use])
        cosine, gold = (vectors[:len(use)] * vectors[len(use):]).sum(1), np.array([r["score"] for r in use])
        report.append(f"| {name} | {len(use)} | {interval(range(len(use)), lambda i: spearmanr(cosine[i], gold[i]).statistic)} |")
        print(report[-1], file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fiel", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=int, default=0, help="at most this many rows of each set")
    parser.add_argument("--tables", default="nli,hallucination,relevance,similarity")
    parser.add_argument("--without-rules", action="store_true", help="leave out the rules of others, which take most of the time")
    parser.add_argument("--out")
    options = parser.parse_args()
    fiel, tables = Fiel(options.fiel), options.tables.split(",")
    command = "python benchmarks/judges.py" + (f" --limit {options.limit}" if options.limit else "")
    report = ["# The judges on labelled data", "", f"Made by `{command}`. Brackets: 95 % bootstrap intervals over sources.", ""]
    if "nli" in tables:
        nli_table(fiel, options.data, options.limit, report)
    if "hallucination" in tables:
        hallucination_table(fiel, options.data, options.limit, report, not options.without_rules)
    if "relevance" in tables:
        relevance_table(fiel, options.data, options.limit, report)
    if "similarity" in tables:
        similarity_table(fiel, options.data, options.limit, report)
    text = "\n".join(report) + "\n"
    print(text)
    if options.out:
        open(options.out, "w", encoding="utf-8").write(text)


main()
