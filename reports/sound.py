"""The sound of a page: inside it, or beside it where the call is long."""

import base64
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audio.playback import write_playback
from calls.errors import SetupBroken
from calls.sound import Audio, KeyPress

BESIDE = "sound.ogg"


@dataclass(frozen=True, slots=True)
class PageSound:
    """`src` is a data URI, or an address relative to the page; `inside` tells which.

    A side can be muted where browsers let a page listen to its sound: not from a file beside it.
    """

    src: str
    inside: bool
    can_mute: bool
    preload: Literal["auto", "none"] = "auto"


def page_sound(audio: Audio, keys: Sequence[KeyPress], page: Path, embed_limit_s: float) -> PageSound:
    """The playback copy of `audio`, without masked `keys`, for the page at `page`.

    Raises SetupBroken if its folder can't be written.
    """
    if audio.duration_s > embed_limit_s:
        beside = page.with_name(BESIDE)
        try:
            write_playback(audio, beside, keys)
        except OSError as error:
            raise SetupBroken(
                f"{beside}: the sound can't be written ({error.strerror}); choose another folder with --out"
            ) from error
        return PageSound(BESIDE, inside=False, can_mute=False)
    with tempfile.TemporaryDirectory() as folder:
        coded = write_playback(audio, Path(folder) / BESIDE, keys).read_bytes()
    return PageSound("data:audio/ogg;base64," + base64.b64encode(coded).decode("ascii"), inside=True, can_mute=True)
