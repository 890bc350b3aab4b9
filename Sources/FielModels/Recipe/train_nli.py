"""Fine-tunes the three-way NLI cross-encoder from all-MiniLM-L6-v2.

    python train_nli.py --data DATA --out checkpoint [--epochs 2] [--device cpu|cuda]

A linear head over the mean of the pair's token vectors; the embedding block stays frozen, so that the judge and the
sentence encoder share it. The checkpoint folder holds model.safetensors (Hugging Face BERT names, and
`classifier.weight [3, hidden]`, `classifier.bias [3]`), config.json, vocab.txt and training.json.
"""

import argparse
import json
import os
import random
import shutil
import time

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import BertModel

from encoder_package import encoder_folder
from nli_data import LABELS, load, training_pairs

VALIDATION = ("cad_snli.dev", "mnli_matched1k.textfooler", "fever_symmetric.dev", "rte.dev", "assin_ptpt.dev")


class PairClassifier(torch.nn.Module):
    """BERT with a linear layer over the mean of all tokens, special tokens included."""

    def __init__(self, folder):
        super().__init__()
        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa")
        self.classifier = torch.nn.Linear(self.bert.config.hidden_size, len(LABELS))
        self.bert.embeddings.requires_grad_(False)

    def forward(self, ids, types, mask):
        hidden = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state.float()
        weights = mask.unsqueeze(-1).float()
        return self.classifier((hidden * weights).sum(1) / weights.sum(1))


def loss_of(logits, labels):
    """Cross-entropy; for a two-way "not entailment" the probability mass of neutral and contradiction together."""
    log_p = F.log_softmax(logits, -1)
    rest = torch.logsumexp(log_p[:, 1:], -1, keepdim=True)
    return -torch.cat((log_p, rest), -1).gather(1, labels.unsqueeze(1)).mean()


def batches(encoded, size, rng=None):
    """Batches of similar length; with a generator, in random order."""
    order = list(range(len(encoded)))
    if rng:
        rng.shuffle(order)
    chunk = size * 64
    result = []
    for start in range(0, len(order), chunk):
        part = sorted(order[start:start + chunk], key=lambda i: len(encoded[i][0]))
        result += [part[i:i + size] for i in range(0, len(part), size)]
    if rng:
        rng.shuffle(result)
    return result


def tensors(encoded, indices, device):
    longest = max(len(encoded[i][0]) for i in indices)
    ids = torch.zeros(len(indices), longest, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, i in enumerate(indices):
        n = len(encoded[i][0])
        ids[row, :n] = torch.tensor(encoded[i][0])
        types[row, :n] = torch.tensor(encoded[i][1])
        mask[row, :n] = 1
    labels = torch.tensor([encoded[i][2] for i in indices])
    return ids.to(device), types.to(device), mask.to(device), labels.to(device)


@torch.no_grad()
def accuracy(model, encoded, device):
    """Share of right labels; a two-way label counts as right for either of its two."""
    model.eval()
    right = 0
    for indices in batches(encoded, 64):
        ids, types, mask, labels = tensors(encoded, indices, device)
        predicted = model(ids, types, mask).argmax(-1)
        right += ((predicted == labels) | ((labels == 3) & (predicted != 0))).sum().item()
    model.train()
    return right / len(encoded)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--max-tokens", type=int, default=160)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--limit", type=int, default=0, help="stop after this many batches (to measure speed)")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)

    source = encoder_folder()
    tokenizer = Tokenizer.from_file(os.path.join(source, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(options.max_tokens, strategy="longest_first")

    def encode(pairs):
        encodings = tokenizer.encode_batch([(premise, hypothesis) for premise, hypothesis, _ in pairs])
        return [(e.ids, e.type_ids, label) for e, (_, _, label) in zip(encodings, pairs)]

    train = encode(training_pairs(options.data, options.seed))
    validation = {name: encode(load(options.data, name)) for name in VALIDATION}
    model = PairClassifier(source).to(options.device).train()
    head = list(model.classifier.parameters())
    body = [p for p in model.bert.encoder.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": options.rate}, {"params": head, "lr": 3 * options.rate}], weight_decay=0.01, fused=True)

    plan = []
    while len(plan) < options.epochs * len(train) / options.batch:
        plan += batches(train, options.batch, rng)
    plan = plan[:int(options.epochs * len(train) / options.batch)]
    warmup = len(plan) // 20
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warmup, max(0.01, (len(plan) - step) / (len(plan) - warmup))))
    print(f"{len(train)} pairs, {sum(len(e[0]) for e in train) / len(train):.1f} tokens each, {len(plan)} batches", flush=True)

    started, running, log = time.time(), 0.0, []

    def save():
        os.makedirs(options.out, exist_ok=True)
        state = {"bert." + k: v for k, v in model.bert.state_dict().items()} | \
                {"classifier." + k: v for k, v in model.classifier.state_dict().items()}
        save_file({k: v.detach().cpu().contiguous() for k, v in state.items()}, os.path.join(options.out, "model.safetensors"))
        config = json.load(open(os.path.join(source, "config.json")))
        config |= {"architectures": ["BertForSequenceClassification"], "num_labels": 3, "fiel_pooling": "mean",
                   "id2label": {str(i): label for i, label in enumerate(LABELS)},
                   "label2id": {label: i for i, label in enumerate(LABELS)}}
        json.dump(config, open(os.path.join(options.out, "config.json"), "w"), indent=1)
        for name in ("vocab.txt", "tokenizer.json"):
            shutil.copy(os.path.join(source, name), options.out)
        json.dump({"options": {k: v for k, v in vars(options).items() if k not in ("data", "out")}, "pairs": len(train),
                   "batches": len(plan), "log": log}, open(os.path.join(options.out, "training.json"), "w"), indent=1)

    for step, indices in enumerate(plan, 1):
        ids, types, mask, labels = tensors(train, indices, options.device)
        with torch.autocast(options.device, dtype=torch.bfloat16):
            logits = model(ids, types, mask)
        loss = loss_of(logits.float(), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        running = loss.item() if step == 1 else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"{step}/{len(plan)} loss {running:.3f} {step * options.batch / (time.time() - started):.1f} pairs/s", flush=True)
        if step == options.limit:
            return
        if step % 1000 == 0 or step == len(plan):
            log.append({"step": step, "loss": running, **{name: accuracy(model, rows, options.device) for name, rows in validation.items()}})
            print(json.dumps(log[-1]), flush=True)
            save()


main()
