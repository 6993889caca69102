"""Testing rules before they decide about people's work: example cases, coverage, laws, mutation."""
