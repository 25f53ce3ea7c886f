"""WhisperX's recognition and pyannote.audio's diarisation, as `whisperx --diarize --no_align` puts them together.

Runs in the rival's own environment. The weights are Warmline's (Whisper base int8, segmentation-3.0, CAM++), so that
only the way of using them differs; pyannote's windows are laid a second apart, as its own pipelines have them.
"""

import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import torch
import whisperx

from benchmarks.rival.side import THREADS, Part, serve
from calls.spans import Span
from configs.settings import load_settings
from models.diarise_pyannote import OWN_STEP_S, TOKEN_VARIABLE, load_pyannote
from models.fetch import ensure_model

RATE = 16_000


def main() -> None:
    """Batches of 8, two threads on two cores."""
    os.environ.pop(TOKEN_VARIABLE, None)
    torch.set_num_threads(THREADS)
    settings = load_settings()
    rules = settings.recognition
    diarisation = replace(settings.diarisation, step_s=OWN_STEP_S)
    folder = ensure_model("whisper-base", settings.models).parent
    words = whisperx.load_model(
        str(folder), "cpu", compute_type="int8", threads=THREADS, asr_options={"beam_size": rules.beam_size}
    )
    voices = load_pyannote(replace(settings, diarisation=diarisation))

    def transcribe(path: Path) -> list[Part]:
        audio = whisperx.load_audio(str(path))
        said = words.transcribe(audio, batch_size=rules.batch_size)
        spoken = voices.diarise(audio, [Span(0.0, len(audio) / RATE)], None, diarisation)
        table = pd.DataFrame([(s.start, s.end, s.speaker) for s in spoken], columns=["start", "end", "speaker"])
        told = whisperx.assign_word_speakers(table, said)
        return [Part(s["start"], s["end"], s.get("speaker", "nobody"), s["text"]) for s in told["segments"]]

    serve(transcribe)


if __name__ == "__main__":
    main()
