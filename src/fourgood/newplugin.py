"""A new plugin: a small distribution that works at once, written from the templates in plugin_template/."""

import json
import keyword
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from string import Template
from tempfile import mkdtemp

from attrs import frozen

from fourgood.errors import Fault, FourgoodError, Place
from fourgood.plugins import GROUP
from fourgood.text import Text

NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
MAX_NAME, MAX_TITLE = 40, 200
ENDING = "-criteria"
RESERVED = "fourgood"
"""What the names of this project's own distributions start with."""

DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10)))
)
"""What no folder can be called on Windows."""

FILES: Mapping[str, str | None] = {
    "README.md": "README.md.template",
    "pyproject.toml": "pyproject.toml.template",
    "src/$package/$package.yaml": "rules.yaml.template",
    "src/$package/__init__.py": "hooks.py.template",
    "src/$package/in_python.py": "in_python.py.template",
    "src/$package/cases.yaml": "cases.yaml.template",
    "src/$package/py.typed": None,
    "tests/test_$package.py": "tests.py.template",
}
"""The files of a plugin, each with the template that it is made of; None: an empty file."""

LETTERS = "Write it in lower-case ASCII letters, digits and -, at most {limit} characters: {like}"
EXISTS = "this is there already, and nothing is overwritten"


@frozen
class Written:
    """A plugin that was written: its folder, the name by which it is listed and blocked, its files."""

    folder: Path
    plugin: str
    files: tuple[str, ...]


def write_plugin(name: str, folder: Path, title: Text | None = None) -> Written:
    """Writes a plugin into a new folder of its name, whole or not at all.

    `name` is that of the distribution; the package and the plugin have it with `_` for `-`. Raises FourgoodError for a
    name or title that will not do, with one that will, and for a folder that is there already: nothing is overwritten.
    """
    package = name.replace("-", "_")
    faults = [*_name_faults(name, package), *_title_faults(title)]
    if faults:
        raise FourgoodError(faults)
    values = _values(name, package, title or Text(f"Tiêu chí {name}", f"Criteria of {name}"))
    made = {Template(path).substitute(values): _filled(template, values) for path, template in FILES.items()}
    with _new_folder(folder, name) as part:
        for path, text in made.items():
            _write(part / path, text)
    return Written(folder / name, package, tuple(made))


def _values(name: str, package: str, title: Text) -> dict[str, str]:
    """What stands in the templates. A JSON text is one of YAML and of TOML as well."""
    quoted = {f"title_{code}": json.dumps(title.in_(code), ensure_ascii=False) for code in ("vi", "en")}
    return {"name": name, "package": package, "heading": f"{title.vi} · {title.en}", **quoted}


def _filled(template: str | None, values: Mapping[str, str]) -> str:
    if template is None:
        return ""
    text = (files("fourgood") / "plugin_template" / template).read_text("utf-8")
    return Template(text).substitute(values)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _name_faults(name: str, package: str) -> Iterator[Fault]:
    values = {"name": name[: 2 * MAX_NAME], "like": _like(name), "limit": MAX_NAME, "reserved": RESERVED}
    if not NAME.fullmatch(name) or len(name) > MAX_NAME:
        yield Fault("`{name}` is no name for a plugin", values, hint=LETTERS)
    elif package.startswith(RESERVED):
        hint = "Name it after the place or the kind of unit: {like}"
        yield Fault("names that start with {reserved} are this project's own", values, hint=hint)
    elif keyword.iskeyword(package) or package in DEVICES or package in sys.stdlib_module_names:
        yield Fault("`{name}` means something else to Python or to the system", values, hint="Write {like}")
    elif _taken(package):
        values["name"] = package
        message = "a package or plugin called `{name}` is installed already"
        yield Fault(message, values, hint="Choose another name, or uninstall it")


def _like(name: str) -> str:
    """The nearest name that will do: without accents, signs and what is reserved; where nothing is left, some name."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "d")).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain.lower().replace(RESERVED, " "))).removesuffix(ENDING)
    return (words.lstrip("0123456789-")[: MAX_NAME - len(ENDING)].rstrip("-") or "school") + ENDING


def _taken(package: str) -> bool:
    spec = find_spec(package)
    return (spec is not None and spec.origin is not None) or package in entry_points(group=GROUP).names


def _title_faults(title: Text | None) -> Iterator[Fault]:
    for words in () if title is None else (title.vi, title.en):
        if not words.strip() or not words.isprintable() or len(words) > MAX_TITLE:
            hint = "Write one line of at most {limit} characters"
            yield Fault("this title cannot be used", {"limit": MAX_TITLE}, Place(key="title"), hint)


@contextmanager
def _new_folder(parent: Path, name: str) -> Iterator[Path]:
    """A folder to fill beside the one that is wanted, whose place it takes when all has gone well."""
    target = parent / name
    if not parent.is_dir():
        raise FourgoodError(Fault("there is no such folder", {}, Place(str(parent)), "Make it, or name another"))
    if os.path.lexists(target):
        raise FourgoodError(Fault(EXISTS, {}, Place(str(target)), "Choose another name or folder, or take it away"))
    part = Path(mkdtemp(prefix=f".{name}.", suffix=".part", dir=parent))
    try:
        yield part
        part.chmod(0o777 & ~_umask())
        part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
