"""What a sentence says, as markers: MiniLM trained on configs/examples, on ONNX Runtime (scripts/markers makes it)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from configs.operation_settings import ComputeSettings, ModelSettings
from models.fetch import ensure_model
from models.sessions import make_session

MODEL = "markers"
MAX_PIECES = 64
"""Word pieces read of a sentence, as in training; what a recogniser writes between two stops is rarely half of that."""
_KEPT = 4096
"""Sentences remembered: "okay" and "thank you" come in every call."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the network makes of a sentence: log odds of each marker, and the vector (384,) that they are drawn from."""

    log_odds: NDArray[np.float32]
    vector: NDArray[np.float32]


@lru_cache(maxsize=_KEPT)
def read_sentence(role: str, text: str) -> Reading:
    """A sentence said by `role` ("agent" or "customer") read by itself, so that its neighbours change nothing."""
    session, tokenizer = _network()
    pieces = np.array([tokenizer.encode(f"{role}: {text}").ids], np.int64)
    vector, log_odds = session.run(["vector", "logits"], {"ids": pieces})
    return Reading(log_odds[0], vector[0])


@cache
def markers_read() -> tuple[str, ...]:
    """The markers the network knows, in the order of `log_odds`."""
    return tuple(_network()[0].get_modelmeta().custom_metadata_map["markers"].split())


@cache
def languages_read() -> Sequence[str]:
    """The languages it was trained on, by their code."""
    return tuple(_network()[0].get_modelmeta().custom_metadata_map["languages"].split())


@cache
def _network() -> tuple[ort.InferenceSession, Tokenizer]:
    """The network on one CPU thread: a few milliseconds a sentence, nothing for a GPU to gain."""
    path = ensure_model(MODEL, ModelSettings(folder=""))
    tokenizer = Tokenizer.from_file(str(path.with_name("markers-tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    return make_session(path, ComputeSettings(device="cpu", threads=1)), tokenizer
