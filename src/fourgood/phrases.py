"""What one comparison came to, in words: value, threshold, where the threshold comes from, how far away, evidence."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any as AnyType
from typing import TypeAlias, assert_never

from fourgood.citation import Backed, Backing, Origin
from fourgood.dossier import Dossier, Evidence
from fourgood.language import Language
from fourgood.line import IDENTITY_KEYS, Atom
from fourgood.outcome import MET, NOT_MET, UNKNOWN, Open
from fourgood.recordphrases import culprits, drawn_value, gaps_in_words, interval_in_words
from fourgood.rule import Aggregate, Arithmetic, Compare, Member, Name, Term, Truth, Word
from fourgood.scale import JUDGEMENT, PERCENT
from fourgood.shortfall import Shortfall, defined, limit_of, shortfall
from fourgood.truth import amount
from fourgood.vocabulary import Fact, Kind, Meaning, Scope, Threshold
from fourgood.words import measure_of, relation, scale_of, setting, term_in_words, title

Say: TypeAlias = Callable[[Dossier, Open, bool], str]
"""A dossier, what the comparison came to, whether that counts against the unit → the sentence."""

MAX_REMEMBERED = 256
"""How many sentences of one comparison are kept."""


def sayer(atom: Atom, language: Language) -> Say:
    """A function that says what an atom came to; all that does not depend on the dossier is put into words once."""
    head = f"{title(atom.leaf, atom.scope, language)}: "
    value, beside, source = _value(atom, language), _beside(atom, language), origin(atom.thresholds, language)
    ends = {each: _tail(atom, language, each == MET) + ("" if beside else source) for each in (MET, NOT_MET)}
    named = {each: culprits(atom, each, language) for each in (MET, NOT_MET)}

    def compose(dossier: Dossier, still_open: Open, adverse: bool) -> str:
        said = f"{head}{value(dossier)}{ends[still_open]}"
        if beside is not None:
            said = f"{said} ({beside(dossier)}){source}"
        if adverse and not atom.guards and (short := shortfall(atom, dossier._facts, still_open)) is not None:
            said += _far(short, atom.scope, language)
        if adverse and not atom.guards and (name := named[still_open]) is not None:
            said += name(dossier)
        return said

    return _once_a_value(atom, compose, language) if _one_fact(atom) else _each_time(atom, compose, language)


def _one_fact(atom: Atom) -> bool:
    """Whether what is said of an atom depends on the value of one fact alone."""
    return len(atom.keys) == 1 and atom.keys[0] not in IDENTITY_KEYS and not atom.tables


def _each_time(atom: Atom, compose: Say, language: Language) -> Say:
    lacking, keys = _unknown_sayer(atom, language), atom.keys

    def say(dossier: Dossier, still_open: Open, adverse: bool) -> str:
        if still_open == UNKNOWN:
            return lacking(dossier)
        said = compose(dossier, still_open, adverse)
        return said if not dossier._evidence else said + proof(keys, dossier, language)

    return say


def _once_a_value(atom: Atom, compose: Say, language: Language) -> Say:
    """The common case: the sentence is made once a value of the fact, and remembered."""
    lacking, keys = _unknown_sayer(atom, language), atom.keys
    key, plain, against = keys[0], dict[AnyType, str](), dict[AnyType, str]()

    def say(dossier: Dossier, still_open: Open, adverse: bool) -> str:
        if still_open == UNKNOWN:
            return lacking(dossier)
        value, sentences = dossier._facts[key], against if adverse else plain
        said = sentences.get(value)
        if said is None:
            if len(sentences) >= MAX_REMEMBERED:
                sentences.clear()
            said = sentences[value] = compose(dossier, still_open, adverse)
        return said if not dossier._evidence else said + proof(keys, dossier, language)

    return say


def _unknown_sayer(atom: Atom, language: Language) -> Callable[[Dossier], str]:
    """A function that says why a comparison is not known; that facts are just absent is put into words once."""
    message = language("not known: {title}")
    absent = {key: message.format(title=language.text(atom.scope[key].title)) for key in atom.keys}
    plain = not atom.attested and IDENTITY_KEYS.isdisjoint(atom.keys)

    def say(dossier: Dossier) -> str:
        if plain and not dossier.failures:
            facts = dossier._facts
            if lacking := [said for key, said in absent.items() if key not in facts]:
                return "; ".join(lacking)
        return unknown(atom, dossier, language)

    return say


def _tail(atom: Atom, language: Language, holds: bool) -> str:
    leaf = atom.leaf
    if isinstance(leaf, Name) or (isinstance(leaf, Compare) and scale_of(leaf.left, atom.scope) == JUDGEMENT):
        return ""
    return f", {relation(leaf, atom.scope, language, holds)}"


def _beside(atom: Atom, language: Language) -> Callable[[Dossier], str] | None:
    """How the right side's value is said, where it is no constant: its words alone would not tell."""
    leaf, scope = atom.leaf, atom.scope
    if (
        not isinstance(leaf, Compare)
        or isinstance(leaf.right, (Word, Truth))
        or limit_of(leaf.right, scope) is not None
    ):
        return None
    if isinstance(leaf.right, Name) and isinstance(scope[leaf.right.key], Threshold):
        return None
    return _term_value(leaf.right, scope, language)


def origin(thresholds: tuple[Threshold, ...], language: Language) -> str:
    """Where thresholds come from, in brackets; an assumption is called one."""
    if not thresholds:
        return ""
    return f" ({'; '.join(dict.fromkeys(backing(threshold.dated, language) for threshold in thresholds))})"


def cited(part: Backed, language: Language) -> str:
    """Where something comes from, in brackets."""
    said = backing(part, language)
    return f" ({said})" if said else ""


def backing(part: Backed, language: Language) -> str:
    """Where something comes from: its documents, a local decision, or an assumption, which is called one."""
    documents = "; ".join(citation.name(language.code) for citation in part.citations)
    match part.backing:
        case Backing.SOURCE:
            return documents
        case Backing.LOCAL:
            return language("local decision: {cited}").format(cited=documents)
        case Backing.ASSUMPTION:
            return _assumption(part.origin, documents, language)
        case _:
            assert_never(part.backing)


def _assumption(origin: Origin, documents: str, language: Language) -> str:
    """An assumption: it says what it leans on, whether it is fourgood's own, and that it is no official rule."""
    if documents:
        message = "an assumption leaning on {cited}, not an official rule"
        if origin.ours:
            message = "fourgood's assumption leaning on {cited}, not an official rule"
        return language(message).format(cited=documents)
    if origin.ours:
        return language("fourgood's assumption, not an official rule")
    return language("an assumption, not an official rule")


def _value(atom: Atom, language: Language) -> Callable[[Dossier], str]:
    """How the left side's value is said."""
    leaf = atom.leaf
    left = leaf if isinstance(leaf, Name) else leaf.left if isinstance(leaf, Compare) else leaf.term
    return _term_value(left, atom.scope, language)


def _term_value(left: Term, scope: Scope, language: Language) -> Callable[[Dossier], str]:
    match defined(left, scope):
        case Name(key) if isinstance(fact := scope[key], Fact):
            return _fact_value(fact, language)
        case Name(key) if isinstance(threshold := scope[key], Threshold):
            said = setting(threshold, language)
            return lambda dossier: said
        case Arithmetic(Name(part), "/", Name(whole)) if isinstance(scope[part], Fact) and isinstance(
            scope[whole], Fact
        ):
            measure = measure_of(left, scope)
            if measure == PERCENT and _counted(scope[part]) and _counted(scope[whole]):
                return _share_value(part, whole, language)
            return _quotient_value(part, whole, language, measure)
        case Aggregate() | Arithmetic(Aggregate(), "/", _) as drawn:
            return drawn_value(drawn, scope, language, measure_of(left, scope))
        case term:
            measure = measure_of(left, scope)
            return lambda dossier: _calculated(term, scope, dossier, language, measure)


def _fact_value(fact: Fact, language: Language) -> Callable[[Dossier], str]:
    key, measure = fact.key, fact.measure
    if key in ("kind", "organisation_type"):
        labels = {} if fact.scale is None else fact.scale.labels
        return lambda dossier: language.text(labels[getattr(dossier, key)])
    if fact.kind is Kind.CHOICE:
        said = {} if fact.scale is None else {choice: language.text(words) for choice, words in fact.scale.values}
        return lambda dossier: said[dossier._facts[key]]
    if fact.kind is Kind.FLAG:
        return lambda dossier: language.value(dossier._facts[key])
    return lambda dossier: language.measured(dossier._facts[key], measure)


def _counted(meaning: Meaning) -> bool:
    return isinstance(meaning, Fact) and meaning.kind is Kind.COUNT and meaning.minimum >= 0


def _share_value(part: str, whole: str, language: Language) -> Callable[[Dossier], str]:
    number, share = language.number, language.share

    def say(dossier: Dossier) -> str:
        facts = dossier._facts
        return f"{number(a := facts[part])}/{number(b := facts[whole])} ({share(a, b)})"

    return say


def _quotient_value(part: str, whole: str, language: Language, measure: AnyType) -> Callable[[Dossier], str]:
    def say(dossier: Dossier) -> str:
        a, b = dossier._facts[part], dossier._facts[whole]
        return f"{language.number(a)}/{language.number(b)} ({language.measured(Fraction(a) / Fraction(b), measure)})"

    return say


def _calculated(term: Term, scope: Scope, dossier: Dossier, language: Language, measure: AnyType) -> str:
    found = amount(term, scope, dossier._facts)
    if isinstance(found, tuple):
        return interval_in_words(found, measure, language)
    return "" if found is None else language.value(found)


def _far(short: Shortfall, scope: Scope, language: Language) -> str:
    fact = scope[short.key]
    by = language.measured(short.by, fact.measure if isinstance(fact, Fact) else None)
    return language("; over by {by}" if short.over else "; short by {by}").format(by=by)


def _without_value(atom: Atom, dossier: Dossier) -> Term:
    """The side of a comparison that cannot be worked out."""
    leaf = atom.leaf
    if isinstance(leaf, Compare):
        return leaf.left if amount(leaf.left, atom.scope, dossier._facts) is None else leaf.right
    return leaf.term if isinstance(leaf, Member) else leaf


def unknown(atom: Atom, dossier: Dossier, language: Language) -> str:
    """Why a comparison is not known: facts that are absent, come without evidence, or a division by zero."""
    absent = atom.absent(dossier)
    gaps = [key for key in absent if key in atom.tables and any(atom.gaps(key, dossier))]
    parts = [_lacking(key, atom.scope, dossier, language) for key in absent if key not in gaps]
    parts += [gaps_in_words(atom, key, dossier, language) for key in gaps]
    if not parts:
        shown = term_in_words(_without_value(atom, dossier), atom.scope, language)
        parts = [language("{term} has no value, the divisor is 0").format(term=shown)]
    return "; ".join(parts)


def _lacking(key: str, scope: Scope, dossier: Dossier, language: Language) -> str:
    if key in dossier.failures:
        return dossier.failures[key].say(language)
    evidence = dossier._evidence.get(key)
    message = "not known: {title}"
    if key in dossier._facts:
        # What has a document and still does not count is a judgement that the unit passed on itself.
        judged = evidence is not None and evidence.documented
        message = "judged by the unit itself, not by the appraiser: {title}" if judged else "no evidence for: {title}"
    return language(message).format(title=language.text(scope[key].title))


def proof(keys: tuple[str, ...], dossier: Dossier, language: Language) -> str:
    """The evidence for some facts, as the end of a sentence."""
    evidence = dossier._evidence
    documented = (evidence[key] for key in keys if key in evidence and evidence[key].documented)
    said = [evidence_in_words(each, language) for each in documented]
    return language("; evidence: {evidence}").format(evidence="; ".join(dict.fromkeys(said))) if any(said) else ""


def evidence_in_words(evidence: Evidence, language: Language) -> str:
    """A document, its number and date, and who attests it."""
    parts = [evidence.document or "", evidence.number or ""]
    said = " ".join(part for part in parts if part)
    if evidence.date is not None:
        said = ", ".join(part for part in (said, language.date(evidence.date)) if part)
    if evidence.attested_by is not None:
        by = language(
            "attested by the appraiser" if evidence.attested_by == "appraiser" else "stated by the unit itself"
        )
        said = f"{said} ({by})" if said else by
    return said
