"""What a parser or the system says in its own English, as faults that people understand."""

import errno
import os
import re
from collections.abc import Iterable, Mapping

from attrs import evolve

from fourgood.errors import Fault
from fourgood.text import Text

SYSTEM: Mapping[int, str] = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "không có quyền truy cập",
    errno.EPERM: "không có quyền truy cập",
    errno.EISDIR: "đây là thư mục",
    errno.ENOTDIR: "đây không phải là thư mục",
    errno.EEXIST: "tệp này đã có",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EBUSY: "tệp đang được dùng",
    errno.EIO: "ổ đĩa gặp lỗi khi đọc hoặc ghi",
    errno.ENAMETOOLONG: "tên tệp quá dài",
    errno.EMFILE: "đang mở quá nhiều tệp",
    errno.EINVAL: "hệ thống không chấp nhận tên hoặc giá trị này",
}
"""What the system says most often, in Vietnamese."""

BY_WORDS: Mapping[str, Text] = {os.strerror(code): Text(words, os.strerror(code)) for code, words in SYSTEM.items()}

NO_YAML = "this is neither YAML nor JSON: {cause}"
"""How `fourgood.yamlfile` says it, with what the parser says for a cause."""

SYNTAX: Mapping[str, tuple[str, str]] = {
    r"tab character": ("this line is indented with a tab", "Indent with spaces"),
    r"cannot start any token": (
        "a tab, or a sign with which no value begins, stands here",
        "Indent with spaces; put text that begins with @, % or ` in quotes",
    ),
    r"expected ',' or '\]'": (
        "a bracket [ is not closed, or a comma is missing",
        "Close it with ], and put a comma after every entry but the last",
    ),
    r"expected ',' or '\}'": (
        "a bracket {{ is not closed, or a comma is missing",
        "Close it with }}, and put a comma after every entry but the last",
    ),
    r"unexpected end of stream": ("a quote is not closed", "Close it where the text ends"),
    r"mapping values are not allowed": (
        "a colon stands where no key can stand",
        "Put text that holds a colon in quotes, and check the indentation",
    ),
    r"expected <block end>|expected key|expected '-' indicator": (
        "this does not go on as the lines above it",
        "Let what belongs together be indented alike, and check the quotes",
    ),
    r"sequence entries are not allowed": (
        "no list can begin in this line",
        "Begin it in the next line, with - before every entry",
    ),
    r"find expected ':'": ("a colon is missing here", "Write key: value, with a space after the colon"),
    r"unknown escape character": (
        "a backslash stands here before a sign that needs none",
        "Use single quotes, or write two backslashes",
    ),
    r"node content": ("a value is missing here", "Write it, or take the comma or bracket away"),
    r"<document start>": ("this stands after the end", "Check the brackets"),
    r"characters are not allowed": ("this file holds characters that no text has", "Save it as UTF-8 (Unicode)"),
}
"""What YAML parsers say, the one in C and the one in Python, by a part of it: what is wrong, and the mend."""


def plain(fault: Fault) -> Fault:
    """The fault with a parser's or the system's words said in our own, where they are known."""
    cause = fault.values.get("cause")
    if not isinstance(cause, str):
        return fault
    if cause in BY_WORDS:
        return evolve(fault, values={**fault.values, "cause": BY_WORDS[cause]})
    if fault.message == NO_YAML:
        for pattern in SYNTAX:
            if re.search(pattern, cause):
                message, hint = SYNTAX[pattern]
                return Fault(message, {}, fault.place, hint)
    return fault


def plainly(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults, each said plainly."""
    return tuple(map(plain, faults))


def cause_of(error: OSError) -> Text | str:
    """What the system says of an error, in both languages where it is known."""
    said = error.strerror or str(error)
    return BY_WORDS.get(said, said)
