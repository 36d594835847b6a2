import CSpreadsheet

/// One sheet of a workbook, written row by row.
package struct Worksheet {
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let workbook: Workbook

    /// Rows and characters of a cell that Excel takes.
    package static let mostRows = 1_048_576
    package static let longestText = 32_767

    /// Of Excel's own font, and the most it takes, both in points.
    private static let lineHeight = 15.0
    private static let tallestRow = 409.0

    /// One value of a row.
    package enum Cell: Sendable {
        case text(String, CellStyle = CellStyle())
        case integer(Int64, CellStyle = CellStyle())
        /// Millionths of a percent as a percentage with so many decimals.
        case percent(Int64, decimals: Int, CellStyle = CellStyle())
        /// A local time without zone.
        case time(CivilTime)
        case empty
    }

    init(_ sheet: UnsafeMutablePointer<lxw_worksheet>, in workbook: Workbook) {
        self.sheet = sheet
        self.workbook = workbook
    }

    /// Widths in characters, from the first column on.
    package func setWidths(_ widths: [Double]) {
        for (index, width) in widths.enumerated() {
            _ = worksheet_set_column(sheet, UInt16(index), UInt16(index), width, nil)
        }
    }

    /// Makes a row as tall as the wrapped texts of its cells are in columns of these widths; before the cells are written.
    /// Excel would do so by itself. LibreOffice trusts a file that names Excel, and shows the first line alone.
    package func setHeight(for cells: [Cell], row: Int, widths: [Double]) {
        let lines = zip(cells, widths).map { cell, width in
            guard case .text(let text, let style) = cell, style.isWrapped else { return 1 }
            return WrappedText.lines(of: text, width: width)
        }
        guard let most = lines.max(), most > 1 else { return }
        _ = worksheet_set_row(sheet, UInt32(row), min(Double(most) * Self.lineHeight, Self.tallestRow), nil)
    }

    /// Keeps rows in sight above those that scroll, and lets people filter by the last of them.
    package func freeze(rows: Int, filtered columns: Int, upTo last: Int) {
        worksheet_freeze_panes(sheet, UInt32(rows), 0)
        if last >= rows, columns > 0 {
            _ = worksheet_autofilter(sheet, UInt32(rows - 1), 0, UInt32(last), UInt16(columns - 1))
        }
    }

    /// Prints on paper as wide as one page.
    package func fitToWidth(landscape: Bool) {
        if landscape { worksheet_set_landscape(sheet) }
        worksheet_set_paper(sheet, 9)
        worksheet_fit_to_pages(sheet, 1, 0)
    }

    package func write(_ cells: [Cell], row: Int) throws(WorkbookError) {
        for (index, cell) in cells.enumerated() { try write(cell, UInt32(row), UInt16(index)) }
    }

    private func write(_ cell: Cell, _ row: UInt32, _ column: UInt16) throws(WorkbookError) {
        let code: lxw_error =
            switch cell {
            case .text(let text, let style):
                worksheet_write_string(sheet, row, column, Self.fit(text), workbook.format(style))
            case .integer(let number, let style):
                worksheet_write_number(sheet, row, column, Double(number), workbook.format(style))
            case .percent(let millionths, let decimals, var style):
                {
                    style.number = "0." + String(repeating: "0", count: max(1, decimals)) + "%"
                    return worksheet_write_number(
                        sheet, row, column, Double(millionths) / 100_000_000, workbook.format(style))
                }()
            case .time(let time): write(time, row, column)
            case .empty: LXW_NO_ERROR
            }
        guard code == LXW_NO_ERROR else { throw WorkbookError(code: code.rawValue) }
    }

    private func write(_ time: CivilTime, _ row: UInt32, _ column: UInt16) -> lxw_error {
        var parts = lxw_datetime()
        parts.year = Int32(time.year)
        parts.month = Int32(time.month)
        parts.day = Int32(time.day)
        parts.hour = Int32(time.hour)
        parts.min = Int32(time.minute)
        parts.sec = Double(time.second)
        return worksheet_write_datetime(
            sheet, row, column, &parts, workbook.format(CellStyle(edge: .start, number: "yyyy-mm-dd hh:mm")))
    }

    /// A text as a cell can hold it: nothing that begins like a formula, no character that XML has not, and no more than
    /// Excel takes.
    static func fit(_ text: String) -> String {
        var fit = String.UnicodeScalarView()
        for scalar in CSVWriter.guarded(text).unicodeScalars {
            let isAllowed = scalar.value >= 0x20 || scalar == "\t" || scalar == "\n"
            if scalar == "\r" { continue }
            fit.append(isAllowed && scalar.value != 0xFFFE && scalar.value != 0xFFFF ? scalar : "\u{FFFD}")
        }
        let whole = String(fit)
        // libxlsxwriter counts characters, Excel counts UTF-16.
        return whole.utf16.count <= longestText
            ? whole : String(decoding: whole.utf16.prefix(longestText - 2), as: UTF16.self) + "…"
    }
}

/// A date and a time of day without a time zone, as clocks on a wall show it.
package struct CivilTime: Equatable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int

    package init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }
}
