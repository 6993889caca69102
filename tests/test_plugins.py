"""Plugins are found, limited, blocked and passed by hosts; whatever is wrong with one names it and its distribution."""

import importlib.metadata
import inspect
import itertools
import sys
from importlib.metadata import EntryPoint
from types import ModuleType, SimpleNamespace

import pytest

import fourgood
from fourgood import hookspecs, plugins
from fourgood.citation import Backing, Origin
from fourgood.errors import PluginError, RulebookError
from fourgood.plugins import OFFERS, PARTS, VARIABLE, installed_plugins, load_rulebook
from fourgood.vocabulary import Dated, Definition, Invariant, Parameter
from strategies import count, text

NUMBERS = itertools.count()
OURS = ["cadre_quality", "meeting_quality", "political_task", "rulebooks", "unity_discipline"]
RULES = """\
id: test.rules
title: {vi: a, en: b}
facts:
  filed: {kind: count, title: {vi: a, en: b}, min: 0, max: 9}
groups: {ours: {title: {vi: a, en: b}}}
criteria:
  filed_enough: {title: {vi: a, en: b}, rule: filed >= 1, backing: assumption}
"""


def plugin(**hooks):
    """A plugin module with some hooks, each given by what it answers; of a name of its own, as modules are kept."""
    module = ModuleType(f"our_plugin_{next(NUMBERS)}")
    for name, answer in hooks.items():
        setattr(module, name, fourgood.hookimpl(answering(answer)))
    return module


def answering(answer):
    """A hook that answers, or raises."""

    def hook():
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return hook


def criterion(id="ours_met", group="ours", rule="held_by_us >= 1"):
    """A criterion of a plugin."""
    return fourgood.Criterion(id, group, text(id), rule)


def whole_plugin(prefix=""):
    """A plugin with facts, a group and a criterion."""
    return plugin(
        fourgood_facts=[count(f"{prefix}held_by_us")],
        fourgood_groups=[fourgood.Group(f"{prefix}ours", text("ours"))],
        fourgood_criteria=[criterion(f"{prefix}ours_met", f"{prefix}ours", f"{prefix}held_by_us >= 1")],
    )


@pytest.fixture
def install(monkeypatch):
    """Makes plugins look installed: (name, module or its name, distribution)."""

    def installing(*entries):
        found = []
        for name, module, distribution in entries:
            if isinstance(module, ModuleType):
                monkeypatch.setitem(sys.modules, module.__name__, module)
            value = module.__name__ if isinstance(module, ModuleType) else module
            dist = SimpleNamespace(metadata={"Name": distribution}, version="1.2", name=distribution)
            entry = EntryPoint(name, value, "fourgood")
            found.append(entry._for(dist) if distribution else entry)
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: found if group == "fourgood" else [])

    return installing


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)


def refused(kind=PluginError, **more):
    """Why a rulebook could not be loaded."""
    with pytest.raises(kind) as caught:
        load_rulebook(2024, **more)
    return [str(fault) for fault in caught.value.faults]


# Found and limited.


def test_the_four_are_installed():
    """Found through entry points, in name order, with distribution and version; none is imported for it."""
    found = installed_plugins()
    assert [each.name for each in found if each.distribution == "fourgood"] == OURS
    assert all(each.active and each.version for each in found)
    assert str(found[0]) == f"`cadre_quality` (fourgood {found[0].version})"


def test_the_default_rulebook_has_four_groups():
    """In the order of the title, and again on the second asking."""
    for _ in range(2):
        book = load_rulebook(2024)
        assert list(book.requirements) == ["political_task", "meeting_quality", "unity_discipline", "cadre_quality"]


def test_the_environment_limits_the_plugins(monkeypatch):
    """By name, with commas between; an empty limit leaves none."""
    monkeypatch.setenv(VARIABLE, " meeting_quality ,cadre_quality,")
    assert [group.id for group in load_rulebook(2024).groups] == ["meeting_quality", "cadre_quality"]
    left_out = {each.name: each.why_not for each in installed_plugins() if not each.active}
    assert left_out == dict.fromkeys(["political_task", "rulebooks", "unity_discipline"], "not among those asked for")
    monkeypatch.setenv(VARIABLE, "")
    assert not any(each.active for each in installed_plugins())
    assert "this rulebook has no group" in refused(RulebookError)[0]


def test_an_argument_limits_the_plugins_before_the_environment(monkeypatch):
    """What the host asks for counts."""
    monkeypatch.setenv(VARIABLE, "meeting_quality")
    assert [group.id for group in load_rulebook(2024, only=["cadre_quality"]).groups] == ["cadre_quality"]


def test_a_plugin_is_blocked_by_name():
    """It stays listed, and the reason is said."""
    book = load_rulebook(2024, block=["cadre_quality"])
    assert "cadre_quality" not in book.requirements and len(book.groups) == 3
    assert installed_plugins(["cadre_quality"])[0].why_not == "blocked"


def test_a_name_that_is_not_installed_is_refused(monkeypatch):
    """Whether limited to, blocked, or in the environment: a slip would leave a group out without a word."""
    for more in ({"only": ["meeting_qality"]}, {"block": ["meeting_qality"]}):
        (fault,) = refused(**more)
        assert "no plugin is called meeting_qality" in fault and "meeting_quality" in fault
    monkeypatch.setenv(VARIABLE, "meeting_qality")
    assert "no plugin is called meeting_qality" in refused()[0]


def test_nothing_installed_at_all(install):
    """Then there is nothing to choose from."""
    install()
    assert installed_plugins() == ()
    assert "Installed: -" in refused(only=["x"])[0]


def test_two_distributions_with_one_name_are_refused(install):
    """Both are named: pluggy would drop one of them without a word."""
    install(("twin", whole_plugin(), "dist-one"), ("twin", whole_plugin(), "dist-two"))
    (fault,) = refused()
    assert "the plugin name `twin` is claimed by several distributions: dist-one 1.2, dist-two 1.2" in fault
    assert "Uninstall one of them" in fault
    install(("twin", "one_module", None), ("twin", "another_module", None))
    assert "claimed by several distributions: another_module, one_module" in refused()[0]


def test_an_installed_plugin_takes_part(install):
    """And is loaded once a process."""
    module = whole_plugin()
    install(("ours", module, "our-dist"))
    assert load_rulebook(2024).criterion("ours_met").origin == Origin("ours", "our-dist", "1.2")
    del sys.modules[module.__name__]
    assert load_rulebook(2024).criterion("ours_met")


# What is wrong with a plugin.


@pytest.mark.parametrize(
    "source, cause",
    [
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise SystemExit('goodbye')", "SystemExit: goodbye"),
        ("def broken(:", "SyntaxError"),
    ],
)
def test_a_plugin_that_cannot_be_imported(install, tmp_path, monkeypatch, source, cause):
    """Plugin, distribution and cause are named, the cause is chained, and the mend is said."""
    name = f"broken_plugin_{abs(hash(source))}"
    (tmp_path / f"{name}.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    install(("broken", name, "broken-dist"))
    with pytest.raises(PluginError) as caught:
        load_rulebook(2024)
    (fault,) = caught.value.faults
    assert "the plugin `broken` (broken-dist 1.2) could not be imported: " + cause.split(":")[0] in str(fault)
    assert cause in str(fault) and "leave it out by name" in str(fault)
    assert isinstance(caught.value, PluginError)


def test_all_broken_plugins_are_named_at_once(install):
    """And a broken one can be blocked."""
    install(
        ("bad", "no_such_module_1", "dist-one"),
        ("worse", "no_such_module_2", "dist-two"),
        ("ours", whole_plugin(), "d"),
    )
    assert [fault.split("`")[1] for fault in refused()] == ["bad", "worse"]
    assert load_rulebook(2024, block=["bad", "worse"]).groups[0].id == "ours"


def test_a_misspelt_hook_is_refused(install):
    """It would never be called."""
    install(("ours", plugin(fourgood_critera=[]), "our-dist"))
    (fault,) = refused()
    assert "the plugin `ours` (our-dist 1.2) does not follow the protocol" in fault and "fourgood_critera" in fault


def test_a_hook_with_arguments_of_its_own_is_refused(install):
    """The protocol says what a hook takes."""

    def fourgood_facts(vocabulary):
        return []

    module = plugin()
    module.fourgood_facts = fourgood.hookimpl(fourgood_facts)
    install(("ours", module, "our-dist"))
    assert "does not follow the protocol" in refused()[0] and "vocabulary" in refused()[0]


def test_a_plugin_without_any_hook_is_refused(install):
    """The hooks that it may implement are listed."""
    install(("ours", plugin(), "our-dist"))
    (fault,) = refused()
    assert "the plugin `ours` (our-dist 1.2) implements no hook of fourgood" in fault
    assert "fourgood_rule_files, fourgood_rulebooks, fourgood_facts" in fault


@pytest.mark.parametrize(
    "hooks, cause",
    [
        ({"fourgood_facts": ValueError("no luck")}, "failed in fourgood_facts: ValueError: no luck"),
        ({"fourgood_facts": [1]}, "failed in fourgood_facts: TypeError: it answered with 1, which is no Fact"),
        ({"fourgood_facts": "ab"}, "which is no Fact"),
        ({"fourgood_criteria": [count("x")]}, "which is no Criterion"),
        ({"fourgood_groups": 12}, "failed in fourgood_groups: TypeError"),
        ({"fourgood_criteria": None}, "it answered None; is there a return missing?"),
        ({"fourgood_criteria": SystemExit(1)}, "failed in fourgood_criteria: SystemExit: 1"),
        ({"fourgood_rule_files": ["rules.yaml"]}, "could not be read: AttributeError"),
    ],
)
def test_a_hook_that_fails_or_answers_something_else(install, hooks, cause):
    """The hook is named too."""
    install(("ours", plugin(**hooks), "our-dist"))
    (fault,) = refused()
    assert "the plugin `ours` (our-dist 1.2)" in fault and cause in fault


def test_a_rule_file_that_is_not_there(install, tmp_path):
    """The file is named."""
    install(("ours", plugin(fourgood_rule_files=[tmp_path / "none.yaml"]), "our-dist"))
    (fault,) = refused()
    assert "none.yaml of the plugin `ours` (our-dist 1.2) could not be read: FileNotFoundError" in fault


def test_faults_of_rule_files_come_together(install, tmp_path):
    """Of all files of all plugins, each with the plugin's name before the file's."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(RULES.replace("filed >= 1", f"filed {name}"))
    install(
        ("a", plugin(fourgood_rule_files=[tmp_path / "one.yaml"]), "d"),
        ("b", plugin(fourgood_rule_files=[tmp_path / "two.yaml"]), "d"),
    )
    assert [fault.split(":")[0] for fault in refused(RulebookError)] == ["a/one.yaml", "b/two.yaml"]


# Passed by a host.


def test_a_host_passes_plugins_by_name():
    """Beside the installed ones, or alone."""
    book = load_rulebook(2024, plugins={"ours": whole_plugin()})
    assert len(book.groups) == 5
    alone = load_rulebook(2024, plugins={"ours": whole_plugin()}, discover=False)
    assert [group.id for group in alone.groups] == ["ours"]
    assert alone.criterion("ours_met").origin == Origin("ours")


def test_a_host_may_pass_an_object():
    """Anything with the hooks: a namespace, an instance."""

    class Ours:
        @fourgood.hookimpl
        def fourgood_groups(self):
            return [fourgood.Group("ours", text("ours"))]

    assert load_rulebook(2024, plugins={"ours": Ours()}, discover=False).groups[0].id == "ours"


def test_a_host_cannot_pass_the_name_of_an_installed_plugin():
    """Unless that one is blocked: a local replacement for a group."""
    (fault,) = refused(plugins={"cadre_quality": whole_plugin()})
    assert "the host passes plugins that are installed as well: cadre_quality. Block the installed ones" in fault
    book = load_rulebook(2024, plugins={"cadre_quality": whole_plugin()}, block=["cadre_quality"])
    assert "ours" in book.requirements and len(book.groups) == 4


def test_two_plugins_with_one_criterion_name_both():
    """Each with its plugin."""
    other = plugin(fourgood_facts=[count("x")], fourgood_criteria=[criterion("ours_met", "ours", "x >= 1")])
    (fault,) = refused(RulebookError, plugins={"ours": whole_plugin(), "theirs": other}, discover=False)
    assert "the criterion `ours_met` is defined twice: by plugin ours and by plugin theirs" in fault


def test_a_criterion_for_a_missing_group_names_its_plugin(tmp_path):
    """And its file and line."""
    (tmp_path / "r.yaml").write_text(RULES.replace("backing", "group: nobody, backing"))
    (fault,) = refused(
        RulebookError, plugins={"ours": plugin(fourgood_rule_files=[tmp_path / "r.yaml"])}, discover=False
    )
    assert fault.startswith("ours/r.yaml:7") and "`nobody`, which nobody provides" in fault


def test_the_order_of_plugins_leaves_no_trace():
    """The same findings, groups, status and rulebook digest in either order."""
    one, two = {"a": whole_plugin("a_")}, {"b": whole_plugin("b_")}
    dossier = fourgood.Dossier("u", "cell", 2024, facts={"a_held_by_us": 1})
    told = []
    for given in ({**one, **two}, {**two, **one}):
        book = load_rulebook(2024, plugins=given, discover=False)
        verdict = fourgood.evaluate(dossier, book)
        findings = {each.criterion.id: (each.outcome, each.texts("en")) for each in verdict.findings}
        told.append(
            (findings, {id: group.outcome for id, group in verdict.groups.items()}, verdict.status, book.digest)
        )
    assert told[0] == told[1]


EVERY_PART = {
    "fourgood_facts": [count("a_fact")],
    "fourgood_derived_facts": [fourgood.DerivedFact(count("a_derived"), lambda view: 1, ("a_fact",))],
    "fourgood_definitions": [Definition("a_definition", text("d"), fourgood.parse("a_fact > 1"))],
    "fourgood_parameters": [
        Parameter("a_parameter", text("p"), (Dated(fourgood.parse("a > 1").right.value, 2024, 2024, Backing.LOCAL),))
    ],
    "fourgood_invariants": [Invariant("an_invariant", text("i"), fourgood.parse("a_fact <= 20"))],
    "fourgood_groups": [fourgood.Group("a_group", text("g"))],
    "fourgood_criteria": [fourgood.Criterion("a_criterion", "a_group", text("c"), "a_definition")],
}


def test_every_part_says_whose_it_is(tmp_path):
    """Through every hook, and from every rule file with its file and line."""
    (tmp_path / "r.yaml").write_text(RULES)
    whole = plugin(**EVERY_PART, fourgood_rule_files=[tmp_path / "r.yaml"])
    in_code, in_file = plugins.contributions(plugins.Plugin("ours", "m", "our-dist", "1.2"), whole)
    for part, _ in PARTS.values():
        (item,) = getattr(in_code, part)
        assert getattr(item, "fact", item).origin == Origin("ours", "our-dist", "1.2")
    assert in_file.criteria[0].origin == Origin("ours", "our-dist", "1.2", "ours/r.yaml", 7)
    assert load_rulebook(2024, plugins={"ours": whole}, discover=False).vocabulary.facts["a_derived"]


def test_an_origin_that_a_plugin_gives_itself_stays():
    """A plugin that generates parts may say from where."""
    made = count("x", origin=Origin(file="mine.csv", line=4))
    (found,) = plugins.contributions(plugins.Plugin("ours", "m"), plugin(fourgood_facts=[made]))
    assert found.facts[0].origin == Origin(file="mine.csv", line=4)


def test_every_hook_of_the_protocol_is_known_to_the_loader():
    """Each has a docstring and an annotated answer; none is forgotten."""
    hooks = {name: each for name, each in vars(hookspecs).items() if hasattr(each, "fourgood_spec")}
    assert set(hooks) == {"fourgood_rule_files", OFFERS, *PARTS}
    assert all(each.__doc__ and "return" in each.__annotations__ for each in hooks.values())
    assert len(inspect.getsource(hookspecs).splitlines()) < 90


def test_rule_files_take_part_beside_the_plugins(tmp_path):
    """By their path or as files; with their own faults."""
    path = tmp_path / "ours.yaml"
    path.write_text(RULES)
    for rules in ([str(path)], [path]):
        book = load_rulebook(2024, rules=rules)
        assert len(book.groups) == 5
        assert book.criterion("filed_enough").origin.file == str(path)
    assert [group.id for group in load_rulebook(2024, rules=[path], discover=False).groups] == ["ours"]


def test_a_rulebook_that_is_not_the_default_does_not_call_itself_so(tmp_path):
    """It says what was added and which of the four groups are missing: nobody takes it for fourgood's own."""
    path = tmp_path / "ours.yaml"
    path.write_text(RULES)
    assert load_rulebook(2024).id == "fourgood.default"
    added, less = load_rulebook(2024, rules=[path]), load_rulebook(2024, block=["meeting_quality"])
    assert added.id == less.id == "fourgood.local"
    assert added.title.en.endswith("not its default: with parts of ours.yaml")
    assert less.title.vi.endswith("không phải bộ mặc định: thiếu nhóm meeting_quality")


def test_a_rule_file_with_faults_takes_no_part(tmp_path):
    """Its faults are named."""
    path = tmp_path / "ours.yaml"
    path.write_text(RULES.replace("filed >= 1", "filed >="))
    assert str(path) in refused(RulebookError, rules=[path])[0]
