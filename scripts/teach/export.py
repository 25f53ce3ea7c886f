"""The taught network as a small ONNX file."""

from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from scores.markers import MARKERS
from teach.minilm import MarkerNet

OPSET = 17


class _OneSentence(nn.Module):
    """A sentence at a time, without padding: rounding to 8 bits then depends on no neighbour."""

    def __init__(self, net: MarkerNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        vector, logits = self.net(ids, torch.ones_like(ids))
        return vector, logits


def export(net: MarkerNet, path: Path, languages: str) -> None:
    """Write `net` to `path`: weights in 8 bits, a scale a channel; the names of its markers and languages with it."""
    with TemporaryDirectory() as folder:
        wide = Path(folder) / "wide.onnx"
        torch.onnx.export(
            _OneSentence(net.eval()),
            (torch.ones(1, 7, dtype=torch.long),),
            str(wide),
            input_names=["ids"],
            output_names=["vector", "logits"],
            dynamic_axes={"ids": {1: "pieces"}},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(wide, path, weight_type=QuantType.QInt8, per_channel=True)
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {"markers": " ".join(MARKERS), "languages": languages})
    onnx.save(model, path)
