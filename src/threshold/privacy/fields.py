"""Names of fields that say they hold what identifies a child."""

import re

from threshold.privacy.disguises import undisguised

# The words of a field's name that say what it would hold, as people write them in exports and forms.
_IDENTIFYING = {
    "a name": "name names forename forenames surname surnames firstname lastname fullname childname "
    "childsname middlename nickname initials alias",
    "a date of birth": "dob birth birthday birthdate dateofbirth",
    "an address": "address addresses homeaddress addressline street uprn",
    "a postcode": "postcode postcodes postalcode zip",
    "a school": "school schools schoolname nursery college",
    "an NHS number": "nhs nhsno nhsnumber nhsnum",
    "a unique pupil number": "upn upns uniquepupilnumber uln",
    "a telephone number": "phone phones telephone tel mobile phonenumber",
    "an e-mail address": "email emails mail emailaddress",
}
_KINDS = {word: kind for kind, words in _IDENTIFYING.items() for word in words.split()}
_OF_A_BIRTH = {"birth"}
_OF_A_DAY = {"date", "day", "dd", "full"}
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def identifying_field(key: str) -> str | None:
    """What a field of this name would hold (`a date of birth`), or None where it identifies nobody.

    `date_of_birth`, `dateOfBirth`, `Date of birth` and `child-dob` all say the same.
    """
    # A year and a month tell of no day; but "date of birth (day/month/year)" does.
    words = [word.casefold() for word in _WORDS.findall(undisguised(key))]
    if "month" in words and not {*words} & _OF_A_DAY:
        words = [word for word in words if word not in _OF_A_BIRTH]
    for word in ("".join(words), *words):
        if word in _KINDS:
            return _KINDS[word]
    return None
