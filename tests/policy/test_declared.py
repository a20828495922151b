"""What packs declare, for whoever offers it: those beside a policy first, then those that come along."""

from threshold.policy import load_policy
from threshold.policy.declared import declared

LIMIT = """
limit:
  type: duration
  means: How long it may take
  values: [{from: 2020-01-01, is: 3 days, because: T-1}]
"""


def test_packs_that_come_along_are_named_with_their_titles():
    known = declared(load_policy())
    assert known.packs["national"] == "Statutory overlay"
    assert known.parameters["national.assessment_within"].type == "duration"
    assert "T01" in known.tensions


def test_packs_beside_a_policy_are_there_with_their_parameters(small):
    known = declared(load_policy(str(small.tiny("", LIMIT).write())))
    assert {"tiny", "safe", "national"} <= set(known.packs)
    assert known.parameters["tiny.limit"].means == "How long it may take"


def test_a_pack_beside_a_policy_goes_before_one_of_its_name_that_comes_along(small):
    path = small.tiny("").write()
    (path.parent / "tiny").rename(path.parent / "national")
    head = path.parent / "national" / "pack.yaml"
    head.write_text(head.read_text().replace("pack: tiny", "pack: national"))
    title = declared(load_policy(str(path))).packs["national"]
    assert title != "Statutory overlay"
