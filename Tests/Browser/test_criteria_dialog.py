"""Criteria are made by keyboard: what is missing has the focus, and what is typed comes back as it was."""

from playwright.sync_api import expect

from harness.watch import assert_accessible


def test_what_is_missing_gets_the_keyboard_and_a_comma_stays_in_its_value(new_page, server):
    api = server.api("admin")
    page = new_page("admin")
    page.goto("/criteria")
    page.get_by_role("button", name="New criteria").first.click()
    dialog = page.get_by_role("dialog", name="New criteria")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Give it a name.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Cards")
    dialog.get_by_role("button", name="Add condition").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Fill every condition in, or take it away.")).to_be_visible()
    expect(dialog.get_by_label("Values, separated by commas")).to_be_focused()
    assert_accessible(page)
    page.keyboard.type('"Cards, loans", Billing')
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    wanted = {"all": [{"field": "queue", "in": ["Cards, loans", "Billing"]}]}
    [made] = api.read("criteria")["items"]
    assert made["search"]["conditions"] == wanted
    page.get_by_role("row", name="Cards").get_by_role("button", name="Cards").click()
    page.get_by_role("menuitem", name="Change").click()
    values = page.get_by_role("dialog").get_by_label("Values, separated by commas")
    expect(values).to_have_value('"Cards, loans", Billing')
    values.press("End")
    page.keyboard.type(", Retention")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    wanted["all"][0]["in"].append("Retention")
    assert api.read("criteria")["items"][0]["search"]["conditions"] == wanted
