#!/usr/bin/env python3
"""Times Fiel's tokenizers against Hugging Face `tokenizers` in one run, each on one thread.

The peer is timed inside this process, on the texts alone. Fiel is timed as a process, on a JSONL file of the texts, less
its time on an empty file; so reading the input and writing the ids count against it.

    python3 tokenizer_speed.py --tokenizer tokenizer.json --command "fiel tokenize --model embed" text.txt
"""

import argparse
import json
import os
import pathlib
import shlex
import subprocess
import tempfile
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
from tokenizers import Tokenizer  # noqa: E402


def seconds(action, repetitions=3):
    """The least time of a few repetitions."""
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tokenizer", required=True, help="tokenizer.json of the peer")
    options.add_argument("--command", required=True, help="what to run on a JSONL file")
    options.add_argument("text", type=pathlib.Path, help="a text; each line is tokenized by itself")
    arguments = options.parse_args()

    lines = [line for line in arguments.text.read_text(encoding="utf-8").splitlines() if line]
    megabytes = sum(len(line.encode()) for line in lines) / 1e6
    peer = Tokenizer.from_file(arguments.tokenizer)
    peer.no_truncation()
    peer.no_padding()
    peer_time = seconds(lambda: [peer.encode(line) for line in lines])

    with tempfile.TemporaryDirectory() as folder:
        full, empty = pathlib.Path(folder, "full.jsonl"), pathlib.Path(folder, "empty.jsonl")
        full.write_text("".join(json.dumps({"text": line}) + "\n" for line in lines))
        empty.write_text("")

        def run(path):
            subprocess.run([*shlex.split(arguments.command), path], stdout=subprocess.DEVNULL, check=True)

        our_time = seconds(lambda: run(full)) - seconds(lambda: run(empty))
    print(f"{megabytes:.2f} MB: peer {megabytes / peer_time:.2f} MB/s, ours {megabytes / our_time:.2f} MB/s")


if __name__ == "__main__":
    main()
