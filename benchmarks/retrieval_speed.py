"""Exact search and HNSW against FAISS and hnswlib: same vectors, same threads, one run.

    swift build -c release --product FielBench
    python benchmarks/retrieval_speed.py --vectors 200000 --dimensions 384 --threads 2

Needs numpy, faiss-cpu and hnswlib. Vectors are made here: `clustered` ones lie around 1,000 centres in a space of 32
dimensions turned into that of the vectors, with noise (sentence embeddings have an intrinsic dimension of that order);
`random` ones have no structure at all; `texts` are the embeddings of the lines of a file (--texts), by `fiel embed`. Times are milliseconds a query, the best of three, for all queries at once
("batch") and one after the other ("single"). Recall is recall@k against exact search in f32 by FAISS.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile
import threading
import time

import faiss
import hnswlib
import numpy as np


def unit(x):
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float32)


def make(kind, count, dimensions, rng):
    if kind == "random":
        return unit(rng.standard_normal((count, dimensions)))
    inner, clusters = 32, 1000
    centres = rng.standard_normal((clusters, inner))
    points = centres[rng.integers(0, clusters, count)] + 0.5 * rng.standard_normal((count, inner))
    turned = points @ rng.standard_normal((inner, dimensions)) / inner**0.5
    return unit(turned + 0.1 * rng.standard_normal((count, dimensions)))


def embedded(fiel, texts, count):
    """The vectors of the first `count` distinct lines of a file, as whole sentences come: in no order."""
    lines = list(dict.fromkeys(line for line in texts.read_text().splitlines() if line.strip()))[:count]
    assert len(lines) == count, f"{texts} has {len(lines)} distinct lines, expected {count}"
    process = subprocess.Popen([fiel, "embed", "--lines", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    feeder = threading.Thread(target=lambda: (process.stdin.write("\n".join(lines).encode()), process.stdin.close()))
    feeder.start()
    vectors = [json.loads(line)["embedding"] for line in process.stdout]
    feeder.join()
    assert process.wait() == 0
    return np.array(vectors, dtype=np.float32)


def timed(search, queries):
    """Milliseconds a query in a batch and one by one, best of three, and what was found."""
    batch, single = [], []
    for _ in range(3):
        start = time.perf_counter()
        found = search(queries)
        batch.append(time.perf_counter() - start)
        start = time.perf_counter()
        for i in range(len(queries)):
            search(queries[i : i + 1])
        single.append(time.perf_counter() - start)
    return 1000 * min(batch) / len(queries), 1000 * min(single) / len(queries), found


def recall(found, truth):
    return float(np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, truth)]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bench", default=".build/release/FielBench")
    parser.add_argument("--kind", choices=["clustered", "random", "texts"], default="clustered")
    parser.add_argument("--fiel", default=".build/release/fiel")
    parser.add_argument("--texts", type=pathlib.Path, help="a text a line, at least as many as vectors and queries")
    parser.add_argument("--vectors", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--k", type=int, default=10)
    parser.add_argument("--peer-hnsw", action="store_true", help="build hnswlib's graph too")
    args = parser.parse_args()

    rng = np.random.default_rng(20240501)
    count = args.vectors + args.queries
    if args.kind == "texts":
        everything = embedded(args.fiel, args.texts, count)[rng.permutation(count)]
        args.dimensions = everything.shape[1]
    else:
        everything = make(args.kind, count, args.dimensions, rng)
    base, queries = everything[: args.vectors], everything[args.vectors :]
    faiss.omp_set_num_threads(args.threads)

    def show(name, batch, single, found):
        print(f"{name:28} {batch:9.3f} {single:9.3f} {recall(found, truth):8.4f}", flush=True)

    flat = faiss.IndexFlatIP(args.dimensions)
    flat.add(base)
    results = timed(lambda q: flat.search(q, args.k)[1], queries)
    truth = results[2]
    print(f"{args.kind}, {args.vectors} x {args.dimensions}, k {args.k}, {args.threads} threads")
    print(f"{'':28} {'ms batch':>9} {'ms single':>9} {'recall':>8}")
    show("faiss flat f32", *results)
    scalar = faiss.IndexScalarQuantizer(args.dimensions, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    scalar.train(base)
    scalar.add(base)
    show("faiss flat 8 bit", *timed(lambda q: scalar.search(q, args.k)[1], queries))
    brute = hnswlib.BFIndex(space="ip", dim=args.dimensions)
    brute.init_index(max_elements=args.vectors)
    brute.add_items(base)
    brute.set_num_threads(args.threads)
    show("hnswlib brute force f32", *timed(lambda q: brute.knn_query(q, args.k)[0], queries))
    if args.peer_hnsw:
        graph = hnswlib.Index(space="ip", dim=args.dimensions)
        graph.init_index(max_elements=args.vectors, M=16, ef_construction=200, random_seed=1)
        graph.set_num_threads(args.threads)
        start = time.perf_counter()
        graph.add_items(base)
        print(f"hnswlib build {time.perf_counter() - start:.1f} s", flush=True)
        for ef in (20, 40, 80, 160, 320):
            graph.set_ef(ef)
            show(f"hnswlib ef {ef}", *timed(lambda q: graph.knn_query(q, args.k)[0], queries))

    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / name for name in ("vectors.f32", "queries.f32")]
        base.tofile(files[0])
        queries.tofile(files[1])
        command = [args.bench, "search", *map(str, files), str(args.dimensions), str(args.k), str(args.threads)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in process.stdout:
            row = json.loads(line)
            if "seconds" in row:
                print(f"fiel {row['method']} {row['seconds']:.1f} s", flush=True)
            else:
                show(f"fiel {row['method']}", row["ms_batch"], row["ms_single"], row["found"])
        if process.wait():
            raise SystemExit(process.returncode)


if __name__ == "__main__":
    main()
