"""Words that exclude, imply or equal another, read from WordNet's database files (Debian's package `wordnet-base`).

Only words that a given corpus uses are offered, and only words of mostly one sense: a replacement by the wrong sense would
make a wrong label.
"""

import collections
import os
import re

KINDS = {"noun": "n", "verb": "v", "adj": "a"}
# Lexicographer files whose members exclude their sisters: an animal is not another animal, eating is not drinking.
EXCLUSIVE = {"05": "animal", "06": "artifact", "13": "food", "15": "location", "18": "person", "20": "plant", "27": "substance"}
# Colours and planets stand elsewhere.
COLOURS = "red orange yellow green blue purple pink brown black white gray silver golden".split()
TOO_GENERAL = set("""entity object thing whole artifact instrumentality person organism unit part piece group device structure
    substance matter location area region content food nutrient equipment instrument container covering material adult
    male female worker creator leader""".split())


class Lexicon:
    """`excluded(word)`, `implied(word)` and `opposites(word)`: sets of words, empty where nothing is sure."""

    def __init__(self, folder, vocabulary):
        self.vocabulary = vocabulary
        self.synsets, self.senses, counts = {}, {}, collections.Counter()
        for line in open(os.path.join(folder, "cntlist.rev"), encoding="utf-8"):
            key, number, count = line.split()[:3]
            word, rest = key.split("%")
            counts[word, "nvarr"[int(rest[0]) - 1], int(number)] = int(count)
        for name, kind in KINDS.items():
            self.read_synsets(os.path.join(folder, f"data.{name}"), kind)
            self.read_index(os.path.join(folder, f"index.{name}"), kind, counts)

    def read_synsets(self, path, kind):
        for line in open(path, encoding="utf-8"):
            if line.startswith(" "):
                continue
            fields = line.split(" | ")[0].split()
            size = int(fields[3], 16)
            words = [fields[4 + 2 * i] for i in range(size)]
            at = 5 + 2 * size
            pointers = [fields[at + 4 * i:at + 4 * i + 4] for i in range(int(fields[4 + 2 * size]))]
            self.synsets[kind + fields[0]] = (fields[1], [w.split("(")[0] for w in words], pointers)

    def read_index(self, path, kind, counts):
        """The one sense of a word that is meant nearly always, where there is one."""
        for line in open(path, encoding="utf-8"):
            if line.startswith(" "):
                continue
            fields = line.split()
            offsets = fields[-int(fields[2]):]
            uses = [counts[fields[0], kind, i + 1] for i in range(len(offsets))]
            if len(offsets) == 1 or (uses[0] >= 1 and uses[0] >= 0.6 * sum(uses)):
                self.senses[fields[0], kind] = kind + offsets[0]

    def linked(self, synset, symbol):
        return [p[2] + p[1] for p in self.synsets[synset][2] if p[0] == symbol and p[2] + p[1] in self.synsets]

    def known(self, synsets, but):
        words = {w for s in synsets for w in self.synsets[s][1]}
        return {w for w in words if w != but and w in self.vocabulary and len(w) > 3 and w[0].isupper() == (but or "a")[0].isupper()}

    def sense(self, word, kind):
        return self.senses.get((word.lower(), kind))

    def excluded(self, word):
        """Sisters: words under the same immediate hypernym, of a kind whose members exclude one another."""
        if word in COLOURS:
            return set(COLOURS) - {word}
        synset = self.sense(word, "n")
        if not synset or self.synsets[synset][0] not in EXCLUSIVE:
            return set()
        up, down = ("@i", "~i") if word[0].isupper() else ("@", "~")
        sisters = {s for parent in self.linked(synset, up)[:1] for s in self.linked(parent, down)} - {synset}
        sure = {w for w in self.known(sisters, word) if self.sense(w, "n") in sisters}
        return sure - set(self.synsets[synset][1])

    def implied(self, word):
        """Words for the immediate kind of what a noun names."""
        synset = self.sense(word, "n")
        if not synset or self.synsets[synset][0] not in EXCLUSIVE or word[0].isupper():
            return set()
        parents = self.linked(synset, "@")[:1]
        return {w for w in self.known(parents, word) if self.sense(w, "n") in parents} - TOO_GENERAL

    def same(self, word, kind="n"):
        synset = self.sense(word, kind)
        return {w for w in self.known([synset], word) if self.sense(w, kind) == synset} if synset and len(word) > 3 else set()

    def opposites(self, word, kind="a"):
        """Antonyms by WordNet's lexical pointer; for an adjective also those of the head that it is a satellite of."""
        synset = self.sense(word, kind)
        return self.known(self.linked(synset, "!"), word) if synset and len(word) > 3 else set()


def vocabulary(texts, least=3):
    """The words that stand at least so often in the texts, as written."""
    return {w for w, n in collections.Counter(w for t in texts for w in re.findall(r"[A-Za-z]+", t)).items() if n >= least}


def singular(word):
    """The singular of a regular plural, and the ending that makes it plural again; ("", "") for other words."""
    for ending, base in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x")):
        if word.endswith(ending):
            return word[:-len(ending)] + base, "s"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1], "s"
    return "", ""


def plural(word):
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s"
