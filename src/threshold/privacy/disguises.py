"""Text as it looks to a reader: without signs that nobody sees, letters and digits in their usual form."""

import re
import unicodedata

# Cyrillic and Greek letters that look just like Latin ones.
_LETTERS = (
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405\u051a\u051c"
    "\u0430\u0441\u0435\u043e\u0440\u0443\u0445\u0456\u0458\u0455\u04bb\u051b\u051d\u0391\u0392\u0395\u0396"
    "\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03c1"
)
_LATIN = "ABEKMHOPCTYXIJSQWaceopyxijshqwABEZHIKMNOPTYXovp"
_SIGNS = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\uff0d\u02d7",
    "'": "\u2018\u2019\u201b\u02bc\u2032\uff07\u00b4`",
    '"': "\u201c\u201d\u2033",
    ".": "\u2024\u00b7\u2022\u2219\u22c5\u3002",
    "/": "\u2044\u2215",
}
_ALIKE = str.maketrans(_LETTERS, _LATIN) | {
    ord(each): sign for sign, signs in _SIGNS.items() for each in signs
}
_ENTITY = re.compile(r"&#?\w{2,8};")
_PERCENT = re.compile(r"%(?:[2][0-9A-F]|3A|40|5F|C2%A0|E2%80%8[B-F])", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero nought oh o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
}
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_SAID = "|".join(sorted((*_TEENS, *_TENS, *_DIGIT_WORDS, *_TIMES, "hundred"), key=len, reverse=True))
_SAID_WORDS = (*(word for word in _DIGIT_WORDS if len(word) > 2), *_TENS, "teen", "hundred", *_TIMES)
_SPOKEN = re.compile(
    rf"(?<![^\W_])(?:\d|{_SAID})(?:[\s,./-]{{0,3}}(?:\d|{_SAID})){{3,40}}(?![^\W_])",
    re.IGNORECASE,
)
_SPOKEN_PART = re.compile(rf"\d|{_SAID}", re.IGNORECASE)
_SPOKEN_PLUS = re.compile(r"\bplus\s(?=\d)", re.IGNORECASE)
_DIGIT_WORD = "|".join(word for word in _DIGIT_WORDS if len(word) > 1)
_SINGLE = re.compile(r"(?<![^\W_])[^\W_](?![^\W_])")
_SAID_DIGIT = re.compile(_DIGIT_WORD, re.IGNORECASE)
# One letter or figure after another, with a gap of one kind; said figures among letters.
_SPACED = re.compile(
    rf"(?<![^\W_])(?<![^\W_]')(?:(?:{_DIGIT_WORD}|[^\W_])(?:,\s|\s{{2}}|[ .\-_*/])){{3,}}(?:{_DIGIT_WORD}|"
    rf"[^\W_])(?![^\W_])(?!')",
    re.IGNORECASE,
)
_MAY_BE_SPACED = re.compile(r"[ .\-_*/][^\W_][ .\-_*/,]")
_SPACED_DAY = re.compile(
    r"(?<!\d)(?<!\d\s)(?:\d\s)?\d\s?[./-]\s?(?:\d\s)?\d\s?[./-]\s?(?:\d\s){1,3}\d(?!\d)|"
    r"(?<!\d)(?<!\d\s)(?:\d\s){1,2}[./-]\s(?:\d\s){1,2}[./-]\s(?:\d\s?){2,4}(?!\d)"
)
_LABELS = re.compile(
    r"(?<![^\W_])(d\.?[o0]\.?b\.?|born|b'?day|birthday|nhs(?:no)?|upn|tel|mob(?:ile)?|ph(?:one)?|call|"
    r"ring|te?xt|no|vrm|reg|"
    r"ni|nino|ppt|pp|passport)(?=[A-Z]?\d)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[A-Za-z.]\d")
_WEB_SAID = re.compile(
    r"\s[(\[{]?(?:dot|point|full\sstop|period)[)\]}]?\s(?=(?:com|org|co|uk|net|me|gg|tv|gov|example|sch|"
    r"ac)\b)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?<![^\W_])[\dOoIl](?:[ .\-/()]{0,2}[\dOoIl]){8,13}(?![^\W_])")
_AS_DIGITS = str.maketrans("OoIl", "0011")


def undisguised(text: str) -> str:
    """The text with every digit from 0 to 9, Latin letters for those that look alike, and nothing unseen."""
    if "&" in text or "%" in text:
        text = _decoded(text)
    if text.isascii():
        return _CONTROL.sub("", text)
    text = unicodedata.normalize("NFKC", text)
    return "".join(map(_plain, text)).translate(_ALIKE)


def spelt_out(text: str) -> str:
    """The text with what is spelt out put together.

    Numbers said digit by digit become figures, and so do letters among digits (O77OO); single letters and
    figures with gaps between them (S m i t h, N-E-4 5-R-T) become one word, and `dot com` what it says.
    """
    low = text.casefold()
    if any(word in low for word in _SAID_WORDS):
        text = _SPOKEN.sub(_figures, text)
    if any(map(str.isdigit, text)):
        text = _SPOKEN_PLUS.sub("+", _SPACED_DAY.sub(_without_spaces, text))
    if _MAY_BE_SPACED.search(text):
        text = _SPACED.sub(_together, text)
    if _WEB_SAID.search(text):
        text = re.sub(r"\s(?:slash)\s", "/", _WEB_SAID.sub(".", text), flags=re.IGNORECASE)
    if not any(map(str.isdigit, text)):
        return text
    if _GLUED.search(text):
        text = _LABELS.sub(r"\1 ", text)
    return _JOINED.sub(_digits, text)


def _decoded(text: str) -> str:
    """The text with what was written for a web page, or a link, as it looks there."""
    from html import unescape
    from urllib.parse import unquote

    for _ in range(3):  # it may have been written so more than once
        if not _ENTITY.search(text):
            break
        text = unescape(text)
    return unquote(text) if _PERCENT.search(text) else text


def _plain(character: str) -> str:
    if character.isascii():
        return "" if _CONTROL.match(character) else character
    category = unicodedata.category(character)
    if category in ("Zl", "Zp"):
        return "\n"
    if category in ("Cf", "Cc", "Co", "Cn", "Mn", "Me") or character in "\u115f\u1160\u3164\uffa0":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    return " " if category == "Zs" else character


def _together(found: "re.Match[str]") -> str:
    text = found.group()
    if not _SINGLE.search(text):
        return text
    letters = re.search(r"[^\W\d_]", text) is not None
    # Where something else joins the letters of a word, a space is between two words.
    if letters and re.search(r"[.\-_*/,]", text) and " " in text.replace(", ", ","):
        words = text.replace(", ", ",").split()
    else:
        words = text.split("  ") if letters else [text]
    return " ".join(re.sub(r"[ .,\-_*/]", "", _SAID_DIGIT.sub(_one_figure, word)) for word in words)


def _without_spaces(found: "re.Match[str]") -> str:
    return "".join(found.group().split())


def _one_figure(found: "re.Match[str]") -> str:
    return _DIGIT_WORDS[found.group().casefold()]


def _figures(found: "re.Match[str]") -> str:
    """The figures that are said, where they are enough for a number of somebody, and not all in figures."""
    parts = [part.casefold() for part in _SPOKEN_PART.findall(found.group())]
    if all(part.isdigit() or part == "o" for part in parts):
        return found.group()
    figures, times = "", 1
    for part, after in zip(parts, (*parts[1:], ""), strict=True):
        if part in _TIMES:
            times = _TIMES[part]
        else:
            figures, times = figures + _figure(part, after) * times, 1
    return figures if len(figures) >= 7 else found.group()


def _figure(part: str, after: str) -> str:
    if part == "hundred":
        return "00"
    if part in _TEENS:
        return str(10 + _TEENS.index(part))
    if part in _TENS:
        ten = str(2 + _TENS.index(part))
        return ten if _DIGIT_WORDS.get(after, after) in "123456789" and after else f"{ten}0"
    return _DIGIT_WORDS.get(part, part)


def _digits(found: "re.Match[str]") -> str:
    text = found.group()
    return text.translate(_AS_DIGITS) if sum(map(str.isdigit, text)) >= 6 else text
