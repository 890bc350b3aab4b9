"""Kills `fiel run` with SIGKILL at random moments, resumes it, and compares the bytes with an unbroken run.

    python3 benchmarks/kill_and_resume.py .build/release/fiel SUITE.json5 [--times 50] [--seed 1]
"""

import argparse
import pathlib
import random
import shutil
import subprocess
import tempfile
import time


def run(fiel: str, suite: str, out: pathlib.Path, *options: str) -> subprocess.Popen:
    command = [fiel, "run", suite, "--out", str(out), "--no-cache", *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fiel")
    parser.add_argument("suite")
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    moments = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        whole, out = pathlib.Path(folder, "whole"), pathlib.Path(folder, "out")
        start = time.monotonic()
        run(arguments.fiel, arguments.suite, whole).wait()
        seconds = time.monotonic() - start
        expected = (whole / "results.jsonl").read_bytes()
        killed = lines = 0
        for number in range(arguments.times):
            process = run(arguments.fiel, arguments.suite, out, "--resume")
            try:
                process.wait(moments.uniform(0, seconds))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
            part = out / "results.jsonl.part"
            lines += part.exists() and part.read_bytes().count(b"\n")
            run(arguments.fiel, arguments.suite, out, "--resume").wait()
            if (out / "results.jsonl").read_bytes() != expected:
                raise SystemExit(f"run {number} came to other bytes")
            shutil.rmtree(out)
        print(f"{arguments.times} runs, {killed} of them killed with {lines} lines written: all came to the same bytes")


if __name__ == "__main__":
    main()
