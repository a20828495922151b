"""Rules that hang on a fact or two, as lines of a pack."""


def requirement(name: str, satisfied: str, applies: str = "") -> str:
    more = f"applies: {{{applies}}}, " if applies else ""
    return (
        f"  - {{id: {name}, carries: [T-1], bears_on: [compliance], {more}"
        f"note: [{{must: {{{satisfied}}}, else: no}}]}}\n"
    )


def definition(name: str, fact: str, when: str, value: str = "red", hit: str = "exactly_one") -> str:
    return (
        f"  - {{id: {name}, carries: [T-1], fact: {fact}, hit: {hit}, "
        f"rows: [{{when: {{{when}}}, is: {value}}}], otherwise: green}}\n"
    )


def conflict(name: str, when: str, doubtful: str) -> str:
    return f"  - {{id: {name}, carries: [T-1], when: {{{when}}}, why: both, doubtful: [{doubtful}]}}\n"
