#!/usr/bin/env python3
"""Compares Fiel's stemmers with PyPI `snowballstemmer`, word by word, and prints how many differ.

    pip install snowballstemmer
    swift build -c release --product FielBench
    python benchmarks/snowball.py --english /usr/share/dict/american-english-large \\
        --portuguese /usr/share/dict/brazilian --portuguese /usr/share/dict/portuguese

The lists (Debian's `wamerican-large`, `wbrazilian` and `wportuguese`, say) have a word a line. Beside each word as it
stands and in lower case, COUNT composed ones are taken: of words from the lists and of strange characters, with suffixes.
"""

import argparse
import importlib.metadata
import pathlib
import random
import subprocess
import sys
import tempfile

import snowballstemmer

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "fixtures" / "retrieval"))
import stems  # noqa: E402


def ours(bench, language, words):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8", newline="") as file:
        file.write("\n".join(words))
        file.flush()
        run = subprocess.run([bench, "stem", "words", language, file.name], stdout=subprocess.PIPE, check=True)
    return run.stdout.decode("utf-8").split("\n")


def listed(paths):
    words = {word for path in paths for word in pathlib.Path(path).read_text(encoding="utf-8").split("\n")}
    return words | {word.lower() for word in words}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", default=".build/release/FielBench")
    parser.add_argument("--english", action="append", default=[], metavar="LIST")
    parser.add_argument("--portuguese", action="append", default=[], metavar="LIST")
    parser.add_argument("--count", type=int, default=100_000, help="composed words of each language")
    parser.add_argument("--seed", type=int, default=2)
    args = parser.parse_args()

    print(f"snowballstemmer {importlib.metadata.version('snowballstemmer')}")
    total = 0
    for language, paths in (("english", args.english), ("portuguese", args.portuguese)):
        of_lists = listed(paths)
        roots = random.Random(args.seed).sample(sorted(of_lists), min(len(of_lists), 5000))
        words = sorted(of_lists.union(
            stems.words(language, args.count // 2, args.seed), stems.words(language, args.count // 2, args.seed + 1, roots)))
        stemmer = snowballstemmer.stemmer(language)
        found = ours(args.bench, language, words)
        if len(found) != len(words):
            sys.exit(f"{len(words)} words went in, {len(found)} stems came out")
        different = [(w, e, f) for w, f in zip(words, found) if (e := stemmer.stemWord(w)) != f]
        for word, expected, got in different[:10]:
            print(f"{word!r}: peer {expected!r}, ours {got!r}")
        print(f"{language}: {len(words)} words ({len(of_lists)} of lists), {len(different)} differ")
        total += len(different)
    sys.exit(total > 0)


if __name__ == "__main__":
    main()
