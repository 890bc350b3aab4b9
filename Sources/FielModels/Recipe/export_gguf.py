"""Writes the two embedded models as GGUF files.

    python export_gguf.py --data DATA --out ../Resources embed --base e5
    python export_gguf.py --data DATA --out ../Resources nli --checkpoint CHECKPOINT --temperature T

Tensor names and vocabulary follow llama.cpp's conventions for BERT with XLM-R's tokenizer. README.md in this folder describes
the tensors that are Fiel's own: `X.scale` and `X.smooth` beside a matrix `X.weight`.
"""

import argparse
import base64
import gzip
import hashlib
import json
import os
import random
import struct

import crc32c
import gguf
import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import BertModel
from transformers.utils import logging

from nli_data import LABELS
from quantize import eight_bit, smoothing
from tensors import NAMES

Q = gguf.GGMLQuantizationType
# Matrices that read the same input share their smoothing.
INPUTS = (("attention.self.query", "attention.self.key", "attention.self.value"), ("attention.output.dense",),
          ("intermediate.dense",), ("output.dense",))


def calibration_texts(data):
    """Texts of the training sets: single ones for the encoder, with some short, long or of one word; pairs for the classifier."""
    def lines(name, every, count):
        with gzip.open(os.path.join(data, name), "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file.readlines()[::every][:count]]
    singles = [r["a"] for r in lines("sts/stsb_en.train.jsonl.gz", 20, 200)] + [r["a"] for r in lines("sts/stsb_pt.train.jsonl.gz", 97, 40)]
    pairs = [(r["premise"], r["hypothesis"]) for name, every in
             (("vitaminc_real.test", 201), ("snli.dev", 131), ("rte.train", 67), ("assin_ptbr.train", 97)) for r in lines(f"nli/{name}.jsonl.gz", every, 80)]
    singles += [premise for premise, _ in pairs]
    rng = random.Random(1)
    words = sorted({word for text in singles for word in text.split()})
    few = [" ".join(rng.sample(words, rng.randint(1, 3))) for _ in range(250)]
    repeated = [" ".join([word] * 250) for word in rng.sample(words, 12)]
    return singles + few + repeated + [" ".join(rng.sample(singles, 12)) for _ in range(12)], pairs


@torch.no_grad()
def layer_inputs(model, encodings):
    """The inputs of every linear layer for the calibration texts: name -> [tokens, inputs]."""
    found, hooks = {}, []
    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Linear):
            hooks.append(module.register_forward_pre_hook(lambda _, x, name=name: found.setdefault(name, []).append(x[0][0].clone())))
    for e in encodings:
        model(input_ids=torch.tensor([e.ids]), token_type_ids=torch.tensor([e.type_ids]))
    for hook in hooks:
        hook.remove()
    return {name: torch.cat(parts).numpy() for name, parts in found.items()}


def writer(path, config, name, description, licence):
    w = gguf.GGUFWriter(path, "bert")
    w.add_name(name)
    w.add_description(description)
    w.add_license(licence)
    w.add_uint32("fiel.crc32c", 0)
    w.add_context_length(config.max_position_embeddings)
    w.add_embedding_length(config.hidden_size)
    w.add_block_count(config.num_hidden_layers)
    w.add_feed_forward_length(config.intermediate_size)
    w.add_head_count(config.num_attention_heads)
    w.add_layer_norm_eps(config.layer_norm_eps)
    w.add_causal_attention(False)
    w.add_pooling_type(gguf.PoolingType.MEAN)
    return w


def add_unigram_vocabulary(w, folder):
    """XLM-R's kind of tokenizer, as llama.cpp's converter writes it."""
    file = json.load(open(os.path.join(folder, "tokenizer.json"), encoding="utf-8"))
    pieces, unknown = file["model"]["vocab"], file["model"]["unk_id"]
    special = {added["content"]: added["id"] for added in file["added_tokens"]}
    types = [gguf.TokenType.NORMAL] * len(pieces)
    for number in special.values():
        types[number] = gguf.TokenType.CONTROL
    types[unknown] = gguf.TokenType.UNKNOWN
    w.add_tokenizer_model("t5")
    w.add_token_list([piece for piece, _ in pieces])
    w.add_token_scores([score for _, score in pieces])
    w.add_token_types(types)
    w.add_precompiled_charsmap(base64.b64decode(file["normalizer"]["precompiled_charsmap"]))
    w.add_add_space_prefix(True)
    w.add_token_type_count(2)
    w.add_unk_token_id(unknown)
    w.add_bos_token_id(special["<s>"])
    w.add_eos_token_id(special["</s>"])
    w.add_pad_token_id(special["<pad>"])


def finish(w, path):
    """Writes the file and fills in `fiel.crc32c`: the CRC-32C of the file with this value as 0."""
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()
    data = bytearray(open(path, "rb").read())
    place = data.index(b"fiel.crc32c") + len(b"fiel.crc32c") + 4
    data[place:place + 4] = struct.pack("<I", crc32c.crc32c(bytes(data)))
    open(path, "wb").write(data)
    print(path, len(data), "bytes, sha256", hashlib.sha256(data).hexdigest())


def sha256(path):
    return hashlib.sha256(open(path, "rb").read()).hexdigest()


def add_layers(w, model, inputs, add_matrix):
    state = {k: v.numpy() for k, v in model.state_dict().items()}
    stored_as = {part: name for name, part in NAMES.items()}
    for layer in range(model.config.num_hidden_layers):
        prefix = f"encoder.layer.{layer}."
        for group in INPUTS:
            x = inputs[prefix + group[0]]
            factor = smoothing(np.concatenate([state[f"{prefix}{part}.weight"] for part in group]), x)
            for part in group:
                add_matrix(f"blk.{layer}.{stored_as[part]}", state[f"{prefix}{part}.weight"], x, factor)
        for name, part in NAMES.items():
            w.add_tensor(f"blk.{layer}.{name}.bias", state[f"{prefix}{part}.bias"])
            if part.endswith("LayerNorm"):
                w.add_tensor(f"blk.{layer}.{name}.weight", state[f"{prefix}{part}.weight"])
        print("layer", layer, flush=True)


def add_embedding_block(w, state):
    """The tables that tokens become vectors by. The word table came from 4-bit blocks and is not trained: nothing is lost."""
    add_blocks(w, "token_embd.weight", state["embeddings.word_embeddings.weight"])
    w.add_tensor("position_embd.weight", state["embeddings.position_embeddings.weight"].astype(np.float16))
    w.add_tensor("token_types.weight", state["embeddings.token_type_embeddings.weight"])
    for affine in ("weight", "bias"):
        w.add_tensor(f"token_embd_norm.{affine}", state[f"embeddings.LayerNorm.{affine}"])


def add_blocks(w, name, values):
    """A matrix that is made of 4-bit blocks, as those blocks."""
    blocks = gguf.quants.quantize(values, Q.Q4_0)
    lost = np.abs(gguf.quants.dequantize(blocks, Q.Q4_0) - values).max()
    assert lost <= 1e-6 * np.abs(values).max(), f"{name} is not made of 4-bit blocks: {lost}"
    w.add_tensor(name, blocks, raw_dtype=Q.Q4_0)


def tokenizer_of(folder):
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    return tokenizer


@torch.no_grad()
def unrelated_cosine(model, tokenizer, data):
    """The mean cosine of two texts of one language that have nothing to do with one another."""
    found = []
    for name in ("stsb_en.train", "stsb_pt.train"):
        with gzip.open(os.path.join(data, "sts", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as file:
            texts = [json.loads(line)["a"] for line in file.readlines()[::29]]
        vectors = torch.cat([model(input_ids=torch.tensor([e.ids])).last_hidden_state.mean(1) for e in tokenizer.encode_batch(texts)])
        vectors = torch.nn.functional.normalize(vectors)
        cosines = vectors @ vectors.T
        found.append(cosines[~torch.eye(len(texts), dtype=torch.bool)].mean().item())
    print("cosine of unrelated texts:", found)
    return float(np.mean(found))


def export_embed(options):
    model = BertModel.from_pretrained(options.base, add_pooling_layer=False).eval()
    path = os.path.join(options.out, "embed.gguf")
    w = writer(path, model.config, "multilingual-e5-small, English and Portuguese", "Sentence embeddings: mean over tokens, length 1.", "mit")
    w.add_uint32("fiel.maximum_tokens", 512)
    w.add_string("fiel.source_sha256", sha256(os.path.join(options.base, "model.safetensors")))
    w.add_float32("fiel.unrelated_cosine", round(unrelated_cosine(model, tokenizer_of(options.base), options.data), 3))
    add_unigram_vocabulary(w, options.base)
    add_embedding_block(w, {k: v.numpy() for k, v in model.state_dict().items()})

    def add_matrix(name, weights, _, factor):
        add_blocks(w, f"{name}.weight", weights)
        w.add_tensor(f"{name}.smooth", factor)

    add_layers(w, model, layer_inputs(model, tokenizer_of(options.base).encode_batch(calibration_texts(options.data)[0])), add_matrix)
    finish(w, path)


def export_nli(options):
    model = BertModel.from_pretrained(options.checkpoint, add_pooling_layer=False).eval()
    path = os.path.join(options.out, "nli.gguf")
    w = writer(path, model.config, "fiel-nli", "Natural language inference, English and Portuguese: entailment, neutral or contradiction.",
               "cc-by-sa-4.0")
    w.add_array("bert.classifier.output_labels", list(LABELS))
    w.add_string("fiel.source_sha256", sha256(os.path.join(options.checkpoint, "model.safetensors")))
    w.add_string("fiel.embeddings_from", "embed.gguf")
    head = load_file(os.path.join(options.checkpoint, "model.safetensors"))
    w.add_float32("fiel.temperature", options.temperature)
    w.add_tensor("cls.output.weight", head["classifier.weight"].numpy() / np.float32(options.temperature))
    w.add_tensor("cls.output.bias", head["classifier.bias"].numpy() / np.float32(options.temperature))

    def add_matrix(name, weights, x, factor):
        codes, scales = eight_bit(weights * factor, x / factor)
        w.add_tensor(f"{name}.weight", codes, raw_dtype=Q.I8)
        w.add_tensor(f"{name}.scale", scales)
        w.add_tensor(f"{name}.smooth", factor)

    add_layers(w, model, layer_inputs(model, tokenizer_of(options.checkpoint).encode_batch(calibration_texts(options.data)[1])), add_matrix)
    finish(w, path)


def main():
    logging.set_verbosity_error()
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=("embed", "nli"))
    parser.add_argument("--data", required=True, help="the folder with nli/ and sts/, for calibration texts of the training sets")
    parser.add_argument("--out", required=True)
    parser.add_argument("--base", help="the folder that e5_package.py wrote")
    parser.add_argument("--checkpoint", help="the folder that train_nli.py wrote")
    parser.add_argument("--temperature", type=float, default=1.0, help="what the logits are divided by; evaluate_nli.py fits it")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    export_embed(options) if options.model == "embed" else export_nli(options)


main()
