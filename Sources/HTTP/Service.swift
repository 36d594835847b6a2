/// What a server serves.
package protocol Service: Sendable {
    /// Decides what becomes of a request when its headers are complete. Called on an event thread: it must not block.
    func accept(_ head: Head) -> Acceptance
}

/// What becomes of a request.
package enum Acceptance {
    /// Answered at once, on the event thread: static files, media already granted, refusals.
    case answer(Response)
    /// The body is gathered (413 above `limit` bytes, announced or sent), then handled on a worker.
    case read(limit: Int, @Sendable (Request) -> Response)
    /// As `read`, but the worker that handles it goes on without an answer, which is given later, by any thread.
    case leave(limit: Int, @Sendable (Request, Reply) -> Void)
    /// Answered at once where the first can do that without waiting: it gives nil when it cannot, nothing has happened
    /// then, and the second answers on a worker. Of requests without a body.
    case glance(@Sendable (Head) -> Response?, orElse: @Sendable (Request) -> Response)
    /// The body is handed piece by piece to a receiver, which is opened and works on workers only.
    case stream(open: @Sendable (Head) -> any BodyReceiver)
}

/// Where the answer of a request goes for which no thread waits.
package struct Reply: Sendable {
    private let give: @Sendable (@escaping @Sendable () -> Response) -> Void

    /// `give` has an answer made on a worker and sent.
    package init(_ give: @escaping @Sendable (@escaping @Sendable () -> Response) -> Void) { self.give = give }

    /// Has the answer made on a worker and sent; called once for each request, by any thread.
    package func callAsFunction(_ make: @escaping @Sendable () -> Response) { give(make) }
}

/// Takes the body of one upload. Called on workers, one call at a time and in order.
package protocol BodyReceiver: AnyObject, Sendable {
    /// Called once before a byte is read; an answer here refuses the upload, and who waits for 100 (Continue) sends none.
    func begin() -> Response?
    /// Takes the next bytes, about 1 MiB a call. An answer ends the upload: nothing more is called.
    func receive(_ bytes: [UInt8]) -> Response?
    /// The body is complete.
    func finish() -> Response
    /// The client went away, or the server stopped, before the body was complete.
    func abort()
}

extension BodyReceiver {
    package func begin() -> Response? { nil }
}
