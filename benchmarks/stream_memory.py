"""Shows that memory does not grow with the number of samples: `fiel score -` over streams of rising length, and the memory of
`fiel compare` and `fiel report` on large results.

    python benchmarks/stream_memory.py --fiel .build/release/fiel [--counts 1000 10000 100000] [--results 20000] [--out results/memory.md]

The samples are short (one claim, one passage), a few hundred different ones over and over, with ids of their own. Fails where the
longest stream takes more than 1.2 times the memory of the shortest beyond 8 MB of counts and values.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time


def sample(number):
    year = 1900 + number % 97
    other = year + number % 3
    return {"id": f"s{number}", "contexts": [f"The bridge opened in {year}."], "answer": f"It opened in {other}."}


def measured(command, feed=None, out=subprocess.DEVNULL):
    """Runs a command: (peak resident bytes, wall seconds, lines printed)."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE if feed else None, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    lines = 0

    def write():
        for line in feed:
            process.stdin.write(line)
        process.stdin.close()

    writer = threading.Thread(target=write) if feed else None
    if writer:
        writer.start()
    for line in process.stdout:
        lines += 1
        if out is not subprocess.DEVNULL:
            out.write(line)
    if writer:
        writer.join()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * 1024, time.perf_counter() - start, lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fiel", required=True)
    parser.add_argument("--counts", type=int, nargs="*", default=[1000, 10000, 100000])
    parser.add_argument("--results", type=int, default=20000)
    parser.add_argument("--out")
    options = parser.parse_args()
    memory = {}
    report = ["# Memory", "", "Made by `python benchmarks/stream_memory.py --fiel .build/release/fiel`: peak resident memory, int8 judges, 2 threads.", "",
              "| command | input | peak | seconds |", "| --- | --- | ---: | ---: |"]

    def tell(command, given, peak, seconds):
        report.append(f"| `{command}` | {given} | {peak / 1e6:.0f} MB | {seconds:.0f} |")
        print(report[-1], flush=True)

    for count in options.counts:
        feed = (json.dumps(sample(n)).encode() + b"\n" for n in range(count))
        memory[count], seconds, lines = measured([options.fiel, "score", "-"], feed)
        tell("fiel score -", f"{count:,} samples of one claim and one passage", memory[count], seconds)
        if lines != count:
            sys.exit(f"{lines} lines for {count} samples")
    with tempfile.TemporaryDirectory() as folder:
        short = os.path.join(folder, "short.jsonl")
        with open(short, "wb") as out:
            measured([options.fiel, "score", "-"], (json.dumps(sample(n)).encode() + b"\n" for n in range(500)), out)
        lines = [json.loads(line) for line in open(short)]
        results = os.path.join(folder, "results.jsonl")
        with open(results, "w") as out:
            for n in range(options.results):
                out.write(json.dumps(lines[n % 500] | {"id": f"s{n}"}) + "\n")
        size = f"{options.results:,} results, {os.path.getsize(results) / 1e6:.0f} MB"
        for arguments in (["compare", results, results], ["report", results, "--html", os.path.join(folder, "r.html"), "--junit",
                                                          os.path.join(folder, "r.xml")]):
            peak, seconds, _ = measured([options.fiel, *arguments])
            tell(f"fiel {arguments[0]}", size, peak, seconds)
    least, most = memory[min(memory)], memory[max(memory)]
    report += ["", "A stream is scored in constant memory; what grows are counts and one number a metric and sample, for the summary. Reports of",
               "`fiel score` need all results: some 4 kB a sample more."]
    if options.out:
        with open(options.out, "w", encoding="utf-8") as out:
            out.write("\n".join(report) + "\n")
    if most > 1.2 * least + 8e6:
        sys.exit(f"memory grows from {least / 1e6:.0f} to {most / 1e6:.0f} MB")


main()
