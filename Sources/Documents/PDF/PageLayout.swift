/// Lays a document's blocks out on pages: nothing is cut through, and no heading stands alone at the end of one.
struct PageLayout {
    private let typesetter: Typesetter
    private(set) var pages: [LaidPage] = [LaidPage()]
    private var y = Sheet.top
    private static let paragraphGap = 3.0

    init(_ typesetter: Typesetter) { self.typesetter = typesetter }

    mutating func add(_ blocks: [PDFDocument.Block]) {
        for (index, block) in blocks.enumerated() { add(block, before: blocks[(index + 1)...]) }
    }

    private mutating func add(_ block: PDFDocument.Block, before rest: ArraySlice<PDFDocument.Block>) {
        switch block {
        case .title(let title, let lead): addTitle(title, lead)
        case .heading(let text, let level, let aside, let tone, let isOurs):
            addHeading(
                .init(text, size: level == 2 ? 14 : 10.5, isBold: true, isOurs: isOurs), level, aside, tone, rest)
        case .paragraph(let text):
            addLines(typesetter.lines(text, measure: Sheet.measure))
            y += Self.paragraphGap
        case .notice(let text): addNotice(text)
        case .figure(let value, let caption, let verdict): addFigure(value, caption, verdict)
        case .facts(let facts): addFacts(facts)
        case .table(let table): addTable(table)
        }
    }

    private mutating func put(_ item: LaidPage.Item) { pages[pages.count - 1].items.append(item) }

    /// Goes on to a new page unless so much fits on this one.
    private mutating func need(_ height: Double) {
        if y + height > Sheet.bottom { turn() }
    }

    private mutating func turn() {
        pages.append(LaidPage())
        y = Sheet.top
    }

    private func height(_ lines: [SetLine]) -> Double { lines.reduce(0) { $0 + $1.height } }

    // MARK: Texts

    private mutating func addTitle(_ title: String, _ lead: String) {
        let lines = typesetter.lines(.init(title, size: 20, isBold: true), measure: Sheet.measure)
        put(.bookmark(title, level: 1, y: y))
        addTagged("H1", lines, x: Self.flush(lines))
        y += 3
        addTagged(
            "P", typesetter.lines(.init(lead, size: 10.5, tone: .muted, isOurs: true), measure: Sheet.measure),
            x: Sheet.margin)
        y += 12
    }

    private mutating func addHeading(
        _ text: PDFDocument.Text, _ level: Int, _ aside: String, _ tone: PDFDocument.Tone,
        _ rest: ArraySlice<PDFDocument.Block>
    ) {
        let side = typesetter.lines(
            .init(aside, size: level == 2 ? 12 : 9.5, isBold: level == 2, tone: tone), measure: Sheet.measure * 0.45,
            isAtEnd: true)
        let lines = typesetter.lines(text, measure: Sheet.measure * (aside.isEmpty ? 1 : 0.53))
        need((level == 2 ? 26 : 14) + height(lines) + beginning(of: rest))
        if y > Sheet.top { y += level == 2 ? 20 : 12 }
        if level == 2 {
            put(.rule(x: Sheet.margin, y: y - 8, width: Sheet.measure, .line))
        }
        put(.bookmark(text.text, level: level, y: y))
        put(.begin("H\(level)"))
        let start = y
        for line in lines { putLine(line, x: Self.flush(lines)) }
        if !aside.isEmpty, let first = lines.first {
            var at = start + max(0, first.ascent - (side.first?.ascent ?? 0))
            for line in side {
                put(.line(line, x: Sheet.margin + Sheet.measure * 0.55, y: at))
                at += line.height
            }
        }
        put(.end("H\(level)"))
        y += 5
    }

    /// With a heading stands on its page at least the beginning of what it heads; a few paragraphs stand there whole.
    private func beginning(of rest: ArraySlice<PDFDocument.Block>) -> Double {
        switch rest.first {
        case .heading?: return 110
        case .paragraph?:
            var whole = 0.0
            for case .paragraph(let text) in rest.prefix(while: \.isParagraph) {
                whole += height(typesetter.lines(text, measure: Sheet.measure)) + Self.paragraphGap
                if whole > 120 { break }
            }
            return min(whole, 120)
        default: return 64
        }
    }

    /// Where lines begin so that the longest begins where the page does, whichever way they run.
    private static func flush(_ lines: [SetLine]) -> Double {
        Sheet.margin - (lines.map(\.start).min() ?? 0)
    }

    private mutating func addTagged(_ tag: String, _ lines: [SetLine], x: Double) {
        need(height(lines))
        put(.begin(tag))
        for line in lines { putLine(line, x: x) }
        put(.end(tag))
    }

    private mutating func putLine(_ line: SetLine, x: Double) {
        put(.line(line, x: x, y: y))
        y += line.height
    }

    /// Lines that may go on over pages; what does goes on as a paragraph of its own.
    private mutating func addLines(_ lines: [SetLine]) {
        var rest = lines[...]
        while let first = rest.first {
            need(first.height)
            put(.begin("P"))
            while let line = rest.first, y + line.height <= Sheet.bottom {
                putLine(line, x: Sheet.margin)
                rest = rest.dropFirst()
            }
            put(.end("P"))
            if !rest.isEmpty { turn() }
        }
    }

    // MARK: Panels

    private mutating func addNotice(_ text: String) {
        let lines = typesetter.lines(.init(text, size: 9.5, tone: .warn), measure: Sheet.measure - 24)
        let tall = height(lines) + 14
        need(tall)
        put(.box(x: Sheet.margin, y: y, width: Sheet.measure, height: tall, .warnSoft, corner: 4))
        y += 7
        addTagged("P", lines, x: Sheet.margin + 12)
        y += 7 + 10
    }

    private mutating func addFigure(_ value: String, _ caption: String, _ verdict: PDFDocument.Text?) {
        let number = typesetter.lines(.init(value, size: 24, isBold: true, tone: .accent), measure: 260)
        let words = typesetter.lines(.init(caption, size: 9.5, tone: .muted), measure: 200, isAtEnd: true)
        let said = verdict.map { typesetter.lines($0, measure: 200, isAtEnd: true) } ?? []
        let tall = max(height(number), height(words) + height(said) + 2) + 18
        need(tall)
        put(.box(x: Sheet.margin, y: y, width: Sheet.measure, height: tall, .accentSoft, corner: 6))
        let (start, end) = (y, Sheet.margin + Sheet.measure - 216)
        put(.begin("P"))
        var at = start + (tall - height(words) - height(said) - 2) / 2
        var right: [(SetLine, Double)] = []
        for line in words {
            right.append((line, at))
            at += line.height
        }
        at += 2
        for line in said {
            right.append((line, at))
            at += line.height
        }
        y = start + (tall - height(number)) / 2
        for line in number { putLine(line, x: Sheet.margin + 16) }
        for (line, at) in right { put(.line(line, x: end, y: at)) }
        put(.end("P"))
        y = start + tall + 12
    }

    private mutating func addFacts(_ facts: [(name: String, value: String)]) {
        let across = 3
        let width = Sheet.measure / Double(across)
        for start in stride(from: 0, to: facts.count, by: across) {
            let row = facts[start..<min(start + across, facts.count)].map { fact in
                (
                    typesetter.lines(.init(fact.name, size: 8.5, tone: .muted), measure: width - 12),
                    typesetter.lines(.init(fact.value, size: 10, isOurs: true), measure: width - 12)
                )
            }
            let tall = row.map { height($0.0) + height($0.1) }.max() ?? 0
            need(tall)
            let top = y
            for (index, (name, value)) in row.enumerated() {
                y = top
                put(.begin("P"))
                for line in name + value { putLine(line, x: Sheet.margin + Double(index) * width) }
                put(.end("P"))
            }
            y = top + tall + 8
        }
    }

    // MARK: Tables

    /// A line of a cell and what stands above it there.
    private struct CellLine {
        let line: SetLine
        let gap: Double
        /// Which text of the cell it is of.
        let text: Int
    }

    private static let pad = 5.0
    private static let gutter = 10.0

    private mutating func addTable(_ table: PDFDocument.Table) {
        let shares = table.columns.reduce(0) { $0 + $1.share }
        let widths = table.columns.map { Sheet.measure * $0.share / shares }
        let titles = table.columns.enumerated().map { index, column in
            cell([.init(column.title, size: 8.5, isBold: true, tone: .muted)], widths[index], column.isAtEnd)
        }
        let rows = table.rows.map { row in
            row.enumerated().map { cell($1, widths[$0], table.columns[$0].isAtEnd) }
        }
        guard let first = rows.first else { return }
        need(tall(titles) + min(tall(first), Sheet.room / 2))
        begin(titles, widths)
        for row in rows {
            if y + tall(row) > Sheet.bottom, tall(row) <= Sheet.room / 2 { goOn(titles, widths) }
            var rest = row
            while true {
                rest = addRow(rest, widths, "TD")
                if rest.allSatisfy(\.isEmpty) { break }
                goOn(titles, widths)
            }
        }
        put(.end("Table"))
        y += 6
    }

    /// The rows of a table that goes on over the page stand in a table of their own, under the same titles.
    private mutating func goOn(_ titles: [[CellLine]], _ widths: [Double]) {
        put(.end("Table"))
        turn()
        begin(titles, widths)
    }

    private mutating func begin(_ titles: [[CellLine]], _ widths: [Double]) {
        put(.begin("Table"))
        put(.box(x: Sheet.margin, y: y, width: Sheet.measure, height: tall(titles), .sunken, corner: 3))
        _ = addRow(titles, widths, "TH")
    }

    private func cell(_ texts: [PDFDocument.Text], _ width: Double, _ isAtEnd: Bool) -> [CellLine] {
        var lines: [CellLine] = []
        for (index, text) in texts.enumerated() {
            for (number, line) in typesetter.lines(text, measure: width - Self.gutter, isAtEnd: isAtEnd).enumerated() {
                lines.append(CellLine(line: line, gap: index > 0 && number == 0 ? 3 : 0, text: index))
            }
        }
        return lines
    }

    private func tall(_ row: [[CellLine]]) -> Double {
        2 * Self.pad + (row.map { $0.reduce(0) { $0 + $1.gap + $1.line.height } }.max() ?? 0)
    }

    /// Puts as many lines of a row as fit on the page; gives the rest.
    private mutating func addRow(_ row: [[CellLine]], _ widths: [Double], _ tag: String) -> [[CellLine]] {
        var rest: [[CellLine]] = []
        let top = y
        var lowest = y
        var x = Sheet.margin + Self.gutter / 2
        put(.begin("TR"))
        for (index, cell) in row.enumerated() {
            var at = top + Self.pad
            var left = cell[...]
            var text = -1
            put(.begin(tag))
            while let line = left.first, at + line.gap + line.line.height <= Sheet.bottom - Self.pad {
                if line.text != text {
                    if text >= 0 { put(.end("P")) }
                    put(.begin("P"))
                    text = line.text
                }
                at += line.gap
                put(.line(line.line, x: x, y: at))
                at += line.line.height
                left = left.dropFirst()
            }
            if text >= 0 { put(.end("P")) }
            put(.end(tag))
            rest.append(Array(left))
            lowest = max(lowest, at)
            x += widths[index]
        }
        put(.end("TR"))
        y = lowest + Self.pad
        if tag == "TD" { put(.rule(x: Sheet.margin, y: y, width: Sheet.measure, .line)) }
        return rest
    }
}

extension PDFDocument.Block {
    fileprivate var isParagraph: Bool { if case .paragraph = self { true } else { false } }
}
