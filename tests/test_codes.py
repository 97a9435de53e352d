"""The codes of states against ISO 3166 and against each other."""

from collections import Counter

import pycountry
import pyoxigraph as ox
import pytest

from jnkg.dataset import Dataset
from jnkg.names import ID, NS, PREFIXES

LABEL = PREFIXES["rdfs"] + "label"
LISTS_DIFFER = {
    "state-germany": (
        "255",
        "260",
        "Correlates of War gives reunited Germany the number of the Germany before 1945;"
        " Gleditsch and Ward count it as the Federal Republic of 1949 going on.",
    ),
}
"""States whose numbers differ: in Correlates of War, in Gleditsch and Ward, and why."""
CALLED_OTHERWISE = {
    "state-republic-of-korea": "Korea, Republic of",
    "state-russia": "Russian Federation",
}
"""States whose label is none of the names in ISO 3166."""

States = dict[str, dict[str, str]]


def states_of(dataset: Dataset) -> States:
    """Give the codes and the English label of each state, by its slug."""
    states: States = {}
    for t in (t for file in dataset.of("identity") for t in file.triples):
        if isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith(ID + "state-"):
            values = states.setdefault(t.subject.value.removeprefix(ID), {})
            if isinstance(t.object, ox.Literal) and t.object.language in (None, "en"):
                values[t.predicate.value.removeprefix(NS)] = t.object.value
    return states


@pytest.fixture(scope="module")
def states(dataset: Dataset) -> States:
    return states_of(dataset)


def iso_faults(states: States) -> set[str]:
    """Give the states whose codes or name are not those of one entry of ISO 3166."""
    return {slug for slug, codes in states.items() if not fits(slug, codes)}


def fits(slug: str, codes: dict[str, str]) -> bool:
    """Tell whether ISO 3166 gives these codes to a country of this name."""
    country = pycountry.countries.get(alpha_2=codes.get("alpha2Code", ""))
    if country is None:
        return False
    names = {getattr(country, n, None) for n in ("name", "common_name", "official_name")}
    three = (codes.get("alpha3Code"), codes.get("m49Code"))
    name = CALLED_OTHERWISE.get(slug, codes[LABEL])
    return three == (country.alpha_3, country.numeric) and name in names


def test_every_state_has_the_codes_of_its_name_in_iso_3166(states: States) -> None:
    assert len(states) > 40
    assert iso_faults(states) == set()


def test_no_state_is_excused_for_its_name_without_need(states: States) -> None:
    for slug, name in CALLED_OTHERWISE.items():
        assert states[slug][LABEL] != name
        assert not fits("", states[slug]), slug


@pytest.mark.parametrize(
    ("code", "value"), [("alpha2Code", "AT"), ("alpha3Code", "AUT"), ("m49Code", "40")]
)
def test_a_wrong_code_would_be_seen(states: States, code: str, value: str) -> None:
    wrong = states | {"state-japan": states["state-japan"] | {code: value}}
    assert iso_faults(wrong) == {"state-japan"}


def test_all_codes_of_another_state_would_be_seen(states: States) -> None:
    name = {LABEL: states["state-japan"][LABEL]}
    wrong = states | {"state-japan": states["state-italy"] | name}
    assert iso_faults(wrong) == {"state-japan"}


@pytest.mark.parametrize("code", ["cowCode", "gwCode"])
def test_every_state_has_a_number_of_its_own(states: States, code: str) -> None:
    numbers = Counter(codes[code] for codes in states.values())
    assert [n for n, times in numbers.items() if times > 1] == []
    assert [n for n in numbers if str(int(n)) != n or not 1 < int(n) < 1000] == []


def test_the_two_lists_of_states_agree_where_no_difference_is_named(states: States) -> None:
    differing = {
        slug: (codes["cowCode"], codes["gwCode"])
        for slug, codes in states.items()
        if codes["cowCode"] != codes["gwCode"]
    }
    assert differing == {slug: (cow, gw) for slug, (cow, gw, _) in LISTS_DIFFER.items()}
