from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.contracts import shipped
from inspector.model import Sample
from inspector.samples import failures


@pytest.mark.parametrize("contract", shipped(), ids=lambda contract: contract.name)
def test_the_samples_of_a_shipped_contract_do_what_they_say(contract):
    assert [] == failures(contract)
    assert {True, False} == {bool(sample.violations) for sample in contract.samples}


def test_a_sample_that_is_judged_otherwise_is_told_of():
    (contract,) = (one for one in shipped() if one.name == "werf-v2")
    wrong = Sample(contract.samples[0].line, ("value/wrong-type",), "made wrong")
    torn = Sample('{"a":', (), "torn")

    found = failures(replace(contract, samples=(wrong, torn)))

    assert [
        "werf-v2: the sample “made wrong” says violations value/wrong-type; found none",
        "werf-v2: the sample “torn” does not decode as one event",
    ] == found
