import CSpreadsheet

/// A workbook of Excel, made by libxlsxwriter in sealed files: it has to be encrypted before anybody gets it.
package final class Workbook {
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private let file: SealedFile
    private var formats: [CellStyle: UnsafeMutablePointer<lxw_format>] = [:]
    private let parts: SealedParts
    private let isStreamed: Bool
    private var isClosed = false

    /// `scratch` is a directory for sealed scratch files; a streamed workbook keeps no row in memory, and takes its rows in
    /// order only.
    package init(scratch: String, isStreamed: Bool = false) throws {
        let file = try SealedFile(in: scratch)
        let parts = try SealedParts(in: scratch)
        self.file = file
        self.parts = parts
        self.isStreamed = isStreamed
        let made = parts.name.withCString { directory in
            file.name.withCString { path in
                var options = lxw_workbook_options()
                options.constant_memory = isStreamed ? 1 : 0
                options.tmpdir = UnsafeMutablePointer(mutating: directory)
                options.use_zip64 = 0
                return workbook_new_opt(path, &options)
            }
        }
        guard let made else { throw WorkbookError(code: LXW_ERROR_MEMORY_MALLOC_FAILED.rawValue) }
        workbook = made
    }

    deinit {
        if !isClosed { lxw_workbook_free(workbook) }
    }

    package func describe(title: String, author: String, company: String) {
        title.withCString { title in
            author.withCString { author in
                company.withCString { company in
                    var properties = lxw_doc_properties()
                    properties.title = UnsafeMutablePointer(mutating: title)
                    properties.author = UnsafeMutablePointer(mutating: author)
                    properties.company = UnsafeMutablePointer(mutating: company)
                    _ = workbook_set_properties(workbook, &properties)
                }
            }
        }
    }

    /// A sheet under a name of at most 31 characters.
    package func sheet(_ name: String) throws -> Worksheet {
        guard let sheet = workbook_add_worksheet(workbook, name) else { throw WorkbookError(code: 0) }
        return Worksheet(sheet, in: self)
    }

    /// Puts the workbook together; gives it as it was packed, for this process alone to read.
    package func finish() throws -> SealedFile {
        isClosed = true
        let code = workbook_close(workbook)
        guard parts.areWhole, file.isWhole else { throw WorkbookError(code: code.rawValue, isDiskFull: true) }
        guard code == LXW_NO_ERROR else { throw WorkbookError(code: code.rawValue) }
        // Had the library found its own lxw_tmpfile or zipOpen, rows would have stood on the disk in the clear.
        guard parts.count > 0, file.size > 0 else { throw WorkbookError(code: 0) }
        return file
    }

    func format(_ style: CellStyle) -> UnsafeMutablePointer<lxw_format>? {
        // Rows of a streamed sheet are one line tall; elsewhere all stand at the top of theirs.
        guard !isStreamed || style != CellStyle() else { return nil }
        if let known = formats[style] { return known }
        let format = workbook_add_format(workbook)
        style.apply(to: format)
        if !isStreamed { format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue)) }
        formats[style] = format
        return format
    }
}

/// What libxlsxwriter could not do, by its number; 0 where it gave none.
package struct WorkbookError: Error, Equatable, Sendable {
    package let code: UInt32
    package var isDiskFull = false
}

/// How a cell looks.
package struct CellStyle: Hashable, Sendable {
    package var isBold = false
    package var isWrapped = false
    package var isHeading = false
    package var isMuted = false
    package var tone: Tone = .plain
    /// Where texts and numbers would else go each their own way.
    package var edge: Edge = .own
    /// In Excel's language, as "0.00".
    package var number: String?

    /// What a value says about the work it belongs to.
    package enum Tone: Hashable, Sendable { case plain, good, bad }
    /// Where in its cell a value stands: texts at the start and numbers at the end, or as told; apart is at the start, a
    /// step away from the numbers of the column before.
    package enum Edge: Hashable, Sendable { case own, start, end, apart }

    package init(
        isBold: Bool = false, isWrapped: Bool = false, isHeading: Bool = false, isMuted: Bool = false,
        tone: Tone = .plain, edge: Edge = .own, number: String? = nil
    ) {
        self.isBold = isBold
        self.isWrapped = isWrapped
        self.isHeading = isHeading
        self.isMuted = isMuted
        self.tone = tone
        self.edge = edge
        self.number = number
    }

    /// The colours of the product's tokens, in their light form.
    fileprivate func apply(to format: UnsafeMutablePointer<lxw_format>?) {
        if isBold || isHeading { format_set_bold(format) }
        if isWrapped { format_set_text_wrap(format) }
        switch edge {
        case .own: break
        case .start: format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
        case .end: format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
        case .apart:
            format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
            format_set_indent(format, 1)
        }
        if isHeading {
            format_set_bg_color(format, 0xE7_EE_FF)
            format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_bottom_color(format, 0xB5_C3_E6)
        }
        switch tone {
        case .plain: if isMuted { format_set_font_color(format, 0x52_59_66) }
        case .good: format_set_font_color(format, 0x00_74_37)
        case .bad: format_set_font_color(format, 0xC0_26_2D)
        }
        if let number { number.withCString { format_set_num_format(format, $0) } }
    }
}
