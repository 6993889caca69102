"""The same 45 criteria as a careful person writes them by hand: straight lines, local variables, three values."""

from collections.abc import Mapping
from typing import Any

from fourgood import Outcome, Status

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
RECOGNIZED, NOT_RECOGNIZED, UNDETERMINED = Status.RECOGNIZED, Status.NOT_RECOGNIZED, Status.UNDETERMINED
GOOD = frozenset(("good", "excellent"))


def outcomes(facts: Mapping[str, Any]) -> dict[str, Outcome]:
    get = facts.get
    n01 = get("n01")
    n02 = get("n02")
    n03 = get("n03")
    n04 = get("n04")
    n05 = get("n05")
    n06 = get("n06")
    n07 = get("n07")
    n08 = get("n08")
    n09 = get("n09")
    n10 = get("n10")
    n11 = get("n11")
    n12 = get("n12")
    n13 = get("n13")
    n14 = get("n14")
    n15 = get("n15")
    n16 = get("n16")
    n17 = get("n17")
    n18 = get("n18")
    n19 = get("n19")
    n20 = get("n20")
    n21 = get("n21")
    a1 = get("a1")
    b1 = get("b1")
    a2 = get("a2")
    b2 = get("b2")
    a3 = get("a3")
    b3 = get("b3")
    a4 = get("a4")
    b4 = get("b4")
    a5 = get("a5")
    b5 = get("b5")
    a6 = get("a6")
    b6 = get("b6")
    a7 = get("a7")
    b7 = get("b7")
    flag1 = get("flag1")
    flag2 = get("flag2")
    flag3 = get("flag3")
    flag4 = get("flag4")
    flag5 = get("flag5")
    flag6 = get("flag6")
    grade1 = get("grade1")
    grade2 = get("grade2")
    grade3 = get("grade3")
    grade4 = get("grade4")
    p1 = get("p1")
    q1 = get("q1")
    p2 = get("p2")
    q2 = get("q2")
    p3 = get("p3")
    q3 = get("q3")
    p4 = get("p4")
    q4 = get("q4")
    p5 = get("p5")
    q5 = get("q5")
    p6 = get("p6")
    q6 = get("q6")
    p7 = get("p7")
    q7 = get("q7")
    q8 = get("q8")
    return {
        "c01": UNKNOWN if n01 is None else MET if n01 >= 12 else NOT_MET,
        "c02": UNKNOWN if n02 is None else MET if n02 >= 3 else NOT_MET,
        "c03": UNKNOWN if n03 is None else MET if n03 >= 5 else NOT_MET,
        "c04": UNKNOWN if n04 is None else MET if n04 >= 8 else NOT_MET,
        "c05": UNKNOWN if n05 is None else MET if n05 >= 1 else NOT_MET,
        "c06": UNKNOWN if n06 is None else MET if n06 >= 2 else NOT_MET,
        "c07": UNKNOWN if n07 is None else MET if n07 >= 10 else NOT_MET,
        "c08": UNKNOWN if n08 is None else MET if n08 >= 4 else NOT_MET,
        "c09": UNKNOWN if n09 is None else MET if n09 >= 6 else NOT_MET,
        "c10": UNKNOWN if n10 is None else MET if n10 >= 7 else NOT_MET,
        "c11": UNKNOWN if n11 is None else MET if n11 >= 12 else NOT_MET,
        "c12": UNKNOWN if n12 is None else MET if n12 >= 9 else NOT_MET,
        "c13": UNKNOWN if n13 is None else MET if n13 >= 2 else NOT_MET,
        "c14": UNKNOWN if n14 is None else MET if n14 >= 3 else NOT_MET,
        "c15": UNKNOWN if n15 is None else MET if n15 <= 0 else NOT_MET,
        "c16": UNKNOWN if n16 is None else MET if n16 <= 2 else NOT_MET,
        "c17": UNKNOWN if n17 is None else MET if n17 <= 1 else NOT_MET,
        "c18": UNKNOWN if n18 is None else MET if n18 <= 3 else NOT_MET,
        "c19": UNKNOWN if n19 is None else MET if n19 <= 5 else NOT_MET,
        "c20": UNKNOWN if n20 is None else MET if n20 <= 0 else NOT_MET,
        "c21": UNKNOWN if n21 is None else MET if n21 <= 4 else NOT_MET,
        "c22": UNKNOWN if a1 is None or not b1 else MET if 20 * a1 >= 17 * b1 else NOT_MET,
        "c23": UNKNOWN if a2 is None or not b2 else MET if 10 * a2 >= 9 * b2 else NOT_MET,
        "c24": UNKNOWN if a3 is None or not b3 else MET if 2 * a3 >= b3 else NOT_MET,
        "c25": UNKNOWN if a4 is None or not b4 else MET if 3 * a4 >= 2 * b4 else NOT_MET,
        "c26": UNKNOWN if a5 is None or not b5 else MET if 5 * a5 >= 4 * b5 else NOT_MET,
        "c27": UNKNOWN if a6 is None or not b6 else MET if 20 * a6 >= 19 * b6 else NOT_MET,
        "c28": UNKNOWN if a7 is None or not b7 else MET if 3 * a7 >= b7 else NOT_MET,
        "c29": UNKNOWN if flag1 is None else MET if flag1 else NOT_MET,
        "c30": UNKNOWN if flag2 is None else MET if flag2 else NOT_MET,
        "c31": UNKNOWN if flag3 is None else MET if flag3 else NOT_MET,
        "c32": UNKNOWN if flag4 is None else MET if flag4 else NOT_MET,
        "c33": UNKNOWN if flag5 is None else MET if flag5 else NOT_MET,
        "c34": UNKNOWN if flag6 is None else MET if flag6 else NOT_MET,
        "c35": UNKNOWN if grade1 is None else MET if grade1 in GOOD else NOT_MET,
        "c36": UNKNOWN if grade2 is None else MET if grade2 in GOOD else NOT_MET,
        "c37": UNKNOWN if grade3 is None else MET if grade3 in GOOD else NOT_MET,
        "c38": UNKNOWN if grade4 is None else MET if grade4 in GOOD else NOT_MET,
        "c39": MET if q1 or (p1 is not None and p1 >= 3) else UNKNOWN if p1 is None or q1 is None else NOT_MET,
        "c40": MET if q2 or (p2 is not None and p2 >= 5) else UNKNOWN if p2 is None or q2 is None else NOT_MET,
        "c41": MET if q3 or (p3 is not None and p3 >= 1) else UNKNOWN if p3 is None or q3 is None else NOT_MET,
        "c42": MET if q4 or (p4 is not None and p4 >= 2) else UNKNOWN if p4 is None or q4 is None else NOT_MET,
        "c43": NOT_MET if q5 is False or (p5 is not None and p5 < 3) else UNKNOWN if p5 is None or q5 is None else MET,
        "c44": NOT_MET if q6 is False or (p6 is not None and p6 < 2) else UNKNOWN if p6 is None or q6 is None else MET,
        "c45": NOT_MET
        if q7 is False or q8 is False or (p7 is not None and p7 < 1)
        else UNKNOWN
        if p7 is None or q7 is None or q8 is None
        else MET,
    }


def status(facts: Mapping[str, Any]) -> Status:  # noqa: C901  long, as such functions are
    """The bare verdict: it stops at the first criterion that fails."""
    get = facts.get
    unknown = False
    if (n01 := get("n01")) is None:
        unknown = True
    elif n01 < 12:
        return NOT_RECOGNIZED
    if (n02 := get("n02")) is None:
        unknown = True
    elif n02 < 3:
        return NOT_RECOGNIZED
    if (n03 := get("n03")) is None:
        unknown = True
    elif n03 < 5:
        return NOT_RECOGNIZED
    if (n04 := get("n04")) is None:
        unknown = True
    elif n04 < 8:
        return NOT_RECOGNIZED
    if (n05 := get("n05")) is None:
        unknown = True
    elif n05 < 1:
        return NOT_RECOGNIZED
    if (n06 := get("n06")) is None:
        unknown = True
    elif n06 < 2:
        return NOT_RECOGNIZED
    if (n07 := get("n07")) is None:
        unknown = True
    elif n07 < 10:
        return NOT_RECOGNIZED
    if (n08 := get("n08")) is None:
        unknown = True
    elif n08 < 4:
        return NOT_RECOGNIZED
    if (n09 := get("n09")) is None:
        unknown = True
    elif n09 < 6:
        return NOT_RECOGNIZED
    if (n10 := get("n10")) is None:
        unknown = True
    elif n10 < 7:
        return NOT_RECOGNIZED
    if (n11 := get("n11")) is None:
        unknown = True
    elif n11 < 12:
        return NOT_RECOGNIZED
    if (n12 := get("n12")) is None:
        unknown = True
    elif n12 < 9:
        return NOT_RECOGNIZED
    if (n13 := get("n13")) is None:
        unknown = True
    elif n13 < 2:
        return NOT_RECOGNIZED
    if (n14 := get("n14")) is None:
        unknown = True
    elif n14 < 3:
        return NOT_RECOGNIZED
    if (n15 := get("n15")) is None:
        unknown = True
    elif n15 > 0:
        return NOT_RECOGNIZED
    if (n16 := get("n16")) is None:
        unknown = True
    elif n16 > 2:
        return NOT_RECOGNIZED
    if (n17 := get("n17")) is None:
        unknown = True
    elif n17 > 1:
        return NOT_RECOGNIZED
    if (n18 := get("n18")) is None:
        unknown = True
    elif n18 > 3:
        return NOT_RECOGNIZED
    if (n19 := get("n19")) is None:
        unknown = True
    elif n19 > 5:
        return NOT_RECOGNIZED
    if (n20 := get("n20")) is None:
        unknown = True
    elif n20 > 0:
        return NOT_RECOGNIZED
    if (n21 := get("n21")) is None:
        unknown = True
    elif n21 > 4:
        return NOT_RECOGNIZED
    if (a1 := get("a1")) is None or not (b1 := get("b1")):
        unknown = True
    elif 20 * a1 < 17 * b1:
        return NOT_RECOGNIZED
    if (a2 := get("a2")) is None or not (b2 := get("b2")):
        unknown = True
    elif 10 * a2 < 9 * b2:
        return NOT_RECOGNIZED
    if (a3 := get("a3")) is None or not (b3 := get("b3")):
        unknown = True
    elif 2 * a3 < b3:
        return NOT_RECOGNIZED
    if (a4 := get("a4")) is None or not (b4 := get("b4")):
        unknown = True
    elif 3 * a4 < 2 * b4:
        return NOT_RECOGNIZED
    if (a5 := get("a5")) is None or not (b5 := get("b5")):
        unknown = True
    elif 5 * a5 < 4 * b5:
        return NOT_RECOGNIZED
    if (a6 := get("a6")) is None or not (b6 := get("b6")):
        unknown = True
    elif 20 * a6 < 19 * b6:
        return NOT_RECOGNIZED
    if (a7 := get("a7")) is None or not (b7 := get("b7")):
        unknown = True
    elif 3 * a7 < b7:
        return NOT_RECOGNIZED
    if (flag1 := get("flag1")) is None:
        unknown = True
    elif not flag1:
        return NOT_RECOGNIZED
    if (flag2 := get("flag2")) is None:
        unknown = True
    elif not flag2:
        return NOT_RECOGNIZED
    if (flag3 := get("flag3")) is None:
        unknown = True
    elif not flag3:
        return NOT_RECOGNIZED
    if (flag4 := get("flag4")) is None:
        unknown = True
    elif not flag4:
        return NOT_RECOGNIZED
    if (flag5 := get("flag5")) is None:
        unknown = True
    elif not flag5:
        return NOT_RECOGNIZED
    if (flag6 := get("flag6")) is None:
        unknown = True
    elif not flag6:
        return NOT_RECOGNIZED
    if (grade1 := get("grade1")) is None:
        unknown = True
    elif grade1 not in GOOD:
        return NOT_RECOGNIZED
    if (grade2 := get("grade2")) is None:
        unknown = True
    elif grade2 not in GOOD:
        return NOT_RECOGNIZED
    if (grade3 := get("grade3")) is None:
        unknown = True
    elif grade3 not in GOOD:
        return NOT_RECOGNIZED
    if (grade4 := get("grade4")) is None:
        unknown = True
    elif grade4 not in GOOD:
        return NOT_RECOGNIZED
    if not ((q1 := get("q1")) or ((p1 := get("p1")) is not None and p1 >= 3)):
        if p1 is not None and q1 is not None:
            return NOT_RECOGNIZED
        unknown = True
    if not ((q2 := get("q2")) or ((p2 := get("p2")) is not None and p2 >= 5)):
        if p2 is not None and q2 is not None:
            return NOT_RECOGNIZED
        unknown = True
    if not ((q3 := get("q3")) or ((p3 := get("p3")) is not None and p3 >= 1)):
        if p3 is not None and q3 is not None:
            return NOT_RECOGNIZED
        unknown = True
    if not ((q4 := get("q4")) or ((p4 := get("p4")) is not None and p4 >= 2)):
        if p4 is not None and q4 is not None:
            return NOT_RECOGNIZED
        unknown = True
    p5, q5 = get("p5"), get("q5")
    if q5 is False or (p5 is not None and p5 < 3):
        return NOT_RECOGNIZED
    if p5 is None or q5 is None:
        unknown = True
    p6, q6 = get("p6"), get("q6")
    if q6 is False or (p6 is not None and p6 < 2):
        return NOT_RECOGNIZED
    if p6 is None or q6 is None:
        unknown = True
    p7, q7, q8 = get("p7"), get("q7"), get("q8")
    if q7 is False or q8 is False or (p7 is not None and p7 < 1):
        return NOT_RECOGNIZED
    if p7 is None or q7 is None or q8 is None:
        unknown = True
    return UNDETERMINED if unknown else RECOGNIZED
