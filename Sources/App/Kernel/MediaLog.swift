import Logging
import MediaWork
import Sandbox

/// What whoever runs the machine should know of media work: a child that crashed, was killed, ran into a limit or did
/// what it may not. A file that is only broken is the business of whoever uploaded it.
enum MediaLog {
    static func write(_ end: MediaEnd, to log: Logger) {
        guard let failure = end.failure, failure.isAlarm else { return }
        var facts: Logger.Metadata = [
            "work": "\(end.work)", "code": "\(failure.code)", "count": "\(end.count)", "waitedMs": "\(end.waitedMs)",
            "workedMs": "\(end.workedMs)",
        ]
        switch failure {
        case .crashed(let signal): facts["signal"] = "\(signal)"
        case .unavailable(let code): facts["error"] = "\(code)"
        default: break
        }
        log.warning("media work failed", metadata: facts)
    }
}

extension MediaFailure {
    fileprivate var isAlarm: Bool {
        switch self {
        case .crashed, .violated, .killed, .timedOut, .cpuSpent, .tooLarge(.memory), .tooLarge(.output), .unavailable,
            .unlocked:
            true
        default: false
        }
    }
}
