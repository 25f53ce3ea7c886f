"""Train the weights of configs/music.toml: scripts/train_music.py FOLDER... [--write]

Each FOLDER holds labelled calls (NAME.wav with NAME.json as scripts/make_samples.py writes them, for instance from
benchmarks/calls); a call without a JSON file is speech only. Prints precision, recall and F1 over windows of calls
held out in eight parts, a call's mono version with it; --write trains on all of them and writes the file.
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from audio.decode import read_audio
from audio.frames import at_telephone_rate
from audio.music import FEATURES, HOP_S, STEP_S, WINDOW, window_features
from configs.settings import load_settings

EDGE_S = 1.2
"""Windows this near a boundary are left out: they hold both."""
FAINT_DB = load_settings().music.min_level_db
"""Nothing is to be told of fainter windows."""


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
        music, known = np.zeros(len(middles), dtype=bool), levels_db > FAINT_DB
        for segment in truth["segments"]:
            inside = (middles >= segment["start"]) & (middles < segment["end"])
            known &= ~(inside & (segment["kind"] == "ring"))
            if segment.get("audio") == "music" and channel == far:
                music |= inside
                for edge in (segment["start"], segment["end"]):
                    known &= np.abs(middles - edge) > EDGE_S
                for said in segment.get("announcements", []):
                    known &= (middles < said["start"] - EDGE_S) | (middles > said["end"] + EDGE_S)
        rows.append(features[known])
        labels.append(music[known])
    return rows, labels


def main(arguments: list[str]) -> None:
    """Train, report, and write if asked to."""
    wavs = [w for folder in arguments if folder != "--write" for w in sorted(Path(folder).glob("*.wav"))]
    rows, labels, calls = [], [], []
    for wav in wavs:
        found, music = labelled(wav)
        rows += found
        labels += music
        calls += [wav.stem.replace("_mono", "")] * sum(len(f) for f in found)
    x, y = np.concatenate(rows), np.concatenate(labels)
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=1000))
    guess = cross_val_predict(model, x, y, groups=np.array(calls), cv=GroupKFold(8))
    right = (guess & y).sum()
    precision, recall = right / guess.sum(), right / y.sum()
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{len(set(calls))} calls, {len(y)} windows: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    if "--write" in arguments:
        scaler, logistic = model.fit(x, y).steps[0][1], model.steps[1][1]
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
    main(sys.argv[1:]) if sys.argv[1:] else sys.exit(__doc__)
