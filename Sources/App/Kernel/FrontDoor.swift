import Domain
import HTTP
import JSON
import Logging
import SQL

/// Where every request comes in: the static pages at once, the API on a worker with its caller known.
struct FrontDoor: Service {
    let services: Services
    let pages: StaticFiles

    func accept(_ head: Head) -> Acceptance {
        guard head.isOfTheAPI else { return watched(head) ?? page(head) }
        if head.routedMethod == .get, let media = services.grants.find(head.decisiveKey, now: services.outside.now()) {
            return .answer(serve(media, head))
        }
        switch Rooms.routes.match(head.routedMethod, head.segments.dropFirst(2)) {
        case .nothing:
            return .answer(Problems.problem(for: Refusal("no_such_path", "There is nothing under this address.")))
        case .otherMethod(let allowed):
            let names = allowed.map { $0.rawValue.uppercased() }.joined(separator: ", ")
            let refusal = Refusal("method_not_allowed", "This address answers \(names).")
            return .answer(Problems.problem(for: refusal).header("Allow", names))
        case .found(let route, let parameters):
            if let refusal = Origin.refusal(head, route) { return .answer(Problems.problem(for: refusal)) }
            return open(route, parameters, head)
        }
    }

    /// What is asked by whoever watches over the server.
    private func watched(_ head: Head) -> Acceptance? {
        switch head.rawPath {
        case "/healthz": .answer(.json { $0.field("status", "ok") })
        case "/readyz": .read(limit: 0) { _ in ready() }
        case "/metrics" where services.hasMetrics: .read(limit: 0) { _ in Metrics.response(services) }
        default: nil
        }
    }

    private func open(_ route: Route, _ parameters: [String: String], _ head: Head) -> Acceptance {
        switch route.work {
        case .media:
            let key = head.decisiveKey
            return .read(limit: 0) { request in
                answer(route, parameters, request.head, []) { call in try decideMedia(route, call, key) }
            }
        case .upload(let start):
            return .stream { head in
                do {
                    return try start(try admit(route, parameters, head, []))
                } catch {
                    return RefusedUpload(
                        response: Problems.response(to: error, requestID: head.requestID, log: services.log))
                }
            }
        case .brief(let work):
            return .glance(
                { head in glance(route, parameters, head, work) },
                orElse: { request in read(route, parameters, request.head, work) })
        case .read(let work):
            return .read(limit: 0) { request in read(route, parameters, request.head, work) }
        case .save(let reading):
            return .leave(limit: route.bodyLimit) { request, reply in
                save(route, parameters, request, reading, reply)
            }
        case .write, .plain:
            return .read(limit: route.bodyLimit) { request in
                answer(route, parameters, request.head, request.body) { call in try run(route, call) }
            }
        }
    }

    /// Runs a route for somebody who needs no sign-in of their own: the command line.
    func answer(_ request: Request, as caller: Caller) -> Response {
        guard request.head.isOfTheAPI,
            case .found(let route, let parameters) = Rooms.routes.match(
                request.head.routedMethod, request.head.segments.dropFirst(2))
        else { return Problems.problem(for: Refusal("no_such_path", "There is nothing under this address.")) }
        let call = Call(
            head: request.head, body: request.body, parameters: parameters, services: services, visitor: caller)
        do {
            if case .upload(let start) = route.work { return receive(request.body, by: try start(call)) }
            return try run(route, call)
        } catch {
            return Problems.response(to: error, requestID: request.head.requestID, log: services.log)
        }
    }

    private func receive(_ body: [UInt8], by receiver: any BodyReceiver) -> Response {
        if let refused = receiver.begin() ?? receiver.receive(body) { return refused }
        return receiver.finish()
    }

    /// Answers a read on the event thread; nil where that means to wait, or takes long.
    private func glance(
        _ route: Route, _ parameters: [String: String], _ head: Head,
        _ work: (Call, borrowing Transaction) throws -> Response
    ) -> Response? {
        let question = head.question
        guard !services.longReads.holds(question, now: services.outside.now()) else { return nil }
        do {
            let seen = try services.database.glance { transaction in
                let visitor = try Identify.visitor(of: head, services, transaction)
                // Noting that somebody is still here is a write.
                if visitor.isStale { try transaction.waits() }
                return try work(try admit(visitor.caller, route, parameters, head, []), transaction)
            }
            switch seen {
            case .seen(let response): return response.uncached
            case .wouldWait: return nil
            case .tooLong:
                services.longReads.add(question, now: services.outside.now())
                return nil
            }
        } catch {
            return Problems.response(to: error, requestID: head.requestID, log: services.log).uncached
        }
    }

    /// Answers a read on a worker, who asks and what they are told in one snapshot.
    private func read(
        _ route: Route, _ parameters: [String: String], _ head: Head,
        _ work: (Call, borrowing Transaction) throws -> Response
    ) -> Response {
        do {
            var visitor = Identify.Visitor.nobody
            let began = LongReads.processorTime()
            let response = try services.database.read { transaction in
                visitor = try Identify.visitor(of: head, services, transaction)
                return try work(try admit(visitor.caller, route, parameters, head, []), transaction)
            }
            services.longReads.note(head.question, took: LongReads.processorTime() - began)
            try visitor.note(services)
            return response.uncached
        } catch {
            return Problems.response(to: error, requestID: head.requestID, log: services.log).uncached
        }
    }

    private func answer(
        _ route: Route, _ parameters: [String: String], _ head: Head, _ body: [UInt8],
        _ work: (Call) throws -> Response
    ) -> Response {
        do {
            return try work(try admit(route, parameters, head, body)).uncached
        } catch {
            return Problems.response(to: error, requestID: head.requestID, log: services.log).uncached
        }
    }

    /// Leaves a save to be done in its turn: no thread waits for that, nor for the disk.
    private func save(
        _ route: Route, _ parameters: [String: String], _ request: Request, _ reading: (Call) throws -> Route.Saving,
        _ reply: Reply
    ) {
        let refusal: @Sendable (any Error) -> Response = { error in
            Problems.response(to: error, requestID: request.head.requestID, log: services.log).uncached
        }
        do {
            let saving = try reading(try admit(route, parameters, request.head, request.body))
            services.database.writeLater(saving) { result in
                services.grants.clear()
                reply {
                    do { return try result.get()().uncached } catch { return refusal(error) }
                }
            }
        } catch {
            reply { refusal(error) }
        }
    }

    /// Finds out who asks and whether this door is open to them.
    private func admit(
        _ route: Route, _ parameters: [String: String], _ head: Head, _ body: [UInt8]
    ) throws -> Call {
        try admit(try Identify.caller(of: head, services), route, parameters, head, body)
    }

    private func admit(
        _ visitor: Caller?, _ route: Route, _ parameters: [String: String], _ head: Head, _ body: [UInt8]
    ) throws -> Call {
        switch route.access {
        case .anyone: break
        case .signedIn:
            guard visitor != nil else { throw Refusal.notSignedIn }
        case .holding(let permissions):
            guard let visitor else { throw Refusal.notSignedIn }
            guard permissions.contains(where: visitor.may) else { throw Refusal.forbidden }
        }
        if case .token(let scopes)? = visitor?.kind, route.access != .anyone {
            guard let scope = route.scope, scopes.contains(scope) else { throw Refusal.forbidden }
        }
        return Call(head: head, body: body, parameters: parameters, services: services, visitor: visitor)
    }

    private func run(_ route: Route, _ call: Call) throws -> Response {
        switch route.work {
        case .read(let work), .brief(let work): return try services.database.read { try work(call, $0) }
        case .write(let work):
            // Whoever takes something away frees space.
            let response = try services.database.write(spendingReserve: route.method == .delete) { transaction in
                try IdempotentReply.once(call, transaction) { try work(call, transaction) }
            }
            services.grants.clear()
            return response
        case .save(let read):
            let saving = try read(call)
            let answer = try services.database.write { try saving($0) }
            services.grants.clear()
            return answer()
        case .plain(let work):
            let response = try work(call)
            if call.head.routedMethod != .get { services.grants.clear() }
            return response
        case .media: return try decideMedia(route, call, nil)
        case .upload: throw Refusal.notFound
        }
    }

    private func decideMedia(_ route: Route, _ call: Call, _ key: String?) throws -> Response {
        guard case .media(let work) = route.work else { throw Refusal.notFound }
        let generation = services.grants.currentGeneration
        var reply = try services.database.read { try work(call, $0) }
        while case .later(let decide) = reply { reply = try decide() }
        switch reply {
        case .later: throw Refusal.notFound
        case .response(let response): return response
        case .media(let media):
            if media.downloadName != nil {
                let caller = call.visitor ?? .system
                try services.database.write { transaction in
                    try EventLog.record("\(media.subject.kind).downloaded", media.subject, by: caller, transaction)
                }
            }
            if let key { services.grants.keep(key, media, generation: generation) }
            return serve(media, call.head)
        }
    }

    private func serve(_ media: Media, _ head: Head) -> Response {
        guard let body = body(of: media) else {
            return Problems.problem(for: Refusal("not_found", "This media file is missing from the store."))
        }
        var headers = media.headers
        headers.reserveCapacity(headers.count + 4)
        if !headers.contains(where: { $0.0 == "Cache-Control" }) {
            headers.append(("Cache-Control", "private, no-cache"))
        }
        headers.append(("Content-Security-Policy", "default-src 'none'; sandbox"))
        headers.append(("Cross-Origin-Resource-Policy", "same-origin"))
        if let name = media.downloadName {
            headers.append(("Content-Disposition", ContentDisposition.attachment(name)))
        }
        return Response(status: 200, headers: headers, body: body)
    }

    /// Nil when a file is missing.
    private func body(of media: Media) -> Body? {
        switch media.bytes {
        case .stored(let blob):
            guard let descriptor = try? services.blobs.open(blob.hash) else { return nil }
            return .file(
                FileBody(
                    descriptor: descriptor, length: blob.bytes, contentType: media.contentType,
                    etag: "\"\(blob.hash)\"", lastModified: nil,
                    clampOpenRangesTo: media.downloadName == nil ? media.openRangeLimit : nil))
        case .composed(let composed):
            guard let files = try? OpenBlobs(composed.hashes, services.blobs) else { return nil }
            return .composed(
                ComposedBody(
                    composed.composition, descriptors: files.descriptors, contentType: media.contentType,
                    etag: composed.etag))
        }
    }

    private func ready() -> Response {
        do {
            _ = try services.database.read { try $0.row("SELECT count(*) FROM settings") { $0.int64(0) } }
            return .json { $0.field("status", "ready") }
        } catch {
            return .json(503) { $0.field("status", "not ready") }
        }
    }

    /// A page whose status somebody has to decide on a worker, or what is there for everybody.
    private func page(_ head: Head) -> Acceptance {
        guard head.routedMethod == .get, head.segments.count == 2,
            let page = Rooms.pages.first(where: { $0.name == head.segments[0] })
        else { return .answer(file(head)) }
        return .read(limit: 0) { request in decided(page, request.head) }
    }

    private func decided(_ page: DecidedPage, _ head: Head) -> Response {
        let call = Call(
            head: head, body: [], parameters: ["token": head.segments[1]], services: services, visitor: nil)
        do {
            guard let asset = pages.answer(head, page: page.file) else { throw Refusal.notFound }
            guard asset.status == 200 else { return asset }
            return Response(status: try page.status(call), headers: page.headers, body: asset.body)
        } catch {
            return Problems.response(to: error, requestID: head.requestID, log: services.log).uncached
        }
    }

    /// A file of the browser's side, or the one page that draws every address of the product.
    private func file(_ head: Head) -> Response {
        guard head.method == .get || head.method == .head else {
            return Problems.problem(for: Refusal("method_not_allowed", "Pages answer GET.")).header(
                "Allow", "GET, HEAD")
        }
        if !head.segments.isEmpty, let file = pages.answer(head) { return file }
        let name = head.segments.last ?? ""
        guard !name.contains("."), let index = pages.answer(head, page: "/index.html", drawing: module(for: head))
        else {
            return Problems.problem(for: Refusal("no_such_path", "There is nothing under this address."))
        }
        return index
    }

    /// The module that will draw what somebody asks for; who has no sign-in is going to be asked for one.
    private func module(for head: Head) -> String? {
        let path = Identify.bringsSignIn(head, services) ? head.segments : ["sign-in"]
        return pages.text("/routes.js").flatMap { PageModules(routes: $0).module(of: path) }
    }
}

extension Head {
    fileprivate var isOfTheAPI: Bool { segments.count >= 2 && segments[0] == "api" && segments[1] == "v1" }
}

extension Response {
    /// Answers of the API are nobody's to keep; media says so itself.
    fileprivate var uncached: Response {
        headers.contains { $0.0 == "Cache-Control" } ? self : header("Cache-Control", "no-store")
    }
}

/// Refuses what another site's page makes a browser send (OWASP, cross-site request forgery, fetch metadata).
private enum Origin {
    static func refusal(_ head: Head, _ route: Route) -> Refusal? {
        guard route.method != .get else { return nil }
        if let site = head.header("Sec-Fetch-Site") {
            if site == "cross-site" || site == "same-site" { return .crossSite }
        } else if let origin = head.header("Origin"), let host = head.header("Host") {
            if origin != "http://" + host && origin != "https://" + host { return .crossSite }
        }
        guard !route.consumes.isEmpty, head.contentLength ?? 0 > 0 || head.header("Transfer-Encoding") != nil
        else { return nil }
        let given = head.header("Content-Type") ?? ""
        // As nearly everybody writes it.
        if route.consumes.contains(given) { return nil }
        let type = given.split(separator: ";").first.map(String.init) ?? ""
        guard route.consumes.contains(type.trimmed.lowercased()) else {
            return Refusal("unsupported_type", "Send this as \(route.consumes.joined(separator: " or ")).")
        }
        return nil
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// Answers an upload that was refused at the door.
private final class RefusedUpload: BodyReceiver {
    private let response: Response

    init(response: Response) {
        self.response = response
    }

    func begin() -> Response? { response }
    func receive(_ bytes: [UInt8]) -> Response? { response }
    func finish() -> Response { response }
    func abort() {}
}
