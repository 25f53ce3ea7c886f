"""all-MiniLM-L6-v2 in plain torch, with a head of markers: what scripts/train_markers.py trains."""

import json
import math
import struct
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

LAYERS, HEADS, SIZE, INNER = 6, 12, 384, 1536
START_LOG_ODDS = -3.0
"""Where a head starts: a marker is in about one sentence of twenty."""
HEAD_SCALE = 0.1
"""Heads start small, so that the first steps do not tear the network about."""
DROPOUT = 0.1
EPSILON = 1e-12

PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "first_norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "second_norm": "output.LayerNorm",
}
"""Ours, and what the file of the original calls them."""


class Layer(nn.Module):
    """A transformer's layer, norm after each half, as BERT has it."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(SIZE, SIZE) for _ in range(4))
        self.first_norm, self.second_norm = (nn.LayerNorm(SIZE, eps=EPSILON) for _ in range(2))
        self.up, self.down = nn.Linear(SIZE, INNER), nn.Linear(INNER, SIZE)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        """`x` (batch, pieces, SIZE); `hidden` (batch, 1, 1, pieces): 0, or far below 0 where there is padding."""
        batch, pieces, _ = x.shape

        def heads(y: Tensor) -> Tensor:
            return y.view(batch, pieces, HEADS, SIZE // HEADS).transpose(1, 2)

        likeness = heads(self.query(x)) @ heads(self.key(x)).transpose(-1, -2) / math.sqrt(SIZE // HEADS) + hidden
        seen = (self.drop(likeness.softmax(-1)) @ heads(self.value(x))).transpose(1, 2).reshape(batch, pieces, SIZE)
        x = self.first_norm(x + self.drop(self.out(seen)))
        y: Tensor = self.second_norm(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return y


class MarkerNet(nn.Module):
    """Word pieces to a vector (SIZE,), their mean after the last layer, and from it the log odds of each marker."""

    def __init__(self, weights: dict[str, Tensor], markers: int) -> None:
        super().__init__()
        self.word = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"].clone())  # kept as it is
        self.place = nn.Embedding.from_pretrained(
            weights["embeddings.position_embeddings.weight"].clone(), freeze=False
        )
        self.kind = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0].clone())
        self.norm = nn.LayerNorm(SIZE, eps=EPSILON)
        self.drop = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(SIZE, markers)
        self._take(weights)

    def forward(self, pieces: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """`pieces` (batch, n) as numbers; `there` (batch, n) is 0 where there is padding. Vectors and log odds."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.drop(self.norm(self.word(pieces) + self.place(places) + self.kind))
        hidden = (1 - there[:, None, None].float()) * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        weight = there[..., None].float()
        vector = (x * weight).sum(1) / weight.sum(1)
        return vector, self.head(self.drop(vector))

    def _take(self, weights: dict[str, Tensor]) -> None:
        with torch.no_grad():
            _copy(self.norm, weights, "embeddings.LayerNorm")
            for index, layer in enumerate(self.layers):
                for ours, theirs in PARTS.items():
                    _copy(getattr(layer, ours), weights, f"encoder.layer.{index}.{theirs}")
            self.head.weight.mul_(HEAD_SCALE)
            self.head.bias.fill_(START_LOG_ODDS)


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file of float32 and int64."""
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    kinds = {"F32": torch.float32, "I64": torch.int64}
    found: dict[str, Tensor] = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if name != "__metadata__":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            found[name] = torch.frombuffer(bytearray(data[start:end]), dtype=kinds[entry["dtype"]]).view(entry["shape"])
    return found


def _copy(part: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(part, kind).copy_(weights[f"{name}.{kind}"])
