"""Both engines, through our adapter, against the W3C test suite for SHACL.

`JNKG_W3C` names the folder of the W3C suites (default `../shared/w3c`).
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

import pytest

from jnkg.shacl_engines import LIMITS, Outcome, validate
from w3c_shacl import Case, cases, suite_folder, verdict

FOLDER = suite_folder()
CASES = cases(FOLDER)
EXPECTED = tomllib.loads(Path(__file__).with_name("w3c_shacl_expected.toml").read_text("utf-8"))
needs_suite = pytest.mark.skipif(
    not CASES, reason=f"no W3C SHACL suite at {FOLDER}: set JNKG_W3C to its folder"
)


@functools.cache
def outcomes(engine: str) -> dict[str, Outcome]:
    """Run the whole suite in one child process."""
    given = validate([case.run for case in CASES], engine)
    return {case.name: outcome for case, outcome in zip(CASES, given, strict=True)}


def passes(case: Case, outcome: Outcome) -> bool:
    if case.wanted is None or outcome.fault:
        return case.wanted is None and bool(outcome.fault)
    return verdict(outcome) == case.wanted


@needs_suite
@pytest.mark.parametrize("engine", LIMITS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_agrees_with_w3c(case: Case, engine: str) -> None:
    if engine == "pyshacl":
        pytest.importorskip("pyshacl", reason="the reference engine is not installed")
    outcome = outcomes(engine)[case.name]
    reason = EXPECTED[engine].get(case.name)
    if reason is None:
        assert passes(case, outcome), outcome
    else:
        assert not passes(case, outcome), f"passes now: strike it from the list ({reason})"


@needs_suite
def test_whole_suite_is_read() -> None:
    core = [case for case in CASES if case.name.startswith("core/")]
    assert (len(core), len(CASES) - len(core)) == (98, 22)


@needs_suite
def test_every_recorded_failure_is_a_test_of_the_suite_with_a_reason() -> None:
    names = {case.name for case in CASES}
    assert set(EXPECTED) == set(LIMITS)
    for engine, failures in EXPECTED.items():
        assert set(failures) <= names, engine
        assert all(len(reason) > 20 for reason in failures.values())


@needs_suite
def test_comparison_sees_a_wrong_answer() -> None:
    case = next(c for c in CASES if c.wanted and c.wanted[1])
    assert not passes(case, Outcome(True, ()))
    assert not passes(case, Outcome(False, (), "refused"))
