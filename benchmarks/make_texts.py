"""Writes the texts that the benchmarks read: varied sentences and premise/hypothesis pairs, the same for the same seed.

    python make_texts.py --out texts [--count 2000] [--seed 1]

texts/sentences.jsonl has {"text"} of 4 to about 120 tokens, 28 on average; texts/pairs.jsonl has {"premise","hypothesis"} of
about 54 tokens together. All of it is composed from the templates below; nothing is taken from a data set.
"""

import argparse
import json
import os
import random

NAMES = ("Amara Okafor", "Bento Silva", "Chen Wei", "Dagny Lund", "Elif Kaya", "Farid Haddad", "Greta Vogel", "Hana Sato",
         "Ines Duarte", "Jonas Brandt", "Kavya Rao", "Lúcia Prado", "Mateus Nóbrega", "Nils Åkesson", "Oona Virtanen")
PLACES = ("Porto", "Lagos", "Osaka", "Reykjavík", "the harbour", "São Paulo", "the northern district", "Gdańsk", "Valparaíso",
          "the old town", "Kyoto", "the river delta", "Ljubljana", "the mountain station", "Cape Verde")
THINGS = ("suspension bridge", "tram line", "water treatment plant", "public library", "wind farm", "lighthouse",
          "satellite dish", "vaccine trial", "quarterly report", "software update", "irrigation canal", "night train",
          "seed bank", "telescope", "insurance claim", "solar array", "fishing fleet", "cable car", "mRNA assay", "archive")
ADJECTIVES = ("new", "small", "ageing", "controversial", "expensive", "temporary", "well-known", "privately owned", "remote",
              "energy-efficient", "half-finished", "award-winning", "hastily built", "long-delayed")
EVENTS = ("opened to the public", "was closed for repairs", "lost its funding", "doubled its capacity", "failed the inspection",
          "was sold to a competitor", "won a regional prize", "reported a loss", "was moved to another site",
          "passed every safety test", "attracted more visitors than expected", "ran out of spare parts")
REASONS = ("because the contract had expired", "after months of negotiation", "despite heavy rain", "as the council had promised",
           "although nobody had asked for it", "so that the costs could be shared", "when the second survey came in",
           "while the main road was being resurfaced", "since the old one could no longer be insured")
ASIDES = ("according to the engineers", "as far as anyone can tell", "the minutes say", "in a statement on Monday",
          "for the second time in a decade", "at a cost of about {n} million euros", "with {n} people watching",
          "roughly {n} km from the coast", "before the end of {year}", "under rule {n}.{m}(b)", "by a margin of {m} to {n}")
QUESTIONS = ("When was the {thing} in {place} built?", "Who is {name}?", "Why did the {thing} cost so much?",
             "How many people use the {thing} each day, and where do they live?", "Is the {adjective} {thing} safe?")
SHORT = ("No comment.", "It rained.", "{place}, {year}.", "Yes: {n} %.", "See page {n}.", "Thanks, {name}!", "Not yet known.")
LINKS = ("; ", ", and ", ", but ", ": in the end ", ", which meant that ", " – and ")


def filled(template, rng):
    """The template with every blank filled at random."""
    return template.format(
        name=rng.choice(NAMES), place=rng.choice(PLACES), thing=rng.choice(THINGS), adjective=rng.choice(ADJECTIVES),
        n=rng.randint(2, 98), m=rng.randint(1, 9), year=rng.randint(1874, 2024))


def clause(rng, asides):
    """One statement with that many asides."""
    event, reason = rng.choice(EVENTS), rng.choice(REASONS)
    subject = rng.choice(("the {adjective} {thing} in {place}", "{name}'s {thing}", "a {thing} near {place}",
                          "the {thing} that {name} designed in {year}"))
    parts = [f"{subject} {event}"] + rng.sample(ASIDES, asides)
    return filled(", ".join(parts) + (f" {reason}" if rng.random() < 0.5 else ""), rng)


def capitalised(text):
    return text[0].upper() + text[1:]


def sentence(rng):
    """A sentence; short, plain and long ones are mixed as in answers and passages."""
    kind = rng.random()
    if kind < 0.08:
        return filled(rng.choice(SHORT), rng)
    if kind < 0.20:
        return filled(rng.choice(QUESTIONS), rng)
    clauses = rng.choices((1, 2, 3, 4), (60, 29, 8, 3))[0]
    text = clause(rng, rng.choice((0, 1)))
    for _ in range(clauses - 1):
        text += rng.choice(LINKS) + clause(rng, rng.choice((0, 0, 1, 2)))
    return capitalised(text) + "."


def pair(rng):
    """Two sentences about a thing and a statement that follows from them, contradicts them, or is another."""
    about = clause(rng, rng.choice((0, 0, 1)))
    premise = capitalised(about) + ". " + capitalised(clause(rng, rng.choice((0, 0, 1)))) + "."
    kind = rng.randrange(3)
    if kind == 0:
        hypothesis = about.split(",")[0]
    elif kind == 1:
        hypothesis = "it is not true that " + about.split(",")[0]
    else:
        hypothesis = clause(rng, 0)
    return {"premise": premise, "hypothesis": capitalised(hypothesis) + "."}


def write(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", required=True, help="folder to write to")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    os.makedirs(options.out, exist_ok=True)
    write(os.path.join(options.out, "sentences.jsonl"), ({"text": sentence(rng)} for _ in range(options.count)))
    write(os.path.join(options.out, "pairs.jsonl"), (pair(rng) for _ in range(options.count)))


if __name__ == "__main__":
    main()
