import HTTP

/// Which module of the browser's side draws an address, as `routes.js` has it.
struct PageModules {
    private let rows: [(segments: [Substring], module: String)]

    /// Reads each `path: "…"` with the `import("…")` that follows it.
    init(routes: String) {
        var rows: [(segments: [Substring], module: String)] = []
        for part in routes.split(separator: "path: \"").dropFirst() {
            guard let end = part.firstIndex(of: "\""), let module = PageModules.imported(part) else { continue }
            rows.append((part[..<end].split(separator: "/"), module))
        }
        self.rows = rows
    }

    func module(of path: [String]) -> String? {
        rows.first { row in
            row.segments.count == path.count
                && zip(row.segments, path).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }?.module
    }

    private static func imported(_ text: Substring) -> String? {
        let parts = text.split(separator: "import(\"", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let end = parts[1].firstIndex(of: "\"") else { return nil }
        return String(parts[1][..<end])
    }
}
