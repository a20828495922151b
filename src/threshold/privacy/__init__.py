"""What identifies a child: in the name of a field, in text, in a reference, in a column of references.

Nothing recognised is ever repeated; only its kind is named.
"""

from threshold.privacy.check_digits import nhs_check, upn_check
from threshold.privacy.fields import identifying_field
from threshold.privacy.references import identifying_reference
from threshold.privacy.text import identifying_text

__all__ = ["identifying_field", "identifying_reference", "identifying_text", "nhs_check", "upn_check"]
