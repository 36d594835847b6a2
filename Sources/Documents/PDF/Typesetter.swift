import CTypeset

/// Sets texts in lines, every script shaped and ordered as it is written (Pango, HarfBuzz).
final class Typesetter {
    /// Scripts that the first one lacks are found in the others, and in whatever else the system has.
    private static let family = "Noto Sans, IPAGothic, DejaVu Sans, sans-serif"
    private let fonts: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer

    init() {
        fonts = pango_cairo_font_map_new()
        // So that a point of type is a point on paper.
        pango_cairo_font_map_set_resolution(OpaquePointer(fonts), 72)
        context = pango_font_map_create_context(fonts)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_context_set_round_glyph_positions(context, 0)
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(UnsafeMutableRawPointer(fonts))
    }

    /// The lines of a text in a measure of so many points; what has to be one line ends in "…" where it would go on.
    func lines(
        _ text: PDFDocument.Text, measure: Double, isAtEnd: Bool = false, isOneLine: Bool = false
    ) -> [SetLine] {
        let setting = Setting(pango_layout_new(context))
        let font = pango_font_description_from_string(Self.family)
        pango_font_description_set_absolute_size(font, text.size * Double(PANGO_SCALE))
        if text.isBold { pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD) }
        pango_layout_set_font_description(setting.layout, font)
        pango_font_description_free(font)
        pango_layout_set_width(setting.layout, Int32((measure - text.indent) * Double(PANGO_SCALE)))
        pango_layout_set_wrap(setting.layout, PANGO_WRAP_WORD_CHAR)
        if text.isOurs { pango_layout_set_auto_dir(setting.layout, 0) }
        if isAtEnd { pango_layout_set_alignment(setting.layout, PANGO_ALIGN_RIGHT) }
        pango_layout_set_line_spacing(setting.layout, 1.12)
        let shown = Self.printable(text.text)
        pango_layout_set_text(setting.layout, shown, Int32(shown.utf8.count))
        if isOneLine { pango_layout_set_ellipsize(setting.layout, PANGO_ELLIPSIZE_END) }
        let attributes = pango_attr_list_new()
        // A hyphen that nobody wrote is no part of an identifier.
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
        pango_layout_set_attributes(setting.layout, attributes)
        pango_attr_list_unref(attributes)
        return setting.lines(text)
    }

    /// Control characters have no shape; a line break is one in any of its spellings.
    private static func printable(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\r" {
                shown.append("\n")
            } else if scalar == "\n" {
                if !wasReturn { shown.append(scalar) }
            } else {
                let isControl = scalar.properties.generalCategory == .control && scalar != "\t"
                shown.append(isControl ? "\u{FFFD}" : scalar)
            }
            wasReturn = scalar == "\r"
        }
        return String(shown)
    }
}

/// A text in its lines; it lives as long as any of them is to be drawn.
final class Setting {
    let layout: OpaquePointer
    /// The least height of a line, in sizes of its type: fonts of Han and kana ask for none between their lines.
    private static let leastLeading = 1.36

    init(_ layout: OpaquePointer) { self.layout = layout }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    func lines(_ text: PDFDocument.Text) -> [SetLine] {
        var lines: [SetLine] = []
        guard let iterator = pango_layout_get_iter(layout) else { return [] }
        defer { pango_layout_iter_free(iterator) }
        let scale = Double(PANGO_SCALE)
        repeat {
            var place = PangoRectangle()
            pango_layout_iter_get_line_extents(iterator, nil, &place)
            let baseline = pango_layout_iter_get_baseline(iterator)
            let height = Double(place.height) / scale
            let lead = max(0, Self.leastLeading * text.size - height)
            lines.append(
                SetLine(
                    setting: self, index: Int32(lines.count), start: text.indent + Double(place.x) / scale,
                    width: Double(place.width) / scale, ascent: Double(baseline - place.y) / scale + lead / 2,
                    height: height + lead, tone: text.tone))
        } while pango_layout_iter_next_line(iterator) != 0
        return lines
    }
}

/// One line of a text, in points.
struct SetLine {
    let setting: Setting
    let index: Int32
    /// From the start of the measure.
    let start: Double
    let width: Double
    /// From its top to its baseline.
    let ascent: Double
    let height: Double
    let tone: PDFDocument.Tone

    /// Draws it with its top at a height.
    func draw(on context: OpaquePointer, x: Double, y: Double) {
        context.set(tone)
        cairo_move_to(context, x + start, y + ascent)
        pango_cairo_show_layout_line(context, pango_layout_get_line_readonly(setting.layout, index))
    }
}

extension OpaquePointer {
    /// The colour of what is drawn next on this cairo context.
    func set(_ tone: PDFDocument.Tone) {
        let colour = tone.colour
        cairo_set_source_rgb(
            self, Double(colour >> 16 & 0xFF) / 255, Double(colour >> 8 & 0xFF) / 255, Double(colour & 0xFF) / 255)
    }
}
