"""Measures the judges on labelled validation sets beside simple baselines and beside other rules over the same NLI model.

    pip install numpy scipy
    python benchmarks/judges.py --fiel .build/release/fiel --data DATA [--limit N] [--out results/judges.md]

DATA holds the labelled validation sets (gzip JSONL: `nli/`, `hallucination/`, `qa/`, `sts/`, with `DROP.json`). Intervals are
95 % bootstrap intervals over groups (rows that share a source). Where calibrate.py fitted Fiel's coefficients on one half of
a set's sources, the other half is measured. The rules:

- *SummaC-ZS* (Laban et al. 2022): the largest P(entailment) of a sentence of the answer by a sentence of the document, less the
  largest P(contradiction); the mean over the answer's sentences.
- *AlignScore* (Zha et al. 2023): chunks of about 350 words; the largest P(entailment) over chunks; the mean over sentences.
- *MiniCheck* (Tang et al. 2024): chunks of about 400 words; the largest P(entailment) over chunks; the least over sentences.
"""

import argparse
import collections
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy.stats import spearmanr

from calibrate import HALLUCINATION, auroc, calibration_error, equal_mass_error, half, rambling, rows

LABELS = ("entailment", "neutral", "contradiction")
NLI = ("fever_symmetric.dev", "fever_symmetric.test", "breaking_nli.test", "mnli_matched1k.textfooler", "mnli_mismatched1k.textfooler",
       "cad_snli.dev", "cad_snli.test", "rte.dev", "conjnli.dev", "function_words.test", "med.test", "monli_nmonli_test",
       "fever_adversarial.test", "control.dev", "wice_oracle.dev", "assin_ptpt.dev", "assin_ptbr.dev", "assin2.dev")
SAME_SOURCE = ("q2_wow.test", "qags_cnndm_sentence.test", "bump_task1.test", "bump_task2.test", "diasumfact_sentence.test", "diasumfact_summary.test")
STS = ("stsb_en.dev", "stsb_pt.dev", "assin_ptpt.dev", "assin_ptbr.dev", "assin2.dev")


def sample(found, limit):
    """At most so many rows, drawn with a fixed seed."""
    return random.Random(2).sample(found, min(limit, len(found))) if limit else found


# MARK: Figures

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

    def score(self, samples, metrics=()):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "samples.jsonl")
            with open(path, "w", encoding="utf-8") as file:
                for number, each in enumerate(samples):
                    file.write(json.dumps({"id": str(number), **each}) + "\n")
            out = os.path.join(folder, "results.jsonl")
            subprocess.run([self.program, "score", path, "--out", out, *(a for m in metrics for a in ("--metric", m))], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            found = {r["id"]: r for r in map(json.loads, open(out, encoding="utf-8")) if "metrics" in r}
        return [found.get(str(number)) for number in range(len(samples))]


def fields(row):
    """What of a labelled row is scored."""
    return {k: row[k] for k in ("question", "contexts", "answer") if k in row}


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


def held_out(row):
    """Whether the row's source is of the half that no coefficient was fitted on."""
    return half(row.get("group") or row["contexts"]) == 1


def hallucination_table(fiel, data, limit, report, rules):
    header = ["Fiel", "word overlap", "length", "embedding"] + (["SummaC-ZS", "AlignScore", "MiniCheck"] if rules else [])
    report += ["", "## Hallucination of an answer", "",
               "AUROC of each score for \"holds nothing unsupported\". Fiel: 1 − `hallucination`. ECE is of `hallucination`; so is the balanced "
               "accuracy, with 0.5 as the bound. Answers without a checkable claim have no score and are left out.", "",
               "| set | n | hallucinated | " + " | ".join(header) + " | balanced accuracy | ECE, equal width | ECE, equal mass | Brier |",
               "| --- | ---: | ---: |" + " --- |" * len(header) + " ---: | ---: | ---: | ---: |"]
    every, together = collections.defaultdict(list), []
    for name in HALLUCINATION:
        use = sample([r for r in rows(data, f"hallucination/{name}") if r["label"] in (0, 1) and held_out(r)], limit)
        results = fiel.score([fields(r) for r in use])
        kept = [i for i, r in enumerate(results) if value(r, "hallucination") is not None]
        use = [use[i] for i in kept]
        p = np.array([value(results[i], "hallucination") for i in kept])
        scores = {"Fiel": -p} | simple(fiel, use) | (by_rules(fiel, use) if rules else {})
        good = np.array([1 - r["label"] for r in use])
        groups = [r.get("group", i) for i, r in enumerate(use)]
        for h in header:
            every[h].append(auroc(scores[h], good))
        cells = [interval(groups, lambda i, s=scores[h]: auroc(s[i], good[i])) if h == "Fiel" else f"{every[h][-1]:.3f}" for h in header]
        balanced = np.mean([np.mean((p[good == g] < 0.5) == g) for g in set(good)])
        report.append(f"| {name} | {len(use)} | {1 - good.mean():.2f} | " + " | ".join(cells) + f" | {balanced:.3f} "
                      f"| {calibration_error(p, 1 - good):.3f} | {equal_mass_error(p, 1 - good):.3f} | {np.mean((p - 1 + good) ** 2):.3f} |")
        together.append((p, 1 - good))
        print(report[-1], file=sys.stderr, flush=True)
    p, bad = (np.concatenate(each) for each in zip(*together))
    report.append(f"| mean; the calibration of all rows together | {len(p)} | {bad.mean():.2f} | " + " | ".join(f"{np.mean(every[h]):.3f}" for h in header) +
                  f" | {np.mean([np.mean((p[bad == b] >= 0.5) == b) for b in (0, 1)]):.3f} | {calibration_error(p, bad):.3f} | {equal_mass_error(p, bad):.3f} "
                  f"| {np.mean((p - bad) ** 2):.3f} |")
    report += ["", "Published, of other models and partly other rows: mean AUROC over the eleven sets of TRUE, Q2, BEGIN and QAGS among them, 0.782 for SummaC-ZS "
               "(59 M parameters) and 0.825 for AlignScore-base (125 M)."]


def same_source_table(fiel, data, limit, report):
    """Which of two answers beside the same passages is the faithful one: what a comparison of two configurations asks."""
    header = ("Fiel", "word overlap", "length", "embedding")
    report += ["", "## Two answers on the same source", "",
               "How often the faithful one of two answers beside the same passages has the better score, 0.5 for a draw: the mean over the sources that have both kinds. "
               "BUMP's authors call it consistency; its unfaithful answers are the faithful ones with one edit.", "",
               "| set | sources | pairs | " + " | ".join(header) + " |", "| --- | ---: | ---: |" + " --- |" * len(header)]
    for name in SAME_SOURCE:
        sources = collections.defaultdict(list)
        for row in rows(data, f"hallucination/{name}"):
            if row["label"] in (0, 1) and held_out(row):
                sources[str(row.get("group") or row["contexts"])].append(row)
        sources = [each for each in sources.values() if len({r["label"] for r in each}) == 2]
        random.Random(2).shuffle(sources)
        while limit and sum(map(len, sources)) > 2 * limit:
            sources.pop()
        use = [row for each in sources for row in each]
        p = [value(r, "hallucination") for r in fiel.score([fields(r) for r in use])]
        scores = {"Fiel": np.array([np.nan if v is None else -v for v in p])} | simple(fiel, use)
        label, place = np.array([r["label"] for r in use]), np.repeat(np.arange(len(sources)), list(map(len, sources)))
        kept = ~np.isnan(scores["Fiel"])
        shares, pairs = collections.defaultdict(list), 0
        for source in range(len(sources)):
            good, bad = (np.flatnonzero(kept & (place == source) & (label == each)) for each in (0, 1))
            pairs += len(good) * len(bad)
            if len(good) and len(bad):
                for h in header:
                    shares[h].append(auroc(scores[h][np.r_[good, bad]], np.r_[np.ones(len(good)), np.zeros(len(bad))]))
        cells = [interval(range(len(shares[h])), lambda i, s=np.array(shares[h]): s[i].mean()) for h in header]
        report.append(f"| {name} | {len(shares['Fiel'])} | {pairs} | " + " | ".join(cells) + " |")
        print(report[-1], file=sys.stderr, flush=True)


def wrong_answers(row, passages, found, rng):
    """(kind, answer) that do not address the row's question."""
    passage = row["contexts"][0]["text"]
    near = [r for r in passages[passage] if not set(r["answers"]) & set(row["answers"])]
    far = [r for r in found if r["contexts"][0]["text"] != passage and not set(r["answers"]) & set(row["answers"])]
    if near:
        yield "same passage", rng.choice(near)["answers"][0]
    if far:
        yield "other passage", rng.choice(far)["answers"][0]
    yield "rambling", rambling(row["question"], "_pt" in row["set"], rng)


def relevance_table(fiel, data, limit, report):
    kinds = ("same passage", "other passage", "rambling")
    report += ["", "## Relevance", "",
               "AUROC. Context relevance: the right passage against the passage of the same set that shares most words with the question. Answer relevance, beside "
               "the right passage: the right answer against the answer to another question on the same passage, on another passage, and rambling about the "
               "question.", "",
               "| set | questions | context relevance | answer relevance: " + " | ".join(kinds) + " |", "| --- | ---: |" + " --- |" * (1 + len(kinds))]
    for name in ("xquad_en.test", "squad2_pt.dev", "faquad_pt.dev", "pira_en.dev", "pira_pt.dev"):
        found = [r | {"set": name} for r in rows(data, f"qa/{name}") if r["answers"]]
        rng = random.Random(8)
        rng.shuffle(found)
        by_passage = collections.defaultdict(list)
        for row in found:
            by_passage[row["contexts"][0]["text"]].append(row)
        bags = {c["text"]: words(c["text"]) for r in found for c in r["contexts"]}
        use = [r for r in found if half(r["contexts"][0]["text"]) == 1][:min(limit or 200, 200)]
        samples, asked, kind = [], [], []
        for number, row in enumerate(use):
            passage, question = row["contexts"][0]["text"], row["question"]
            hard = max(sorted(set(bags) - {c["text"] for c in row["contexts"]}), key=lambda p: len(words(question) & bags[p]))
            for what, context, answer in (("right", passage, row["answers"][0]), ("hard", hard, row["answers"][0]),
                                          *((k, passage, a) for k, a in wrong_answers(row, by_passage, found, rng))):
                samples.append({"question": question, "contexts": [context], "answer": answer})
                asked.append(number)
                kind.append(what)
        results = fiel.score(samples, ("context_relevance", "answer_relevance"))
        kind, asked = np.array(kind), np.array(asked)

        def cell(metric, wrong):
            kept = np.array([i for i, r in enumerate(results) if kind[i] in ("right", wrong) and value(r, metric) is not None])
            scores = np.array([value(results[i], metric) for i in kept])
            return interval(asked[kept], lambda i: auroc(scores[i], (kind[kept] == "right")[i]))

        report.append(f"| {name} | {len(use)} | {cell('context_relevance', 'hard')} | " + " | ".join(cell("answer_relevance", k) for k in kinds) + " |")
        print(report[-1], file=sys.stderr, flush=True)


def similarity_table(fiel, data, limit, report):
    report += ["", "## Similarity of sentences", "", "| set | n | Spearman |", "| --- | ---: | --- |"]
    for name in STS:
        use = sample(rows(data, f"sts/{name}"), limit)
        vectors = fiel.embed([r[side] for side in "ab" for r in use])
        cosine, gold = (vectors[:len(use)] * vectors[len(use):]).sum(1), np.array([r["score"] for r in use])
        report.append(f"| {name} | {len(use)} | {interval(range(len(use)), lambda i: spearmanr(cosine[i], gold[i]).statistic)} |")
        print(report[-1], file=sys.stderr, flush=True)


def cost_table(fiel, data, limit, report):
    """The time of an answer of three claims beside five passages of 150 words, the start of the program left out."""
    rng = random.Random(11)
    passages = sorted({c["text"] for r in rows(data, "qa/xquad_en.test") for c in r["contexts"] if len(c["text"].split()) >= 80})
    samples = []
    for _ in range(61):
        contexts = [" ".join((a + " " + b).split()[:150]) for a, b in zip(rng.sample(passages, 5), rng.sample(passages, 5))]
        answer = " ".join(sentences(contexts[i])[0] for i in range(3))
        samples.append({"question": "What is said here?", "contexts": contexts, "answer": answer})

    def timed(part):
        start = time.perf_counter()
        found = fiel.score(part)
        return time.perf_counter() - start, found

    one = min(timed(samples[:1])[0] for _ in range(2))
    (all_of_them, found) = min((timed(samples) for _ in range(2)), key=lambda each: each[0])
    pairs = [r["accounting"]["pairs"] for r in found]
    claims = [len(r["claims"]) for r in found]
    report += ["", "## Cost of an answer", "",
               f"60 answers of {np.mean(claims):.1f} claims on average, each beside five passages of 150 words, two threads, the least of two runs, without start "
               f"and load: {1000 * (all_of_them - one) / 60:.0f} ms an answer, {np.mean(pairs):.1f} pairs for the classifier. `results/throughput.md` has the ratios to "
               "PyTorch, ONNX Runtime and OpenVINO."]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fiel", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=int, default=0, help="at most this many rows of each set; of pairs, which are quick, five times as many")
    parser.add_argument("--tables", default="nli,hallucination,source,relevance,similarity,cost")
    parser.add_argument("--without-rules", action="store_true", help="leave out the rules of others, which take most of the time")
    parser.add_argument("--out")
    options = parser.parse_args()
    fiel, tables = Fiel(options.fiel), options.tables.split(",")
    command = "python benchmarks/judges.py" + (f" --limit {options.limit}" if options.limit else "")
    report = ["# The judges on labelled data", "", f"Made by `{command}`. Brackets: 95 % bootstrap intervals over sources.", ""]
    if "nli" in tables:
        nli_table(fiel, options.data, 5 * options.limit, report)
    if "hallucination" in tables:
        hallucination_table(fiel, options.data, options.limit, report, not options.without_rules)
    if "source" in tables:
        same_source_table(fiel, options.data, options.limit, report)
    if "relevance" in tables:
        relevance_table(fiel, options.data, options.limit, report)
    if "similarity" in tables:
        similarity_table(fiel, options.data, 5 * options.limit, report)
    if "cost" in tables:
        cost_table(fiel, options.data, options.limit, report)
    text = "\n".join(report) + "\n"
    print(text)
    if options.out:
        open(options.out, "w", encoding="utf-8").write(text)


main()
