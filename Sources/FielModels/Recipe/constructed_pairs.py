"""Pairs whose label follows from how they are made: one sentence of a training set, and a changed copy of it.

A change that keeps the truth (a hypernym, a shorter sentence, another way to write a number) stands beside changes that break
it (another number, unit, month, name, opposite, a negation), so that "nearly the same words" says nothing about the label.
"""

import random
import re

from arrangements import CONTRADICTED, ENTAILED, NEUTRAL, NOT_ENTAILED, Arrangements
from lexicon import plural, singular
from word_sets import EXCLUSIVE, OPPOSITE_PHRASES, OPPOSITES, SAME

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*(?<![.,])(?!\w)")
PORTUGUESE_VERBS = set("""é são foi foram era eram será serão está estão estava estavam estará tem têm tinha tinham terá teve tiveram há havia
    houve vai vão pode podem podia deve devem devia quer querem disse afirmou anunciou confirmou venceu ganhou perdeu marcou recebeu
    chegou ficou fez deixou morreu nasceu começou terminou aumentou caiu subiu passou continua continuam permite exige considera
    apresenta possui precisa realizou publicou decidiu aprovou rejeitou conseguiu jogou participou trabalha vive""".split())
ENGLISH_VERBS = "is are was were has have had can could will would should may might must does did do".split()
MONTHS = "January February March April May June July August September October November December".split()
DIGITS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
DIGITS_PT = {"dois": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8, "nove": 9, "dez": 10, "doze": 12}


def replaced(text, span, word):
    """The text with another word in one place, written with a capital where the old one was; "a" or "an" follows suit."""
    old = text[span[0]:span[1]]
    if old[0].isupper() and not word[0].isupper():
        word = word[0].upper() + word[1:]
    before = text[:span[0]]
    article = re.search(r"\b([Aa])n?( )$", before)
    if article:
        before = before[:article.start()] + article[1] + ("n" if word[0].lower() in "aeiou" else "") + " "
    return before + word + text[span[1]:]


class Changes:
    """The changes for one language; each returns a changed text or None."""

    def __init__(self, language, lexicon, names, rng):
        self.language, self.lexicon, self.names, self.rng = language, lexicon, names, rng
        self.exclusive, self.opposite, self.equal = {}, {}, {}
        for words in SAME[language]:
            for word in words:
                self.equal.setdefault(word, set()).update(set(words) - {word})
        for words in EXCLUSIVE[language]:
            for word in words:
                self.exclusive.setdefault(word, set()).update(set(words) - {word})
        for one, other in OPPOSITES[language]:
            self.opposite.setdefault(one, set()).add(other)
            self.opposite.setdefault(other, set()).add(one)

    def words(self, text):
        found = list(WORD.finditer(text))
        self.rng.shuffle(found)
        return found

    def choice(self, words):
        return self.rng.choice(sorted(words))

    def with_other_word(self, text):
        """A word exchanged for one that excludes it."""
        for found in self.words(text):
            word = found.group()
            options = self.exclusive.get(word) or self.exclusive.get(word.lower()) or self.opposite.get(word.lower())
            if not options and self.lexicon:
                base, ending = singular(word)
                options = self.lexicon.excluded(word) or self.lexicon.opposites(word.lower())
                if not options and base:
                    options = {plural(w) for w in self.lexicon.excluded(base)}
            if options:
                return replaced(text, found.span(), self.choice(options))
        return None

    def with_opposite(self, text):
        for found in self.words(text):
            if found.group().lower() in self.opposite:
                return replaced(text, found.span(), self.choice(self.opposite[found.group().lower()]))
        return None

    def with_opposite_phrase(self, text):
        """An expression of place, time or amount exchanged for its opposite."""
        pairs = [pair for pair in OPPOSITE_PHRASES[self.language] for pair in (pair, pair[::-1])]
        self.rng.shuffle(pairs)
        for one, other in pairs:
            changed = re.sub(rf"\b{one}\b", other, text, count=1)
            if changed != text:
                return changed
        return None

    def with_same_word(self, text):
        """One or two words exchanged for others of the same meaning."""
        changed = None
        for found in self.words(text):
            options = self.equal.get(found.group().lower())
            if not options and self.lexicon and found.group().islower():
                options = self.lexicon.same(found.group(), "a") | self.lexicon.same(found.group(), "v")
            if options:
                result = re.sub(rf"\b{found.group()}\b", replaced(found.group(), (0, len(found.group())), self.choice(options)), changed or text, count=1)
                if changed or self.rng.random() < 0.5:
                    return result
                changed = result
        return changed

    def with_wider_word(self, text):
        """A noun exchanged for its kind: true of whatever the noun is true of, in a sentence without negation."""
        if not self.lexicon or re.search(r"\b(no|not|never|n't|without|nobody|none|every|all|few|only|most)\b", text.lower()):
            return None
        for found in self.words(text):
            options = self.lexicon.implied(found.group()) | self.lexicon.same(found.group().lower())
            if options:
                return replaced(text, found.span(), self.choice(options))
            base, _ = singular(found.group())
            options = (self.lexicon.implied(base) | self.lexicon.same(base)) if base else set()
            if options:
                return replaced(text, found.span(), plural(self.choice(options)))
        return None

    def with_other_number(self, text):
        found = list(NUMBER.finditer(text))
        if not found:
            return None
        number = self.rng.choice(found)
        digits = list(number.group())
        places = [i for i, c in enumerate(digits) if c.isdigit()]
        if self.rng.random() < 0.3 and len(places) <= 4 and len(places) == len(digits):
            value = int(number.group())
            year = 1500 <= value <= 2100
            step = self.rng.choice((1, 2, 3, 10, 25)) if year else max(1, value // self.rng.choice((2, 3, 5)))
            changed = str(max(0, value + self.rng.choice((-1, 1)) * step))
        else:
            place = self.rng.choice(places)
            digits[place] = self.rng.choice([d for d in "123456789" if d != digits[place]])
            changed = "".join(digits)
        return text[:number.start()] + changed + text[number.end():] if changed != number.group() else None

    def with_other_name(self, text):
        """A name, of a person, a place or a work, exchanged for another; at the start of a sentence only one of several words."""
        found = [m for m in re.finditer(r"\b[A-ZÀ-Ý][\w'’-]+(?: (?:of |de |da |do |dos )?[A-ZÀ-Ý][\w'’-]+)*", text)
                 if (m.start() > 0 or " " in m.group()) and m.group() not in MONTHS]
        if not found:
            return None
        name = self.rng.choice(found)
        if not self.names[min(name.group().count(" "), 2)]:
            return None
        other = self.rng.choice(self.names[min(name.group().count(" "), 2)])
        return None if other in text else text[:name.start()] + other + text[name.end():]

    def negated(self, text):
        """The first finite verb that is sure to be one negated, or its negation taken away."""
        if self.language == "pt":
            without = re.sub(r"\b([Nn])ão (?=\w)", lambda m: "", text, count=1)
            if without != text:
                return without[0].upper() + without[1:]
            for found in WORD.finditer(text):
                if found.group().lower() in PORTUGUESE_VERBS:
                    verb = found.group()
                    no = "não " if verb[0].islower() else "Não "
                    return text[:found.start()] + no + verb[0].lower() + verb[1:] + text[found.end():]
            return None
        without = re.sub(r"\b(is|are|was|were|has|have|had|can|could|will|would|should) (?:not|never) ", r"\1 ", text, count=1)
        if without != text:
            return without
        found = re.search(r"\b(" + "|".join(ENGLISH_VERBS) + r")\b(?! (?:not|never)\b|n['’]t)", text)
        if not found:
            return None
        spoken = {"is": "isn't", "are": "aren't", "was": "wasn't", "were": "weren't", "has": "hasn't", "had": "hadn't"}
        verb = found.group()
        verb = spoken[verb] if verb in spoken and self.rng.random() < 0.3 else f"{verb} {self.rng.choice(('not', 'not', 'not', 'never'))}"
        return text[:found.start()] + verb + text[found.end():]

    def rewritten(self, text):
        """The same statement written otherwise: numerals, thousands, dates, spaces, citation marks, quotation marks."""
        digits = DIGITS_PT if self.language == "pt" else DIGITS
        ways = [
            lambda t: re.sub(r"\b(" + "|".join(digits) + r")\b", lambda m: str(digits[m[0]]), t, count=1),
            lambda t: re.sub(r"\b(\d{1,3})[,.](\d{3})\b", r"\1\2", t, count=1),
            lambda t: re.sub(r"\b(\d)(\d{3})\b(?! ?(?:AD|BC))(?=.*\b(?:people|dollars|men|pessoas|euros|habitants)\b)", r"\1,\2", t, count=1),
            lambda t: re.sub(r"\b(" + "|".join(MONTHS) + r") (\d{1,2}),? (\d{4})\b", r"\2 \1 \3", t),
            lambda t: re.sub(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{4})\b", r"\2 \1, \3", t),
            lambda t: re.sub(r" (?:percent|per cent|por cento)\b", "%", t),
            lambda t: re.sub(r"(\d) ?%", r"\1 por cento" if self.language == "pt" else r"\1 percent", t),
            lambda t: t.replace(" ", "  ", self.rng.randint(1, 3)) if self.rng.random() < 0.3 else t,
            lambda t: t.replace("'", "’"),
            lambda t: re.sub(r"\bdid not\b", "didn't", re.sub(r"\bis not\b", "isn't", t)),
            lambda t: t.rstrip(". ") if self.rng.random() < 0.2 else t,
        ]
        self.rng.shuffle(ways)
        for way in ways:
            changed = way(text)
            if changed != text:
                return changed
        return None

    def shortened(self, text):
        """Without an insertion between commas or brackets, or without what follows a comma; or one half of a conjunction."""
        ways = [
            lambda t: re.sub(r", [^,]{4,60},(?= )", "", t, count=1) if t.count(",") == 2 else t,
            lambda t: re.sub(r" \([^()]{2,60}\)", "", t),
            lambda t: re.sub(r"^(.{25,}?[^,\d]), (?:which|who|where|while|with|including|after|following|que|onde|com|depois|após|incluindo) .*$", r"\1.", t)
            if t.count(",") == 1 else t,
            lambda t: re.sub(r"^(?:In|On|After|During|Since|By|Em|No|Na|Durante|Desde|Após) [^,]{3,40}, (\w)", lambda m: m[1].upper(), t),
        ]
        self.rng.shuffle(ways)
        for way in ways:
            changed = way(text)
            if changed != text and len(changed) > 20:
                return changed
        return None

    def quantity(self, text):
        """(text, label): a number bounded from below or above, as "more than 300" is true of 350."""
        if self.language == "pt":
            more, less = ("mais de", "pelo menos"), ("menos de", "no máximo")
        else:
            more, less = ("more than", "over", "at least"), ("fewer than", "less than", "under", "at most")
        found = re.search(r"(?<![\w.,$€-])(\d{2,6})(?= [a-zà-ý]{4,})(?! (?:de|of) )", text)
        if not found or re.search(r"(than|over|under|least|most|about|de|around|in|em|since|desde) $", text[:found.start()]) or 1500 <= int(found[1]) <= 2100:
            return None
        value = int(found[1])
        unit = 10 ** max(0, len(found[1]) - 2)
        offset = unit * self.rng.randint(1, 9)
        words, bound, label = self.rng.choice((
            (more, value - offset, ENTAILED), (less, value + offset, ENTAILED),
            (more, value + offset, CONTRADICTED), (less, value - offset, CONTRADICTED)))
        return (text[:found.start()] + f"{self.rng.choice(words)} {bound}" + text[found.end():], label) if bound > 0 else None

    def hedged(self, text):
        """(premise, label) for the text as the hypothesis: someone says, doubts or denies it."""
        inner = text[0].lower() + text[1:] if text.split()[0] in ("The", "A", "An", "In", "On", "It", "He", "She", "O", "As", "Os", "Um", "Uma") else text
        inner = inner.rstrip(". ")
        if self.language == "pt":
            frames = ((f"É possível que {inner}, mas não há certeza.", NEUTRAL), (f"Alguns perguntam se {inner}.", NEUTRAL),
                      (f"É falso que {inner}.", CONTRADICTED), (f"Não é verdade que {inner}.", CONTRADICTED),
                      (f"Está confirmado que {inner}.", ENTAILED), (f"É verdade que {inner}.", ENTAILED))
        else:
            frames = ((f"It is possible that {inner}, but nobody knows.", NEUTRAL), (f"It is unclear whether {inner}.", NEUTRAL),
                      (f"Some people claim that {inner}.", NEUTRAL), (f"It may turn out that {inner}.", NEUTRAL),
                      (f"It is not true that {inner}.", CONTRADICTED), (f"It is a myth that {inner}.", CONTRADICTED),
                      (f"It is a fact that {inner}.", ENTAILED), (f"It was confirmed that {inner}.", ENTAILED))
        return self.rng.choice(frames)

    def question(self, text):
        """(question, right answer, kind) where a number, date or name of the text is asked for."""
        ask = {"number": ("how many", "quantos"), "year": ("what year", "que ano"), "name": ("whom or what", "quem ou o quê")}
        spots = [(m, "year" if re.fullmatch(r"1[5-9]\d\d|20\d\d", m.group()) else "number") for m in NUMBER.finditer(text)]
        spots += [(m, "name") for m in re.finditer(r"(?<=[a-zà-ý,] )[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)*", text) if m.group() not in MONTHS]
        if not spots:
            return None
        spot, kind = self.rng.choice(spots)
        blank = ask[kind][self.language == "pt"]
        return text[:spot.start()] + blank + text[spot.end():].rstrip(". ") + "?", spot.group(), kind


def names_of(texts, rng):
    """Names of one, two and more words that stand inside sentences."""
    found = [[], [], []]
    for text in texts:
        for m in re.finditer(r"(?<=[a-zà-ý,] )[A-ZÀ-Ý][a-zà-ý'’-]+(?: [A-ZÀ-Ý][a-zà-ý'’-]+)*", text):
            if m.group() not in MONTHS:
                found[min(m.group().count(" "), 2)].append(m.group())
    return [sorted(set(rng.sample(names, min(len(names), 4000)))) for names in found]


def constructed(sentences, language, lexicon, surrounded, rng):
    """(premise, hypothesis, label) for as many of the sentences as a change can be made to, about one each.

    `surrounded` puts other sentences around one, as a passage does.
    """
    changes = Changes(language, lexicon, names_of(sentences, rng), rng)
    arrangements = Arrangements(language, changes.names, [s for s in sentences if 30 <= len(s) <= 150 and s[-1] == "."], rng)
    rare = [arrangements.roles, arrangements.sides, arrangements.rounded, arrangements.unit, arrangements.spoken, arrangements.conjuncts]
    breaking = (("with_other_word", CONTRADICTED, 3), ("with_opposite", CONTRADICTED, 2), ("with_other_number", CONTRADICTED, 2),
                ("with_other_name", NOT_ENTAILED, 2), ("negated", CONTRADICTED, 3), ("with_opposite_phrase", CONTRADICTED, 2))
    keeping = (("with_wider_word", ENTAILED, 2), ("with_same_word", ENTAILED, 4), ("rewritten", ENTAILED, 2), ("shortened", ENTAILED, 2))
    kinds = [(n, l) for n, l, w in breaking + keeping for _ in range(w)]
    kinds += [(n, 0) for n in ("same", "quantity", "quantity", "hedged", "question", "question", "detail", "detail", "detail", "joined", "joined", "joined")]
    for text in sentences:
        if not 20 <= len(text) <= 260:
            continue
        arranged = [pair for pair in (change(text) for change in rare) if pair]
        if arranged:  # few sentences have a place for these
            premise, hypothesis, label = rng.choice(arranged)
            yield (surrounded(premise) if rng.random() < 0.2 else premise), hypothesis, label
        for name, label in rng.sample(kinds, 4):
            premise, hypothesis = text, None
            if name == "same":
                hypothesis, label = text, ENTAILED
            elif name == "quantity":
                hypothesis, label = changes.quantity(text) or (None, 0)
            elif name in ("detail", "joined"):
                arranged = arrangements.detail(text) if name == "detail" else arrangements.joined(text, changes.with_other_word)
                premise, hypothesis, label = arranged or (text, None, 0)
            elif name == "hedged":
                if len(text) < 140 and text[-1] != "?":
                    premise, label = changes.hedged(text)
                    hypothesis = text
            elif name == "question":
                asked = changes.question(text)
                if asked:
                    question, answer, kind = asked
                    label = rng.choice((ENTAILED, NOT_ENTAILED))
                    if label == NOT_ENTAILED:
                        others = [m.group() for m in NUMBER.finditer(text) if m.group() != answer] if kind != "name" else []
                        wrong = rng.choice(others) if others and rng.random() < 0.5 else \
                            rng.choice(changes.names[min(answer.count(" "), 2)]) if kind == "name" else changes.with_other_number(answer)
                        answer = wrong if wrong and wrong not in text else None
                    hypothesis = f"{question} {answer}." if answer else None
            else:
                hypothesis = getattr(changes, name)(text)
                # A negated or opposite statement as the premise breaks the plain one just as well.
                if hypothesis and name in ("negated", "with_opposite", "with_other_word") and rng.random() < 0.3:
                    premise, hypothesis = hypothesis, premise
            if hypothesis and (hypothesis != text or name in ("same", "hedged") or premise != text):
                yield (surrounded(premise) if rng.random() < 0.35 else premise), hypothesis, label
                break
