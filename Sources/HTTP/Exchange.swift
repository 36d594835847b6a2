internal import CMicrohttpd
import Glibc
import Logging
import Synchronization

/// One request and its answer, from the request line to the last byte sent.
///
/// It is touched by the event thread of its connection, or, while the connection is suspended, by one worker; `turn`
/// hands it over, and takes it away from a worker that outlasts the server.
final class Exchange: @unchecked Sendable {
    let connection: Connection
    private let front: Front
    private let handle: OpaquePointer
    private let target: [UInt8]
    private let request = RequestID.next()
    private let begun = monotonicMilliseconds()

    private var step = Step.arriving
    private var methodName = ""
    private var head: Head?
    /// Bytes.
    private var headSize = 0
    private var body: [UInt8] = []
    private var discarded: Int64 = 0
    private var receiver: (any BodyReceiver)?
    private var outgoing: Outgoing?
    private var status = 0
    private var answered: Int64 = 0
    private let turn = Mutex(Turn.events)

    private enum Step {
        case arriving
        /// Gathers the body for a handler.
        case gathering(limit: Int, Handler)
        /// The receiver is open and has not yet said whether it wants the body; then `outgoing` says it does not.
        case opened
        case streaming
        /// The answer is known, the rest of the body is read and forgotten.
        case draining
        /// The answer was written past libmicrohttpd; the connection ends after some more bytes.
        case hungUp
        case ready
    }

    private enum Turn { case events, worker, abandoned }

    /// What is done with a request on a worker.
    private enum Handler {
        case answer(@Sendable (Request) -> Response)
        /// The worker goes on, and the answer comes when it is there.
        case leave(@Sendable (Request, Reply) -> Void)
    }

    /// So much of a body is read and forgotten for the sake of the connection; of a longer one the connection is closed.
    private static let mostDrained: Int64 = 4 << 20
    /// A piece of an upload handed to its receiver.
    static let pieceSize = 1 << 20

    init(front: Front, connection: Connection, handle: OpaquePointer, target: [UInt8]) {
        self.front = front
        self.connection = connection
        self.handle = handle
        self.target = target
    }

    // MARK: On the event thread

    /// libmicrohttpd's call: first with the head, then with pieces of the body, last when it is complete.
    func called(
        method: UnsafePointer<CChar>, url: UnsafePointer<CChar>, version: UnsafePointer<CChar>,
        bytes: UnsafePointer<CChar>?, count: UnsafeMutablePointer<Int>
    ) -> MHD_Result {
        // Inside one read of chunks it calls on although the connection is suspended: leave the bytes for later.
        switch turn.withLock({ $0 }) {
        case .events: break
        case .worker: return .YES
        case .abandoned: return .NO
        }
        switch step {
        case .arriving:
            return arrive(HeadReader(method: method, url: url, version: version, target: target, connection: handle))
        case .opened:
            if outgoing != nil { return refuseBody() }
            step = .streaming
            connection.move(to: .receivingBody)
            return .YES
        case .gathering(let limit, let handler):
            guard take(bytes, count) else {
                return handOver(to: handler) ? .YES : .NO
            }
            if body.count > limit {
                body = []
                prepare(Exchange.tooLarge(limit))
                step = .draining
            }
            return .YES
        case .streaming:
            let isMore = take(bytes, count)
            if isMore, body.count < Exchange.pieceSize { return .YES }
            return work { $0.deliver(isLast: !isMore) } ? .YES : .NO
        case .draining:
            guard count.pointee > 0 else { return queue() }
            if discarded + Int64(count.pointee) > Exchange.mostDrained { return hangUp() }
            discarded += Int64(count.pointee)
            count.pointee = 0
            return .YES
        case .hungUp:
            discarded += Int64(count.pointee)
            if count.pointee == 0 || discarded > 2 * Exchange.mostDrained { return .NO }
            count.pointee = 0
            return .YES
        case .ready:
            return queue()
        }
    }

    /// Takes what came of the body; false when it is complete.
    private func take(_ bytes: UnsafePointer<CChar>?, _ count: UnsafeMutablePointer<Int>) -> Bool {
        guard count.pointee > 0, let bytes else { return false }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count.pointee))
        count.pointee = 0
        return true
    }

    private func arrive(_ reader: HeadReader) -> MHD_Result {
        methodName = String(cString: reader.method)
        let head: Head
        do {
            head = try reader.read(peer: connection.peer, request: request)
        } catch {
            // What could not be read whole cannot be trusted to end where it seems to: the connection is closed.
            prepare(error.problem.response, closing: true)
            return queue()
        }
        self.head = head
        headSize = reader.size
        let acceptance = front.service.accept(head)
        switch acceptance {
        case .answer(let response):
            prepare(response)
            return head.hasBody ? refuseBody() : later(.ready)
        case .glance(let glance, let handler):
            if !head.hasBody, let response = glance(head) {
                prepare(response)
                return later(.ready)
            }
            return gather(head, upTo: 0, for: .answer(handler))
        case .read(let limit, let handler): return gather(head, upTo: limit, for: .answer(handler))
        case .leave(let limit, let handler): return gather(head, upTo: limit, for: .leave(handler))
        case .stream(let open):
            step = .opened
            let isSuspended = work { exchange in
                let receiver = open(head)
                exchange.receiver = receiver
                if let refusal = receiver.begin() { exchange.conclude(refusal) }
            }
            return isSuspended ? .YES : .NO
        }
    }

    private func gather(_ head: Head, upTo limit: Int, for handler: Handler) -> MHD_Result {
        if let length = head.contentLength, length > Int64(limit) {
            prepare(Exchange.tooLarge(limit))
            return refuseBody()
        }
        body.reserveCapacity(Int(head.contentLength ?? 0))
        connection.move(to: .receivingBody)
        return later(.gathering(limit: limit, handler))
    }

    private func later(_ next: Step) -> MHD_Result {
        step = next
        return .YES
    }

    private static func tooLarge(_ limit: Int) -> Response {
        Problem(status: 413, code: "content_too_large", detail: "The body has more than the \(limit) bytes taken here.")
            .response
    }

    /// Answers a request whose body is not wanted, so that the client can read the answer and, if that is cheap, go on
    /// with the same connection.
    private func refuseBody() -> MHD_Result {
        guard let head, head.hasBody else { return later(.ready) }
        // Who waits for 100 (Continue) has sent nothing yet; libmicrohttpd closes after an answer at this point.
        if head.waitsForContinue { return queue() }
        if let length = head.contentLength, length > Exchange.mostDrained { return hangUp() }
        return later(.draining)
    }

    /// Writes the answer past libmicrohttpd, which could not answer before the whole body is there, and ends the
    /// connection's sending side. Some more of the body is read, lest a reset overtakes the answer.
    private func hangUp() -> MHD_Result {
        guard let early else { return .NO }
        outgoing?.discard()
        outgoing = nil
        let bytes = front.outbox.wireBytes(early, request: request)
        answered = bytes.withUnsafeBytes {
            Int64(
                send(
                    connection.descriptor, $0.baseAddress, $0.count,
                    Int32(MSG_DONTWAIT | MSG_NOSIGNAL)))
        }
        shutdown(connection.descriptor, Int32(SHUT_WR))
        return later(.hungUp)
    }

    private var early: Response?

    private func prepare(_ response: Response, closing: Bool = false) {
        early = response
        outgoing = front.outbox.make(
            response, head: head, request: request, closing: closing || front.isStopping.load(ordering: .relaxed),
            exchange: self)
        if outgoing?.isUnsound == true {
            front.log.error(
                "an answer had a header or status that cannot be sent", metadata: ["requestId": "\(request.text)"])
        }
        status = outgoing?.status ?? 500
    }

    private func queue() -> MHD_Result {
        guard let outgoing else { return .NO }
        self.outgoing = nil
        early = nil
        answered = head?.method == .head || outgoing.status == 304 ? 0 : outgoing.length
        connection.move(to: .answering)
        defer { outgoing.discard() }
        if outgoing.isFromFiles { connection.beginGathering() }
        return MHD_queue_response(handle, UInt32(outgoing.status), outgoing.raw)
    }

    /// The last call: the answer is out, or the connection is gone.
    func completed(isWhole: Bool) {
        connection.requestEnded(size: head?.hasBody == false ? headSize : nil)
        let isOurs = turn.withLock { $0 != .abandoned }
        if isOurs {
            outgoing?.discard()
            outgoing = nil
            if let receiver {
                self.receiver = nil
                front.pool.submit { receiver.abort() }
            }
        }
        front.accessLog.write(
            AccessLine(
                at: unixMilliseconds(), method: methodName, path: head?.rawPath ?? "", status: isOurs ? status : 503,
                bytes: isOurs ? answered : 0, milliseconds: monotonicMilliseconds() - begun, request: request,
                peer: connection.network, isComplete: isWhole))
    }

    // MARK: On a worker

    /// Suspends the connection, runs `job` on a worker and resumes; false when the server ends and nothing more is run.
    func work(
        thenIn stage: Connection.Stage = .receivingBody, _ job: @escaping @Sendable (Exchange) -> Void
    ) -> Bool {
        guard suspend() else { return false }
        front.pool.submit { [self] in
            job(self)
            handBack(in: stage)
        }
        return true
    }

    /// Gives the connection to a worker; false when the server ends.
    private func suspend() -> Bool {
        let isFree = turn.withLock { turn in
            guard turn == .events else { return false }
            turn = .worker
            return true
        }
        guard isFree else { return false }
        guard front.working.add(self) else {
            turn.withLock { $0 = .events }
            return false
        }
        connection.move(to: .working)
        MHD_suspend_connection(handle)
        return true
    }

    private func handOver(to handler: Handler) -> Bool {
        switch handler {
        case .answer(let answer): return work { $0.handle(answer) }
        case .leave(let leave):
            guard suspend() else { return false }
            front.pool.submit { [self] in
                guard let request = takeRequest() else { return }
                // From here on the exchange is whoever's who has the answer.
                leave(request, Reply { make in self.front.pool.submit { self.finish(make()) } })
            }
            return true
        }
    }

    private func finish(_ response: Response) {
        conclude(response)
        step = .ready
        handBack(in: .receivingBody)
    }

    private func handBack(in stage: Connection.Stage) {
        let isOurs = front.working.remove(self) {
            turn.withLock { turn in
                guard turn == .worker else { return false }
                turn = .events
                connection.move(to: stage)
                MHD_resume_connection(handle)
                return true
            }
        }
        if !isOurs {
            outgoing?.discard()
            outgoing = nil
            receiver?.abort()
            receiver = nil
        }
    }

    private func handle(_ handler: @Sendable (Request) -> Response) {
        guard let request = takeRequest() else { return }
        conclude(handler(request))
        step = .ready
    }

    private func takeRequest() -> Request? {
        defer { body = [] }
        return head.map { Request(head: $0, body: body) }
    }

    private func deliver(isLast: Bool) {
        guard let receiver else { return }
        if !body.isEmpty {
            let piece = body
            body = []
            if !isLast { body.reserveCapacity(Exchange.pieceSize + (64 << 10)) }
            if let answer = receiver.receive(piece) {
                conclude(answer)
                step = isLast ? .ready : .draining
                return
            }
        }
        if isLast {
            conclude(receiver.finish())
            step = .ready
        }
    }

    private func conclude(_ response: Response) {
        receiver = nil
        prepare(response)
    }

    /// Takes the exchange from a worker that the stopping server no longer waits for; its connection is closed.
    func abandon() {
        turn.withLock { turn in
            guard turn == .worker else { return }
            turn = .abandoned
            MHD_resume_connection(handle)
        }
    }
}
