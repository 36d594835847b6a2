import Foundation
import JSON

/// `earmark check --sandbox`: a media child, locked down as for a job, tries what a hostile file would want.
enum SandboxCheck {
    /// What has to be refused, and how it reads.
    private static let attempts = [
        ("open", "open a file"), ("create", "create a file"), ("remove", "remove a file"), ("socket", "make a socket"),
        ("connect", "connect to somewhere"), ("listen", "wait for connections"), ("exec", "run a program"),
        ("fork", "start a process"), ("ptrace", "trace a process"), ("kill", "signal a process"),
        ("peek", "read another process's memory"), ("code", "run code of its own"),
        ("namespace", "make a namespace"), ("mount", "mount a file system"), ("ring", "make an io_uring"),
        ("memory", "take more memory than allowed"),
    ]
    /// What has to work: else a refusal would prove nothing.
    private static let control = ("thread", "start a thread")

    /// What became of an attempt.
    private enum Outcome: String {
        /// The call failed.
        case refused
        /// The kernel ended the child.
        case ended
        case done
        /// The child did not lock itself down, and left without trying.
        case unlocked
        /// The child went otherwise.
        case untried

        var isRefusal: Bool { self == .refused || self == .ended }

        var sentence: String {
            switch self {
            case .refused: "refused"
            case .ended: "refused, and the child was ended"
            case .done: "possible"
            case .unlocked: "not tried: the child could not be locked down, and does no work"
            case .untried: "not tried: the child went before"
            }
        }
    }

    static func run() throws {
        let outcomes = try attempts.map { ($0.0, $0.1, try attempt($0.0)) }
        let works = try attempt(control.0)
        for (_, phrase, outcome) in outcomes { Earmark.say("\(phrase): \(outcome.sentence)") }
        Earmark.say("\(control.1): \(works.sentence) (it has to be)")
        let isRefused = outcomes.allSatisfy { $0.2.isRefusal }
        MediaChild.print { writer in
            writer.object { writer in
                writer.field("refused", isRefused && works == .done)
                writer.field(
                    "attempts",
                    array: { list in
                        for (what, _, outcome) in outcomes { write(what, outcome, to: &list) }
                    })
                writer.field("control", object: { write(control.0, works, members: &$0) })
            }
        }
        if let open = outcomes.first(where: { !$0.2.isRefusal }) {
            throw Refused(
                description: open.2 == .unlocked
                    ? "Media children cannot be locked down here (seccomp is missing), so media is not worked on."
                    : "A media child could \(open.1): do not read recordings you do not trust on this machine.")
        }
        guard works == .done else {
            throw Refused(description: "A media child cannot even \(control.1), so media cannot be worked on here.")
        }
    }

    private static func write(_ what: String, _ outcome: Outcome, to list: inout JSONWriter) {
        list.object { write(what, outcome, members: &$0) }
    }

    private static func write(_ what: String, _ outcome: Outcome, members writer: inout JSONWriter) {
        writer.field("what", what)
        writer.field("outcome", outcome.rawValue)
    }

    private static func attempt(_ what: String) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try MediaChild.program())
        process.arguments = ["try", what]
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        do { try process.run() } catch {
            throw Refused(description: "earmark-media could not be started: \(error.localizedDescription)")
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit else {
            return process.terminationStatus == SIGSYS ? .ended : .untried
        }
        switch process.terminationStatus {
        case 0: return .done
        case 1: return .refused
        case notLocked: return .unlocked
        default: return .untried
        }
    }

    /// EARMARK_EXIT_NOT_LOCKED of the child.
    private static let notLocked: Int32 = 90
}
