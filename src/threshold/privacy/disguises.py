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
_SPACED = re.compile(r"(?<![^\W_])(?<![^\W_]')(?:[^\W_][ .\-_*]){4,}[^\W_](?![^\W_])(?!')")
_LABELS = re.compile(r"^(dob|nhs|upn|tel|mob|vrm|reg)(?=[A-Z]?\d)", re.IGNORECASE)
_WEB_SAID = re.compile(
    r"\s[(\[{]?dot[)\]}]?\s(?=(?:com|org|co|uk|net|me|gg|tv|gov|example)\b)", re.IGNORECASE
)
_JOINED = re.compile(r"(?<![^\W_])[\dOoIl](?:[ .\-/()]{0,2}[\dOoIl]){8,13}(?![^\W_])")
_AS_DIGITS = str.maketrans("OoIl", "0011")
_SAID = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero nought oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
}
_DIGIT = "|".join((*_SAID, "double", "triple"))
_SPOKEN = re.compile(
    rf"\b(?:{_DIGIT})(?:[\s,.-]{{1,3}}(?:{_DIGIT})){{6,20}}\b",
    re.IGNORECASE,
)


def undisguised(text: str) -> str:
    """The text with every digit from 0 to 9, Latin letters for those that look alike, and nothing unseen."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(map(_plain, text)).translate(_ALIKE)


def spelt_out(text: str) -> str:
    """The text with what is spelt out put together.

    Numbers said digit by digit become figures, and so do letters among digits (O77OO); single letters and
    figures with gaps between them (S m i t h, N-E-4 5-R-T) become one word, and `dot com` what it says.
    """
    text = _SPACED.sub(_together, text)
    if _WEB_SAID.search(text):
        text = re.sub(r"\s(?:slash)\s", "/", _WEB_SAID.sub(".", text), flags=re.IGNORECASE)
    text = _SPOKEN.sub(_figures, text)
    return _JOINED.sub(_digits, text) if any(map(str.isdigit, text)) else text


def _plain(character: str) -> str:
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me") or character in "\u115f\u1160\u3164\uffa0":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    return " " if category == "Zs" else character


def _together(found: "re.Match[str]") -> str:
    whole = re.sub(r"[ .\-_*]", "", found.group())
    return _LABELS.sub(r"\1 ", whole)


def _figures(found: "re.Match[str]") -> str:
    figures, times = "", 1
    for word in re.findall(r"[a-z]+", found.group().casefold()):
        if word in _SAID:
            figures, times = figures + _SAID[word] * times, 1
        else:
            times = 2 if word == "double" else 3
    return figures


def _digits(found: "re.Match[str]") -> str:
    text = found.group()
    return text.translate(_AS_DIGITS) if sum(map(str.isdigit, text)) >= 6 else text
