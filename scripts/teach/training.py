"""Teaching the network from examples, and asking it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from configs.examples import Labelled
from scores.markers import AGENT_MARKERS, MARKERS
from teach.minilm import MarkerNet
from teach.vary import varied

BATCH, WARM_UP, CLIP = 32, 0.1, 1.0


@dataclass(frozen=True)
class Pace:
    """How often all examples are gone through, and how fast the network's body and its head learn."""

    passes: int
    rate: float
    head_rate: float


FROM_ANEW = Pace(6, 2e-4, 5e-3)
"""Rates of 1e-4 to 3e-4 and 6 to 10 passes were tried on fewer examples; for today's, six were taken untried."""
FURTHER = Pace(2, 1e-4, 2e-3)
"""For one that was taught most of the examples before: gently, so that it keeps what it knows. Untried otherwise."""


@dataclass(frozen=True)
class Base:
    """What training starts from: the original's weights and how it cuts text into pieces."""

    weights: dict[str, Tensor]
    tokenizer: Tokenizer


def train(base: Base, examples: Sequence[Labelled], seed: int = 0) -> MarkerNet:
    """A network taught `examples`; the same ones in the same order teach the same."""
    torch.manual_seed(seed)
    return teach(MarkerNet(base.weights, len(MARKERS)), base.tokenizer, examples, FROM_ANEW, seed)


def teach(net: MarkerNet, tokenizer: Tokenizer, examples: Sequence[Labelled], pace: Pace, seed: int = 0) -> MarkerNet:
    """The same network, taught `examples` (further)."""
    torch.manual_seed(seed)
    chance = Random(seed)
    net.train()
    body = [p for name, p in net.named_parameters() if not name.startswith("head") and p.requires_grad]
    optimizer = AdamW([{"params": body, "lr": pace.rate}, {"params": net.head.parameters(), "lr": pace.head_rate}])
    steps = pace.passes * -(-len(examples) // BATCH)
    schedule = LambdaLR(optimizer, lambda step: _pace(step / steps))
    for _ in range(pace.passes):
        for batch in _batches(varied(examples, chance), tokenizer, chance):
            optimizer.zero_grad()
            _loss(net, batch, tokenizer).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), CLIP)
            optimizer.step()
            schedule.step()
    return net.eval()


@torch.no_grad()
def log_odds(net: MarkerNet, tokenizer: Tokenizer, examples: Sequence[Labelled]) -> NDArray[np.float32]:
    """What the network says of each, shape (examples, markers)."""
    answers = [net(*_padded(examples[i : i + BATCH], tokenizer))[1] for i in range(0, len(examples), BATCH)]
    return torch.cat(answers).numpy()


def as_read(example: Labelled) -> str:
    """The text as the network reads it; models/marker_network.py writes it the same way."""
    return f"{example.role}: {example.text}"


def _pace(done: float) -> float:
    return min(done / WARM_UP, (1 - done) / (1 - WARM_UP))


def _loss(net: MarkerNet, batch: Sequence[Labelled], tokenizer: Tokenizer) -> Tensor:
    """Of each marker that this role can carry, summed; the mean over examples."""
    _, answers = net(*_padded(batch, tokenizer))
    true = torch.tensor([[float(m in e.true) for m in MARKERS] for e in batch])
    asked = torch.tensor([[float((m in AGENT_MARKERS) == (e.role == "agent")) for m in MARKERS] for e in batch])
    losses = functional.binary_cross_entropy_with_logits(answers, true, reduction="none")
    return (losses * asked).sum() / len(batch)


def _batches(examples: list[Labelled], tokenizer: Tokenizer, chance: Random) -> list[list[Labelled]]:
    """Batches in random order of examples of like length, which spares padding."""
    chance.shuffle(examples)
    wide = [examples[i : i + 8 * BATCH] for i in range(0, len(examples), 8 * BATCH)]
    sorted_wide = [sorted(part, key=lambda e: len(e.text)) for part in wide]
    batches = [part[i : i + BATCH] for part in sorted_wide for i in range(0, len(part), BATCH)]
    chance.shuffle(batches)
    return batches


def _padded(examples: Sequence[Labelled], tokenizer: Tokenizer) -> tuple[Tensor, Tensor]:
    """Numbers of word pieces and where they are, both (examples, longest)."""
    rows = [tokenizer.encode(as_read(e)).ids for e in examples]
    pieces = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    there = torch.zeros_like(pieces)
    for index, row in enumerate(rows):
        pieces[index, : len(row)] = torch.tensor(row)
        there[index, : len(row)] = 1
    return pieces, there
