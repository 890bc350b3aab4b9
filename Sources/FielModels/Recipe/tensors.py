"""Reads the matrices of a GGUF file back, and computes with them as the engine's int8 mode does."""

import gguf
import numpy as np
import torch

from quantize import per_row

INT8 = "int8 arithmetic"
# What a layer's tensors are called in a GGUF file, and in a Hugging Face BertModel.
NAMES = {"attn_q": "attention.self.query", "attn_k": "attention.self.key", "attn_v": "attention.self.value",
         "attn_output": "attention.output.dense", "attn_output_norm": "attention.output.LayerNorm",
         "ffn_up": "intermediate.dense", "ffn_down": "output.dense", "layer_output_norm": "output.LayerNorm"}


class Matrix:
    """A matrix `X.weight` with the tensors beside it: `X.scale`, `X.residual`, `X.smooth`."""

    def __init__(self, stem, tensors):
        stored = tensors[f"{stem}.weight"]
        self.smooth = tensors[f"{stem}.smooth"].data if f"{stem}.smooth" in tensors else None
        self.codes = stored.data if stored.tensor_type == gguf.GGMLQuantizationType.I8 else None
        self.scale = tensors[f"{stem}.scale"].data if self.codes is not None else None
        self._plain = None if self.codes is not None else sum(
            gguf.quants.dequantize(t.data, t.tensor_type)
            for t in (stored, tensors.get(f"{stem}.residual")) if t is not None)

    def floats(self):
        """The weights [outputs, inputs] that the f32 mode uses."""
        if self.codes is None:
            return self._plain
        weights = self.codes * self.scale[:, None]
        return weights if self.smooth is None else weights / self.smooth

    def eight_bit(self):
        """The weights of the int8 mode, for activations that were divided by `smooth`."""
        if self.codes is not None:
            return self.codes * self.scale[:, None]
        weights = self._plain if self.smooth is None else self._plain * self.smooth
        step = per_row(weights)
        return np.rint(weights / step).clip(-127, 127) * step


def matrices(path):
    """The matrices of the layers of a GGUF file, by their names in a Hugging Face BertModel."""
    tensors = {t.name: t for t in gguf.GGUFReader(path).tensors}
    found = {}
    for name in tensors:
        parts = name.split(".")
        if parts[0] == "blk" and not parts[2].endswith("_norm") and parts[3] == "weight":
            found[f"encoder.layer.{parts[1]}.{NAMES[parts[2]]}"] = Matrix(name.removesuffix(".weight"), tensors)
    return found


def classifier_state(path):
    """What training goes on from: the layers and the head of nli.gguf as float32, under the names of a checkpoint.

    The embedding block is not in that file, and is not trained.
    """
    reader = gguf.GGUFReader(path)
    plain = {t.name: t.data for t in reader.tensors if t.tensor_type == gguf.GGMLQuantizationType.F32}
    state = {f"bert.{name}.weight": matrix.floats() for name, matrix in matrices(path).items()}
    for name, values in plain.items():
        parts = name.split(".")
        if parts[0] == "blk" and (parts[3] == "bias" or parts[2].endswith("_norm")) and parts[2] in NAMES:
            state[f"bert.encoder.layer.{parts[1]}.{NAMES[parts[2]]}.{parts[3]}"] = values
    temperature = reader.fields["fiel.temperature"].contents()
    for affine in ("weight", "bias"):
        state[f"classifier.{affine}"] = plain[f"cls.output.{affine}"] * np.float32(temperature)
    return {name: torch.from_numpy(np.array(values, np.float32)) for name, values in state.items()}


class Int8Linear(torch.nn.Module):
    """A linear layer as the int8 mode computes it, but for f32 rounding.

    Activations, divided by `smooth`, take eight bits per token between min(x, 0) and max(x, 0), with 0 exact.
    """

    def __init__(self, matrix, bias):
        super().__init__()
        self.weight = torch.from_numpy(np.ascontiguousarray(matrix.eight_bit(), np.float32))
        self.smooth = None if matrix.smooth is None else torch.from_numpy(matrix.smooth.copy())
        self.bias = bias

    def forward(self, x):
        x = x if self.smooth is None else x / self.smooth
        low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
        scale = ((high - low) / 255).clamp(min=1e-30)
        zero = (-low / scale).round()
        x = (((x / scale).round() + zero).clamp(0, 255) - zero) * scale
        return torch.nn.functional.linear(x, self.weight, self.bias)
