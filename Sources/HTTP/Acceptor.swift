internal import CMicrohttpd
import Glibc

/// Takes new connections and hands them to libmicrohttpd, on a thread of its own.
///
/// The library could listen itself, but 0.9.75 ends the process when it is asked to stop listening just as one of its
/// threads notices (MHD_quiesce_daemon with a thread pool); so it never sees the listener.
final class Acceptor: @unchecked Sendable {
    private let listener: Int32
    private let daemon: OpaquePointer
    private let alarm = Alarm()
    private let thread = WorkerPool(threads: 1)

    init(listener: Int32, daemon: OpaquePointer) {
        self.listener = listener
        self.daemon = daemon
        thread.submit { [self] in run() }
    }

    /// Returns when no connection will be taken any more.
    func stop() {
        alarm.ring()
        thread.stop(waiting: 5)
        close(listener)
    }

    private func run() {
        var watched = [
            pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
            pollfd(fd: alarm.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            if poll(&watched, 2, -1) < 0, errno != EINTR { return }
            if watched[1].revents != 0 { return }
            if watched[0].revents != 0 { takeAll() }
        }
    }

    private func takeAll() {
        while true {
            var address = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let isOver = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    let client = earmark_accept(listener, address, &length)
                    guard client >= 0 else {
                        // Out of descriptors: let some be closed. A client that left meanwhile is nothing.
                        if errno == EMFILE || errno == ENFILE || errno == ENOMEM { usleep(20_000) }
                        return errno != ECONNABORTED && errno != EINTR
                    }
                    // Above the limit of connections libmicrohttpd closes it.
                    _ = MHD_add_connection(daemon, client, address, length)
                    return false
                }
            }
            if isOver { return }
        }
    }
}

/// Ends a thread's waiting, from another thread, once.
final class Alarm: Sendable {
    /// Readable from the ring on.
    let descriptor: Int32
    private let bell: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (descriptor, bell) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(bell)
    }

    func ring() { write(bell, [1], 1) }

    /// Whether it rang; waits at most so long.
    func wait(milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, milliseconds) > 0
    }
}
