"""What an utterance's words say of who speaks: the phrase lists of the call's language, asked with short names."""

from dataclasses import dataclass

from configs.phrases import Phrases
from configs.wording import sentences
from timeline.prompt_text import PromptFacts, read_prompt

ROLES = "roles"
MARKERS = "markers"
PARTIES = ("agent", "customer")


@dataclass(frozen=True, slots=True)
class Reading:
    """Questions about a text. Without phrase lists for the call's language, every answer is no."""

    phrases: Phrases | None

    def prompt_facts(self, text: str) -> PromptFacts:
        """What the text says of being a recorded prompt."""
        return read_prompt(text, self.phrases)

    def is_prompt(self, text: str) -> bool:
        """Whether these are the words of a recording."""
        return self.prompt_facts(text).is_prompt

    def agent_likeness(self, text: str) -> float:
        """Sentences an agent says less those a customer says: by the lists of roles, and by the markers of each."""
        if self.phrases is None:
            return 0.0
        found = [self._for_agent(sentence.words) for sentence in sentences(text)]
        return float(sum((count > 0) - (count < 0) for count in found))

    def _for_agent(self, words: str) -> int:
        """Lists that speak for an agent less those for a customer; those of roles count twice, being made for this."""
        assert self.phrases is not None  # noqa: S101
        marks: list[str] = [rule.text.role for rule in self.phrases.of(MARKERS).values() if rule.matches(words)]
        agent, customer = (2 * self.phrases.matches(ROLES, role, words) + marks.count(role) for role in PARTIES)
        return agent - customer

    def greets(self, text: str) -> bool:
        """Whether an agent opens the conversation: by name, or with an offer of help."""
        return self.phrases is not None and any(
            self.phrases.matches("ivr", "person", sentence.words) for sentence in sentences(text)
        )

    def asks_to_wait(self, text: str) -> bool:
        """Whether a wait is announced or asked for."""
        return self._count("asks_to_wait", text) > 0

    def thanks_for_waiting(self, text: str) -> bool:
        """Whether a wait is acknowledged."""
        return self._count("thanks_for_waiting", text) > 0

    def _count(self, rule: str, text: str) -> float:
        if self.phrases is None:
            return 0.0
        return sum(self.phrases.matches(ROLES, rule, sentence.words) for sentence in sentences(text))
