"""Reads the labelled pairs that the NLI judge is trained and validated on, and adds pairs that are labelled by construction.

The data folder has gzip JSONL files (`nli/*.jsonl.gz`: premise, hypothesis, and label or label2) and `DROP.json`, the line
numbers that overlap evaluation data and must not be used. SICK and its Portuguese derivative ASSIN 2 are left out, because
their licence is non-commercial.
"""

import gzip
import json
import os
import random
import re

LABELS = ("entailment", "neutral", "contradiction")
NOT_ENTAILMENT = 3  # a two-way label: neutral or contradiction, the source does not say which

TRAIN = (
    "snli.dev", "snli.test", "vitaminc_real.test", "vitaminc_synthetic.test", "cad_snli.train", "climate_fever.test",
    "fool_me_twice.dev", "rte.train", "assin_ptbr.train", "assin_ptpt.train",
)


def clean(text):
    """Undoes the bracket and quotation escapes of Penn-Treebank tokenised sources."""
    for escaped, plain in (("-LRB-", "("), ("-RRB-", ")"), ("-LSB-", "["), ("-RSB-", "]"), ("``", '"'), ("''", '"')):
        text = text.replace(escaped, plain)
    return re.sub(r"\s+", " ", text).strip()


def load(folder, name):
    """The usable pairs of one file as (premise, hypothesis, label), label in 0...3, in file order."""
    dropped = set(json.load(open(os.path.join(folder, "DROP.json"))).get(f"nli/{name}.jsonl.gz", ()))
    pairs = []
    with gzip.open(os.path.join(folder, "nli", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number in dropped:
                continue
            row = json.loads(line)
            if "label" in row:
                label = LABELS.index(row["label"])
            else:
                label = 0 if row["label2"] == "entailment" else NOT_ENTAILMENT
            pairs.append((clean(row["premise"]), clean(row["hypothesis"]), label))
    return pairs


def with_number_changed(text, rng):
    """The text with one of its numbers replaced by another of the same length, or None where it has no number."""
    numbers = list(re.finditer(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])", text))
    if not numbers:
        return None
    found = rng.choice(numbers)
    digits = list(found.group())
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    place = rng.choice(places[len(places) // 2:] if len(places) > 2 else places)
    digits[place] = rng.choice([d for d in "123456789" if d != digits[place]])
    return text[:found.start()] + "".join(digits) + text[found.end():]


def training_pairs(folder, seed):
    """All training pairs, with the constructed ones, in a seeded random order."""
    rng = random.Random(seed)
    pairs = [pair for name in TRAIN for pair in load(folder, name)]
    premises = sorted({premise for premise, _, _ in pairs if 20 < len(premise) < 240})

    def among_others(text):
        """The text with one or two unrelated sentences around it, as a window over a passage has."""
        others = rng.sample(premises, rng.choice((1, 1, 2)))
        others.insert(rng.randrange(len(others) + 1), text)
        return " ".join(others)

    result = []
    for premise, hypothesis, label in pairs:
        if rng.random() < 0.15 and len(premise) < 240:
            premise = among_others(premise)
        result.append((premise, hypothesis, label))
        chance = rng.random()
        if chance < 0.06:  # an unrelated premise is neutral
            result.append((rng.choice(premises), hypothesis, 1))
        elif chance < 0.10:  # what the premise says word for word it entails
            result.append((among_others(hypothesis), hypothesis, 0))
        elif chance < 0.22:  # the same statement with another number contradicts
            changed = with_number_changed(hypothesis, rng)
            if changed:
                result.append((among_others(hypothesis) if rng.random() < 0.5 else hypothesis, changed, 2))
    rng.shuffle(result)
    return result
