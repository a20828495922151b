"""The check digits of NHS numbers and the check letters of pupil numbers."""

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def nhs_check(digits: str) -> bool:
    """Whether the last of ten digits is the modulus-11 check digit of the others."""
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[-1])


def upn_check(upn: str) -> bool:
    """Whether the first letter of a pupil number is the check letter of what follows."""
    last = upn[-1].upper()
    digits = [int(each) for each in upn[1:12]]
    digits.append(int(last) if last.isdigit() else _UPN_LETTERS.find(last))
    total = sum(digit * weight for digit, weight in zip(digits, range(2, 14), strict=True))
    return _UPN_LETTERS[total % 23] == upn[0].upper()
