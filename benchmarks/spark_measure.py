"""Measures spark_score.py with two workers on this machine, kills one of them, and compares the bytes with one process.

    python benchmarks/spark_measure.py --fiel .build/release/fiel [--samples 4000] [--shards 16] [--price 0.04]

Needs `pip install pyspark` and a Java runtime. The data set is composed here: answers with an id and without, a repeated id,
malformed lines and empty ones. Three scorings must come to the same bytes: one process, two workers of one core each, and two
workers of which one is killed (SIGKILL to its executor) once a quarter of the shards is done. Writes results/spark.md.
"""

import argparse
import json
import os
import pathlib
import platform
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

import pyspark

import make_texts
import spark_score

RESULTS = pathlib.Path(__file__).resolve().parent.parent / "results"


def write_answers(path, count, seed):
    """Composes the data set; returns how many lines can be scored."""
    rng, scored = random.Random(seed), 0
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            passages = [" ".join(make_texts.sentence(rng) for _ in range(2)) for _ in range(3)]
            kept = rng.choice(passages).split(". ")[0].rstrip(".") + "."
            sample = {"question": make_texts.filled(rng.choice(make_texts.QUESTIONS), rng), "contexts": passages,
                      "answer": f"{kept} {make_texts.sentence(rng)}"}
            if number % 3:
                sample["id"] = f"answer-{number % (count - 7)}"
            line = json.dumps(sample, ensure_ascii=False)
            out.write({50: "\n", 51: line[: len(line) // 2] + "\n"}.get(number % 100, line + "\n"))
            scored += number % 100 not in (50, 51)
    return scored


def executors(context):
    """The processes of this application's workers."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if context.applicationId.encode() in words and any(b"CoarseGrainedExecutorBackend" in word for word in words):
            found.append(int(folder.name))
    return sorted(found)


class Assassin(threading.Thread):
    """Kills one executor once so many shards are done, and remembers what Spark said of the stage."""

    def __init__(self, context, after):
        super().__init__(daemon=True)
        self.context, self.after = context, after
        self.victim, self.done, self.failed, self.before, self.later = None, 0, 0, [], []

    def run(self):
        tracker = self.context.statusTracker()
        while not (stages := tracker.getActiveStageIds()):
            time.sleep(0.05)
        while info := tracker.getStageInfo(stages[0]):
            self.failed = max(self.failed, info.numFailedTasks)
            if self.victim is None and info.numCompletedTasks >= self.after and info.numActiveTasks == 2:
                self.before, self.done = executors(self.context), info.numCompletedTasks
                self.victim = self.before[0]
                os.kill(self.victim, signal.SIGKILL)
            if self.victim:
                self.later = executors(self.context) or self.later
            if info.numCompletedTasks == info.numTasks:
                return
            time.sleep(0.05)


def one_process(fiel, answers, out, threads):
    """Seconds that one process takes for the file, on the clock and of processor time."""
    start = time.perf_counter()
    with open(answers, "rb") as lines, open(out, "wb") as results:
        process = subprocess.Popen([fiel, "score", "-", "--threads", str(threads)], stdin=lines, stdout=results,
                                   stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 3:
        raise SystemExit(f"fiel ended with {process.returncode}, expected 3 for the malformed lines")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def two_workers(options, answers, out, kills):
    """Seconds that the job takes with two workers, the session's start left out, and the assassin where there was one."""
    settings = pyspark.SparkConf().setMaster("local-cluster[2,1,1024]").setAppName("fiel score")
    settings.set("spark.executor.memory", "768m").set("spark.ui.enabled", "false").set("spark.driver.host", "127.0.0.1")
    settings.set("spark.ui.showConsoleProgress", "false")
    with pyspark.SparkContext(conf=settings) as context:
        context.setLogLevel("FATAL")
        context.parallelize(range(8), 8).map(str).count()  # both executors are up
        assassin = Assassin(context, options.shards // 4) if kills else None
        start = time.perf_counter()
        scores = spark_score.scores(context, answers, options.fiel, options.shards)
        if assassin:
            assassin.start()
        scores.saveAsTextFile(str(out))
        seconds = time.perf_counter() - start
        if assassin:
            assassin.join(5)
    return seconds, assassin


def require_same(expected, folder, what):
    merged = b"".join(part.read_bytes() for part in spark_score.parts(folder))
    if merged != pathlib.Path(expected).read_bytes():
        raise SystemExit(f"{what}: other bytes than one process")


def report(options, scored, seconds, used, assassin):
    def row(name, label, cores):
        rate = scored / seconds[name]
        cost = 1e6 / rate / 3600 * cores * options.price
        return f"| {label} | {cores} | {seconds[name]:.1f} | {rate:.1f} | {cost:.2f} |"

    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.machine())
    return "\n".join([
        "# Fiel under Spark", "",
        f"Made by `python benchmarks/spark_measure.py {' '.join(options.command)}`: pyspark {pyspark.__version__}, "
        f"`local-cluster[2,1,1024]`, {options.shards} shards; {platform.machine()} ({model}), {os.cpu_count()} cores, load "
        f"{options.load:.1f} before the start (other work on the machine, which slows all rows). The data set is composed "
        f"by the script: {options.samples:,} lines, of which {scored:,} can be scored; answers of two sentences, with three "
        "passages of two sentences each.", "",
        "| | vCPU | seconds | answers/s | $ per million answers |", "| --- | ---: | ---: | ---: | ---: |",
        row("one", "one process, one thread", 1), row("all", "one process, two threads", 2),
        row("two", "Spark, two workers of one core", 2), row("killed", "the same, one worker killed", 2), "",
        "Seconds leave out the start of the Spark session, and count the starts of `fiel`, one a shard. The cost is "
        "10⁶ ÷ (answers/s) ÷ 3600 × vCPU × price, at an **assumed** "
        f"${options.price:.2f} per vCPU hour; put your own price, and your own answers, in its place. The clock also counts "
        f"what neighbours take: of processor time one process of one thread used {1000 * used / scored:.1f} ms an answer, which "
        f"is ${1e6 * used / scored / 3600 * options.price:.2f} per million on a core of its own.", "",
        "## Same bytes", "",
        "The merged parts of two workers are the bytes of one process, and so are those after the kill: yes, or the script "
        "would have failed. Among the lines are answers without an id (named after their line in the whole file), repeated "
        "ids, malformed lines (a line of output with the error) and empty ones.", "",
        "## The kill", "",
        f"SIGKILL went to one of {len(assassin.before)} executors when {assassin.done} of {options.shards} shards were done. "
        f"Spark counted {assassin.failed} failed {'task' if assassin.failed == 1 else 'tasks'}, started "
        f"{len(set(assassin.later) - set(assassin.before))} executor in its place, and scored the lost shard again; it cost "
        f"{seconds['killed'] - seconds['two']:.1f} s.", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fiel", required=True)
    parser.add_argument("--samples", type=int, default=4000)
    parser.add_argument("--shards", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--price", type=float, default=0.04, help="assumed dollars per vCPU hour")
    parser.add_argument("--out", default=RESULTS / "spark.md")
    options = parser.parse_args()
    options.command = [pathlib.Path(word).name if word.startswith("/") else word for word in sys.argv[1:]]
    options.fiel, options.load = os.path.abspath(options.fiel), os.getloadavg()[0]
    # Workers import the job's module, and run under this Python.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([str(pathlib.Path(__file__).resolve().parent), os.environ.get("PYTHONPATH", "")])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        answers, expected = folder / "answers.jsonl", folder / "one.jsonl"
        scored = write_answers(answers, options.samples, options.seed)
        seconds = {}
        seconds["one"], used = one_process(options.fiel, answers, expected, 1)
        seconds["all"], _ = one_process(options.fiel, answers, folder / "all.jsonl", 2)
        seconds["two"], _ = two_workers(options, answers, folder / "two", kills=False)
        require_same(expected, folder / "two", "two workers")
        seconds["killed"], assassin = two_workers(options, answers, folder / "killed", kills=True)
        require_same(expected, folder / "killed", "two workers, one of them killed")
        if not assassin.victim or not assassin.failed:
            raise SystemExit("the executor was not killed while it scored: take more samples")
    pathlib.Path(options.out).write_text(report(options, scored, seconds, used, assassin), encoding="utf-8")
    print(pathlib.Path(options.out).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
