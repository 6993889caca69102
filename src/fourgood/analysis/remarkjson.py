"""Remarks of lint as JSON data: code, severity, the words in both languages, the place, the dossiers that show it."""

from typing import Any as AnyType

from fourgood.analysis import Remark
from fourgood.faultjson import fault_json


def remark_json(remark: Remark) -> dict[str, AnyType]:
    """A remark with all that it knows."""
    return {
        "code": remark.code.id,
        "severity": remark.code.severity.value,
        **fault_json(remark.fault),
        "witnesses": [witness.to_json() for witness in remark.witnesses],
    }
