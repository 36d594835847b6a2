import SQL
import Testing

/// Conditions put together: what is added holds besides what was there.
struct ConditionTests {
    @Test func nothingHoldsEverywhere() {
        var condition = Condition()
        condition.add(Condition())
        condition.add("a", in: [])
        #expect(condition.text == "1 = 1")
        #expect(condition.arguments.isEmpty)
    }

    @Test func partsKeepToThemselvesAndTheirValuesInOrder() {
        var condition = Condition()
        condition.add("a = ? OR b = ?", .integer(1), .integer(2))
        var other = Condition()
        other.add("c", in: ["x", "y"])
        condition.add(other)
        #expect(condition.text == "(a = ? OR b = ?) AND (c IN (?, ?))")
        #expect(condition.arguments == [.integer(1), .integer(2), .text("x"), .text("y")])
    }

    @Test(arguments: [(0, ""), (1, "?"), (3, "?, ?, ?")])
    func marksAreAsManyAsTheirValues(count: Int, marks: String) {
        #expect(SQLValue.marks(count) == marks)
    }
}
