"""Measures `fiel embed` and `fiel nli` side by side with PyTorch, ONNX Runtime and OpenVINO, and writes results/throughput.*.

    python throughput.py --fiel .build/release/fiel --encoder E5 --nli-checkpoint CHECKPOINT [--repeats 5] [--threads 2]
    python throughput.py --peers-only --encoder E5 --nli-checkpoint CHECKPOINT

Every contestant reads the same two files of make_texts.py in a process of its own. The contestants take turns, one process
each a round, so that a neighbour who steals cycles steals them from all; figures are medians over the rounds, with the
range. "Whole process" counts start, load, tokenisation and judging; "steady" leaves out start and load: for the peers what
passes after a warm-up batch, for fiel the whole process less that of a file of one line. Peers sort their texts by length and
run at the batch size and number of streams that a short trial finds fastest for each.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

import make_texts
import peers

HERE = os.path.dirname(os.path.abspath(__file__))
FIEL = ("fiel-f32", "fiel-int8")
FILES = {"embed": "sentences.jsonl", "nli": "pairs.jsonl"}
REFERENCE = "pytorch-f32"


def measured(command, stdout):
    """Runs a process to its end: (wall seconds, peak resident bytes)."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}:\n{errors.decode(errors='replace')[-2000:]}")
    return wall, usage.ru_maxrss * 1024


class Contest:
    """One task, its texts, and the ways to run each contestant on them."""

    def __init__(self, task, options, folder):
        self.task, self.options, self.folder = task, options, folder
        self.texts = os.path.join(folder, FILES[task])
        self.one_line = os.path.join(folder, "one-" + FILES[task])
        with open(self.texts, encoding="utf-8") as rows, open(self.one_line, "w", encoding="utf-8") as one:
            one.write(next(rows))
        self.settings = {}

    def peer_command(self, verb, name, *more):
        return [sys.executable, os.path.join(HERE, "peers.py"), verb, "--models", self.options.models, "--peer", name, "--task",
                self.task, "--texts", self.texts, "--threads", str(self.options.threads), *more]

    def tune(self, name):
        """The peer's fastest settings; with --batch the given one, and one stream a thread where a peer has streams."""
        if self.options.batch:
            streams = self.options.threads if name.startswith("openvino") else 1
            self.settings[name] = {"batch": self.options.batch, "streams": streams}
            return
        line = subprocess.run(self.peer_command("tune", name), check=True, capture_output=True, text=True).stdout
        self.settings[name] = json.loads(line.splitlines()[-1])

    def run_peer(self, name):
        """One process: its figures, and the rows it computed."""
        rows = os.path.join(self.folder, "rows.npy")
        settings = [part for key, value in self.settings[name].items() for part in ("--" + key, str(value))]
        with open(os.path.join(self.folder, "out.json"), "w+b") as out:
            wall, memory = measured(self.peer_command("run", name, "--out", rows, *settings), out)
            out.seek(0)
            inside = json.loads(out.read().decode().splitlines()[-1])
        return {"whole_s": wall, "steady_s": inside["run_s"], "rss": memory, "tokens": inside["tokens"]}, np.load(rows)

    def fiel_command(self, name, texts):
        command = [self.options.fiel, self.task, texts, "--precision", name.split("-")[1], "--threads",
                   str(self.options.threads)]
        if self.task == "nli" and self.options.fiel_nli_model:
            command += ["--model", self.options.fiel_nli_model]
        return command

    def run_fiel(self, name):
        """One process, and one over a single line to know the start: the figures, and the rows."""
        path = os.path.join(self.folder, "out.jsonl")
        with open(os.devnull, "wb") as nowhere:
            start, _ = measured(self.fiel_command(name, self.one_line), nowhere)
        with open(path, "wb") as out:
            wall, memory = measured(self.fiel_command(name, self.texts), out)
        answers = peers.read_rows(path)
        if self.task == "embed":
            rows = [answer["embedding"] for answer in answers]
        else:
            rows = [[answer[label] for label in peers.LABELS] for answer in answers]
        return {"whole_s": wall, "steady_s": wall - start, "rss": memory}, np.array(rows, np.float32)

    def run(self, name):
        return self.run_fiel(name) if name in FIEL else self.run_peer(name)


def quality(task, rows, reference):
    """How near the rows are to the reference's: cosines of embeddings, share of equal arg-max of NLI."""
    if rows.shape != reference.shape or not np.isfinite(rows).all():
        raise SystemExit(f"{task}: rows of shape {rows.shape}, expected {reference.shape} finite ones")
    if task == "nli":
        return {"argmax_agreement": float((rows.argmax(1) == reference.argmax(1)).mean())}
    norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(reference, axis=1)
    cosines = (rows.astype(np.float64) * reference).sum(1) / norms
    return {"cosine_mean": float(cosines.mean()), "cosine_min": float(cosines.min())}


def contest(task, names, options, folder):
    """All rounds of one task: a summary by contestant."""
    game = Contest(task, options, folder)
    for name in names:
        if name not in FIEL:
            game.tune(name)
            note(f"{task} {name}: {game.settings[name]}")
    runs, rows = {name: [] for name in names}, {}
    for turn in range(options.repeats):
        for name in names:
            figures, rows[name] = game.run(name)
            runs[name].append(figures)
            note(f"{task} round {turn + 1} {name}: {figures['whole_s']:.2f} s, steady {figures['steady_s']:.2f} s")
    tokens, texts = runs[REFERENCE][0]["tokens"], len(rows[REFERENCE])
    units = tokens if task == "embed" else texts
    summary = {}
    for name in names:
        summary[name] = {
            "whole_per_s": spread([units / run["whole_s"] for run in runs[name]]),
            "steady_per_s": spread([units / run["steady_s"] for run in runs[name]]),
            "peak_rss_mb": max(run["rss"] for run in runs[name]) / 1e6,
            **quality(task, rows[name], rows[REFERENCE]), "settings": game.settings.get(name, {})}
    return {"texts": texts, "tokens": tokens, "unit": "tokens" if task == "embed" else "pairs", "contestants": summary}


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def note(text):
    print(text, file=sys.stderr, flush=True)


# The report

def machine():
    names = {line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")}
    flags = open("/proc/cpuinfo", encoding="utf-8").read().split()
    wide = [flag for flag in ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "avx_vnni", "amx_int8", "asimddp") if flag in flags]
    return {"cpu": ", ".join(names) or platform.machine(), "cores": os.cpu_count(), "features": wide, "system": platform.platform()}


def versions(fiel):
    found = {name: importlib.metadata.version(name) for name in
             ("torch", "transformers", "tokenizers", "onnxruntime", "openvino", "nncf", "numpy")}
    if fiel:
        commit = subprocess.run(["git", "-C", HERE, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
        found["fiel"] = commit.stdout.strip() or "unknown"
    return found | {"python": platform.python_version()}


def markdown(report):
    lines = ["# Throughput", "", f"`{report['command']}`, {report['date']}", "",
             f"{report['machine']['cpu']}, {report['machine']['cores']} cores ({' '.join(report['machine']['features'])}), "
             f"{report['threads']} threads, {report['repeats']} rounds; "
             + ", ".join(f"{name} {version}" for name, version in report["versions"].items()) + ".", "",
             "Medians over the rounds, with the range. How it is measured stands at the head of `benchmarks/throughput.py`.", ""]
    for task, result in report["tasks"].items():
        unit = result["unit"]
        lines += [f"## `{task}`: {result['texts']:,} texts, {result['tokens']:,} tokens", "",
                  f"| contestant | {unit}/s, whole process | {unit}/s, steady | against f32 | peak RSS | batch × streams |",
                  "| --- | ---: | ---: | ---: | ---: | ---: |"]
        for name, row in result["contestants"].items():
            against = (f"cosine {row['cosine_mean']:.5f}, min {row['cosine_min']:.5f}" if task == "embed" else
                       f"arg-max {row['argmax_agreement']:.2%}")
            settings = f"{row['settings']['batch']} × {row['settings']['streams']}" if row["settings"] else "ragged"
            lines.append(f"| {name} | {shown(row['whole_per_s'])} | {shown(row['steady_per_s'])} | {against} | "
                         f"{row['peak_rss_mb']:,.0f} MB | {settings} |")
        lines.append("")
    return "\n".join(lines)


def shown(values):
    return f"{values['median']:,.0f} ({values['min']:,.0f}–{values['max']:,.0f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fiel", help="the fiel binary")
    parser.add_argument("--peers-only", action="store_true", help="leave fiel out")
    parser.add_argument("--fiel-nli-model", help="the model that fiel nli reads; the embedded one where not given")
    parser.add_argument("--nli-checkpoint", required=True, help="folder that train_nli.py wrote")
    parser.add_argument("--encoder", required=True, help="folder that e5_package.py wrote")
    parser.add_argument("--models", help="folder for the exported peers, kept; a temporary one where not given")
    parser.add_argument("--peers", nargs="*", default=list(peers.PEERS), choices=peers.PEERS)
    parser.add_argument("--tasks", nargs="*", default=list(peers.TASKS), choices=peers.TASKS)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, help="the peers' batch size, in place of the fastest of a few")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--results", default=os.path.join(HERE, "..", "results"), help="folder for throughput.md and .json")
    options = parser.parse_args()
    if not options.fiel and not options.peers_only:
        parser.error("give --fiel PATH or --peers-only")
    if options.fiel:
        options.fiel = os.path.abspath(options.fiel)
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    os.environ["TOKENIZERS_PARALLELISM"] = "true"
    os.environ["RAYON_NUM_THREADS"] = str(options.threads)

    with tempfile.TemporaryDirectory() as folder:
        for seed, place in ((1, folder), (2, os.path.join(folder, "calibration"))):
            write_texts(place, options.count, seed)
        options.models = options.models or os.path.join(folder, "models")
        if not os.path.exists(os.path.join(options.models, "nli.int8.xml")):
            note("exporting the peers' models")
            command = [sys.executable, os.path.join(HERE, "peers.py"), "export", "--models", options.models, "--nli-checkpoint",
                       options.nli_checkpoint, "--calibration", os.path.join(folder, "calibration")]
            measured(command + ["--encoder", options.encoder], subprocess.DEVNULL)
        names = [REFERENCE] + [name for name in options.peers if name != REFERENCE and peers.available(name)]
        names += [] if options.peers_only else list(FIEL)
        tasks = {task: contest(task, names, options, folder) for task in options.tasks}

    report = {"command": "python " + " ".join(["benchmarks/throughput.py"] + [plain(part) for part in sys.argv[1:]]),
              "date": time.strftime("%Y-%m-%d"), "machine": machine(), "versions": versions(not options.peers_only),
              "threads": options.threads, "repeats": options.repeats, "tasks": tasks}
    os.makedirs(options.results, exist_ok=True)
    with open(os.path.join(options.results, "throughput.json"), "w", encoding="utf-8") as out:
        json.dump(report, out, indent=1)
        out.write("\n")
    with open(os.path.join(options.results, "throughput.md"), "w", encoding="utf-8") as out:
        out.write(markdown(report))
    print(markdown(report))


def plain(part):
    """An argument without the folders of the machine it was given on."""
    return os.path.basename(os.path.normpath(part)) if os.path.isabs(part) else part


def write_texts(folder, count, seed):
    command = [sys.executable, os.path.join(HERE, "make_texts.py"), "--out", folder, "--count", str(count), "--seed", str(seed)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
