import Crypto
import Domain
import Foundation
import HTTP
import JSON
import Logging
import SQL
import Synchronization

@testable import App

/// An account of a test: its own database in a directory that goes with it, a clock that is moved by hand, and people
/// who ask through the front door.
final class SmallAccount: Sendable {
    let services: Services
    let clock: HandClock
    private let door: FrontDoor
    /// Requests that were answered without a worker.
    let glances = Mutex(0)
    private let directory: String

    /// Glances are not hurried, so that no test depends on the processor.
    init(publicURL: String = "http://127.0.0.1", trustedProxies: [String] = []) throws {
        let clock = HandClock()
        self.clock = clock
        directory = NSTemporaryDirectory() + "earmark-app-" + UUID().uuidString
        services = try Services(
            data: directory, mediaProgram: "/nonexistent", publicURL: publicURL, trustedProxies: trustedProxies,
            glancing: 60_000_000_000, outside: Outside(now: { clock.now }),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        door = FrontDoor(services: services, pages: StaticFiles(root: directory))
    }

    deinit {
        services.stop()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Somebody signed in; teams by id, for a supervisor those watched over.
    func person(_ name: String, _ role: BuiltInRole, teams: [String] = []) throws -> Asker {
        let id = services.outside.id()
        let secret = SecureRandom.token()
        try services.database.write { transaction in
            _ = try UserStore.insert(
                id: id, kind: "person", login: name.lowercased(), name: name, role: role, passwordHash: nil,
                transaction)
            try TeamStore.assign(id, role: role, to: teams, transaction)
            try SessionStore.insert(hash: SHA256Digest.of(secret).hex, userID: id, transaction)
        }
        return Asker(account: self, id: id, name: name, proof: ("Cookie", "session=\(secret)"))
    }

    func team(_ name: String) throws -> String {
        let id = services.outside.id()
        try services.database.write { _ = try TeamStore.insert(id: id, name: name, $0) }
        return id
    }

    /// The first column of the first row; 0 when there is none.
    func number(_ sql: String) throws -> Int64 {
        try services.database.read { try $0.row(sql) { $0.int64(0) } } ?? 0
    }

    /// Somebody who is not signed in.
    var nobody: Asker { Asker(account: self, id: "", name: "", proof: nil) }

    /// Sends a request through the front door, as the server does; what comes back must be what is described.
    func answer(_ head: Head, _ body: [UInt8] = []) -> Response {
        let response = unchecked(head, body)
        DescribedAnswer.check(head, response)
        return response
    }

    private func unchecked(_ head: Head, _ body: [UInt8]) -> Response {
        switch door.accept(head) {
        case .answer(let response): return response
        case .read(_, let work): return work(Request(head: head, body: body))
        case .leave(_, let work):
            // Another thread may see to it with what it left itself.
            let (answer, isThere) = (Answered(), DispatchSemaphore(value: 0))
            let reply = HTTP.Reply { make in
                answer.response.withLock { $0 = make() }
                isThere.signal()
            }
            work(Request(head: head, body: body), reply)
            isThere.wait()
            return answer.response.withLock { $0 } ?? .empty(500)
        case .glance(let glance, let work):
            let request = Request(head: head, body: body)
            guard body.isEmpty, let seen = glance(head) else { return work(request) }
            glances.withLock { $0 += 1 }
            // A job goes on by itself from one to the other.
            if !head.path.contains("/jobs/") { GlancedAnswer.check(seen, work(request)) }
            return seen
        case .stream(let open):
            let receiver = open(head)
            return receiver.begin() ?? (body.isEmpty ? nil : receiver.receive(body)) ?? receiver.finish()
        }
    }
}

/// An answer that came later.
private final class Answered: Sendable {
    let response = Mutex<Response?>(nil)
}

/// A clock that stands still until it is moved.
final class HandClock: Sendable {
    private let time = Mutex<Int64>(1_795_000_000_000)

    var now: Int64 { time.withLock { $0 } }

    func advance(byMs milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

/// Somebody who sends requests, and what comes back.
struct Asker: Sendable {
    let account: SmallAccount
    let id: String
    let name: String
    /// The header that says who it is.
    let proof: (name: String, value: String)?

    func get(_ path: String) throws -> Reply { try ask(.get, path) }
    func post(_ path: String, _ body: String = "{}", ifMatch: String? = nil) throws -> Reply {
        try ask(.post, path, body, ifMatch: ifMatch)
    }
    func put(_ path: String, _ body: String = "{}", ifMatch: String? = nil) throws -> Reply {
        try ask(.put, path, body, ifMatch: ifMatch)
    }
    func patch(_ path: String, _ body: String, ifMatch: String? = nil) throws -> Reply {
        try ask(.patch, path, body, ifMatch: ifMatch)
    }
    func delete(_ path: String, ifMatch: String? = nil) throws -> Reply { try ask(.delete, path, ifMatch: ifMatch) }

    /// A file's bytes; nil where something else comes back.
    func file(_ path: String) throws -> [UInt8]? {
        let response = try send(.get, path)
        guard response.status == 200, case .bytes(let content) = response.body else { return nil }
        return content
    }

    /// Sends a file.
    func post(_ path: String, _ type: String, _ bytes: [UInt8], ifMatch: String? = nil) throws -> Reply {
        let sent = [("Content-Type", type), ("Content-Length", "\(bytes.count)")]
        return try reply(.post, path, bytes, sent, ifMatch: ifMatch)
    }

    /// A request with the headers given and the one that says who it is; the answer with its own headers.
    func send(
        _ method: HTTP.Method, _ path: String, _ headers: [(String, String)] = [], _ body: [UInt8] = []
    ) throws -> Response {
        let all = (proof.map { [$0] } ?? []) + headers
        return account.answer(try Head(method: method, target: "/api/v1/" + path, headers: all), body)
    }

    private func ask(
        _ method: HTTP.Method, _ path: String, _ body: String? = nil, ifMatch: String? = nil
    ) throws -> Reply {
        let bytes = Array((body ?? "").utf8)
        let headers = [("Content-Type", "application/json"), ("Content-Length", "\(bytes.count)")]
        return try reply(method, path, bytes, body == nil ? [] : headers, ifMatch: ifMatch)
    }

    private func reply(
        _ method: HTTP.Method, _ path: String, _ bytes: [UInt8], _ given: [(String, String)], ifMatch: String?
    ) throws -> Reply {
        let based = ifMatch.map { [("If-Match", "\"\($0)\"")] } ?? []
        return try Reply(try send(method, path, given + based, bytes))
    }
}

/// An answer of the API.
struct Reply: Sendable {
    let status: Int
    let headers: [(String, String)]
    let body: JSONValue

    init(_ response: Response) throws {
        status = response.status
        headers = response.headers
        guard case .bytes(let content) = response.body, !content.isEmpty,
            response.headers.contains(where: { $0.0 == "Content-Type" && $0.1.hasSuffix("json") })
        else {
            body = .null
            return
        }
        body = try JSONReader.read(content)
    }

    func header(_ name: String) -> String? { headers.first { $0.0 == name }?.1 }

    var code: String? { body["code"]?.text }
    var etag: String { self["/etag"]?.text ?? "" }
    var id: String { self["/id"]?.text ?? "" }

    /// What a JSON pointer (RFC 6901, no escapes) names.
    subscript(_ pointer: String) -> JSONValue? {
        var value: JSONValue? = body
        for step in pointer.split(separator: "/") {
            if let index = Int(step), let elements = value?.elements {
                value = elements.indices.contains(index) ? elements[index] : nil
            } else {
                value = value?[String(step)]
            }
        }
        return value == .null ? nil : value
    }

    /// A member of every element of a list.
    func all(_ list: String, _ member: String) -> [String] {
        (self[list]?.elements ?? []).compactMap { $0[member]?.text }
    }

    /// The texts of a list of texts.
    func texts(_ list: String) -> [String] {
        (self[list]?.elements ?? []).compactMap(\.text)
    }
}

/// Runs `body` on so many threads, all let go at one moment; their results in the order of their numbers.
func atOnce<T: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) throws -> T) throws -> [T] {
    let results = Mutex<[Int: Result<T, any Error>]>([:])
    let (ready, start, done) = (DispatchGroup(), DispatchSemaphore(value: 0), DispatchGroup())
    for number in 0..<count {
        ready.enter()
        done.enter()
        let thread = Thread {
            ready.leave()
            start.wait()
            let result = Result { try body(number) }
            results.withLock { $0[number] = result }
            done.leave()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }
    ready.wait()
    for _ in 0..<count { start.signal() }
    done.wait()
    let all = results.withLock { $0 }
    return try (0..<count).compactMap { try all[$0]?.get() }
}
