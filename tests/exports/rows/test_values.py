"""Stated values: typed as the vocabulary says, and what cannot be read told."""

from tests.exports.conftest import Read, Write, WriteMap, findings, stated


def test_facts_are_typed_and_one_child_has_one_answer(write: Write, read: Read, column_map: WriteMap) -> None:
    headers = ["child_id", "event", "date", "Consent", "role", "notes"]
    path = write(
        ["1", "referral", "2024-01-02", "Y", "Social worker", ""],
        ["1", "", "", "Given", "", ""],
        ["2", "referral", "2024-01-02", "Y", "", ""],
        ["2", "referral", "2024-01-03", "N", "Nobody", ""],
        ["3", "referral", "2024-01-02", "perhaps", "", "call 07700 900123"],
        headers=headers,
    )
    text = (
        "columns: {child: child_id, event: event, on: date}\n"
        "facts:\n"
        "  consent.to_share: {column: Consent, values: {Y: given, N: refused}}\n"
        "  assessment.lead_role: role\n"
        "  contact.brag_change_reason: notes\n"
    )
    export = read(path, column_map=column_map(text))
    assert stated(export, "consent.to_share") == {"1": "given"}
    assert stated(export, "assessment.lead_role") == {"1": "Social Worker"}
    assert stated(export, "contact.brag_change_reason") == {}
    assert {("unreadable", 5, "role"), ("unreadable", 6, "Consent"), ("unreadable", 6, "notes")} <= findings(
        export
    )
    assert ("different-answers", None, "consent.to_share") in findings(export)
