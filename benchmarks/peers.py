"""Runs the same two models in PyTorch, ONNX Runtime and OpenVINO; `throughput.py` and `parity.py` call it.

    python peers.py export --models DIR --encoder E5 --nli-checkpoint CHECKPOINT     # once: ONNX and OpenVINO files, f32 and int8
    python peers.py tune --models DIR --peer openvino-int8 --task embed --texts FILE
    python peers.py run --models DIR --peer openvino-int8 --task embed --texts FILE --out rows.npy [--batch 32] [--streams 1]

`embed` is the encoder that `Sources/FielModels/Recipe/e5_package.py` unpacks, with mean pooling and L2 norm, `nli` the fine-tuned cross-encoder with a linear head over the mean of
all tokens. Texts are tokenised by Hugging Face `tokenizers`, sorted by length, and padded to the longest of their batch.
"""

import argparse
import json
import os
import shutil
import sys
import time

import numpy as np

PEERS = ("pytorch-f32", "onnxruntime-f32", "onnxruntime-int8", "openvino-f32", "openvino-bf16", "openvino-int8")
TASKS = ("embed", "nli")
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MAX_TOKENS = {"embed": 512, "nli": 512}
LABELS = ("entailment", "neutral", "contradiction")


def read_rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def as_inputs(rows):
    """The strings or pairs of strings that the tokenizer takes."""
    return [row["text"] if "text" in row else (row["premise"], row["hypothesis"]) for row in rows]


# The models, in torch

def torch_model(task, folder):
    """The reference: ids, mask and types in, normalised embeddings or logits out."""
    import torch
    from safetensors.torch import load_file
    from transformers import BertConfig, BertModel, logging
    logging.set_verbosity_error()
    logging.disable_progress_bar()

    class Pooled(torch.nn.Module):
        def __init__(self):
            super().__init__()
            if task == "embed":
                self.bert, self.classifier = BertModel.from_pretrained(folder, add_pooling_layer=False), None
                return
            weights = load_file(os.path.join(folder, "model.safetensors"))
            self.bert = BertModel(BertConfig.from_pretrained(folder), add_pooling_layer=False)
            self.bert.load_state_dict({k[5:]: v for k, v in weights.items() if k.startswith("bert.")})
            self.classifier = torch.nn.Linear(*reversed(weights["classifier.weight"].shape))
            self.classifier.load_state_dict({k: weights["classifier." + k] for k in ("weight", "bias")})

        def forward(self, input_ids, attention_mask, token_type_ids):
            hidden = self.bert(input_ids, attention_mask, token_type_ids).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1)
            return torch.nn.functional.normalize(mean) if self.classifier is None else self.classifier(mean)

    return Pooled().eval()


def source_folder(task, models):
    """Where `export` put the torch model of a task."""
    return os.path.join(models, task)


# Tokens

class Tokens:
    """The ids of every text, and batches of similar length."""

    def __init__(self, task, folder, rows):
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS[task], strategy="longest_first")
        self.encodings = tokenizer.encode_batch(as_inputs(rows))
        self.count = sum(len(e.ids) for e in self.encodings)

    def batches(self, size):
        """(positions, arrays by input name) of each batch, longest first."""
        order = sorted(range(len(self.encodings)), key=lambda i: -len(self.encodings[i].ids))
        for start in range(0, len(order), size):
            part = order[start:start + size]
            arrays = {name: np.zeros((len(part), len(self.encodings[part[0]].ids)), np.int64) for name in INPUTS}
            for row, i in enumerate(part):
                e = self.encodings[i]
                arrays["input_ids"][row, :len(e.ids)] = e.ids
                arrays["attention_mask"][row, :len(e.ids)] = 1
                arrays["token_type_ids"][row, :len(e.ids)] = e.type_ids
            yield part, arrays


# The peers: each is a function from (task, models folder, threads, streams) to a function from batches to (positions, rows)

def pytorch(task, models, threads, streams, kind):
    import torch
    torch.set_num_threads(threads)
    model = torch_model(task, source_folder(task, models))

    def run(batches):
        with torch.inference_mode():
            for part, arrays in batches:
                yield part, model(*(torch.from_numpy(arrays[name]) for name in INPUTS)).numpy()
    return run


def onnxruntime(task, models, threads, streams, kind):
    import onnxruntime as ort
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    session = ort.InferenceSession(os.path.join(models, f"{task}.{kind}.onnx"), options, providers=["CPUExecutionProvider"])
    wanted = {i.name for i in session.get_inputs()}

    def run(batches):
        for part, arrays in batches:
            yield part, session.run(None, {k: v for k, v in arrays.items() if k in wanted})[0]
    return run


def openvino(task, models, threads, streams, kind):
    import openvino as ov
    core = ov.Core()
    file = f"{task}.int8.xml" if kind == "int8" else f"{task}.f32.onnx"
    compiled = core.compile_model(os.path.join(models, file), "CPU", {
        "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": streams, "ENABLE_CPU_PINNING": False,
        "PERFORMANCE_HINT": "THROUGHPUT" if streams > 1 else "LATENCY",
        "INFERENCE_PRECISION_HINT": "bf16" if kind == "bf16" else "f32"})

    def run(batches):
        done = []
        queue = ov.AsyncInferQueue(compiled, streams)
        queue.set_callback(lambda request, part: done.append((part, request.get_output_tensor(0).data.copy())))
        for part, arrays in batches:
            queue.start_async(arrays, part)
        queue.wait_all()
        yield from done
    return run


def load_peer(name, task, models, threads, streams):
    runtime, kind = name.split("-")
    return {"pytorch": pytorch, "onnxruntime": onnxruntime, "openvino": openvino}[runtime](task, models, threads, streams, kind)


def available(name):
    """Whether this machine can run the peer at all."""
    if name != "openvino-bf16":
        return True
    import openvino as ov
    return "BF16" in ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


# The three commands

def export(options):
    """Writes TASK.f32.onnx, TASK.int8.onnx (dynamic, per channel) and TASK.int8.xml (NNCF, post-training) of both tasks."""
    import nncf
    import openvino as ov
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    calibration = {"embed": "sentences.jsonl", "nli": "pairs.jsonl"}
    for task, source in (("embed", options.encoder), ("nli", options.nli_checkpoint)):
        path = folder = source_folder(task, options.models)
        os.makedirs(folder, exist_ok=True)
        for name in ("config.json", "model.safetensors", "tokenizer.json"):
            shutil.copy(os.path.join(source, name), folder)
        tokens = Tokens(task, folder, read_rows(os.path.join(options.calibration, calibration[task])))
        example = next(tokens.batches(4))[1]
        sizes = {name: {0: "batch", 1: "tokens"} for name in INPUTS}
        torch.onnx.export(
            torch_model(task, folder), tuple(torch.from_numpy(example[name]) for name in INPUTS), path + ".f32.onnx",
            input_names=list(INPUTS), output_names=["output"], dynamic_shapes=sizes, dynamo=True, external_data=False)
        quantize_dynamic(path + ".f32.onnx", path + ".int8.onnx", weight_type=QuantType.QInt8, per_channel=True)
        model = nncf.quantize(
            ov.Core().read_model(path + ".f32.onnx"), nncf.Dataset([arrays for _, arrays in tokens.batches(1)][::16]),
            model_type=nncf.ModelType.TRANSFORMER, subset_size=300)
        ov.save_model(model, path + ".int8.xml")
        print(f"{task}: {path}.*", file=sys.stderr)


def tune(options):
    """Prints the fastest of a few batch sizes and stream counts, on every sixteenth text."""
    rows = read_rows(options.texts)[::16]
    tokens = Tokens(options.task, source_folder(options.task, options.models), rows)
    best = None
    for streams in ((1, options.threads) if options.peer.startswith("openvino") else (1,)):
        peer = load_peer(options.peer, options.task, options.models, options.threads, streams)
        list(peer(tokens.batches(64)))
        for batch in (8, 16, 32):
            seconds = min(seconds_of(lambda: list(peer(tokens.batches(batch)))) for _ in range(2))
            if best is None or seconds < best[0]:
                best = seconds, batch, streams
    print(json.dumps({"batch": best[1], "streams": best[2]}))


def seconds_of(body):
    start = time.perf_counter()
    body()
    return time.perf_counter() - start


def run(options):
    """Judges every text once; prints what it took, and saves the rows in the order of the texts."""
    start = time.perf_counter()
    peer = load_peer(options.peer, options.task, options.models, options.threads, options.streams)
    folder = source_folder(options.task, options.models)
    warm = Tokens(options.task, folder, read_rows(options.texts)[:options.batch])
    list(peer(warm.batches(options.batch)))
    loaded = time.perf_counter()
    tokens = Tokens(options.task, folder, read_rows(options.texts))
    parts = list(peer(tokens.batches(options.batch)))
    finished = time.perf_counter()
    rows = np.zeros((len(tokens.encodings), parts[0][1].shape[1]), np.float32)
    for part, values in parts:
        rows[part] = values
    np.save(options.out, rows)
    print(json.dumps({"load_s": loaded - start, "run_s": finished - loaded, "tokens": tokens.count, "texts": len(rows)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("export")
    command.set_defaults(run=export)
    command.add_argument("--models", required=True)
    command.add_argument("--nli-checkpoint", required=True)
    command.add_argument("--calibration", required=True, help="folder that make_texts.py wrote, with another seed")
    command.add_argument("--encoder", required=True, help="folder that e5_package.py wrote")
    for name, body in (("tune", tune), ("run", run)):
        command = commands.add_parser(name)
        command.set_defaults(run=body)
        command.add_argument("--models", required=True)
        command.add_argument("--peer", required=True, choices=PEERS)
        command.add_argument("--task", required=True, choices=TASKS)
        command.add_argument("--texts", required=True)
        command.add_argument("--threads", type=int, default=2)
        if body is run:
            command.add_argument("--out", required=True)
            command.add_argument("--batch", type=int, default=32)
            command.add_argument("--streams", type=int, default=1)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
