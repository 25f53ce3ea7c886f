"""Plays a call script: each step puts sound on the two channels and writes down what is true of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Any

import numpy as np

from simulate.line import Stereo
from simulate.music import looped, track
from simulate.prompts import recorded_prompt
from simulate.script import CallScript, Key, Pause, Prompt, Ring, Turn, Voice, Wait
from simulate.tones import RATE, Samples, key_tone, ringback
from simulate.truth import Truth

Speak = Callable[[str, Voice], Samples]
"""Text and voice in, samples at 8 kHz out."""

FAR, CUSTOMER = 0, 1
TAIL_S = 1.0
PROMPT_DB = -20.0
# Seconds between turns: people answer within about half a second, a detached agent takes longer.
GAP_S = {"lively": (0.25, 0.7), "natural": (0.25, 0.7), "flat": (1.0, 1.4)}


def play(script: CallScript, speak: Speak) -> tuple[Stereo, Truth]:
    """The clean call, shape (2, n) with the far side first, and the truth about it."""
    tape = _Tape(script, speak)
    for step in script.steps:
        tape.step(step)
    tape.truth.close(tape.now)
    return tape.mixed(), tape.truth


@dataclass
class _Tape:
    script: CallScript
    speak: Speak
    now: float = 0.0
    truth: Truth = field(default_factory=Truth)
    placed: list[tuple[int, float, Samples]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.script.seed)
        self.gains = {speaker: self._gain(speaker, voice) for speaker, voice in self.script.voices.items()}

    def _gain(self, speaker: str, voice: Voice) -> float:
        """One gain for all of a voice's lines, so that loud and soft lines stay so."""
        lines = [step.text for step in self.script.steps if isinstance(step, Turn) and step.speaker == speaker]
        if not lines:
            return 1.0
        return _gain_to(voice.level_db, np.concatenate([self.speak(text, voice) for text in lines]))

    def mixed(self) -> Stereo:
        out = np.zeros((2, round((self.now + TAIL_S) * RATE)), np.float32)
        for channel, start, sound in self.placed:
            at = round(start * RATE)
            out[channel, at : at + len(sound)] += sound
        return out

    def put(self, channel: int, sound: Samples) -> tuple[float, float]:
        """Place `sound` now; now is after it."""
        start, self.now = self.now, self.now + len(sound) / RATE
        self.placed.append((channel, start, sound))
        return start, self.now

    @singledispatchmethod
    def step(self, step: Any) -> None:
        raise TypeError(f"no such step: {step}")

    @step.register
    def _(self, step: Ring) -> None:
        self.truth.enter("ring", self.now)
        self.put(FAR, ringback(step.ring, step.seconds))

    @step.register
    def _(self, step: Prompt) -> None:
        self.truth.enter("ivr", self.now)
        sound, text = self._said(step.prompt, step.recorded)
        sound = sound[: len(sound) - round(step.cut * RATE)]
        start, end = self.put(FAR, sound)
        self.truth.prompts.append({"text": text, "start": start, "end": end})
        for name, count in (
            ("menus", int(step.menu)),
            ("options", step.options),
            ("options_changed", int(step.changed)),
            ("invalid", int(step.invalid)),
        ):
            self.truth.ivr[name] += count
        self.now += step.gap

    @step.register
    def _(self, step: Key) -> None:
        self.now += step.gap
        channel = CUSTOMER if self.script.line.keys_on == "customer" else FAR
        start, end = self.put(channel, key_tone(step.key, step.seconds))
        self.truth.keys.append({"key": step.key, "start": start, "end": end})
        self.truth.ivr["zero_presses"] += step.key == "0" and self.truth.kind == "ivr"
        self.now += 0.3

    @step.register
    def _(self, step: Wait) -> None:
        start = self.now
        audible = step.music not in ("silence", "beep")
        facts: list[dict[str, Any]] = []
        self.truth.enter(step.kind, start, audio="music" if audible else "silence", announcements=facts)
        music = self._music(step)
        for announcement in step.announcements:
            sound, text = self._said(announcement.say, announcement.recorded)
            at = round(announcement.at * RATE)
            music[at : at + len(sound)] *= 0.0 if step.under_db is None else 10 ** (step.under_db / 20)
            self.placed.append((FAR, start + announcement.at, sound))
            end = start + announcement.at + len(sound) / RATE
            facts.append({"text": text, "start": start + announcement.at, "end": end})
        self.put(FAR, music)

    @step.register
    def _(self, step: Turn) -> None:
        role = "customer" if step.speaker == "customer" else "agent"
        talking_to_a_machine = role == "customer" and self.truth.kind in (None, "ring", "ivr", "queue")
        if not talking_to_a_machine:
            self.truth.enter("talk", self.now)
        voice = self.script.voices[step.speaker]
        low, high = GAP_S[voice.delivery]
        self.now = max(0.0, self.now + (step.gap if step.gap is not None else float(self.rng.uniform(low, high))))
        last_end = self.now if step.gap is None else self.now - step.gap
        sound = self.speak(step.text, voice) * self.gains[step.speaker]
        start, end = self.put(CUSTOMER if role == "customer" else FAR, sound)
        self.now = max(self.now, last_end)  # a word thrown in does not end the other's turn
        turn = {"role": role, "speaker": step.speaker, "start": start, "end": end}
        self.truth.turns.append(turn | {"text": step.text, "markers": list(step.markers)})
        self.truth.turns.sort(key=lambda said: said["start"])

    @step.register
    def _(self, step: Pause) -> None:
        self.now += step.pause

    def _music(self, step: Wait) -> Samples:
        if step.music == "silence":
            return np.zeros(round(step.seconds * RATE), np.float32)
        music = track(step.music, step.seconds, step.offset)
        if step.music != "beep":
            music = music * _gain_to(step.level_db, music)
        return looped(music, step.loop, step.loop_gap) if step.loop else music.copy()

    def _said(self, text: str, recorded: str) -> tuple[Samples, str]:
        """Words of the voice 'ivr', or a recording; levelled."""
        sound, words = recorded_prompt(recorded) if recorded else (self.speak(text, self.script.voices["ivr"]), text)
        level = PROMPT_DB if recorded else self.script.voices["ivr"].level_db
        return sound * _gain_to(level, sound), words


def _gain_to(level_db: float, sound: Samples) -> float:
    """What brings the sound's RMS, pauses left out, to `level_db`."""
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    power = (frames**2).mean(axis=1)
    active = power[power > 1e-4 * power.max()] if len(power) and power.max() > 0 else np.ones(1)
    return float(10 ** (level_db / 20) / np.sqrt(active.mean()))
