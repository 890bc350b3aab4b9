#!/usr/bin/env python3
"""Writes BertUnicodeData.swift: what the BERT normalizer of Hugging Face `tokenizers` does with each code point.

The peer takes its character properties from several crates, each with a Unicode version of its own. This script
therefore reads no Unicode data file: it asks the installed `tokenizers` about all 1,112,064 scalars, one at a time.

    pip install tokenizers==0.23.3
    python3 generate_tables.py > BertUnicodeData.swift
"""

import sys

import tokenizers
from tokenizers import normalizers, pre_tokenizers

SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
HANGUL = range(0xAC00, 0xAC00 + 11172)


def bert(**on):
    """A BertNormalizer with only the named steps on."""
    steps = {"clean_text": False, "handle_chinese_chars": False, "strip_accents": False, "lowercase": False}
    return normalizers.BertNormalizer(**(steps | on)).normalize_str


clean, spaced = bert(clean_text=True), bert(handle_chinese_chars=True)
stripped, lowered = bert(strip_accents=True), bert(lowercase=True)
nfd = normalizers.NFD().normalize_str
split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str


def pieces(scalar):
    """How many pieces `a?b` falls into: 1 inside a word, 2 around white space, 3 around punctuation."""
    return len(split(f"a{chr(scalar)}b"))


def hangul_parts(scalar):
    """The decomposition of a Hangul syllable by the arithmetic of The Unicode Standard, section 3.12."""
    index = scalar - HANGUL.start
    parts = [0x1100 + index // 588, 0x1161 + index % 588 // 28]
    return parts + ([0x11A7 + index % 28] if index % 28 else [])


def combining_class(scalar, representatives):
    """The canonical combining class, told from how NFD orders the scalar beside marks of known classes."""
    mark, lowest, highest = chr(scalar), chr(representatives[0][1]), chr(representatives[-1][1])
    if nfd(mark + lowest) == mark + lowest and nfd(highest + mark) == highest + mark:
        return 0  # any other class would move in one of these pairs
    for value, other in representatives:
        after, before = mark + chr(other), chr(other) + mark
        if nfd(after) == after and nfd(before) == before:
            return value
    raise SystemExit(f"U+{scalar:04X} orders like no known combining class")


# One mark of each combining class in use, ascending; these have kept their class since Unicode 3.
REPRESENTATIVES = [
    (1, 0x334), (7, 0x93C), (8, 0x3099), (9, 0x94D), (10, 0x5B0), (11, 0x5B1), (12, 0x5B2), (13, 0x5B3),
    (14, 0x5B4), (15, 0x5B5), (16, 0x5B6), (17, 0x5B7), (18, 0x5B8), (19, 0x5B9), (20, 0x5BB), (21, 0x5BC),
    (22, 0x5BD), (23, 0x5BF), (24, 0x5C1), (25, 0x5C2), (26, 0xFB1E), (27, 0x64B), (28, 0x64C), (29, 0x64D),
    (30, 0x64E), (31, 0x64F), (32, 0x650), (33, 0x651), (34, 0x652), (35, 0x670), (36, 0x711), (84, 0xC55),
    (91, 0xC56), (103, 0xE38), (107, 0xE48), (118, 0xEB8), (122, 0xEC8), (129, 0xF71), (130, 0xF72), (132, 0xF74),
    (202, 0x321), (214, 0x1DCE), (216, 0x31B), (218, 0x302A), (220, 0x316), (222, 0x59A), (224, 0x302E),
    (226, 0x1D16D), (228, 0x302B), (230, 0x300), (232, 0x315), (233, 0x35C), (234, 0x35D), (240, 0x345),
]  # fmt: skip


def runs(values):
    """Maximal runs (first, last, value) of consecutive scalars with one value; `values` is a dict in order."""
    found = []
    for scalar, value in values.items():
        if found and found[-1][1] == scalar - 1 and found[-1][2] == value:
            found[-1][1] = scalar
        else:
            found.append([scalar, scalar, value])
    return found


def span(first, last):
    return f"{first:x}" if first == last else f"{first:x}-{last:x}"


def literal(name, comment, items):
    """One `static let` whose string holds the items, wrapped at 112 columns."""
    lines, line = [], ""
    for item in items:
        if line and len(line) + 1 + len(item) > 112:
            lines.append(line)
            line = ""
        line = f"{line} {item}" if line else item
    text = "\n".join("        " + each for each in lines + [line])
    print(f'\n    /// {comment}\n    static let {name}: StaticString = """\n{text}\n        """')


def write_set(name, comment, scalars):
    literal(name, comment, [span(first, last) for first, last, _ in runs(dict.fromkeys(scalars))])


def main():
    decomposed = {c: nfd(chr(c)) for c in SCALARS if nfd(chr(c)) != chr(c)}
    for scalar in HANGUL:
        if [ord(part) for part in decomposed.pop(scalar)] != hangul_parts(scalar):
            raise SystemExit(f"U+{scalar:04X} does not decompose by the Hangul arithmetic")
    lower = {c: lowered(chr(c)) for c in SCALARS if lowered(chr(c)) != chr(c)}
    offsets = {c: ord(text) - c for c, text in lower.items() if len(text) == 1}
    special_lower = {c: text for c, text in lower.items() if len(text) != 1}
    classes = {
        c: value for c in SCALARS
        if c not in decomposed and c not in HANGUL and (value := combining_class(c, REPRESENTATIVES))
    }  # fmt: skip

    print(f"// Written by generate_tables.py from tokenizers {tokenizers.__version__}; do not edit.\n")
    print("/// What the BERT normalizer of Hugging Face `tokenizers` does with each Unicode scalar.\n///")
    print("/// Items are hexadecimal: `first-last` or `first`, then for mappings `:` and the value.")
    print("enum BertUnicodeData {", end="")
    write_set("removed", "Scalars that text cleaning removes.", [c for c in SCALARS if clean(chr(c)) == ""])
    write_set("spaces", "Scalars that text cleaning turns into U+0020.",
              [c for c in SCALARS if c != 0x20 and clean(chr(c)) == " "])  # fmt: skip
    write_set("ideographs", "Scalars that become words of their own.",
              [c for c in SCALARS if spaced(chr(c)) == f" {chr(c)} "])  # fmt: skip
    write_set("nonspacingMarks", "Scalars that accent stripping drops after decomposition.",
              [c for c in SCALARS if c not in decomposed and stripped(chr(c)) == ""])  # fmt: skip
    write_set("whitespace", "Scalars that separate words.", [c for c in SCALARS if pieces(c) == 2])
    write_set("punctuation", "Scalars that are words of their own wherever they stand.",
              [c for c in SCALARS if pieces(c) == 3])  # fmt: skip
    literal("combiningClasses", "Canonical combining classes other than 0.",
            [f"{span(first, last)}:{value:x}" for first, last, value in runs(classes)])  # fmt: skip
    literal("decompositions", "Full canonical decompositions, Hangul syllables excepted.",
            [f"{c:x}:{','.join(f'{ord(part):x}' for part in text)}" for c, text in decomposed.items()])  # fmt: skip
    literal("lowercase", "Lower-case mappings; a run maps to as many consecutive scalars.",
            [f"{span(first, last)}:{first + offset:x}" for first, last, offset in runs(offsets)]
            + [f"{c:x}:{','.join(f'{ord(part):x}' for part in text)}" for c, text in special_lower.items()])  # fmt: skip
    print("}")


if __name__ == "__main__":
    sys.exit(main())
