import App
import Domain
import Foundation
import Glibc
import HTTP
import JSON

/// Brings what a line says into the account; what is there already stays as it is.
final class ImportInteraction {
    private let door: OperatorDoor
    private let folder: ImportFolder
    private let progress: ProgressBar
    private let people: ImportPeople

    init(door: OperatorDoor, folder: ImportFolder, progress: ProgressBar) {
        self.door = door
        self.folder = folder
        self.progress = progress
        people = ImportPeople(door: door)
    }

    /// Everything but waiting for the recordings to be read.
    func begin(_ line: LineFile.Line) -> ImportOutcome {
        var outcome = ImportOutcome(line: line.number)
        attempt(&outcome, nil) { outcome in
            guard let bytes = line.bytes else { throw Refused(description: "The line is longer than 32 MiB.") }
            let said = try JSONReader.read(bytes)
            // So that whoever has to mend the line finds it, whatever else is wrong with it.
            outcome.externalID = said["externalId"]?.text.map { String($0.prefix(250)) }
            let row = try ImportRow(said)
            let interaction = try settle(row, &outcome)
            guard let id = interaction["id"]?.text else { throw Refused(description: "The server's answer has no id.") }
            outcome.id = id
            attempt(&outcome, speechFile(row)) { try speech(row, of: interaction, id, &$0) }
            try recordings(row, of: id, &outcome)
        }
        return outcome
    }

    /// Waits until its recordings are read.
    func finish(_ outcome: ImportOutcome) -> ImportOutcome {
        var outcome = outcome
        for reading in outcome.reading {
            attempt(&outcome, reading.file.name, isRecording: true) { outcome in
                let found = try read(reading.id)
                guard found["state"]?.text == "ready" else {
                    throw Refused(description: found["failure"]?["message"]?.text ?? "The file could not be read.")
                }
                guard try found["sha256"]?.text == reading.file.hash() else {
                    throw Refused(description: "The file changed while it was being sent; import it again.")
                }
                outcome.recordingsAdded += 1
            }
        }
        return outcome
    }

    /// What goes wrong is told with the line and keeps nothing else from being done.
    private func attempt(
        _ outcome: inout ImportOutcome, _ file: String?, isRecording: Bool = false,
        _ work: (inout ImportOutcome) throws -> Void
    ) {
        do {
            try work(&outcome)
        } catch {
            if isRecording { outcome.recordingsFailed += 1 }
            outcome.problems.append(ImportOutcome.Problem(file: file, sentence: Self.sentence(of: error)))
        }
    }

    private static func sentence(of error: any Error) -> String {
        switch error {
        case let error as FieldError: error.sentence
        case let error as JSONError: "This is no JSON: \(error.sentence)"
        case let refusal as Refusal: refusal.sentence
        default: "\(error)"
        }
    }

    // MARK: What is said about it

    /// Adds the interaction, or changes what the line says otherwise.
    private func settle(_ row: ImportRow, _ outcome: inout ImportOutcome) throws -> JSONValue {
        var wanted = row.metadata
        if let agent = row.agent {
            let id: JSONValue = agent.isEmpty ? .null : .string(try people.id(of: agent))
            wanted.append(JSONValue.Member(name: "agentId", value: id))
        }
        guard let before = try find(row.externalID) else {
            outcome.isNew = true
            wanted.insert(JSONValue.Member(name: "externalId", value: .string(row.externalID)), at: 0)
            return try send(.post, "interactions", wanted)
        }
        let changes = wanted.filter { !Self.isSaid($0, in: before) }
        if changes.isEmpty { return before }
        guard let id = before["id"]?.text else { return before }
        let after = try send(.patch, "interactions/\(id)", changes)
        outcome.isChanged = after != before
        return after
    }

    private func find(_ externalID: String) throws -> JSONValue? {
        let name = externalID.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? externalID
        return try get("interactions?limit=1&externalId=\(name)")["items"]?.elements?.first
    }

    /// Whether a member is already so; an interaction may last longer than a line says, for its recordings do.
    private static func isSaid(_ member: JSONValue.Member, in interaction: JSONValue) -> Bool {
        switch member.name {
        case "agentId": return member.value == interaction["agent"]?["id"] ?? .null
        case "durationMs":
            guard let wanted = member.value.integer, let has = interaction["durationMs"]?.integer else { return false }
            return wanted <= has
        default: return ImportedValue.same(member.value, interaction[member.name] ?? .null)
        }
    }

    // MARK: Recordings

    private func recordings(_ row: ImportRow, of id: String, _ outcome: inout ImportOutcome) throws {
        guard !row.media.isEmpty else { return }
        var present: [JSONValue] = []
        for recording in try get("interactions/\(id)/recordings")["items"]?.elements ?? [] {
            guard let known = recording["id"]?.text else { continue }
            present.append(recording["state"]?.text == "processing" ? try read(known) : recording)
        }
        for media in row.media {
            attempt(&outcome, media.file, isRecording: true) { outcome in
                let file = try folder.open(media.file)
                let hash = try file.hash()
                if present.contains(where: { Self.isThere(media, hash, $0) }) {
                    outcome.recordingsUnchanged += 1
                    return
                }
                let upload = try ImportUpload.send(file, through: door) { progress.tell(file.fileName, $0) }
                let old = present.filter { Self.isInTheWay(of: media, hash, $0) }.compactMap { $0["id"] }
                let made = try attach(upload, as: media, to: id, insteadOf: old)
                outcome.reading.append(ImportOutcome.Reading(id: made, file: file))
            }
        }
    }

    private func attach(_ upload: String, as media: ImportRow.Media, to id: String, insteadOf old: [JSONValue]) throws
        -> String
    {
        var members = [
            JSONValue.Member(name: "upload", value: .string(upload)),
            JSONValue.Member(name: "kind", value: .string(media.kind.rawValue)),
            JSONValue.Member(name: "offsetMs", value: .integer(media.offsetMs)),
            JSONValue.Member(name: "replaces", value: .array(old)),
        ]
        if let party = media.party { members.append(.init(name: "party", value: .string(party.rawValue))) }
        if let monitor = media.monitor { members.append(.init(name: "monitor", value: .integer(monitor))) }
        if let capture = media.capture { members.append(.init(name: "capture", value: capture)) }
        let made = try send(.post, "interactions/\(id)/recordings", members)
        guard let recording = made["id"]?.text else { throw Refused(description: "The server's answer has no id.") }
        return recording
    }

    private static func isThere(_ media: ImportRow.Media, _ hash: String, _ recording: JSONValue) -> Bool {
        recording["state"]?.text == "ready" && recording["sha256"]?.text == hash && hasPlace(of: media, recording)
            && recording["offsetMs"]?.integer == media.offsetMs
            && (media.capture.map { ImportedValue.holds($0, in: recording["capture"] ?? .null) } ?? true)
    }

    /// Another file in its place, or the same file in another one; what else is there stays.
    private static func isInTheWay(of media: ImportRow.Media, _ hash: String, _ recording: JSONValue) -> Bool {
        recording["kind"]?.text == media.kind.rawValue
            && (hasPlace(of: media, recording) || recording["sha256"]?.text == hash)
    }

    private static func hasPlace(of media: ImportRow.Media, _ recording: JSONValue) -> Bool {
        recording["kind"]?.text == media.kind.rawValue && recording["party"]?.text == media.party?.rawValue
            && recording["monitor"]?.integer == media.monitor
    }

    /// The recording once it is no longer being read.
    private func read(_ id: String) throws -> JSONValue {
        while true {
            let recording = try get("recordings/\(id)")
            guard recording["state"]?.text == "processing" else { return recording }
            progress.tell("reading \(recording["fileName"]?.text ?? "")", 0)
            usleep(100_000)
        }
    }

    // MARK: Speech

    private static let longestTranscript: Int64 = 16 << 20

    private func speechFile(_ row: ImportRow) -> String? {
        if case .file(let name, _)? = row.speech { name } else { nil }
    }

    private func speech(
        _ row: ImportRow, of interaction: JSONValue, _ id: String, _ outcome: inout ImportOutcome
    ) throws {
        let bytes: [UInt8]
        var codePage: CodePage?
        switch row.speech {
        case nil: return
        case .document(let document)?: bytes = document
        case .file(let name, let page)?:
            bytes = try folder.open(name).all(atMost: Self.longestTranscript)
            codePage = page
        }
        let format = TranscriptFormat(of: bytes)
        let transcript = try ReadTranscript.read(bytes, format: format, codePage: codePage)
        if interaction["hasTranscript"]?.truth == true,
            Self.isSame(transcript, try get("interactions/\(id)/transcript?format=json&words=1"))
        {
            outcome.transcript = "unchanged"
            return
        }
        let type =
            switch format {
            case .vtt: "text/vtt"
            case .srt: "application/x-subrip" + (codePage.map { "; charset=\($0.rawValue)" } ?? "")
            case .json: "application/json"
            }
        _ = try door.send(.put, "interactions/\(id)/transcript", headers: [("Content-Type", type)], body: bytes)
        outcome.transcript = "added"
    }

    private static func isSame(_ transcript: Transcript, _ kept: JSONValue) -> Bool {
        guard let segments = kept["segments"]?.elements, segments.count == transcript.segments.count else {
            return false
        }
        if let language = transcript.language, language != kept["language"]?.text { return false }
        return zip(transcript.segments, segments).allSatisfy { segment, kept in
            kept["startMs"]?.integer == segment.startMs && kept["endMs"]?.integer == segment.endMs
                && kept["speaker"]?.text == segment.speaker && kept["text"]?.text == segment.text
                && (kept["words"]?.elements != nil) == (segment.words != nil)
        }
    }

    // MARK: Asking

    private func get(_ path: String) throws -> JSONValue {
        try JSONReader.read(try door.send(.get, path, body: []).body)
    }

    private func send(_ method: HTTP.Method, _ path: String, _ members: [JSONValue.Member]) throws -> JSONValue {
        var writer = JSONWriter()
        writer.value(.object(members))
        return try JSONReader.read(try door.send(method, path, body: writer.bytes).body)
    }
}
