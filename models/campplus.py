"""Whose voice: CAM++ on ONNX Runtime.

Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware Masking", Interspeech
2023; the weights of 3D-Speaker's common Chinese and English model, exported without a final ReLU.
"""

from pathlib import Path

import kaldi_native_fbank as knf
import numpy as np
from numpy.typing import NDArray

from calls.sound import Samples
from configs.operation_settings import ComputeSettings
from models.sessions import device_of, session_abreast

RATE = 16_000
FRAME_S, FRAME_STEP_S = 0.025, 0.01
SIZE = 192
_BINS = 80
MIN_FRAMES = 30
"""The network's pooling needs some length; shorter stretches say nothing of a voice either."""


class CamPlusPlus:
    """The network, ready to run. `abreast`: by so many threads at once."""

    def __init__(self, path: Path, compute: ComputeSettings) -> None:
        self._session, self.abreast = session_abreast(path, compute)
        self.device = device_of(self._session)

    def embed(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """The voice heard in `features` (frames, 80), as `fbank` gives them: a unit vector of shape (192,)."""
        normal = features - features.mean(axis=0)
        (embedding,) = self._session.run(None, {"feats": normal[None]})
        unit: NDArray[np.float32] = embedding[0] / np.linalg.norm(embedding[0])
        return unit


def voice_in(samples_16k: Samples, voices: CamPlusPlus) -> NDArray[np.float32] | None:
    """The voice heard in a stretch, as `embed` gives it; None where the stretch is too short to tell."""
    features = fbank(samples_16k)
    return voices.embed(features) if len(features) >= MIN_FRAMES else None


def fbank(samples_16k: Samples) -> NDArray[np.float32]:
    """Kaldi's log mel energies, 80 bins every 10 ms over 25 ms, without dither: shape (frames, 80)."""
    options = knf.FbankOptions()
    options.frame_opts.samp_freq = RATE
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = _BINS
    computer = knf.OnlineFbank(options)
    computer.accept_waveform(RATE, samples_16k.tolist() if len(samples_16k) == 0 else samples_16k)
    computer.input_finished()
    frames = [computer.get_frame(index) for index in range(computer.num_frames_ready)]
    return np.array(frames, dtype=np.float32).reshape(-1, _BINS)
