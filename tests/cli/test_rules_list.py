"""`fourgood rules list`: the rulebooks on offer."""

import json

from fourgood.plugins import gather, offered


def test_the_command_lists_what_is_on_offer(cli):
    """With years, base and documents, as text and as JSON."""
    text = cli("rules", "list", "--lang", "en").stdout
    found = json.loads(cli("rules", "list", "--format", "json").stdout)["rulebooks"]
    assert {each["id"] for each in found} == set(offered(gather()))
    for each in found:
        assert f"• {each['id']}: {each['title']['en']}" in text
        assert each["origin"]["plugin"] == "rulebooks"


def test_the_command_says_when_there_is_nothing(cli):
    """As with the plugin left out."""
    assert "No rulebook is on offer." in cli("rules", "list", "--block", "rulebooks", "--lang", "en").stdout
