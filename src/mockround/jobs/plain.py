"""Findings and rows as plain JSON values, which is how the engine keeps what a step returned."""

from typing import Any

from pydantic import TypeAdapter

from mockround.grading.model_cells import RowGraded
from mockround.grading.verdicts import Finding

_FINDING: TypeAdapter[Finding] = TypeAdapter(Finding)
_ROW: TypeAdapter[RowGraded] = TypeAdapter(RowGraded)


def as_plain(finding: Finding) -> dict[str, Any]:
    plain: dict[str, Any] = _FINDING.dump_python(finding, mode="json")
    return plain


def as_finding(plain: dict[str, Any]) -> Finding:
    return _FINDING.validate_python(plain)


def row_as_plain(row: RowGraded) -> dict[str, Any]:
    plain: dict[str, Any] = _ROW.dump_python(row, mode="json")
    return plain


def as_row(plain: dict[str, Any]) -> RowGraded:
    return _ROW.validate_python(plain)
