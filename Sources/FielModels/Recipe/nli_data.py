"""Reads the labelled pairs that the NLI judge is trained and validated on, and adds pairs that are labelled by construction.

The data folder has gzip JSONL files (`nli/*.jsonl.gz`: premise, hypothesis, and label or label2; `sts/*.jsonl.gz`; `qa/*.jsonl.gz`)
and `DROP.json`, the line numbers that overlap evaluation data and must not be used. SICK and MCTest are left out, because their
licences are non-commercial; ASSIN 2, whose sentences were made from SICK's, is read as its authors give it, under MIT.
"""

import gzip
import json
import os
import random
import re

from constructed_pairs import constructed
from lexicon import Lexicon, vocabulary

LABELS = ("entailment", "neutral", "contradiction")
NOT_ENTAILMENT = 3  # a two-way label: neutral or contradiction, the source does not say which

# Four rounds. For each: the share of every set's pairs that is used (more than 1 repeats them), of the constructed pairs, and of the
# premises that get unrelated sentences around them.
MIXES = {
    "wide": ({
        "snli.dev": 1, "snli.test": 1, "cad_snli.train": 1, "vitaminc_real.test": 0.75, "vitaminc_synthetic.test": 0.6, "climate_fever.test": 0.5,
        "fool_me_twice.dev": 1, "rte.train": 1.5, "assin_ptbr.train": 1.5, "assin_ptpt.train": 1.5, "monli_pmonli": 1, "monli_nmonli_train": 1,
        "help_and.train": 0.3, "help_or.train": 1, "conjnli.adv_train": 0.2, "dnc_megaveridicality.dev": 0.5, "dnc_kg_relations.dev": 0.5,
        "dnc_factuality.dev": 0.15,
    }, 1, 0.15),
    "passages": ({
        "snli.dev": 0.4, "snli.test": 0.4, "cad_snli.train": 0.6, "vitaminc_real.test": 1, "vitaminc_synthetic.test": 1, "climate_fever.test": 1,
        "fool_me_twice.dev": 2, "rte.train": 2, "assin_ptbr.train": 1, "assin_ptpt.train": 1, "conjnli.adv_train": 0.1,
    }, 0.3, 0.4),
    "arrangements": ({
        "snli.dev": 1, "snli.test": 1, "cad_snli.train": 1, "vitaminc_real.test": 0.5, "vitaminc_synthetic.test": 0.35, "climate_fever.test": 0.6,
        "fool_me_twice.dev": 1.5, "rte.train": 2, "assin_ptbr.train": 1.5, "assin_ptpt.train": 1.5, "monli_pmonli": 0.5, "monli_nmonli_train": 0.5,
        "help_and.train": 0.1, "help_or.train": 0.5, "conjnli.adv_train": 0.1, "dnc_megaveridicality.dev": 0.2, "dnc_kg_relations.dev": 0.2,
    }, 0.55, 0.25),
    "captions": ({
        "assin2.train": 5, "assin_ptbr.train": 1.5, "assin_ptpt.train": 1.5, "snli.dev": 0.5, "snli.test": 0.5, "cad_snli.train": 0.8,
        "vitaminc_real.test": 0.35, "vitaminc_synthetic.test": 0.25, "climate_fever.test": 0.4, "fool_me_twice.dev": 1.5, "rte.train": 2,
        "monli_pmonli": 0.3, "monli_nmonli_train": 0.3, "help_or.train": 0.5, "conjnli.adv_train": 0.1, "dnc_megaveridicality.dev": 0.2,
    }, 0.3, 0.25),
}
STS = ("stsb_en.train", "stsb_pt.train")
ENGLISH = ("snli.dev", "snli.test", "vitaminc_real.test", "climate_fever.test", "rte.train", "fool_me_twice.dev")
PORTUGUESE = ("assin_ptbr.train", "assin_ptpt.train", "assin2.train")


def clean(text):
    """Undoes the bracket and quotation escapes and the spaces of Penn-Treebank tokenised sources."""
    for escaped, plain in (("-LRB-", "("), ("-RRB-", ")"), ("-LSB-", "["), ("-RSB-", "]"), ("``", '"'), ("''", '"')):
        text = text.replace(escaped, plain)
    return re.sub(r"\s+", " ", text).strip()


def untokenized(text):
    """The spaces before punctuation and clitics that tokenised sources have, taken out."""
    text = re.sub(r" ([.,;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$]) ", r"\1", text)
    return re.sub(r" ('s|n't|'re|'ve|'ll|'m|'d)\b", r"\1", text)


def rows(folder, name):
    """The usable rows of one file, in its order."""
    dropped = set(json.load(open(os.path.join(folder, "DROP.json"))).get(f"{name}.jsonl.gz", ()))
    with gzip.open(os.path.join(folder, f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number not in dropped]


def load(folder, name):
    """The usable pairs of one file as (premise, hypothesis, label), label in 0...3, in file order."""
    def label(row):
        if "label" in row:
            return LABELS.index(row["label"])
        return 0 if row["label2"] == "entailment" else NOT_ENTAILMENT
    return [(clean(row["premise"]), clean(row["hypothesis"]), label(row)) for row in rows(folder, f"nli/{name}")]


def from_similarity(folder, name):
    """Weak labels of rated pairs: the same meaning entails both ways, another topic does not entail."""
    for row in rows(folder, f"sts/{name}"):
        a, b = clean(row["a"]), clean(row["b"])
        if row["score"] >= 0.95:
            yield a, b, 0
            yield b, a, 0
        elif row["score"] <= 0.3:
            yield a, b, NOT_ENTAILMENT


def share(pairs, part, rng):
    whole, rest = int(part), part - int(part)
    return pairs * whole + rng.sample(pairs, int(rest * len(pairs)))


def sentences(text):
    return [s for s in re.split(r"(?<=[.!?]) (?=[A-ZÀ-Ý])", text) if len(s) > 30]


def training_pairs(folder, wordnet, seed, mix):
    """All training pairs of a mix, with the constructed ones, in a seeded random order."""
    rng = random.Random(seed)
    parts, of_constructed, of_surrounded = MIXES[mix]
    sets = {name: load(folder, name) for name in {*parts, *ENGLISH}}
    pairs = [pair for name, part in parts.items() for pair in share(sets[name], part, rng)]
    pairs += [pair for name in STS for pair in from_similarity(folder, name)]

    def premises(names):
        return sorted({untokenized(premise) for name in names for premise, _, _ in sets[name] if 20 < len(premise) < 260})
    english, portuguese = premises(ENGLISH), premises(name for name in PORTUGUESE if name in parts)
    portuguese += sorted({clean(s) for row in rows(folder, "qa/faquad_pt.train") for c in row["contexts"] for s in sentences(c["text"])})

    def surrounding(others):
        def surrounded(text):
            """The text with one to three unrelated sentences around it, as a window over a passage has."""
            around = rng.sample(others, rng.choice((1, 2, 3)))
            around.insert(rng.randrange(len(around) + 1), text)
            return " ".join(around)
        return surrounded

    in_english, in_portuguese = surrounding(english), surrounding(portuguese)
    own = set(portuguese)
    result = []
    for premise, hypothesis, label in pairs:
        surrounded, others = (in_portuguese, portuguese) if premise in own else (in_english, english)
        if rng.random() < 0.5:
            premise, hypothesis = untokenized(premise), untokenized(hypothesis)
        chance = rng.random()
        if chance < 0.05:  # an unrelated premise is neutral
            result.append((rng.choice(others), hypothesis, 1))
        if rng.random() < of_surrounded and len(premise) < 240:
            premise = surrounded(premise)
        result.append((premise, hypothesis, label))
    lexicon = Lexicon(wordnet, vocabulary(english))
    made = [*constructed(rng.sample(english, min(len(english), 32000)), "en", lexicon, in_english, rng),
            *constructed(portuguese * 2, "pt", None, in_portuguese, rng)]
    result += share(made, of_constructed, rng)
    rng.shuffle(result)
    return result
