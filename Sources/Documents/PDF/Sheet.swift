/// Paper and its measures, in points: A4 with margins.
enum Sheet {
    static let width = 595.28
    static let height = 841.89
    static let margin = 50.0
    static let measure = width - 2 * margin
    static let top = 74.0
    static let bottom = height - 66
    static let room = bottom - top
}

/// A page as it is laid out: what is drawn on it in the order in which it is read.
struct LaidPage {
    enum Item {
        /// Structure for readers that do not see the page (PDF 32000-1, 14.8.4).
        case begin(String)
        case end(String)
        case line(SetLine, x: Double, y: Double)
        case box(x: Double, y: Double, width: Double, height: Double, PDFDocument.Tone, corner: Double)
        case rule(x: Double, y: Double, width: Double, PDFDocument.Tone)
        /// An entry of the document's outline.
        case bookmark(String, level: Int, y: Double)
    }

    var items: [Item] = []
}
