#!/usr/bin/env python3
"""Compares Fiel's retrieval modes on labelled tasks; writes a Markdown page.

    pip install numpy pytrec-eval-terrier
    python benchmarks/retrieval.py --fiel .build/release/fiel --data DATA [--out results/retrieval.md]

Tasks: CISI (documents, queries, judgements), and question-answering sets, where the distinct passages of all questions are
the documents and the passages marked relevant to a question are what should be found. DATA is the folder of labelled sets.
Each figure is nDCG@10 by trec_eval's definition, with a 95 % bootstrap interval over the queries; the second table compares
each combination with the better of its two parts, query by query.

The weights of the hybrid and of the reranker were chosen on the first 160 questions, in a shuffled order, of the sets in TUNED
and of two others that are not measured here. Of these sets only questions after those are measured. CISI has too few queries to
be cut and was looked at too; BoolQ, PubMedQA and the two training sets had no part in any choice.
"""

import argparse
import gzip
import json
import pathlib
import random
import subprocess
import tempfile

import numpy as np
import pytrec_eval

MODES = {
    "BM25": ["--mode", "bm25"],
    "dense": ["--mode", "dense"],
    "hybrid": ["--mode", "hybrid"],
    "RRF": ["--mode", "rrf"],
    "hybrid, reranked": ["--mode", "hybrid", "--rerank"],
}
SETS = {
    "cisi": "en", "xquad_en.test": "en", "pira_en.dev": "en", "boolq.dev": "en", "pubmedqa_labeled": "en",
    "trecqa_wang.train": "en", "pira_pt.dev": "pt", "faquad_pt.train": "pt", "squad2_pt.dev": "pt",
}
TUNED = {"xquad_en.test": 160, "pira_en.dev": 160, "pira_pt.dev": 160, "squad2_pt.dev": 160}


def rows(path):
    with gzip.open(path, "rt") as file:
        return [json.loads(line) for line in file]


def task(name, data, limit):
    """Documents, queries, and judgements {query: {document: 1}}."""
    if name == "cisi":
        folder = data / "retrieval"
        documents = [{k: d[k] for k in ("id", "title", "text") if k in d} for d in rows(folder / "cisi.corpus.jsonl.gz")]
        queries = [{"id": q["id"], "text": q["text"]} for q in rows(folder / "cisi.queries.jsonl.gz")]
        judged = {}
        for row in rows(folder / "cisi.qrels.jsonl.gz"):
            judged.setdefault(row["query"], {})[row["doc"]] = int(row["relevant"])
        return documents, [q for q in queries if q["id"] in judged], judged
    ids, questions, judged = {}, [], {}
    for row in rows(data / "qa" / f"{name}.jsonl.gz"):
        relevant = {}
        for context in row["contexts"]:
            document = ids.setdefault(context["text"], f"d{len(ids)}")
            if context["relevant"]:
                relevant[document] = 1
        if relevant:
            questions.append((row["question"], relevant))
    random.Random(1).shuffle(questions)
    queries = []
    held_out = questions[TUNED.get(name, 0):]
    for number, (question, relevant) in enumerate(held_out[:limit]):
        queries.append({"id": f"q{number}", "text": question})
        judged[f"q{number}"] = relevant
    return [{"id": d, "text": text} for text, d in ids.items()], queries, judged


def write(path, records):
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records))


def scores(options, name, language, scratch):
    documents, queries, judged = task(name, options.data, options.queries)
    write(scratch / "documents.jsonl", documents)
    write(scratch / "queries.jsonl", queries)
    index = scratch / f"{name}.index"
    run = lambda *arguments: subprocess.run([options.fiel, *map(str, arguments)], check=True, capture_output=True, text=True)
    run("index", scratch / "documents.jsonl", "--out", index, "--language", language)
    evaluator = pytrec_eval.RelevanceEvaluator(judged, {"ndcg_cut.10"})
    found = {}
    for mode, arguments in MODES.items():
        lines = run("retrieve", index, "--queries", scratch / "queries.jsonl", *arguments, "--top-k", 100, "--documents",
                    "--format", "trec").stdout.splitlines()
        ranking = {query["id"]: {} for query in queries}
        for line in lines:
            query, _, document, _, score, _ = line.split()
            ranking[query][document] = float(score)
        measured = evaluator.evaluate({q: r for q, r in ranking.items() if r})
        found[mode] = np.array([measured.get(q["id"], {"ndcg_cut_10": 0.0})["ndcg_cut_10"] for q in queries])
    return len(documents), found


def interval(values, seed=1):
    sample = np.random.default_rng(seed).integers(0, len(values), (2000, len(values)))
    return np.quantile(values[sample].mean(1), [0.025, 0.975])


def cell(values):
    low, high = interval(values)
    return f"{values.mean():.3f} ({low:.3f}–{high:.3f})"


def difference(values, base):
    low, high = interval(values - base)
    return f"{(values - base).mean():+.3f} ({low:+.3f} to {high:+.3f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fiel", default=".build/release/fiel")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--queries", type=int, default=300, help="questions of a set at most")
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--out", type=pathlib.Path)
    options = parser.parse_args()
    lines = [
        "# Retrieval modes on labelled tasks", "",
        f"Made by `python benchmarks/retrieval.py --data DATA --queries {options.queries}`. nDCG@10 with 95 % bootstrap "
        "intervals over queries.", "",
        "| task | documents | queries | " + " | ".join(MODES) + " |", "| --- |" + " ---: |" * (len(MODES) + 2),
    ]
    compared = ["", "Differences, query by query:", "",
                "| task | hybrid − better of BM25, dense | RRF − better of BM25, dense | reranked − hybrid |",
                "| --- | --- | --- | --- |"]
    for name in options.sets:
        with tempfile.TemporaryDirectory() as folder:
            count, found = scores(options, name, SETS[name], pathlib.Path(folder))
        better = max(found["BM25"], found["dense"], key=np.mean)
        lines.append(f"| {name} | {count} | {len(better)} | " + " | ".join(cell(v) for v in found.values()) + " |")
        compared.append(f"| {name} | {difference(found['hybrid'], better)} | {difference(found['RRF'], better)} "
                        f"| {difference(found['hybrid, reranked'], found['hybrid'])} |")
    text = "\n".join(lines + compared) + "\n"
    print(text)
    if options.out:
        options.out.write_text(text)


if __name__ == "__main__":
    main()
