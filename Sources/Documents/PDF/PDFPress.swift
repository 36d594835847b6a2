import CTypeset
import Synchronization

/// Prints documents as tagged PDF through cairo and Pango, one at a time.
package enum PDFPress {
    /// Fonts are opened once, and not from two threads.
    private struct Desk: ~Copyable {
        var typesetter: Typesetter?
    }

    private static let desk = Mutex(Desk())

    package static func print(_ document: PDFDocument) throws -> [UInt8] {
        let bytes = try desk.withLock { desk throws in
            let typesetter = desk.typesetter ?? Typesetter()
            desk.typesetter = typesetter
            var layout = PageLayout(typesetter)
            layout.add(document.blocks)
            return try draw(layout.pages, of: document, typesetter)
        }
        return PDFCatalog.completed(bytes, language: document.language)
    }

    /// What cairo has written so far.
    private final class Output {
        var bytes: [UInt8] = []
    }

    private static func draw(
        _ pages: [LaidPage], of document: PDFDocument, _ typesetter: Typesetter
    ) throws -> [UInt8] {
        let output = Output()
        let surface = cairo_pdf_surface_create_for_stream(
            { closure, data, count in
                guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<Output>.fromOpaque(closure).takeUnretainedValue().bytes
                    .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(output).toOpaque(), Sheet.width, Sheet.height)
        guard let surface, let context = cairo_create(surface) else {
            throw PDFError(status: CAIRO_STATUS_NO_MEMORY.rawValue)
        }
        defer { cairo_surface_destroy(surface) }
        for (key, value) in [
            (CAIRO_PDF_METADATA_TITLE, document.title), (CAIRO_PDF_METADATA_AUTHOR, document.author),
            (CAIRO_PDF_METADATA_CREATOR, "Earmark"), (CAIRO_PDF_METADATA_CREATE_DATE, document.createdAt),
        ] {
            cairo_pdf_surface_set_metadata(surface, key, value)
        }
        var outline = Outline(surface: surface)
        cairo_tag_begin(context, "Document", nil)
        for (index, page) in pages.enumerated() {
            drawFrame(of: document, page: index + 1, of: pages.count, on: context, typesetter)
            for item in page.items { draw(item, page: index + 1, on: context, &outline) }
            if index == pages.count - 1 { cairo_tag_end(context, "Document") }
            cairo_show_page(context)
        }
        cairo_destroy(context)
        cairo_surface_finish(surface)
        let status = cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS else { throw PDFError(status: status.rawValue) }
        return output.bytes
    }

    /// Head and foot, which stand on every page and are no part of what is read.
    private static func drawFrame(
        of document: PDFDocument, page: Int, of count: Int, on context: OpaquePointer, _ typesetter: Typesetter
    ) {
        func put(_ text: String, y: Double, isAtEnd: Bool, isBold: Bool = false, share: Double) {
            let shown = PDFDocument.Text(text, size: 8.5, isBold: isBold, tone: .muted)
            let measure = Sheet.measure * share
            typesetter.lines(shown, measure: measure, isAtEnd: isAtEnd, isOneLine: true).first?
                .draw(on: context, x: Sheet.margin + (isAtEnd ? Sheet.measure - measure : 0), y: y)
        }
        draw(.box(x: Sheet.margin, y: 34, width: 3, height: 14, .accent, corner: 1.5), on: context)
        put("   " + document.head.start, y: 35, isAtEnd: false, isBold: true, share: 0.6)
        put(document.head.end, y: 35, isAtEnd: true, share: 0.38)
        draw(.rule(x: Sheet.margin, y: Sheet.height - 48, width: Sheet.measure, .line), on: context)
        put(document.foot, y: Sheet.height - 42, isAtEnd: false, share: 0.8)
        put("Page \(page) of \(count)", y: Sheet.height - 42, isAtEnd: true, share: 0.18)
    }

    private static func draw(
        _ item: LaidPage.Item, page: Int, on context: OpaquePointer, _ outline: inout Outline
    ) {
        switch item {
        case .begin(let tag): cairo_tag_begin(context, tag, nil)
        case .end(let tag): cairo_tag_end(context, tag)
        case .bookmark(let text, let level, let y): outline.add(text, level: level, page: page, y: y)
        case .line, .box, .rule: draw(item, on: context)
        }
    }

    private static func draw(_ item: LaidPage.Item, on context: OpaquePointer) {
        switch item {
        case .line(let line, let x, let y): line.draw(on: context, x: x, y: y)
        case .rule(let x, let y, let width, let tone):
            context.set(tone)
            cairo_rectangle(context, x, y, width, 0.6)
            cairo_fill(context)
        case .box(let x, let y, let width, let height, let tone, let corner):
            context.set(tone)
            cairo_new_sub_path(context)
            let quarter = Double.pi / 2
            cairo_arc(context, x + width - corner, y + corner, corner, -quarter, 0)
            cairo_arc(context, x + width - corner, y + height - corner, corner, 0, quarter)
            cairo_arc(context, x + corner, y + height - corner, corner, quarter, 2 * quarter)
            cairo_arc(context, x + corner, y + corner, corner, 2 * quarter, 3 * quarter)
            cairo_close_path(context)
            cairo_fill(context)
        case .begin, .end, .bookmark: break
        }
    }

    /// What readers show beside the pages to go by.
    private struct Outline {
        let surface: OpaquePointer
        /// The last entry of every level.
        private var last: [Int: Int32] = [:]

        init(surface: OpaquePointer) { self.surface = surface }

        mutating func add(_ text: String, level: Int, page: Int, y: Double) {
            let parent = (0..<level).reversed().compactMap { last[$0] }.first ?? CAIRO_PDF_OUTLINE_ROOT
            last[level] = cairo_pdf_surface_add_outline(
                surface, parent, text, "page=\(page) pos=[0 \(Int(y - 12))]", CAIRO_PDF_OUTLINE_FLAG_OPEN)
            for below in last.keys where below > level { last[below] = nil }
        }
    }
}
