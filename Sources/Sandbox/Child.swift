import CSandbox
import Glibc
import MediaWork
import Synchronization

/// How a media child ended.
enum ChildEnd: Hashable {
    case exited(Int32)
    case killed(signal: Int32)
    /// It closed its socket and went on, until it was killed for it.
    case lingered
}

/// One running `earmark-media`, which does one job.
final class Child: Sendable {
    private let pid: pid_t
    private let socket: Int32
    private let end = Mutex<ChildEnd?>(nil)

    /// Starts `program`; throws errno as `.unavailable`.
    init(program: String) throws(MediaFailure) {
        var ends: [Int32] = [-1, -1]
        var failed = earmark_socketpair(&ends)
        guard failed == 0 else { throw .unavailable(code: failed) }
        var pid: pid_t = -1
        failed = earmark_spawn(program, ends[1], &pid)
        close(ends[1])
        guard failed == 0 else {
            close(ends[0])
            throw .unavailable(code: failed)
        }
        self.pid = pid
        socket = ends[0]
    }

    deinit {
        finish()
        close(socket)
    }

    /// Sends the request with its descriptors; false when the child has gone.
    func send(_ message: WireMessage, descriptors: [Int32], limits: JobLimits) -> Bool {
        guard earmark_limit(pid, UInt(limits.cpuSeconds), UInt64(limits.fileBytes)) == 0 else { return false }
        let bytes = message.framed
        return earmark_send(socket, bytes, bytes.count, descriptors, Int32(descriptors.count)) == 0
    }

    /// The next message; nil when the child has ended. Throws `.timedOut` at the deadline, and
    /// `.unavailable` for what no honest child says.
    func receive(by deadline: ContinuousClock.Instant) throws(MediaFailure) -> WireMessage? {
        guard let header = try bytes(WireMessage.headerBytes, by: deadline) else { return nil }
        guard let length = try? WireMessage.length(header: header) else { throw .unavailable(code: EPROTO) }
        guard let body = try bytes(length, by: deadline) else { return nil }
        guard let message = try? WireReader.value(WireMessage.self, from: body) else {
            throw .unavailable(code: EPROTO)
        }
        return message
    }

    func kill() {
        end.withLock { end in
            // Once reaped, the number may belong to somebody else.
            if end == nil { _ = Glibc.kill(pid, SIGKILL) }
        }
    }

    /// Kills the child unless it has ended by itself, and says how it ended.
    @discardableResult
    func finish() -> ChildEnd {
        end.withLock { end in
            if let end { return end }
            var status: Int32 = 0
            // A child that closed its socket is about to exit: some grace tells its own end from our kill.
            var hasLeft = false
            for _ in 0..<1_000 {
                if waitpid(pid, &status, WNOHANG) == pid { return Self.keep(status, in: &end) }
                hasLeft = hasHungUp
                if !hasLeft { break }
                usleep(2_000)
            }
            _ = Glibc.kill(pid, SIGKILL)
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            guard hasLeft else { return Self.keep(status, in: &end) }
            end = .lingered
            return .lingered
        }
    }

    private static func keep(_ status: Int32, in end: inout ChildEnd?) -> ChildEnd {
        let signal = status & 0x7f
        let found = signal == 0 ? ChildEnd.exited((status >> 8) & 0xff) : .killed(signal: signal)
        end = found
        return found
    }

    /// Whether it closed its end: it is dead, or about to be.
    var hasHungUp: Bool {
        var poll = pollfd(fd: socket, events: 0, revents: 0)
        return Glibc.poll(&poll, 1, 0) == 1 && poll.revents & Int16(POLLHUP) != 0
    }

    /// Exactly `count` bytes; nil at the end of the stream.
    private func bytes(_ count: Int, by deadline: ContinuousClock.Instant) throws(MediaFailure) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                earmark_receive(socket, buffer.baseAddress! + filled, count - filled, 1, nil, 0, nil)
            }
            if got > 0 {
                filled += got
            } else if got == 0 || Int32(-got) != EAGAIN {
                return nil
            } else {
                let left = ContinuousClock.now.duration(to: deadline)
                guard left > .zero else { throw .timedOut }
                var poll = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
                let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
                _ = Glibc.poll(&poll, 1, Int32(clamping: milliseconds + 1))
            }
        }
        return bytes
    }
}
