/// What a printed document says, block by block; how it looks and where its pages end is the press's business.
package struct PDFDocument: Sendable {
    package let title: String
    /// As BCP 47 names it, for readers that speak.
    package let language: String
    package let author: String
    /// An instant as RFC 3339.
    package let createdAt: String
    /// At the head of every page, and at its foot beside the page's number.
    package let head: (start: String, end: String)
    package let foot: String
    package var blocks: [Block]

    package init(
        title: String, language: String, author: String, createdAt: String, head: (start: String, end: String),
        foot: String, blocks: [Block] = []
    ) {
        self.title = title
        self.language = language
        self.author = author
        self.createdAt = createdAt
        self.head = head
        self.foot = foot
        self.blocks = blocks
    }

    package enum Block: Sendable {
        /// What the document is called, once, and a line under it.
        case title(String, lead: String)
        /// Level 2 or 3; the aside stands at the end of its line, in its own tone.
        case heading(String, level: Int, aside: String = "", tone: Tone = .ink, isOurs: Bool = false)
        case paragraph(Text)
        /// Something to know before reading on.
        case notice(String)
        /// The one number that matters, what it is, and the verdict.
        case figure(String, caption: String, verdict: Text?)
        /// Short facts with their names, several a line.
        case facts([(name: String, value: String)])
        case table(Table)
    }

    /// A text in one look.
    package struct Text: Sendable {
        package let text: String
        package let size: Double
        package let isBold: Bool
        package let tone: Tone
        /// In points, from the start of its cell.
        package let indent: Double
        /// A sentence of ours runs from left to right, whatever name it begins with; others run as their first letter does.
        package let isOurs: Bool

        package init(
            _ text: String, size: Double = 9.5, isBold: Bool = false, tone: Tone = .ink, indent: Double = 0,
            isOurs: Bool = false
        ) {
            self.text = text
            self.size = size
            self.isBold = isBold
            self.tone = tone
            self.indent = indent
            self.isOurs = isOurs
        }
    }

    package struct Table: Sendable {
        /// A column's share of the width, and whether its texts stand at its end.
        package struct Column: Sendable {
            package let title: String
            package let share: Double
            package let isAtEnd: Bool

            package init(_ title: String, share: Double, isAtEnd: Bool = false) {
                self.title = title
                self.share = share
                self.isAtEnd = isAtEnd
            }
        }

        package let columns: [Column]
        /// Cells of texts that stand under each other.
        package let rows: [[[Text]]]

        package init(columns: [Column], rows: [[[Text]]]) {
            self.columns = columns
            self.rows = rows
        }
    }

    /// The product's colours in their light form, as on its pages; each has a contrast of 4.5:1 and more on what is under it.
    package enum Tone: Sendable {
        case ink, muted, accent, good, bad, warn
        case line, sunken, accentSoft, warnSoft, goodSoft, badSoft

        /// sRGB.
        var colour: UInt32 {
            switch self {
            case .ink: 0x1A1F29
            case .muted: 0x525864
            case .accent: 0x1E59CD
            case .good: 0x137738
            case .bad: 0xBE222A
            case .warn: 0x875800
            case .line: 0xDBDEE3
            case .sunken: 0xEEF0F4
            case .accentSoft: 0xE4EFFF
            case .warnSoft: 0xFEF0D4
            case .goodSoft: 0xE3F6E6
            case .badSoft: 0xFFEDEB
            }
        }
    }
}

/// Why a document could not be printed: the status of cairo.
package struct PDFError: Error, Equatable, Sendable {
    package let status: UInt32
}
