"""Train the weights of configs/music.toml.

    scripts/train_music.py CALLS... [--music FOLDER...] [--speech FOLDER...] [--write]

Each folder of CALLS holds labelled calls (NAME.wav with NAME.json as scripts/make_samples.py writes them, for instance
from benchmarks/calls); a call without a JSON file is speech only. Every file under --music is music from end to end,
every one under --speech speech; these are sent over simulated lines (G.711, GSM, Opus; other levels and noises).

Prints precision, recall and F1 over windows held out in eight parts: a track or a call is never in both, a call's mono
version with it. --write trains on all of them and writes the file.
"""

import argparse
import io
import json
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import soundfile
from scipy.signal import butter, sosfilt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from audio.decode import decode, read_audio
from audio.frames import TELEPHONE_RATE, at_telephone_rate
from audio.music import FEATURES, HOP_S, STEP_S, WINDOW, telling, window_features
from audio.playback import OPUS_RATE
from audio.resample import resampled
from calls.sound import Audio, Samples
from configs.settings import load_settings

LINES = [
    ("ULAW", -14, -58), ("GSM610", -20, -60), ("OPUS", -28, -55), ("ULAW", -34, -62), ("GSM610", -30, -58),
    ("OPUS", -16, -60), ("ULAW", -24, -42), ("OPUS", -20, -45), ("GSM610", -26, -50), ("ULAW", -20, -36),
]  # fmt: skip
"""Codec, level of the sound and of the line's noise, dB RMS; each piece goes over three of them."""
PIECE_S, MAX_PIECES = 60, 2
"""Music is cut to pieces this long, of which so many a track are taken; prompts are joined to such pieces."""
EDGE_S = 1.2
"""Windows this near a boundary are left out: they hold both."""
MUSIC = load_settings().music


def labelled(wav: Path) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Per channel the features of its windows, and which of them are music."""
    label = wav.with_suffix(".json")
    truth = json.loads(label.read_text()) if label.exists() else {"segments": [], "channels": {}}
    audio = read_audio(wav)
    far = next((int(k) for k, v in truth["channels"].items() if v == "agent"), 0) if audio.channels == 2 else 0
    rows, labels = [], []
    for channel in range(audio.channels):
        features, levels_db = window_features(at_telephone_rate(audio.channel(channel), audio.sample_rate))
        middles = np.arange(len(features)) * STEP_S + WINDOW * HOP_S / 2
        music, known = np.zeros(len(middles), dtype=bool), np.ones(len(middles), dtype=bool)
        for segment in truth["segments"]:
            inside = (middles >= segment["start"]) & (middles < segment["end"])
            known &= ~(inside & (segment["kind"] == "ring"))
            if segment.get("audio") == "music" and channel == far:
                music |= inside
                for edge in (segment["start"], segment["end"]):
                    known &= np.abs(middles - edge) > EDGE_S
                for said in segment.get("announcements", []):
                    known &= (middles < said["start"] - EDGE_S) | (middles > said["end"] + EDGE_S)
        known &= telling(features, levels_db, MUSIC)
        rows.append(features[known])
        labels.append(music[known])
    return rows, labels


def over_a_line(sound: Samples, codec: str, level_db: float, noise_db: float, seed: int) -> Samples:
    """The sound after the telephone band, noise, and a codec's encoding and decoding."""
    banded = sosfilt(butter(4, [280, 3450], "bandpass", fs=TELEPHONE_RATE, output="sos"), sound)
    gain = 10 ** (level_db / 20) / max(1e-6, float(np.sqrt(np.mean(np.square(banded)))))
    noise = np.random.default_rng(seed).standard_normal(len(banded)) * 10 ** (noise_db / 20)
    clean = np.clip(banded * gain + noise, -0.99, 0.99).astype(np.float32)
    coded = io.BytesIO()
    if codec != "OPUS":
        soundfile.write(coded, clean, TELEPHONE_RATE, format="WAV", subtype=codec)
        coded.seek(0)
        return soundfile.read(coded, dtype="float32")[0][: len(clean)]
    with av.open(coded, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=OPUS_RATE, layout="mono", options={"application": "voip"})
        stream.bit_rate = 12_000
        wide = resampled(Audio(clean[None], TELEPHONE_RATE), OPUS_RATE).samples
        frame = av.AudioFrame.from_ndarray(wide, format="flt", layout="mono")
        frame.sample_rate = OPUS_RATE
        container.mux([*stream.encode(frame), *stream.encode(None)])
    coded.seek(0)
    with av.open(coded) as container:
        back = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    return at_telephone_rate(back.astype(np.float32), OPUS_RATE)[: len(clean)]


def pieces(folder: Path, joined: bool) -> Iterator[tuple[str, Samples]]:
    """Group and sound of up to MAX_PIECES of every file under `folder`, or of all its files joined with pauses."""
    held: list[Samples] = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".wav", ".ogg", ".mp3", ".flac")):
        audio = decode(path).audio
        sound = at_telephone_rate(audio.samples.mean(axis=0), audio.sample_rate)
        if not joined:
            for first in range(0, min(len(sound), MAX_PIECES * PIECE_S * TELEPHONE_RATE), PIECE_S * TELEPHONE_RATE):
                yield path.stem, sound[first : first + PIECE_S * TELEPHONE_RATE]
            continue
        held += [sound, np.zeros(round(0.5 * TELEPHONE_RATE), np.float32)]
        if sum(map(len, held)) > PIECE_S * TELEPHONE_RATE:
            yield folder.name, np.concatenate(held)
            held = []


def noises() -> Iterator[tuple[str, Samples]]:
    """Line noise without anything said, from white to brown."""
    rng = np.random.default_rng(8)
    for slope in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        spectrum = np.fft.rfft(rng.standard_normal(PIECE_S * TELEPHONE_RATE))
        noise = np.fft.irfft(spectrum / np.maximum(1, np.arange(len(spectrum))) ** slope)
        yield f"noise {slope}", noise.astype(np.float32)


def augmented(sounds: Iterator[tuple[str, Samples]]) -> Iterator[tuple[str, np.ndarray]]:
    """Group and features of every piece over three lines."""
    for index, (group, sound) in enumerate(sounds):
        if len(sound) < 2 * WINDOW * HOP_S * TELEPHONE_RATE:
            continue
        for turn in range(3):
            codec, level_db, noise_db = LINES[(3 * index + turn) % len(LINES)]
            features, levels_db = window_features(over_a_line(sound, codec, level_db, noise_db, index))
            yield group, features[telling(features, levels_db, MUSIC)]


def main() -> None:
    """Train, report, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", nargs="*", type=Path)
    parser.add_argument("--music", nargs="*", type=Path, default=[])
    parser.add_argument("--speech", nargs="*", type=Path, default=[])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rows: list[tuple[str, np.ndarray, np.ndarray]] = []
    for wav in (wav for folder in given.calls for wav in sorted(folder.glob("*.wav"))):
        rows += [(wav.stem.replace("_mono", ""), x, y) for x, y in zip(*labelled(wav), strict=True)]
    for folder in given.music:
        rows += [(group, x, np.ones(len(x), bool)) for group, x in augmented(pieces(folder, joined=False))]
    for sounds in (*(pieces(folder, joined=True) for folder in given.speech), noises()):
        rows += [(group, x, np.zeros(len(x), bool)) for group, x in augmented(sounds)]
    x, y = np.concatenate([row[1] for row in rows]), np.concatenate([row[2] for row in rows])
    groups = np.repeat([row[0] for row in rows], [len(row[1]) for row in rows])
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=1000))
    guess = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(8))
    right = (guess & y).sum()
    precision, recall = right / guess.sum(), right / y.sum()
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{len(set(groups))} tracks and calls, {len(y)} windows, {y.mean():.0%} music")
    print(f"held out: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    if given.write:
        write(model.fit(x, y))


def write(model: Pipeline) -> None:
    """configs/music.toml from a fitted scaler and logistic regression."""
    scaler, logistic = model.steps[0][1], model.steps[1][1]
    columns = {"mean": scaler.mean_, "scale": scaler.scale_, "weights": logistic.coef_[0]}
    lines = [
        "# What tells music from speech in a window of 2 s: log odds = bias + sum weights * (x - mean) / scale.",
        "# Written by scripts/train_music.py; the features are those of audio/music.py.",
        f"bias = {logistic.intercept_[0]:.4f}",
    ]
    for key, values in columns.items():
        lines += ["", f"[{key}]", *(f"{n} = {v:.5f}" for n, v in zip(FEATURES, values, strict=True))]
    Path("configs/music.toml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
