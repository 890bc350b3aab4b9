"""Reads what `fiel` printed in .ci/run and fails where it breaks a contract: check_output.py ANSWERS FOLDER."""

import json
import os
import sys

METRICS = {"context_relevance", "groundedness", "answer_relevance", "hallucination"}
STATUSES = {"scored", "abstained", "noCheckableClaim", "noQuestion", "noContexts", "noReference"}  # never "failed" here
VERDICTS = {"supported", "contradicted", "unsupported", "notCheckable"}


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line, parse_constant=lambda name: sys.exit(f"{path}: {name} in the output")) for line in lines]


def check(condition, message):
    if not condition:
        sys.exit(f"error: {message}")


def check_score(sample, row):
    """One result of `fiel score --json` against its contract."""
    name = row["id"]
    check(METRICS <= row["metrics"].keys(), f"{name}: metrics {sorted(row['metrics'])}")
    for metric, outcome in row["metrics"].items():
        check(outcome["status"] in STATUSES, f"{name}: {metric} is {outcome}")
        scored = outcome["status"] == "scored"
        check(scored == isinstance(outcome.get("value"), (int, float)), f"{name}: {metric} is {outcome}")
        check(not scored or 0 <= outcome["value"] <= 1, f"{name}: {metric} is {outcome}")
    answer, contexts = sample["answer"], sample["contexts"]
    for claim in row["claims"]:
        start, end = claim["range"]
        check(claim["verdict"] in VERDICTS, f"{name}: verdict {claim['verdict']}")
        check(0 <= start < end <= len(answer), f"{name}: range {claim['range']} of an answer of {len(answer)}")
        evidence = claim.get("evidence")
        if evidence:
            start, end = evidence["range"]
            check(0 <= start < end <= len(contexts[evidence["context"]]), f"{name}: evidence {evidence}")


def check_known(row):
    """The verdicts that any working judge gives to a sentence copied from the passage and to one with another year."""
    true, false = row["claims"]
    check(true["verdict"] == "supported", f"a sentence that the passage says word for word is {true['verdict']}")
    check(false["verdict"] != "supported", f"a sentence that the passage contradicts is {false['verdict']}")


def main():
    answers, folder = sys.argv[1:]
    samples, results = rows(answers), rows(os.path.join(folder, "score.jsonl"))
    check(len(results) == len(samples) > 0, f"{len(results)} results of {len(samples)} samples")
    for sample, row in zip(samples, results):
        check_score(sample, row)
    check(any(claim["verdict"] == "supported" for row in results for claim in row["claims"]), "no claim is supported")
    check_known(*rows(os.path.join(folder, "known-score.jsonl")))

    [embedding] = rows(os.path.join(folder, "embed.jsonl"))
    norm = sum(x * x for x in embedding["embedding"]) ** 0.5
    check(len(embedding["embedding"]) == 384 and abs(norm - 1) < 1e-3, f"embedding of norm {norm}")
    [nli] = rows(os.path.join(folder, "nli.jsonl"))
    total = sum(nli[label] for label in ("entailment", "neutral", "contradiction"))
    check(abs(total - 1) < 1e-6 and nli["label"] == max(("entailment", "neutral", "contradiction"), key=nli.get), f"nli {nli}")
    [tokens] = rows(os.path.join(folder, "tokenize.jsonl"))
    check(len(tokens["ids"]) == len(tokens["offsets"]) == embedding["tokens"], f"tokens {tokens}")
    print(f"{len(results)} results and the single commands keep their contracts")


main()
