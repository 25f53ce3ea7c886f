"""What made-up people say. Nobody's words."""

QUEUES = ("billing", "faults", "orders", "claims", "contracts", "moving", "cards", "travel")
MENUS = (
    "Thank you for calling. Please listen carefully, as our options have changed.",
    "For billing, press 1. For a fault, press 2. For anything else, press 3.",
    "That is not a valid option.",
)
OPENINGS = (
    "good morning how can I help",
    "thank you for calling what can I do for you",
    "hello you are through to care",
)
COMPLAINTS = (
    "my bill has doubled and nobody rings back",
    "the router has been dead since monday",
    "I want a refund for this order",
    "your colleague promised a call and it never came",
    "I have been on hold for half an hour",
    "the parcel never arrived",
    "I moved house and you still charge the old address",
    "this is the third time I am calling about it",
)
ANSWERS = (
    "I am so sorry you had to call again let me sort this out",
    "there is nothing I can do that is our policy",
    "I will send a replacement today and call you back myself",
    "let me look into that for you right now",
    "I understand your frustration",
    "you have to fill in the form on the website",
)
VOCABULARY = tuple(
    f"{a}{b}" for a in ("ra", "te", "mo", "li", "su", "ve", "no", "ka") for b in ("len", "dor", "mit", "sa")
)
MARKS = ("greeting", "apology", "acknowledgement", "action", "policy_shield", "scripted", "offer", "exploration")
