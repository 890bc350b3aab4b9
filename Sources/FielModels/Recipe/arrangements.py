"""Changes to how the parts of a sentence stand together: who does what, what is added, what is joined, who speaks.

They keep most words, so that a judge that counts words cannot tell those that keep the truth from those that do not.
"""

import re

from word_sets import DETAILS, TRANSITIVE, UNITS

ENTAILED, NEUTRAL, CONTRADICTED, NOT_ENTAILED = 0, 1, 2, 3  # the last: neutral or contradicted, not known which
NAME = r"[A-ZÀ-Ý][\w'’-]+(?: (?:of |de |da |do |dos )?[A-ZÀ-Ý][\w'’-]+)*"
STARTS = set("The A An In On At It He She They We I You This That These Those There As After Before When While For From By With His Her Its Their "
             "O Os As Um Uma No Na Em Ao À Ele Ela Eles Elas Este Esta Esse Essa Isso Segundo Para Por Com Após Depois Antes Quando".split())
ARTICLE = r"(?:[Aa]n?|[Tt]he|[Tt]wo|[Tt]hree|[Ss]ome|[Oo]ne)"
SAID = "is was has had will can could would should did went made became won lost got took gave found told said came knew wrote ran began left".split()


def lower_first(text):
    first = text.split(" ")[0]
    return text[0].lower() + text[1:] if first in STARTS and first != "I" else text


def upper_first(text):
    return text[0].upper() + text[1:]


class Arrangements:
    """The changes for one language. Each returns (premise, hypothesis, label), or None where a sentence has no place for it."""

    def __init__(self, language, names, others, rng):
        self.language, self.names, self.others, self.rng = language, names, others, rng
        self.past = "|".join(past for past, _ in TRANSITIVE[language])
        self.participle = dict(TRANSITIVE[language])
        self.units = {unit: [u for u in units if u != unit] for units in UNITS[language] for unit in units}

    def detail(self, text):
        """A detail at the end of the sentence: with it the statement says more, without it less."""
        if not re.fullmatch(r"[^,;:?!]{15,110}\.?", text):
            return None
        more = text.rstrip(".") + " " + self.rng.choice(DETAILS[self.language]) + "."
        return (more, text, ENTAILED) if self.rng.random() < 0.4 else (text, more, NOT_ENTAILED)

    def roles(self, text):
        """Two names around a verb of doing, in the active or the passive voice, in their places or exchanged."""
        article = "(?:the |a |an )?" if self.language == "en" else "(?:o |a |os |as )?"
        found = re.search(rf"({NAME}) ({self.past}) ({article})({NAME})", text)
        if not found or found[1] == found[4] or found[1] in STARTS:
            return None
        one, verb, determiner, other = found.groups()
        by = ("was", "by") if self.language == "en" else ("foi", "por")

        def with_core(core):
            return text[:found.start()] + core + text[found.end():]
        passive = f"{other} {by[0]} {self.participle[verb]} {by[1]} {one}"
        wrong = self.rng.choice((f"{other} {verb} {determiner}{one}", f"{one} {by[0]} {self.participle[verb]} {by[1]} {other}"))
        if self.rng.random() < 0.4:
            return (text, with_core(passive), ENTAILED) if found.end() >= len(text) - 1 else (text, passive + ".", ENTAILED)
        return text, with_core(wrong), NOT_ENTAILED

    def sides(self, text):
        """The doer and what it is done to exchanged, in a sentence with a verb in the continuous form."""
        found = re.match(rf"({ARTICLE} [\w-]+(?: [\w-]+)?) ((?:is|was) \w+ing) ((?:at |to |with |by |for |on |over )?)({ARTICLE} [\w-]+)"
                         r"(?= (?:in|on|at|with|while|by)\b|[.,]|$)", text)
        if self.language != "en" or not found or found[1].lower() == found[4].lower():
            return None
        return text, f"{upper_first(found[4])} {found[2]} {found[3]}{found[1][0].lower()}{found[1][1:]}{text[found.end():]}", NOT_ENTAILED

    def unit(self, text):
        """What a number counts exchanged: another unit of its dimension, another currency, another scale."""
        found = re.search(rf"(?<=\d )({'|'.join(self.units)})\b|(?<![A-Z])[$€£](?=\d)", text)
        if not found:
            return None
        options = self.units.get(found.group()) or [sign for sign in "$€£" if sign != found.group()]
        return text, text[:found.start()] + self.rng.choice(options) + text[found.end():], CONTRADICTED

    def conjuncts(self, text):
        """Two names joined by "and", exchanged or one of them left out: nothing changes."""
        word = "and" if self.language == "en" else "e"
        found = re.search(rf"({NAME}) {word} ({NAME})", text)
        if not found or found[1].split()[0] in STARTS or found[1].count(" ") != found[2].count(" "):
            return None
        return text, text[:found.start()] + f"{found[2]} {word} {found[1]}" + text[found.end():], ENTAILED

    def joined(self, text, change):
        """Two sentences in one claim, beside a passage that has both, or only one, or one changed by `change`."""
        other = self.rng.choice(self.others)
        if len(text) > 150 or len(other) > 150 or text[-1] in "?!" or other[-1] in "?!":
            return None
        word = self.rng.choice((", and ", "; ", ". ") if self.language == "en" else (", e ", "; ", ". "))
        second = other if word == ". " else lower_first(other)
        claim = text.rstrip(".") + word + second
        kind = self.rng.choice(("both", "one", "one", "changed"))
        if kind == "both":
            return f"{other} {text}" if self.rng.random() < 0.5 else f"{text} {other}", claim, ENTAILED
        if kind == "one":
            return f"{self.rng.choice(self.others)} {self.rng.choice((text, other))}", claim, NOT_ENTAILED
        changed = change(other)
        return (f"{text} {changed}", claim, CONTRADICTED) if changed else None

    def spoken(self, text):
        """What a sentence says of somebody, said by that person in a dialogue; or said there by somebody else."""
        found = re.match(rf"([A-Z][a-z]+ [A-Z][\w'’-]+|[A-Z][a-z]+) ({'|'.join(SAID)}|\w+ed) ", text)
        if self.language != "en" or not found or found[1].split()[0] in STARTS or not self.names[0]:
            return None
        verb = {"is": "am", "has": "have"}.get(found[2], found[2])
        rest = re.sub(r"\b(?:his|her|their)\b", "my", text[found.end():])
        if re.search(r"\b(?:he|she|they|him|hers)\b", rest):
            return None
        speaker = found[1]
        another = next((n for n in self.rng.sample(self.names[0], min(9, len(self.names[0]))) if n not in text), None)
        other = self.rng.choice(self.others)
        if not another:
            return None
        turns = [f"{speaker}: I {verb} {rest}", f"{another}: {other}"]
        right = self.rng.random() < 0.5
        if not right:
            turns = [f"{another}: I {verb} {rest}", f"{speaker}: {other}"]
        self.rng.shuffle(turns)
        return " ".join(turns), text, ENTAILED if right else NOT_ENTAILED

    def rounded(self, text):
        """A number of three digits or more, rounded: "about" is still true of it, and of another number it is not."""
        found = re.search(r"(?<![\w.,$€-])(\d{1,3}(?:,\d{3})+|\d{3,6})(?= [a-zà-ý]{4,})", text)
        about = ("about", "around", "approximately", "roughly") if self.language == "en" else ("cerca de", "aproximadamente", "perto de")
        if not found or re.search(r"(than|over|under|least|most|about|de|around|in|em|since|desde|from|to|by) $", text[:found.start()]):
            return None
        value = int(found[1].replace(",", ""))
        if 1500 <= value <= 2100 and "," not in found[1]:
            return None
        unit = 10 ** (len(str(value)) - 2)
        near = round(value / unit) * unit
        right = self.rng.random() < 0.5
        given = near if right else near + unit * self.rng.choice((10, 20, 30, -4, 8))
        if given <= 0 or (right and near == value):
            return None
        written = f"{given:,}" if "," in found[1] else str(given)
        return text, text[:found.start()] + f"{self.rng.choice(about)} {written}" + text[found.end():], ENTAILED if right else CONTRADICTED
