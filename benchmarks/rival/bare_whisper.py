"""faster-whisper alone, batched, with its own VAD and word times: words, and nobody told who said them."""

from pathlib import Path

from faster_whisper import BatchedInferencePipeline, WhisperModel

from benchmarks.rival.side import THREADS, Part, serve
from configs.settings import load_settings
from models.engines import WORDS
from models.fetch import ensure_model


def main() -> None:
    """The same model, beam and batch as Warmline's."""
    settings = load_settings()
    folder = ensure_model(WORDS, settings.models).parent
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=THREADS)
    batched = BatchedInferencePipeline(model)

    def transcribe(path: Path) -> list[Part]:
        segments, _ = batched.transcribe(
            str(path),
            batch_size=settings.recognition.batch_size,
            beam_size=settings.recognition.beam_size,
            word_timestamps=True,
        )
        return [Part(s.start, s.end, "anybody", s.text) for s in segments]

    serve(transcribe)


if __name__ == "__main__":
    main()
