#!/usr/bin/env python3
"""Compares Fiel's tokenizers with Hugging Face `tokenizers` on random texts, ids and offsets.

The command reads a JSONL file of {"text": …} named by its last argument and prints {"ids": […], "offsets": [[s, e], …]}
for each line, special tokens included. With --subwords the tokenizer is one of a generating model, which puts none around
a text; a post-processor of the peer is not applied.

    python3 fuzz_tokenizer.py --tokenizer tokenizer.json --command "fiel tokenize --model embed" --count 100000
    python3 fuzz_tokenizer.py --tokenizer tokenizer.json --command "fiel tokenize --model tokenizer.json" --subwords
"""

import argparse
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

from tokenizers import Tokenizer, normalizers

FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures"
sys.path[:0] = [str(FIXTURES / "tokenizer"), str(FIXTURES / "subwords")]
import compose  # noqa: E402
import nasty  # noqa: E402


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
    options.add_argument("--subwords", action="store_true", help="the tokenizer is BPE or Unigram, not WordPiece")
    options.add_argument("--scalars", action="store_true", help="every code point instead of random texts")
    arguments = options.parse_args()

    peer = Tokenizer.from_file(arguments.tokenizer)
    if arguments.subwords:
        # Reading it again without its post-processor: a template's tokens and trimmed offsets are left to the caller.
        peer = Tokenizer.from_str(json.dumps(json.loads(peer.to_str()) | {"post_processor": None}))
    peer.no_truncation()
    peer.no_padding()
    if arguments.normalizer:
        peer.normalizer = normalizers.BertNormalizer(**arguments.normalizer)
    if arguments.scalars:
        pattern = "a{0}b {0} é{0}'{0}1{0}\u0301\u0600{0}\n {0}\t " if arguments.subwords else "a{0}b {0} é{0}"
        texts = [pattern.format(chr(c)) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    elif arguments.subwords:
        texts = nasty.texts(arguments.seed, arguments.count, peer)
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
