"""Findings as plain JSON values, which is how the engine keeps what a step returned."""

from typing import Any

from pydantic import TypeAdapter

from mockround.grading.verdicts import Finding

_FINDING: TypeAdapter[Finding] = TypeAdapter(Finding)


def as_plain(finding: Finding) -> dict[str, Any]:
    plain: dict[str, Any] = _FINDING.dump_python(finding, mode="json")
    return plain


def as_finding(plain: dict[str, Any]) -> Finding:
    return _FINDING.validate_python(plain)
