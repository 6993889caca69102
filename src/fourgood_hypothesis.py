"""What hypothesis loads when it is imported: strategies for the values of fourgood, for `st.from_type`.

It stands outside the package so that finding it imports nothing; what it registers is made when it is first drawn.
"""


def register() -> None:
    """Registers strategies for dossiers, rulebooks, vocabularies and rules."""
    from hypothesis import strategies as st

    from fourgood import Dossier, Rulebook, Vocabulary
    from fourgood.rule import All, Any, AtLeast, Compare, Member, Not

    def dossiers(_: object) -> st.SearchStrategy[Dossier]:
        from fourgood.testing.drawing import dossiers
        from fourgood.testing.sample import SAMPLE

        return dossiers(SAMPLE)

    def rulebooks(_: object) -> st.SearchStrategy[Rulebook]:
        from fourgood.testing.books import rulebooks

        return rulebooks()

    def vocabularies(_: object) -> st.SearchStrategy[Vocabulary]:
        from fourgood.testing.sample import SAMPLE

        return st.just(SAMPLE.vocabulary)

    def rules(node: type) -> st.SearchStrategy[object]:
        from fourgood.testing.conditions import rules_of

        return rules_of(node)

    st.register_type_strategy(Dossier, dossiers)
    st.register_type_strategy(Rulebook, rulebooks)
    st.register_type_strategy(Vocabulary, vocabularies)
    for node in (All, Any, AtLeast, Compare, Member, Not):
        st.register_type_strategy(node, rules)
