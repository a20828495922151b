"""What the fields of the forms are called, by their names in an entry of the log."""

LABELS = {
    "caller.name": "The caller's name",
    "caller.agency": "Their agency",
    "caller.role": "Their role",
    "caller.telephone": "Their telephone number",
    "why": "Why they called",
    "summary": "What was talked about",
    "advice_given": "The advice that you gave",
    "differs_because": "Why you advised otherwise",
    "follow_up": "The day to follow it up by",
    "follow_up_about": "What is to be followed up",
    "adviser": "Your own reference",
    "what": "What was done, or came of it",
    "next": "The day to follow it up by",
    "about": "What is to be done then",
}
