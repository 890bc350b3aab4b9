"""Compares fiel's judges with the reference implementation, and fails where a bound is missed.

    python parity.py --fiel .build/release/fiel --encoder E5 --nli-checkpoint CHECKPOINT --data DATA [--pairs 5000]

Embeddings against the encoder that `Sources/FielModels/Recipe/e5_package.py` unpacks, in `transformers`, NLI against the fine-tuned checkpoint in torch, int8 against f32, and
the bytes that fiel prints for 1 and 2 threads, for batches of 1 and 64, and in a second run. DATA is the folder that
train_nli.py reads, with sts/stsb_en.dev.jsonl.gz and stsb_pt; without it, the pairs are those of make_texts.py and STS-B is left out.
Run in an environment with benchmarks/requirements.txt.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

import peers

HERE = os.path.dirname(os.path.abspath(__file__))
VALIDATION = ("cad_snli.dev", "cad_snli.test", "mnli_matched1k.textfooler", "fever_symmetric.dev", "rte.dev", "assin_ptpt.dev")
AWKWARD = ("", " ", "a", "Ação, coração e São João.", "東京は日本の首都です。", "😀👩‍👩‍👧 ﬁn", "x" * 500, "1,234.5 km² — “quoted”…", "word " * 400)


class Report:
    """The table of checks, printed as they are made."""

    def __init__(self):
        self.failed = 0
        print(f"{'check':<64} {'value':>14} {'bound':>12}")

    def add(self, name, value, bound, holds):
        self.failed += not holds
        print(f"{name:<64} {value:>14} {bound:>12} {'' if holds else 'MISSED'}", flush=True)

    def tell(self, name, value):
        print(f"{name:<64} {value:>14}", flush=True)

    def at_most(self, name, value, bound):
        self.add(name, f"{value:.3g}", f"<= {bound:g}", value <= bound)

    def at_least(self, name, value, bound):
        self.add(name, f"{value:.5f}", f">= {bound:g}", value >= bound)


class Fiel:
    """The program under test."""

    def __init__(self, binary, folder):
        self.binary, self.folder = os.path.abspath(binary), folder

    def output(self, task, rows, *options):
        """The bytes that `fiel TASK` prints for the rows."""
        path = os.path.join(self.folder, "input.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        done = subprocess.run([self.binary, task, path, *options], capture_output=True)
        if done.returncode != 0:
            raise SystemExit(f"fiel {task} {' '.join(options)} exited with {done.returncode}: {done.stderr.decode()[-2000:]}")
        return done.stdout

    def embeddings(self, texts, precision, *options):
        answers = self.output("embed", [{"text": text} for text in texts], "--precision", precision, *options).splitlines()
        return np.array([json.loads(line)["embedding"] for line in answers], np.float64)

    def probabilities(self, rows, *options):
        answers = [json.loads(line) for line in self.output("nli", rows, *options).splitlines()]
        return np.array([[answer[label] for label in peers.LABELS] for answer in answers], np.float64)


def reference(task, folder, rows):
    """What torch computes for the rows, in f32: embeddings or probabilities."""
    import torch
    model = peers.torch_model(task, folder)
    result = None
    with torch.inference_mode():
        for part, arrays in peers.Tokens(task, folder, rows).batches(32):
            values = model(*(torch.from_numpy(arrays[name]) for name in peers.INPUTS))
            values = values if task == "embed" else values.softmax(-1)
            result = np.zeros((len(rows), values.shape[1])) if result is None else result
            result[part] = values.numpy()
    return result


def cosines(left, right):
    return (left * right).sum(1) / np.linalg.norm(left, axis=1) / np.linalg.norm(right, axis=1)


def embedding_checks(report, fiel, encoder, sentences):
    """Composed sentences, some of five tokens, and awkward texts, for which the embedded weights have no bound."""
    texts = sentences + list(AWKWARD)
    count = len(sentences)
    expected = reference("embed", encoder, [{"text": text} for text in texts])
    original = np.abs(fiel.embeddings(texts, "f32", "--model", encoder) - expected).max()
    report.at_most(f"embed f32 of the checkpoint: largest difference, {len(texts)} texts", original, 1e-4)
    exact = np.abs(fiel.embeddings(texts, "f32") - expected).max(1)
    report.at_most(f"embed f32, embedded: largest difference, {count} sentences", exact[:count].max(), 1e-4)
    report.tell(f"embed f32, embedded: largest difference, {len(AWKWARD)} awkward texts", f"{exact[count:].max():.3g}")
    near = cosines(fiel.embeddings(texts, "int8"), expected)
    report.tell(f"embed int8: smallest cosine, {count} sentences", f"{near[:count].min():.5f}")
    report.at_least("embed int8: mean cosine", near[:count].mean(), 0.999)
    report.tell(f"embed int8: smallest cosine, {len(AWKWARD)} awkward texts", f"{near[count:].min():.5f}")


def natural_checks(report, fiel, encoder, data):
    """The bounds over 250 sentences that people wrote (STS-B dev) in each language, the smallest cosine too."""
    texts = []
    for name in ("stsb_en.dev", "stsb_pt.dev"):
        with gzip.open(os.path.join(data, "sts", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["a"] for line in lines][:250]
    expected = reference("embed", encoder, [{"text": text} for text in texts])
    report.at_most("embed f32, embedded: largest difference, 500 of STS-B", np.abs(fiel.embeddings(texts, "f32") - expected).max(), 1e-4)
    report.at_least("embed int8: smallest cosine, 500 of STS-B", cosines(fiel.embeddings(texts, "int8"), expected).min(), 0.999)


def nli_checks(report, fiel, checkpoint, pairs):
    expected = reference("nli", checkpoint, pairs)
    exact = fiel.probabilities(pairs, "--model", checkpoint, "--precision", "f32")
    report.at_most(f"nli f32 of the checkpoint: largest difference, {len(pairs)} pairs", np.abs(exact - expected).max(), 1e-4)
    embedded = fiel.probabilities(pairs)
    report.at_least("nli embedded int8: equal arg-max", (embedded.argmax(1) == expected.argmax(1)).mean(), 0.99)


def sts_checks(report, fiel, encoder, data):
    from scipy.stats import spearmanr
    with gzip.open(os.path.join(data, "sts", "stsb_en.dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [row["a"] for row in rows] + [row["b"] for row in rows]
    gold = [row["score"] for row in rows]

    def score(vectors):
        return spearmanr(cosines(vectors[:len(rows)], vectors[len(rows):]), gold).statistic

    wanted = score(reference("embed", encoder, [{"text": text} for text in texts]))
    for precision in ("f32", "int8"):
        found = score(fiel.embeddings(texts, precision))
        report.at_most(f"STS-B dev Spearman {precision}: {found:.4f}, reference {wanted:.4f}", abs(found - wanted), 0.002)


def determinism_checks(report, fiel, sentences, pairs):
    inputs = {"embed": [{"text": text} for text in sentences[:300]], "nli": pairs[:300]}
    variants = {"run twice": (), "1 thread": ("--threads", "1"), "2 threads": ("--threads", "2")}
    for task, rows in inputs.items():
        for precision in ("f32", "int8"):
            options = ("--precision", precision)
            first = fiel.output(task, rows, *options)
            found = {name: fiel.output(task, rows, *options, *more) == first for name, more in variants.items()}
            for size, count in ((1, 40), (64, len(rows))):
                parts = (fiel.output(task, rows[start:start + size], *options) for start in range(0, count, size))
                found[f"batches of {size}"] = b"".join(parts) == b"".join(first.splitlines(keepends=True)[:count])
            for name, same in found.items():
                report.add(f"{task} {precision}: {name}", "same bytes" if same else "differs", "same bytes", same)


def validation_pairs(data, count, folder):
    """Pairs that the judge was not trained on, or generated ones where there is no data."""
    if data is None:
        return peers.read_rows(os.path.join(folder, "pairs.jsonl"))[:count]
    sys.path.insert(0, os.path.join(HERE, "..", "Sources", "FielModels", "Recipe"))
    from nli_data import load
    pairs = [{"premise": p, "hypothesis": h} for name in VALIDATION for p, h, _ in load(data, name)]
    if len(pairs) < count:
        print(f"only {len(pairs)} validation pairs in {data}", file=sys.stderr)
    step = max(1, len(pairs) // count)
    return pairs[::step][:count]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fiel", required=True, help="the fiel binary")
    parser.add_argument("--nli-checkpoint", required=True, help="folder that train_nli.py wrote")
    parser.add_argument("--encoder", required=True, help="folder that e5_package.py wrote")
    parser.add_argument("--data", help="folder with nli/, sts/ and DROP.json")
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--sentences", type=int, default=1000)
    options = parser.parse_args()
    encoder = os.path.abspath(options.encoder)
    checkpoint = os.path.abspath(options.nli_checkpoint)
    with tempfile.TemporaryDirectory() as folder:
        count = max(options.sentences, options.pairs)
        command = [sys.executable, os.path.join(HERE, "make_texts.py"), "--out", folder, "--seed", "3", "--count", str(count)]
        subprocess.run(command, check=True)
        sentences = [row["text"] for row in peers.read_rows(os.path.join(folder, "sentences.jsonl"))][:options.sentences]
        pairs = validation_pairs(options.data, options.pairs, folder)
        report, fiel = Report(), Fiel(options.fiel, folder)
        embedding_checks(report, fiel, encoder, sentences)
        nli_checks(report, fiel, checkpoint, pairs)
        if options.data:
            natural_checks(report, fiel, encoder, options.data)
            sts_checks(report, fiel, encoder, options.data)
        determinism_checks(report, fiel, sentences, pairs)
    print("all bounds hold" if not report.failed else f"{report.failed} bounds missed")
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
