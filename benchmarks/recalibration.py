"""What `fiel calibrate` brings on a data set of one's own: fits to one half of the sources, measures on the other.

    pip install numpy
    python benchmarks/recalibration.py --fiel .build/release/fiel --data DATA [--out results/recalibration.md]

DATA holds the labelled validation sets (`hallucination/*.jsonl.gz`, with `DROP.json`). Figures are of answers whose sources the
fit has not seen.
"""

import argparse
import gzip
import json
import os
import subprocess
import tempfile
import zlib

import numpy as np

SETS = ("q2_wow.test", "begin_cmu.dev", "begin_tc.dev", "qags_cnndm_sentence.test", "qags_cnndm_summary.test", "bump_task1.test",
        "bump_task2.test", "diasumfact_sentence.test", "diasumfact_summary.test", "wice_claims.dev")


def halves(data, name):
    """The labelled rows of a set in two halves by their source."""
    dropped = set(json.load(open(os.path.join(data, "DROP.json"))).get(f"hallucination/{name}.jsonl.gz", ()))
    found = [], []
    with gzip.open(os.path.join(data, "hallucination", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if number not in dropped and row["label"] in (0, 1):
                source = str(row.get("group") or row["contexts"])
                kept = {key: row[key] for key in ("question", "contexts", "answer", "label") if key in row}
                found[zlib.crc32(source.encode()) & 1].append({"id": str(number), **kept, "group": source[:80]})
    return found


def write(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def probabilities(fiel, path, out, *options):
    """P(hallucinated) by id, of the answers that have one."""
    subprocess.run([fiel, "score", path, "--out", out, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    rows = map(json.loads, open(out, encoding="utf-8"))
    return {r["id"]: v for r in rows if (v := r.get("metrics", {}).get("hallucination", {}).get("value")) is not None}


def figures(p, y):
    """Brier score, and calibration errors over ten bins of equal width and of equal mass."""
    place = np.minimum((p * 10).astype(int), 9)
    width = sum(abs(y[place == b].mean() - p[place == b].mean()) * np.mean(place == b) for b in range(10) if np.any(place == b))
    parts = np.array_split(np.argsort(p, kind="stable"), 10)
    mass = sum(abs(y[i].mean() - p[i].mean()) * len(i) for i in parts) / len(p)
    return np.mean((p - y) ** 2), width, mass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fiel", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out")
    options = parser.parse_args()
    report = ["# P(hallucinated) fitted to a data set of one's own", "",
              "Made by `python benchmarks/recalibration.py`: `fiel calibrate` on one half of a set's sources, the figures are of the other half, "
              "before → after.", "", "| set | fitted to | measured on | hallucinated | Brier | ECE, equal width | ECE, equal mass |",
              "| --- | ---: | ---: | ---: | --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.join(folder, name)
        for name in SETS:
            fitted, measured = halves(options.data, name)
            write(path("fit.jsonl"), fitted)
            write(path("test.jsonl"), measured)
            run = subprocess.run([options.fiel, "calibrate", path("fit.jsonl"), "--out", path("c.json")], capture_output=True, text=True)
            if run.returncode not in (0, 3):
                why = "not better on held-out parts of the fitted half: no file" if run.returncode == 1 else "refused: too few"
                report.append(f"| {name} | {len(fitted)} | | | {why} | | |")
                print(report[-1], flush=True)
                continue
            before = probabilities(options.fiel, path("test.jsonl"), path("before.jsonl"))
            after = probabilities(options.fiel, path("test.jsonl"), path("after.jsonl"), "--calibration", path("c.json"))
            labels = {row["id"]: row["label"] for row in measured}
            ids = sorted(before)
            y = np.array([labels[i] for i in ids], float)
            pairs = zip(figures(np.array([before[i] for i in ids]), y), figures(np.array([after[i] for i in ids]), y))
            cells = " | ".join(f"{a:.3f} → {b:.3f}" for a, b in pairs)
            report.append(f"| {name} | {len(fitted)} | {len(ids)} | {y.mean():.2f} | {cells} |")
            print(report[-1], flush=True)
            os.remove(path("c.json"))
    if options.out:
        open(options.out, "w", encoding="utf-8").write("\n".join(report) + "\n")


main()
