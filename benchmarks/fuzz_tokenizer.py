#!/usr/bin/env python3
"""Compares Fiel's WordPiece tokenizer with Hugging Face `tokenizers` on random texts, ids and offsets.

The command reads a JSONL file of {"text": …} named by its last argument and prints {"ids": […], "offsets": [[s, e], …]}
for each line, special tokens included.

    python3 fuzz_tokenizer.py --tokenizer tokenizer.json --command "fiel tokenize --model embed" --count 100000
"""

import argparse
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

from tokenizers import Tokenizer, normalizers

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "fixtures" / "tokenizer"))
import compose  # noqa: E402


def ours(command, texts):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in texts)
        file.flush()
        run = subprocess.run([*shlex.split(command), file.name], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tokenizer", required=True, help="tokenizer.json of the peer")
    options.add_argument("--command", required=True, help="what to run on a JSONL file")
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--normalizer", type=json.loads, help="BertNormalizer arguments as JSON, in place of the file's")
    options.add_argument("--scalars", action="store_true", help="every code point instead of random texts")
    arguments = options.parse_args()

    peer = Tokenizer.from_file(arguments.tokenizer)
    peer.no_truncation()
    peer.no_padding()
    if arguments.normalizer:
        peer.normalizer = normalizers.BertNormalizer(**arguments.normalizer)
    if arguments.scalars:
        texts = [f"a{c}b {c} é{c}" for c in map(chr, range(0x110000)) if not "\ud800" <= c <= "\udfff"]
    else:
        texts = compose.texts(arguments.seed, arguments.count, sorted(peer.get_vocab()))

    found = ours(arguments.command, texts)
    if len(found) != len(texts):
        sys.exit(f"{len(texts)} texts went in, {len(found)} results came out")
    differing = 0
    for text, got in zip(texts, found):
        expected = peer.encode(text)
        if got["ids"] != expected.ids or [tuple(pair) for pair in got["offsets"]] != expected.offsets:
            differing += 1
            if differing <= 5:
                print(f"{text!r}\n  peer {expected.ids} {expected.offsets}\n  ours {got['ids']} {got['offsets']}")
    print(f"{len(texts)} texts, {differing} differ")
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()
