"""Names of teams are unique, told as a refusal and never as a failure."""


def test_a_team_is_not_renamed_to_what_another_is_called(server):
    api = server.api("admin")
    first = api.create("teams", {"name": "Billing"}, 201)["id"]
    second = api.create("teams", {"name": "Claims"}, 201)["id"]
    answer = api.patch(f"teams/{second}", json={"name": "Billing"})
    assert answer.status_code in (409, 422)
    assert "name_taken" in answer.text
    names = {team["id"]: team["name"] for team in api.read("teams")["items"]}
    assert (names[first], names[second]) == ("Billing", "Claims")
    # Its own name is no other's.
    assert api.patch(f"teams/{second}", json={"name": "Claims"}).status_code == 200
    assert api.patch("teams/nobody", json={"name": "Elsewhere"}).status_code == 404
