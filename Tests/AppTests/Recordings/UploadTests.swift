import Domain
import Glibc
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Uploads in pieces, as tus 1.0.0 has them.
struct UploadTests {
    let day: Workday

    init() throws { day = try Workday() }

    static func piece(at offset: Int, of bytes: [UInt8], version: String = "1.0.0") -> [(String, String)] {
        [
            ("Tus-Resumable", version), ("Upload-Offset", "\(offset)"), ("Content-Length", "\(bytes.count)"),
            ("Content-Type", "application/offset+octet-stream"),
        ]
    }

    private func begin(_ length: Int, by person: Asker? = nil, _ more: [(String, String)] = []) throws -> String {
        let begun = try (person ?? day.supervisor).send(
            .post, "uploads", [("Tus-Resumable", "1.0.0"), ("Upload-Length", "\(length)")] + more)
        #expect(begun.status == 201)
        return String(begun.headers.first { $0.0 == "Location" }?.1.split(separator: "/").last ?? "")
    }

    private func send(_ id: String, at offset: Int, _ bytes: [UInt8], by person: Asker? = nil) throws -> Reply {
        try Reply(
            try (person ?? day.supervisor).send(
                .patch, "uploads/\(id)", UploadTests.piece(at: offset, of: bytes), bytes))
    }

    private func offset(_ id: String) throws -> String? {
        try Reply(try day.supervisor.send(.head, "uploads/\(id)")).header("Upload-Offset")
    }

    @Test func piecesAreToldHowFarTheyGot() throws {
        let id = try begin(5)
        #expect(try offset(id) == "0")
        #expect(try send(id, at: 0, [1, 2, 3]).header("Upload-Offset") == "3")
        #expect(try offset(id) == "3")
        #expect(try send(id, at: 3, [4, 5]).header("Upload-Offset") == "5")
        #expect(try Reply(try day.supervisor.send(.head, "uploads/\(id)")).header("Upload-Length") == "5")
    }

    @Test(arguments: [0, 2, 4]) func aPieceThatDoesNotBeginWhereTheLastEndedIsRefused(at offset: Int) throws {
        let id = try begin(10)
        _ = try send(id, at: 0, [1, 2, 3])
        let refused = try send(id, at: offset, [9])
        #expect(refused.status == 409)
        #expect(refused.code == "upload_offset")
        #expect(try self.offset(id) == "3")
    }

    @Test func moreBytesThanAnnouncedAreRefusedAndNoneOfThemIsKept() throws {
        let id = try begin(3)
        let refused = try send(id, at: 0, [1, 2, 3, 4])
        #expect(refused.status == 413)
        #expect(try offset(id) == "0")
        #expect(try send(id, at: 0, [1, 2, 3]).status == 204)
    }

    @Test func anotherVersionOfTheProtocolIsRefused() throws {
        let id = try begin(1)
        for version in ["0.2.2", "1.0", ""] {
            let refused = try Reply(
                try day.supervisor.send(
                    .patch, "uploads/\(id)", UploadTests.piece(at: 0, of: [1], version: version), [1]))
            #expect(refused.status == 412)
            #expect(refused.header("Tus-Version") == "1.0.0")
        }
    }

    @Test func aLengthThatIsNoneOrTooLongIsRefused() throws {
        for (length, status) in [("-1", 400), ("x", 400), ("8589934593", 413), ("8589934592", 201)] {
            let headers = [("Tus-Resumable", "1.0.0"), ("Upload-Length", length)]
            #expect(try day.supervisor.send(.post, "uploads", headers).status == status, "\(length)")
        }
    }

    @Test func anUploadIsItsOwnersAlone() throws {
        let id = try begin(1)
        #expect(try Reply(try day.admin.send(.head, "uploads/\(id)")).status == 404)
        #expect(try send(id, at: 0, [1], by: day.stranger).status == 404)
        let dropped = try day.admin.send(.delete, "uploads/\(id)", [("Tus-Resumable", "1.0.0")])
        #expect(dropped.status == 404)
        #expect(try day.evaluator.send(.head, "uploads/\(id)").status == 403)
    }

    @Test func oneRequestWritesAtATime() throws {
        let id = try begin(4)
        let caller = Caller(try person(day.supervisor))
        let first = try UploadReceiver(id, at: 0, for: caller, day.account.services)
        let second = try send(id, at: 0, [9, 9])
        #expect(second.status == 423)
        #expect(second.code == "upload_locked")
        #expect(first.receive([1, 2]) == nil)
        first.abort()
        #expect(try offset(id) == "2")
        #expect(try send(id, at: 2, [3, 4]).status == 204)
    }

    @Test func manyAtOnceAtTheSameOffsetLeaveOneWinnerAndWholeBytes() throws {
        let id = try begin(8)
        let supervisor = day.supervisor
        let answers = try atOnce(8) { number in
            try supervisor.send(
                .patch, "uploads/\(id)", UploadTests.piece(at: 0, of: [UInt8](repeating: UInt8(number), count: 8)),
                [UInt8](repeating: UInt8(number), count: 8)
            ).status
        }
        #expect(answers.filter { $0 == 204 }.count == 1)
        let caller = Caller(try person(supervisor))
        let upload = try day.account.services.database.read { try UploadStore.find(id, for: caller, $0) }
        #expect(upload?.received == 8)
        let draft = try day.account.services.blobs.draft(named: upload?.draft ?? "")
        defer { draft.close() }
        var bytes = [UInt8](repeating: 0, count: 8)
        _ = bytes.withUnsafeMutableBytes { pread(draft.descriptor, $0.baseAddress, 8, 0) }
        #expect(Set(bytes).count == 1)
    }

    @Test func aDroppedUploadIsGone() throws {
        let id = try begin(2)
        let dropped = try day.supervisor.send(.delete, "uploads/\(id)", [("Tus-Resumable", "1.0.0")])
        #expect(dropped.status == 204)
        #expect(try send(id, at: 0, [1]).status == 404)
    }

    @Test func anUploadBecomesOneRecordingAndTakesNoMoreBytes() throws {
        let call = try day.calls(1)[0]
        let upload = try day.uploaded(by: day.supervisor)
        let body = #"{"upload":"\#(upload)","kind":"audio"}"#
        #expect(try day.supervisor.post("interactions/\(call)/recordings", body).status == 202)
        let other = try day.calls(1, named: "D")[0]
        let again = try day.supervisor.post("interactions/\(other)/recordings", body)
        #expect(again.code == "upload_gone")
        #expect(try send(upload, at: 4, [1]).status == 410)
        let dropped = try Reply(try day.supervisor.send(.delete, "uploads/\(upload)", [("Tus-Resumable", "1.0.0")]))
        #expect(dropped.code == "in_use")
    }

    @Test func namesAreOnlyTextWithoutTheirFolders() throws {
        let name = "Li4vLi4vZXRjL3Bhc3N3ZA=="  // ../../etc/passwd
        let id = try begin(1, [("Upload-Metadata", "filetype dGV4dA==,filename \(name)")])
        _ = try send(id, at: 0, [1])
        let call = try day.calls(1)[0]
        let recording = try day.supervisor.post(
            "interactions/\(call)/recordings", #"{"upload":"\#(id)","kind":"audio"}"#)
        #expect(recording["/fileName"]?.text == "passwd")
    }

    private func person(_ asker: Asker) throws -> Person {
        guard let person = try day.account.services.database.read({ try UserStore.find(asker.id, $0) }) else {
            throw Workday.Unexpected(reply: try asker.get("session"))
        }
        return person
    }
}
