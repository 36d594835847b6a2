import JSON

/// What has become of one line.
struct ImportOutcome {
    enum Result: String, CaseIterable {
        case added, updated, unchanged
        /// The interaction is there, but not all that belongs to it.
        case incomplete
        /// Nothing of the line was taken in.
        case refused
    }

    /// What went wrong with the line, or with one of its files.
    struct Problem {
        let file: String?
        let sentence: String

        var told: String { file.map { "\($0): \(sentence)" } ?? sentence }
    }

    /// A recording that is attached and still being read, and the hash its bytes must have.
    struct Reading {
        let id: String
        let file: ImportFile
    }

    let line: Int
    var externalID: String?
    var id: String?
    var isNew = false
    var isChanged = false
    var recordingsAdded = 0
    var recordingsUnchanged = 0
    /// Could not be found, sent, attached or read.
    var recordingsFailed = 0
    /// `added`, `unchanged`, or nil when the line has none.
    var transcript: String?
    var problems: [Problem] = []
    var reading: [Reading] = []

    init(line: Int) {
        self.line = line
    }

    var result: Result {
        if !problems.isEmpty { return id == nil ? .refused : .incomplete }
        if isNew { return .added }
        return isChanged || recordingsAdded > 0 || transcript == "added" ? .updated : .unchanged
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("line", line)
        writer.field("externalId", externalID)
        writer.field("id", id)
        writer.field("result", result.rawValue)
        writer.field(
            "recordings",
            object: {
                $0.field("added", recordingsAdded)
                $0.field("unchanged", recordingsUnchanged)
                $0.field("failed", recordingsFailed)
            })
        writer.field("transcript", transcript)
        writer.field(
            "problems",
            array: { list in
                for problem in problems {
                    list.object {
                        $0.field("file", problem.file)
                        $0.field("message", problem.sentence)
                    }
                }
            })
    }
}
