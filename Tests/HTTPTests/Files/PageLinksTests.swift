import HTTP
import Testing

/// What a page says of the modules its scripts will ask for.
@Suite struct PageLinksTests {
    private static let page = """
        <html>
          <head>
            <link rel="stylesheet" href="/base.css" />
            <script type="module" src="/app.js"></script>
          </head>
        </html>
        """

    /// Files of an application, and the links in its page.
    private func links(
        _ files: [String: String], drawing module: String? = nil, then edit: (Scratch) -> Void = { _ in }
    )
        throws -> [String]
    {
        let scratch = Scratch()
        scratch.write("index.html", Array(Self.page.utf8))
        for (name, text) in files { scratch.write(name, Array(text.utf8)) }
        let files = StaticFiles(root: scratch.path, trust: 0)
        var found: [String] = []
        try serving { head in
            .answer(files.answer(head, page: "/index.html", drawing: module) ?? .empty(404))
        } test: { server in
            let wire = try Wire(port: server.port)
            _ = try wire.ask("GET", "/anything")
            edit(scratch)
            found = try wire.ask("GET", "/anything").text.split(separator: "\n").map(String.init)
        }
        return found.filter { $0.contains("preload") || $0.contains("stylesheet") }.compactMap {
            $0.split(separator: "href=\"").last?.split(separator: "\"").first.map(String.init)
        }
    }

    @Test func everyModuleThatIsImportedIsNamedOnce() throws {
        let found = try links([
            "app.js": """
            import { a } from "/a.js";
            import {
              b,
            } from "./b.js";
            import "/c.js";
            """,
            "a.js": "import \"./b.js\";\nexport { d } from \"/d.js\";\nexport const text = 'import \"/never.js\"';",
            "b.js": "/** @type {import(\"/type.js\").T} */\nexport const b = () => import(\"/later.js\");",
            "c.js": "// import \"/commented.js\";\nimport \"/app.js\";", "d.js": "",
        ])
        #expect(found == ["/base.css", "/app.js", "/a.js", "/b.js", "/c.js", "/d.js"])
    }

    @Test func theModuleThatDrawsIsNamedWithItsStyleSheets() throws {
        let found = try links(
            [
                "app.js": "",
                "list.js":
                    "await Promise.all([styles(import.meta.url, \"./list.css\"), styles(import.meta.url, \"./base.css\")]);",
                "other.js": "", "list.css": "",
            ], drawing: "/list.js")
        #expect(found == ["/base.css", "/list.css", "/app.js", "/list.js"])
    }

    @Test func anEditOfAModuleShowsInThePage() throws {
        let found = try links(["app.js": "import \"/a.js\";", "a.js": "", "b.js": ""]) {
            $0.write("a.js", Array("import \"/b.js\";".utf8))
        }
        #expect(found == ["/base.css", "/app.js", "/a.js", "/b.js"])
    }

    @Test func aModuleThatComesLaterShowsInThePage() throws {
        let found = try links(["app.js": "import \"/a.js\";"]) { $0.write("a.js", []) }
        #expect(found == ["/base.css", "/app.js", "/a.js"])
    }

    @Test(arguments: [
        "../../outside.js", "https://elsewhere/a.js", "//elsewhere/a.js", "/%2e%2e/a.js", "/a.js\\\" x=\\\"",
    ])
    func nothingOutsideIsNamed(_ name: String) throws {
        let found = try links(["app.js": "import \"\(name)\";"])
        #expect(found.allSatisfy { !$0.contains("elsewhere") && !$0.contains("%") && !$0.contains("x=") })
    }
}
