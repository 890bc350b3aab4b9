"""Measures the fine-tuned classifier, and the sentence encoder, on validation data.

    python evaluate_nli.py --data DATA --base E5 --checkpoint CHECKPOINT [--gguf nli.gguf] [--limit 0] [--out figures.md]

For each set: accuracy over three labels with macro F1 or, for a two-way set, accuracy and balanced accuracy of entailment
against the rest. Beside them the accuracy of the most frequent label, and of the classifier with an empty premise, which
shows how much the hypothesis alone gives away. With --gguf also how often the file's weights in the engine's int8
arithmetic choose the checkpoint's label. Lines in DROP.json are left out.
"""

import argparse
import collections
import gzip
import json
import os

import gguf
import numpy as np
import torch
from safetensors.torch import load_file
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from scipy.stats import spearmanr
from tokenizers import Tokenizer
from transformers import BertModel
from transformers.utils import logging

from nli_data import LABELS, NOT_ENTAILMENT, load
from tensors import INT8, Int8Linear, matrices

SETS = ("cad_snli.dev", "cad_snli.test", "mnli_matched1k.textfooler", "mnli_mismatched1k.textfooler", "fever_symmetric.dev",
        "fever_symmetric.test", "breaking_nli.test", "conjnli.dev", "rte.dev", "assin_ptpt.dev", "assin_ptbr.dev",
        "assin2.dev", "wice_oracle.dev")

# Sets with about as many pairs of each of the three labels, of kinds that were not trained on.
TEMPERATURE = ("mnli_matched1k.textfooler", "mnli_mismatched1k.textfooler", "cad_snli.dev")


class Classifier:
    """The encoder of a folder with, where the checkpoint has one, a linear layer over the mean of all tokens."""

    def __init__(self, folder, max_tokens):
        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa").eval()
        self.tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(max_tokens, strategy="longest_first")
        state = load_file(os.path.join(folder, "model.safetensors"))
        self.head = [state[f"classifier.{affine}"] for affine in ("weight", "bias")] if "classifier.weight" in state else None

    @torch.inference_mode()
    def means(self, inputs, tokens_at_once=2048):
        """The mean token vector of every text or pair, [inputs, hidden], in their order."""
        encodings = self.tokenizer.encode_batch(inputs)
        order = sorted(range(len(inputs)), key=lambda i: len(encodings[i].ids))
        result = torch.zeros(len(inputs), self.bert.config.hidden_size)
        while order:
            count = max(1, min(len(order), tokens_at_once // len(encodings[order[0]].ids)))
            part, order = order[:count], order[count:]
            width = len(encodings[part[-1]].ids)
            ids, types, mask = (torch.zeros(count, width, dtype=torch.long) for _ in range(3))
            for row, i in enumerate(part):
                length = len(encodings[i].ids)
                ids[row, :length] = torch.tensor(encodings[i].ids)
                types[row, :length] = torch.tensor(encodings[i].type_ids)
                mask[row, :length] = 1
            hidden = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).float()
            result[part] = (hidden * weights).sum(1) / weights.sum(1)
        return result

    def logits(self, pairs):
        return torch.nn.functional.linear(self.means(pairs), *self.head).numpy()

    def use_int8(self, path):
        """Computes the layers from now on as the engine's int8 mode does with a GGUF file's matrices."""
        for name, matrix in matrices(path).items():
            parent, _, child = name.rpartition(".")
            parent = self.bert.get_submodule(parent)
            setattr(parent, child, Int8Linear(matrix, getattr(parent, child).bias))


def macro_f1(predicted, gold):
    """The mean F1 of the labels that the data has."""
    scores = []
    for label in np.unique(gold):
        right = np.sum((predicted == label) & (gold == label))
        scores.append(2 * right / max(1, np.sum(predicted == label) + np.sum(gold == label)))
    return np.mean(scores)


def measured(logits, alone, gold):
    """n, labels, accuracy, macro F1 or balanced accuracy, accuracy of the commonest label and of the hypothesis alone."""
    predicted, without = logits.argmax(1), alone.argmax(1)
    two_way = (gold == NOT_ENTAILMENT).any()
    if two_way:
        gold, predicted, without = gold != 0, predicted != 0, without != 0
        second = np.mean([np.mean(predicted[gold == label] == label) for label in (False, True)])
    else:
        second = macro_f1(predicted, gold)
    commonest = collections.Counter(gold.tolist()).most_common(1)[0][1] / len(gold)
    return len(gold), 2 if two_way else 3, np.mean(predicted == gold), second, commonest, np.mean(without == gold)


def confusion(predicted, gold):
    """Counts [label in the data, label of the model], for the sets with three labels."""
    table = np.zeros((len(LABELS), len(LABELS)), int)
    np.add.at(table, (gold, predicted), 1)
    return table


def temperature(logits, gold):
    """What the logits are to be divided by for the smallest log loss on pairs with three labels (Guo et al. 2017)."""
    def loss(t):
        return -log_softmax(logits / t, axis=1)[np.arange(len(gold)), gold].mean()
    return minimize_scalar(loss, bounds=(0.25, 8), method="bounded").x


def nli_figures(options):
    model = Classifier(options.checkpoint, options.max_tokens)
    report = ["| set | n | labels | accuracy | macro F1 (2 labels: balanced accuracy) | commonest label | hypothesis alone |",
              "| --- | --- | --- | --- | --- | --- | --- |"]
    counts, pairs, logits, fitted = np.zeros((len(LABELS), len(LABELS)), int), [], [], []
    for name in SETS:
        rows = load(options.data, name)
        rows = rows[::max(1, -(-len(rows) // options.limit))] if options.limit else rows
        gold = np.array([label for _, _, label in rows])
        found = model.logits([(premise, hypothesis) for premise, hypothesis, _ in rows])
        alone = model.logits([("", hypothesis) for _, hypothesis, _ in rows])
        n, labels, accuracy, second, commonest, without = measured(found, alone, gold)
        report.append(f"| {name} | {n} | {labels} | {accuracy:.3f} | {second:.3f} | {commonest:.3f} | {without:.3f} |")
        print(report[-1], flush=True)
        if labels == 3:
            counts += confusion(found.argmax(1), gold)
            if name in TEMPERATURE:
                fitted.append((found, gold))
        pairs += [(premise, hypothesis) for premise, hypothesis, _ in rows]
        logits.append(found)
    report += ["", "Three-label sets together, rows the data's label, columns the model's:", "",
               "| | " + " | ".join(LABELS) + " |", "| --- | --- | --- | --- |"]
    report += [f"| {label} | " + " | ".join(map(str, row)) + " |" for label, row in zip(LABELS, counts)]
    fitted_to = temperature(*(np.concatenate(each) for each in zip(*fitted)))
    report += ["", f"Temperature, fitted on {', '.join(TEMPERATURE)}: {fitted_to:.3f}"]
    if options.gguf:
        expected = np.concatenate(logits).argmax(1)
        chosen = np.linspace(0, len(pairs) - 1, min(len(pairs), options.agreement)).astype(int)
        model.use_int8(options.gguf)
        equal = model.logits([pairs[i] for i in chosen]).argmax(1) == expected[chosen]
        report += ["", f"{INT8}: the checkpoint's label on {equal.mean():.4f} of {len(chosen)} of these pairs."]
    return report


def sts_figures(options):
    model = Classifier(options.base, 256)
    report = ["", "| STS set | n | Spearman |", "| --- | --- | --- |"]
    dropped = json.load(open(os.path.join(options.data, "DROP.json")))
    for name in ("stsb_en.dev", "stsb_pt.dev", "assin_ptpt.dev", "assin_ptbr.dev"):
        with gzip.open(os.path.join(options.data, "sts", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
            skip = set(dropped.get(f"sts/{name}.jsonl.gz", ()))
            rows = [json.loads(line) for number, line in enumerate(lines) if number not in skip]
        a, b = (torch.nn.functional.normalize(model.means([row[side] for row in rows]), dim=1) for side in "ab")
        report.append(f"| {name} | {len(rows)} | {spearmanr((a * b).sum(1), [row['score'] for row in rows]).statistic:.4f} |")
        print(report[-1], flush=True)
    return report


def main():
    logging.set_verbosity_error()
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--base", required=True, help="the folder that e5_package.py wrote")
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--gguf", help="nli.gguf, to compare its int8 arithmetic with the checkpoint")
    parser.add_argument("--agreement", type=int, default=5000, help="the pairs to compare on")
    parser.add_argument("--limit", type=int, default=0, help="at most about this many pairs of each set, evenly spaced")
    parser.add_argument("--max-tokens", type=int, default=256)
    parser.add_argument("--out")
    options = parser.parse_args()
    text = "\n".join(nli_figures(options) + sts_figures(options)) + "\n"
    print(text)
    if options.out:
        open(options.out, "w", encoding="utf-8").write(text)


main()
