"""The house's own prompts and hold music: learned from its sound files, kept in one file."""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from audio.decode import decode
from audio.fingerprint import Clip, fingerprint
from audio.music import find_music
from calls.errors import RecordingRejected, SetupBroken
from calls.spans import total_s
from calls.transcript import Word
from configs.settings import Settings

MUSIC_SHARE = 0.5
"""A sound that is music for this share of its length is hold music, else it is a prompt."""


def learn_clip(path: Path, settings: Settings) -> Clip:
    """A sound file as a clip named after it, its channels mixed. Raises RecordingRejected; also of a short one."""
    audio = decode(path).audio
    shortest = settings.line.look_s / 2
    if audio.duration_s < shortest:
        raise RecordingRejected(f"{path}: too short to know again; sounds from {shortest:.1f} s on can be learned")
    sound = audio.samples.mean(axis=0, dtype=np.float32)
    music = total_s(find_music(sound, audio.sample_rate, settings.music))
    kind = "music" if music >= MUSIC_SHARE * audio.duration_s else "prompt"
    return Clip(path.stem, kind, fingerprint(sound, audio.sample_rate))


def with_clips(line: Sequence[Clip], learned: Iterable[Clip]) -> tuple[Clip, ...]:
    """`line` and what was learned, by name; a name learned again is replaced."""
    by_name = {clip.name: clip for clip in [*line, *learned]}
    return tuple(by_name[name] for name in sorted(by_name))


def load_line(path: str | Path) -> tuple[Clip, ...]:
    """What was learned; nothing where there is no such file. Raises SetupBroken on one that is none of ours."""
    if not path or not Path(path).exists():
        return ()
    try:
        with np.load(path, allow_pickle=False) as kept:
            parts = np.split(kept["prints"], np.cumsum(kept["lengths"])[:-1])
            names = kept["names"].tolist()
            said = kept["said"].tolist() if "said" in kept.files else ["[]"] * len(names)
            named = zip(names, kept["kinds"].tolist(), parts, map(_words, said), strict=True)
            return tuple(Clip(name, kind, prints, words) for name, kind, prints, words in named)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupBroken(
            f"{path}: not a file of learned sounds ({error}); delete it and run warmline prompts learn again"
        ) from error


def save_line(path: Path, line: Sequence[Clip]) -> None:
    """Keep `line`, whole or not at all. Raises SetupBroken where that can't be."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            np.savez_compressed(
                file,
                names=np.array([clip.name for clip in line]),
                kinds=np.array([clip.kind for clip in line]),
                lengths=np.array([len(clip.prints) for clip in line]),
                said=np.array([_as_text(clip) for clip in line]),
                prints=np.concatenate([clip.prints for clip in line] or [np.zeros(0, np.uint32)]),
            )
        draft.replace(path)
    except OSError as error:
        raise SetupBroken(f"{path}: can't be written ({error.strerror}); free space or name another folder") from error
    finally:
        draft.unlink(missing_ok=True)


def line_hash(path: str | Path) -> dict[str, str]:
    """The sha256 of what was learned, for the recipe; empty where nothing was."""
    clips = load_line(path)
    found = hashlib.sha256()
    for clip in clips:
        found.update(f"{clip.name}\0{clip.kind}\0".encode() + clip.prints.tobytes() + _as_text(clip).encode())
    return {"line": found.hexdigest()} if clips else {}


def _as_text(clip: Clip) -> str:
    return json.dumps([[word.text, word.start, word.end, word.confidence] for word in clip.said])


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(said, start, end, confidence, 0) for said, start, end, confidence in json.loads(text))
