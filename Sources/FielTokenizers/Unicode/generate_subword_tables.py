#!/usr/bin/env python3
"""Writes SubwordUnicodeData.swift: how Hugging Face `tokenizers` classes and composes each code point.

Like generate_tables.py, it asks the installed `tokenizers` about every scalar instead of reading Unicode data files: its
regular expressions, its normalizers and its grapheme clusters follow versions of Unicode of their own.

    pip install tokenizers==0.23.3
    python3 generate_subword_tables.py > SubwordUnicodeData.swift
"""

import struct

import tokenizers
from tokenizers import Regex, normalizers, pre_tokenizers

from generate_tables import SCALARS, literal, span, runs, write_set

nfc, nfd = normalizers.NFC().normalize_str, normalizers.NFD().normalize_str
byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
digits = pre_tokenizers.Digits(individual_digits=True)
contractions = pre_tokenizers.Split(Regex(r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"), "isolated")


def classed(pattern, inside):
    """The scalars of a character class, from how many pieces a text of two of them falls into."""
    split = pre_tokenizers.Split(Regex(pattern), "isolated").pre_tokenize_str
    return [c for c in SCALARS if len(split(inside + chr(c))) == 1]


def charsmap(rules):
    """A `precompiled_charsmap` of single-byte-keyed rules: a Darts double array, then the replacements."""
    text, offsets = b"", {}
    for key, value in rules.items():
        offsets[key] = len(text)
        text += value + b"\0"
    # One unit for the root, one for each first byte, and one leaf each: labels are at root offset ^ byte.
    units = [0] * 512
    units[0] = 1 << 10  # offset 1, relative to unit 0
    for key, offset in offsets.items():
        node = 0 ^ 1 ^ key
        leaf = node ^ 0x100
        units[node] = (0x100 << 10) | 0x100 | key
        units[leaf] = offset | 1 << 31
    blob = b"".join(struct.pack("<I", unit) for unit in units)
    return struct.pack("<I", len(blob)) + blob + text


def extenders():
    """Scalars that stay in one grapheme cluster with a letter before them.

    A charsmap that maps `a` to `X` replaces a whole short cluster by its first match, so the scalar disappears.
    """
    rules = normalizers.Precompiled(charsmap({ord("a"): b"X"}))
    found = rules.normalize_str
    assert found("ab") == "Xb" and found("a\u0301") == "X", (found("ab"), found("a\u0301"))
    return [c for c in SCALARS if found("a" + chr(c)) == "X"]


def main():
    letters = [c for c in SCALARS if len(byte_level.pre_tokenize_str("a" + chr(c))) == 1]
    numbers = [c for c in SCALARS if len(byte_level.pre_tokenize_str("1" + chr(c))) == 1]
    others = {c for c in SCALARS if len(byte_level.pre_tokenize_str("!" + chr(c))) == 1}
    spaces = [c for c in SCALARS if c not in others and c not in set(letters) and c not in set(numbers)]
    # The same classes in a pattern of the user's own.
    assert letters == classed(r"\p{L}+", "a") and numbers == classed(r"\p{N}+", "1") and spaces == classed(r"\s+", " ")
    numeric = [c for c in SCALARS if len(digits.pre_tokenize_str(f"a{chr(c)}a")) == 3]
    white = [c for c in SCALARS if len(pre_tokenizers.WhitespaceSplit().pre_tokenize_str(f"a{chr(c)}a")) == 2]
    # Of the letters in contractions, only s has a case variant outside ASCII (U+017F); the scanners rely on it.
    variants = [c for c in letters if c > 0x7F and (chr(c).upper() + chr(c).casefold()).isascii()]
    for start, end in [("'", ""), ("'", "e"), ("'r", ""), ("'v", ""), ("'", "l"), ("'l", "")]:
        found = [c for c in variants if len(contractions.pre_tokenize_str(f"x{start}{chr(c)}{end}")) == 2]
        assert found == ([0x17F] if start + end == "'" else []), (start, end, found)

    pairs = []
    for c in SCALARS:
        parts = nfd(chr(c))
        if parts != chr(c) and nfc(chr(c)) == chr(c) and not 0xAC00 <= c < 0xD7A4:
            first = nfc(parts[:-1])
            assert len(first) == 1 and nfc(first + parts[-1]) == chr(c)
            pairs.append(f"{c:x}:{ord(first):x},{ord(parts[-1]):x}")

    print(f"// Written by generate_subword_tables.py from tokenizers {tokenizers.__version__}; do not edit.\n")
    print("/// How Hugging Face `tokenizers` classes and composes each Unicode scalar.\n///")
    print("/// Items are hexadecimal: `first-last` or `first`, then for mappings `:` and the values.")
    print("enum SubwordUnicodeData {", end="")
    write_set("letters", "`\\p{L}` of its regular expressions.", letters)
    write_set("numbers", "`\\p{N}` of its regular expressions.", numbers)
    write_set("spaces", "`\\s` of its regular expressions.", spaces)
    write_set("digits", "What its pre-tokenizer Digits sets apart.", numeric)
    write_set("whitespace", "What its pre-tokenizer WhitespaceSplit removes.", white)
    write_set("extenders", "What stays in one grapheme cluster with a letter before it.", extenders())
    literal("compositions", "Canonical composites and the pairs they are composed of, Hangul syllables excepted.", pairs)
    print("}")


if __name__ == "__main__":
    main()
