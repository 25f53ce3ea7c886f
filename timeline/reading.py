"""What an utterance's words say of who speaks: the phrase lists of one language, asked with short names."""

from dataclasses import dataclass

from configs.phrases import Phrases
from timeline.prompt_text import PromptFacts, read_prompt


@dataclass(frozen=True, slots=True)
class Reading:
    """Questions about a text; without phrase lists for the call's language every answer is no."""

    phrases: Phrases | None
