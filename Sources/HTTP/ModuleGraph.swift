/// A page with a link to every module and style sheet its scripts will ask for, so that the browser asks for all of them
/// at once and not for each when it has read the one before.
///
/// What is read are the import lines of modules as `deno fmt` writes them and their calls of `styles(import.meta.url, …)`.
/// A line that is misread costs a request earlier or later, nothing else.
struct ModuleGraph {
    /// The page with its links.
    let page: String
    /// All that was looked at, whether it is there or not.
    private(set) var addresses: [String] = []

    private var modules: [String] = []
    private var sheets: [String] = []

    /// `drawing` is a module that the page will ask for later, by an import of its own.
    init(page: String, drawing module: String?, read: (String) -> [UInt8]?) {
        let scripts = page.split(separator: "\n").filter { $0.contains("type=\"module\"") }
        var waiting = scripts.compactMap { ModuleGraph.quoted($0, after: "src=") } + [module].compactMap { $0 }
        var seen = Set(waiting)
        while !waiting.isEmpty {
            var found: [String] = []
            for address in waiting {
                addresses.append(address)
                guard let bytes = read(address) else { continue }
                modules.append(address)
                let needs = Needs(of: bytes, at: address)
                sheets += needs.sheets.filter { seen.insert($0).inserted }
                found += needs.modules.filter { seen.insert($0).inserted }
            }
            waiting = found
        }
        self.page = ModuleGraph.linked(page, modules, sheets)
    }

    /// What one module asks for before it runs; of imports at a later time nothing is said.
    struct Needs {
        var modules: [String] = []
        var sheets: [String] = []

        init(of source: [UInt8], at address: String) {
            let heads = ["import ", "export {", "export * ", "} from ", "await ", "  styles("].map { Array($0.utf8) }
            for line in source.split(separator: UInt8(ascii: "\n"))
            where heads.contains(where: { line.starts(with: $0) }) {
                let text = String(decoding: line, as: UTF8.self)
                sheets += text.split(separator: "styles(import.meta.url").dropFirst().compactMap {
                    ModuleGraph.quoted($0, after: ", ").flatMap { ModuleGraph.resolved($0, from: address) }
                }
                let name = ModuleGraph.quoted(text, after: "from ") ?? ModuleGraph.quoted(text, after: "import ")
                if let found = name.flatMap({ ModuleGraph.resolved($0, from: address) }) { modules.append(found) }
            }
        }
    }

    /// What stands between the quotes that follow.
    fileprivate static func quoted(_ line: some StringProtocol, after mark: String) -> String? {
        let parts = line.split(separator: mark + "\"", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let end = parts[1].firstIndex(of: "\"") else { return nil }
        return String(parts[1][..<end])
    }

    /// Nil of what is none of our own files.
    fileprivate static func resolved(_ name: String, from address: String) -> String? {
        if name.hasPrefix("/") { return isPlain(name) ? name : nil }
        guard name.hasPrefix("./") || name.hasPrefix("../") else { return nil }
        var folders = address.split(separator: "/").dropLast().map(String.init)
        for part in name.split(separator: "/") where part != "." {
            if part == ".." { _ = folders.popLast() } else { folders.append(String(part)) }
        }
        let found = "/" + folders.joined(separator: "/")
        return isPlain(found) ? found : nil
    }

    private static func isPlain(_ address: String) -> Bool {
        !address.contains("..")
            && address.utf8.allSatisfy { byte in
                isTokenByte(byte) && byte != UInt8(ascii: "%") || byte == UInt8(ascii: "/")
            }
    }

    private static func linked(_ page: String, _ modules: [String], _ sheets: [String]) -> String {
        let links =
            sheets.filter { !page.contains("href=\"\($0)\"") }.map { "<link rel=\"stylesheet\" href=\"\($0)\" />" }
            + modules.map { "<link rel=\"modulepreload\" href=\"\($0)\" />" }
        let parts = page.split(separator: "  </head>", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return page }
        return parts[0] + links.map { "    \($0)\n" }.joined() + "  </head>" + parts[1]
    }
}
