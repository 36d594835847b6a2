/// How a screen was captured: which monitor, where on the desktop, by what, and the windows that were in front.
package struct CaptureMetadata: Equatable, Sendable {
    package var monitorName: String?
    /// Place on the virtual desktop in its pixels; monitors left of or above the first have negative places.
    package var x: Int64?
    package var y: Int64?
    package var width: Int64?
    package var height: Int64?
    /// Device pixels for each pixel of the desktop, in thousandths (1500 = 150 %).
    package var scaleThousandths: Int64?
    package var software: String?
    package var version: String?
    /// Instant the capture began, ms since 1970.
    package var startedAt: Int64?
    /// The windows in front, by the time they came there.
    package var windows: [ActiveWindow]

    /// A window that came to the front.
    package struct ActiveWindow: Equatable, Sendable {
        /// From the start of the recording, ms.
        package var startMs: Int64
        package var application: String
        package var title: String

        package init(startMs: Int64, application: String, title: String) {
            self.startMs = startMs
            self.application = application
            self.title = title
        }
    }

    package init(
        monitorName: String? = nil, x: Int64? = nil, y: Int64? = nil, width: Int64? = nil, height: Int64? = nil,
        scaleThousandths: Int64? = nil, software: String? = nil, version: String? = nil, startedAt: Int64? = nil,
        windows: [ActiveWindow] = []
    ) {
        self.monitorName = monitorName
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self.scaleThousandths = scaleThousandths
        self.software = software
        self.version = version
        self.startedAt = startedAt
        self.windows = windows
    }

    /// The same with its windows in order of time; refused when a number or text is beyond what a desktop can have.
    package func checked() throws(Refusal) -> CaptureMetadata {
        for (name, value) in [("x", x), ("y", y)] {
            try Self.within(value, -131_072...131_072, name)
        }
        for (name, value) in [("width", width), ("height", height)] {
            try Self.within(value, 1...32_768, name)
        }
        try Self.within(scaleThousandths, 100...10_000, "scale")
        for (name, text) in [("monitorName", monitorName), ("software", software), ("version", version)] {
            try Self.short(text, 250, "/capture/\(name)")
        }
        guard windows.count <= 20_000 else {
            throw .field("/capture/windows", "windows_many", "At most 20,000 active windows are kept for a recording.")
        }
        for (index, window) in windows.enumerated() {
            guard (0...TimeRange.longestMs).contains(window.startMs) else {
                throw .field(
                    "/capture/windows/\(index)/startMs", "window_outside",
                    "An active window begins between 0 and 24 hours after the recording.")
            }
            try Self.short(window.application, 250, "/capture/windows/\(index)/application")
            try Self.short(window.title, 1000, "/capture/windows/\(index)/title")
        }
        var checked = self
        // Sorting by time and place keeps those of the same instant in the order they were given.
        checked.windows = windows.enumerated().sorted {
            ($0.element.startMs, $0.offset) < ($1.element.startMs, $1.offset)
        }
        .map(\.element)
        return checked
    }

    private static func within(_ value: Int64?, _ range: ClosedRange<Int64>, _ name: String) throws(Refusal) {
        if let value, !range.contains(value) {
            throw .field("/capture/\(name)", "capture_outside", "“\(name)” of a monitor is beyond any desktop.")
        }
    }

    private static func short(_ text: String?, _ longest: Int, _ pointer: String) throws(Refusal) {
        if let text, text.unicodeScalars.count > longest {
            throw .field(pointer, "text_long", "At most \(longest) characters are kept here.")
        }
    }
}
