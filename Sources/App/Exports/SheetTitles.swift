import Documents

/// The titles of a sheet's columns, each over its values: those of numbers at the end, and that of a text beside numbers
/// a step away from them, as its values are.
enum SheetTitles {
    static func row(_ titles: [String], numbers: Set<String>) -> [Worksheet.Cell] {
        titles.enumerated().map { index, title in
            let edge: CellStyle.Edge =
                if numbers.contains(title) {
                    .end
                } else {
                    index > 0 && numbers.contains(titles[index - 1]) ? .apart : .own
                }
            return .text(title, CellStyle(isHeading: true, edge: edge))
        }
    }
}
