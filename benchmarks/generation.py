#!/usr/bin/env python3
"""Compares Fiel's decoder with llama.cpp and with `transformers` on one GGUF file, in one run; writes a Markdown page.

    swift build -c release --product FielBench
    CMAKE_ARGS=-DGGML_NATIVE=ON pip install llama-cpp-python
    pip install torch transformers gguf accelerate   # for --reference
    python benchmarks/generation.py --model MODEL.gguf --bench .build/release/FielBench [--out results/generation.md]

Speed: tokens a second of a prompt of 512 tokens, of one answer, and of five answers side by side (64 steps after 128
tokens of prompt each), the same number of threads for all, rounds taken in turn, medians. llama.cpp reads the file as it
is, and requantised by itself to the types it is fastest with. Likelihood: windows of 512 tokens of the documentation that
comes with Python, the same token ids for all.
"""

import argparse
import ctypes
import json
import math
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

WINDOW = 512
TYPES = {"Q4_0": 2, "BF16": 32}  # llama_ftype


# MARK: llama.cpp, in a process of its own

def quiet_llama():
    import llama_cpp as ll
    global silent  # the library keeps only a pointer to it
    silent = ll.llama_log_callback(lambda *_: None)
    ll.llama_log_set(silent, ctypes.c_void_p(0))
    ll.llama_backend_init()
    return ll


def llama_context(path, threads, sequences, tokens):
    ll = quiet_llama()
    model = ll.llama_model_load_from_file(path.encode(), ll.llama_model_default_params())
    params = ll.llama_context_default_params()
    params.n_ctx = tokens * sequences
    params.n_batch = params.n_ubatch = 1024
    params.n_seq_max = sequences
    params.n_threads = params.n_threads_batch = threads
    return ll, model, ll.llama_init_from_model(model, params)


def llama_read(ll, context, rows):
    """Reads (token, position, sequence, wants logits) rows."""
    batch = ll.llama_batch_init(len(rows), 0, 1)
    batch.n_tokens = len(rows)
    for i, (token, position, sequence, wanted) in enumerate(rows):
        batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.logits[i] = token, position, 1, wanted
        batch.seq_id[i][0] = sequence
    if ll.llama_decode(context, batch) != 0:
        raise SystemExit("llama_decode failed")
    ll.llama_batch_free(batch)


def llama_speed(path, threads):
    ll, _, context = llama_context(path, threads, 5, 1024)
    memory = ll.llama_get_memory(context)

    def prompt(sequences, tokens):
        for s in range(sequences):
            llama_read(ll, context, [(100 + 13 * p + s, p, s, p == tokens - 1) for p in range(tokens)])

    def decode(sequences):
        ll.llama_memory_clear(memory, True)
        prompt(sequences, 128)
        start = time.perf_counter()
        for step in range(64):
            llama_read(ll, context, [(1000 + 37 * step + s, 128 + step, s, True) for s in range(sequences)])
        return 64 * sequences / (time.perf_counter() - start)

    prompt(1, 64)  # warm up
    ll.llama_memory_clear(memory, True)
    start = time.perf_counter()
    prompt(1, 512)
    prefill = 512 / (time.perf_counter() - start)
    print(json.dumps({"prefill": prefill, "decode": decode(1), "five": decode(5)}))


def llama_tokens(path, count):
    from pydoc_data.topics import topics
    text = "\n\n".join(topics[key] for key in sorted(topics)).encode()[: count * 12]
    ll = quiet_llama()
    params = ll.llama_model_default_params()
    params.vocab_only = True
    vocabulary = ll.llama_model_get_vocab(ll.llama_model_load_from_file(path.encode(), params))
    ids = (ctypes.c_int * len(text))()
    found = ll.llama_tokenize(vocabulary, text, len(text), ids, len(text), False, False)
    print(json.dumps(list(ids[: min(found, count)])))


def llama_likelihood(path, threads, ids):
    import numpy as np
    ll, model, context = llama_context(path, threads, 1, 1024)
    size = ll.llama_vocab_n_tokens(ll.llama_model_get_vocab(model))
    for start in range(0, len(ids) - 1, WINDOW):
        window = ids[start:start + WINDOW]
        ll.llama_memory_clear(ll.llama_get_memory(context), True)
        llama_read(ll, context, [(token, p, 0, True) for p, token in enumerate(window[:-1])])
        total = 0.0
        for p, following in enumerate(window[1:]):
            row = np.ctypeslib.as_array(ll.llama_get_logits_ith(context, p), (size,)).astype(np.float64)
            total += row[following] - row.max() - math.log(np.exp(row - row.max()).sum())
        print(total)


def llama_quantize(path, out, kind):
    ll = quiet_llama()
    params = ll.llama_model_quantize_default_params()
    params.ftype, params.allow_requantize, params.nthread = kind, True, 2
    if ll.llama_model_quantize(path.encode(), out.encode(), ctypes.byref(params)) != 0:
        raise SystemExit(f"cannot requantise to {out}")


def transformers_likelihood(path, ids):
    import torch
    from transformers import AutoModelForCausalLM
    folder, name = os.path.split(os.path.abspath(path))
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32).eval()
    for start in range(0, len(ids) - 1, WINDOW):
        window = torch.tensor(ids[start:start + WINDOW])
        with torch.no_grad():
            scores = model(window[None, :-1]).logits[0].double().log_softmax(-1)
        print(scores.gather(1, window[1:, None]).sum().item())


# MARK: The comparison

def output(command):
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"{command}: {run.stderr[-2000:]}")
    return [json.loads(line) for line in run.stdout.splitlines() if line[:1] in "{[-0123456789"]


def peak(command):
    """The largest resident set of a command, in bytes."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(child, 0)
    os.close(read), os.close(write)
    if status != 0:
        raise SystemExit(f"{command} failed")
    return usage.ru_maxrss * 1024


def own(*arguments):
    return [sys.executable, os.path.abspath(__file__), *map(str, arguments)]


def speed(options, scratch):
    files = {"llama.cpp, the file as it is": options.model}
    for name, kind in TYPES.items():
        out = str(scratch / f"{name}.gguf")
        llama_quantize(options.model, out, kind)
        files[f"llama.cpp, as {name}"] = out
    found = {}
    for _ in range(options.rounds):
        runs = {"Fiel": [options.bench, "generation", options.model, options.threads, 1]}
        runs |= {name: own("--worker", "speed", path, options.threads) for name, path in files.items()}
        for name, command in runs.items():
            found.setdefault(name, []).append(output(list(map(str, command)))[-1])
    return {name: {key: statistics.median(r[key] for r in rounds) for key in rounds[0]}
            for name, rounds in found.items()}


def likelihoods(options, scratch):
    ids = output(own("--worker", "tokens", options.model, options.tokens))[0]
    (scratch / "ids.json").write_text(json.dumps(ids))
    commands = {f"Fiel, {p}": [options.bench, "likelihood", options.model, p, str(scratch / "ids.json"), str(WINDOW)]
                for p in ("int8", "f32")}
    commands["llama.cpp"] = own("--worker", "likelihood", options.model, options.threads, scratch / "ids.json")
    if options.reference:
        commands["transformers, f32"] = [options.reference, os.path.abspath(__file__), "--worker", "reference",
                                         options.model, str(scratch / "ids.json")]
    count = len(ids) - math.ceil(len(ids) / WINDOW)
    return {name: (sum(output(command)), count) for name, command in commands.items()}


def page(options, speeds, scores, memory):
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    lines = [
        "# The generator beside llama.cpp", "",
        f"Made by `python benchmarks/generation.py --model {os.path.basename(options.model)} --rounds {options.rounds}`, "
        f"{options.threads} threads, {platform.machine()} ({cpu or 'unknown processor'}). Absolute times belong to this "
        "machine; the ratios were taken in one run, round by round, medians.", "",
        "## Tokens a second", "",
        "| | prompt of 512 | one answer | five answers together | five cost, in ones |", "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, row in speeds.items():
        lines.append(f"| {name} | {row['prefill']:.0f} | {row['decode']:.0f} | {row['five']:.0f} "
                     f"| {5 * row['decode'] / row['five']:.2f} |")
    best = {key: max(row[key] for name, row in speeds.items() if name != "Fiel") for key in speeds["Fiel"]}
    ratios = {key: speeds["Fiel"][key] / best[key] for key in best}
    lines += ["", "Fiel against the best of llama.cpp's rows: " + ", ".join(
        f"{label} {ratios[key]:.2f}×" for key, label in
        (("prefill", "prompt"), ("decode", "one answer"), ("five", "five answers"))) + ".", ""]
    lines += ["## Likelihood of the same tokens", "", "| | log-likelihood | perplexity |", "| --- | ---: | ---: |"]
    for name, (total, count) in scores.items():
        lines.append(f"| {name} | {total:.2f} | {math.exp(-total / count):.4f} |")
    reference = next((v for k, v in scores.items() if k.startswith("transformers")), None)
    quick, peer = scores["Fiel, int8"], scores["llama.cpp"]
    lines += ["", f"{quick[1]} tokens in windows of {WINDOW}. Fiel's perplexity differs from llama.cpp's by "
              f"{100 * abs(math.exp(-quick[0] / quick[1] + peer[0] / peer[1]) - 1):.3f} %"
              + (f", its log-likelihood from that of `transformers` by {100 * abs(quick[0] / reference[0] - 1):.3f} % "
                 f"(f32: {100 * abs(scores['Fiel, f32'][0] / reference[0] - 1):.5f} %)" if reference else "") + ".", ""]
    size = os.path.getsize(options.model)
    lines += ["## Memory", "", f"Peak resident set of a run with five answers: {memory / 1e6:.0f} MB, with a file of "
              f"{size / 1e6:.0f} MB.", ""]
    return "\n".join(lines)


def main():
    if sys.argv[1:2] == ["--worker"]:
        job, path, *rest = sys.argv[2:]
        if job == "speed":
            return llama_speed(path, int(rest[0]))
        if job == "tokens":
            return llama_tokens(path, int(rest[0]))
        if job == "likelihood":
            return llama_likelihood(path, int(rest[0]), json.load(open(rest[1])))
        return transformers_likelihood(path, json.load(open(rest[0])))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--bench", default=".build/release/FielBench")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=10_000)
    parser.add_argument("--reference", help="a Python that has torch, transformers, gguf and accelerate")
    parser.add_argument("--out", type=pathlib.Path)
    options = parser.parse_args()
    options.bench = os.path.abspath(options.bench)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        scores = likelihoods(options, scratch)
        speeds = speed(options, scratch)
    memory = peak([options.bench, "generation", options.model, str(options.threads), "1"])
    text = page(options, speeds, scores, memory)
    print(text)
    if options.out:
        options.out.write_text(text)


if __name__ == "__main__":
    main()
