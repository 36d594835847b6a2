import ArgumentParser
import Glibc
import JSON

/// `earmark import`: interactions with their recordings and transcripts, in bulk.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in interactions with their recordings and transcripts.",
        discussion: """
            FILE.jsonl has one interaction a line; a directory has it as interactions.jsonl beside the recordings. What \
            is there already, by external ID and by the files' SHA-256, stays; so an import that was interrupted is \
            started again. Prints one JSON object a line; exit status 1 when something could not be taken in.
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "FILE.jsonl, or a directory that holds interactions.jsonl.") var source: String

    /// Interactions whose recordings may still be in preparation while the next lines are sent.
    private static let mostOpen = 4

    func run() throws {
        let lines = try LineFile(ImportFolder.list(in: source))
        let folder = try ImportFolder(of: lines.path)
        let door = try OperatorDoor(data: data.directory)
        defer { door.close() }
        var tally = ImportTally(of: try lines.count())
        let importer = ImportInteraction(door: door, folder: folder, progress: tally.bar)
        var open: [ImportOutcome] = []
        while let line = try lines.next() {
            tally.bar.begin(line: line.number)
            open.append(importer.begin(line))
            if open.count > Self.mostOpen { tally.add(importer.finish(open.removeFirst())) }
        }
        for outcome in open { tally.add(importer.finish(outcome)) }
        try tally.end()
    }
}

/// What became of the lines, told as they end.
struct ImportTally {
    let bar: ProgressBar
    private var counts: [ImportOutcome.Result: Int] = [:]

    init(of lines: Int) {
        bar = ProgressBar(total: lines)
    }

    mutating func add(_ outcome: ImportOutcome) {
        counts[outcome.result, default: 0] += 1
        let name = outcome.externalID.map { " (\($0))" } ?? ""
        for problem in outcome.problems { bar.say("Line \(outcome.line)\(name): \(problem.told)") }
        bar.advance()
        print { outcome.write(&$0) }
    }

    func end() throws {
        bar.end()
        print { writer in
            writer.field(
                "total",
                object: { total in
                    for result in ImportOutcome.Result.allCases { total.field(result.rawValue, counts[result] ?? 0) }
                })
        }
        let told = [(counts[.refused], "could not be taken in"), (counts[.incomplete], "not wholly")].compactMap {
            count, what in count.map { "\($0) line\($0 == 1 ? "" : "s") \(what)" }
        }
        guard !told.isEmpty else { return }
        throw Refused(description: told.joined(separator: ", ") + ".")
    }

    private func print(_ members: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(members)
        let line = writer.bytes + [UInt8(ascii: "\n")]
        var sent = 0
        while sent < line.count {
            let count = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress! + sent, line.count - sent) }
            guard count > 0 else { return }
            sent += count
        }
    }
}
