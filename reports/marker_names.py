"""What the markers are called on a page, and which way they point."""

import re
from dataclasses import dataclass
from typing import Literal

Effect = Literal["good", "bad", "caller", "fact"]
"""good: an agent's words that raise empathy; bad: that lower it; caller: said by the customer; fact: anything else."""


@dataclass(frozen=True, slots=True)
class MarkerName:
    """A marker as a reviewer reads it."""

    label: str
    effect: Effect
    meaning: str


MARKERS: dict[str, MarkerName] = {
    "acknowledgement": MarkerName("Acknowledgement", "good", "names or validates what the customer feels"),
    "apology": MarkerName("Apology", "good", "says sorry"),
    "ownership": MarkerName("Ownership", "good", "takes the problem on: I will see to it"),
    "reassurance": MarkerName("Reassurance", "good", "says it will be sorted out"),
    "gratitude": MarkerName("Gratitude", "good", "thanks the customer"),
    "personalisation": MarkerName("Personal", "good", "uses the customer's name or circumstances"),
    "exploration": MarkerName("Open question", "good", "asks openly about the problem"),
    "paraphrase": MarkerName("Paraphrase", "good", "says back what was heard"),
    "action": MarkerName("Action", "good", "does or promises something concrete"),
    "offer": MarkerName("Offer of help", "good", "offers further help"),
    "hold_courtesy": MarkerName("Hold courtesy", "good", "asks or explains before hold, thanks after"),
    "greeting": MarkerName("Greeting", "good", "greets, says the name"),
    "taken_up": MarkerName("Answer taken up", "good", "comes back to what the customer answered"),
    "asked_again": MarkerName("Asked again", "bad", "asks for what the customer has answered already"),
    "policy_shield": MarkerName("Policy shield", "bad", "gives a rule instead of help"),
    "refusal": MarkerName("Refusal", "bad", "says no"),
    "blame": MarkerName("Blame", "bad", "puts it on the customer or a colleague"),
    "dismissal": MarkerName("Dismissal", "bad", "makes little of the problem"),
    "scripted": MarkerName("Scripted", "bad", "a stock phrase, or the same words again"),
    "transfer": MarkerName("Transfer", "bad", "passes the customer on"),
    "distress": MarkerName("Distress", "caller", "the customer is upset"),
    "repeat_contact": MarkerName("Repeat contact", "caller", "the customer called about this before"),
    "escalation_request": MarkerName("Asks for a manager", "caller", "the customer wants someone else"),
    "churn_risk": MarkerName("May leave", "caller", "the customer speaks of leaving"),
    "trouble_told": MarkerName("Trouble told", "caller", "a loss or worry told quietly"),
    "thanks": MarkerName("Thanks", "caller", "the customer thanks"),
}
EFFECT_WORDS: dict[Effect, str] = {
    "good": "raises empathy",
    "bad": "lowers empathy",
    "caller": "said by the customer",
    "fact": "a fact of the call",
}


def marker_name(marker: str) -> MarkerName:
    """The marker's name; one this page does not know is shown by its own, as a fact."""
    return MARKERS.get(marker, MarkerName(sentence_case(marker), "fact", "found in the call"))


def sentence_case(name: str) -> str:
    """`zero_out` as "Zero out", `ivr_time` as "IVR time".

    >>> sentence_case("zero_out")
    'Zero out'
    """
    spaced = re.sub(r"\bivr\b", "IVR", name.replace("_", " ").strip())
    return spaced[:1].upper() + spaced[1:]
