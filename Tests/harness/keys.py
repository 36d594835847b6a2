"""Somebody without a mouse: walks a page by Tab and arrows, and types."""

from datetime import datetime

from playwright.sync_api import Locator, Page, expect

# A press of a pointer does nothing in these pages, so that no test reaches for one by mistake.
UNPLUGGED = """for (const kind of ["pointerdown", "mousedown", "click", "dblclick"]) {
  addEventListener(kind, (event) => {
    if (!event.isTrusted || (kind.endsWith("click") && event.detail === 0)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}"""
MOST_TABS = 300
ACTS = ("Enter", "Space", "Escape")
HAS_FOCUS = "node => node === document.activeElement"


class Keys:
    """The keyboard before a page. What is named is found by Tab from where the focus is, forwards, or backwards if told."""

    def __init__(self, page: Page):
        self.page = page
        page.add_init_script(UNPLUGGED)

    def visit(self, address: str) -> None:
        """Types an address."""
        self.page.goto(address)

    def hit(self, *keys: str) -> None:
        """Presses keys; what they do leaves the focus somewhere."""
        for key in keys:
            self.page.keyboard.press(key)
            if key in ACTS:
                expect(self.page.locator(":focus").first, f"{key} lost the focus").to_be_attached()

    def type(self, text: str) -> None:
        """Types into what has the focus: whoever types waits until the cursor blinks."""
        expect(self.page.locator("input:focus, textarea:focus")).to_have_count(1)
        self.page.keyboard.type(text)

    def tab_to(self, goal: Locator, back: bool = False) -> None:
        """Tabs until a control has the focus."""
        expect(goal).to_be_visible()
        for _ in range(MOST_TABS):
            if goal.evaluate(HAS_FOCUS):
                return
            self.hit("Shift+Tab" if back else "Tab")
        raise AssertionError(f"no Tab leads to {goal}")

    def press(self, goal: Locator, key: str = "Enter", back: bool = False) -> None:
        """Tabs to a button or link, and presses it."""
        self.tab_to(goal, back)
        self.hit(key)

    def tick(self, box: Locator, back: bool = False) -> None:
        self.press(box, "Space", back)

    def fill(self, field: Locator, text: str, back: bool = False) -> None:
        """Types into a field in place of what stands there."""
        self.tab_to(field, back)
        self.hit("Control+A", "Backspace")
        self.type(text)

    def choose(self, select: Locator, option: str, back: bool = False) -> None:
        """Chooses from a list by arrows; whoever passes an option has chosen it for a moment."""
        self.tab_to(select, back)
        expect(select).to_contain_text(option)
        labels = select.evaluate("node => [...node.options].map((one) => one.label)")
        assert option in labels, f"{option} is none of {labels}"
        for _ in labels:
            place = select.evaluate("node => node.selectedIndex")
            if place == labels.index(option):
                return
            self.hit("ArrowDown" if place < labels.index(option) else "ArrowUp")
            expect(select).to_be_focused()
        raise AssertionError(f"no arrow leads to {option}")

    def walk_to(self, goal: Locator, key: str = "ArrowDown") -> None:
        """Presses an arrow until something has the focus: an item of a menu, a row of a list."""
        expect(goal).to_be_visible()
        for _ in range(MOST_TABS):
            if goal.evaluate(HAS_FOCUS):
                return
            self.hit(key)
        raise AssertionError(f"no {key} leads to {goal}")

    def menu(self, opener: Locator, item: str, back: bool = False) -> None:
        """Opens a menu and takes an item of it."""
        self.press(opener, back=back)
        goal = self.page.get_by_role("menuitem", name=item)
        expect(self.page.locator(".menu-item:focus")).to_have_count(1)
        self.walk_to(goal)
        self.hit("Enter")

    def moment(self, field: Locator, wanted: str) -> None:
        """Types a day and a time ("2027-03-01T12:00") part by part, in the order the browser under test asks for them."""
        self.tab_to(field)
        moment = datetime.fromisoformat(wanted)
        self.type(f"{moment:%m%d%Y}")
        # A year may have more than four digits: it does not end by itself.
        self.hit("ArrowRight")
        self.type(f"{moment:%I%M%S%p}" if field.get_attribute("step") else f"{moment:%I%M%p}")
        expect(field).to_have_value(wanted)
