import Domain
import HTTP
import JSON
import SQL
import Sandbox

/// `jobs/{id}`: how far slow work is, and cancelling it.
enum JobRoutes {
    static let all: [Route] = [
        .brief("jobs/{id}", .signedIn, .recordingsRead) { call, transaction in
            try reply(try find(call, transaction), call.services)
        },
        .write(.delete, "jobs/{id}", .signedIn, .recordingsWrite, consumes: []) { call, transaction in
            let job = try find(call, transaction)
            let caller = try call.caller()
            guard job.createdBy == caller.id || caller.role == .supervisor || caller.role == .admin else {
                throw Refusal("forbidden", "Only whoever asked for this work may cancel it, or a supervisor.")
            }
            guard try JobQueue.end(job.id, .cancelled, refusal: .jobCancelled, transaction) else { return .noContent }
            if let kind = Rooms.jobKinds.first(where: { $0.name == job.kind }) {
                try kind.gaveUp(job, .jobCancelled, transaction)
            }
            let worker = call.services.worker
            transaction.afterCommit { worker.run(of: job.id)?.cancellation.cancel() }
            return .noContent
        },
    ]

    static let api = RoomAPI(
        operations: [
            .get(
                "jobs/{id}", "How far slow work is; asked again after Retry-After while it is under way.",
                answers: [.ok(.named("Job"))]),
            .delete("jobs/{id}", "Cancel slow work; what is over stays."),
        ],
        shapes: [
            (
                "Job",
                .object([
                    "id": .id, "kind": .choice(Rooms.jobKinds.map(\.name)),
                    "state": .choice(["queued", "running", "done", "failed", "cancelled"]), "progress": .number(0...1),
                    "step": Shape.text().orNull, "remainingMs": Shape.integer().orNull,
                    "error": Shape.object(["code": .text(), "message": .text()]).orNull,
                    "result": Shape.object(["url": .text()]).orNull, "createdAt": .instant,
                    "finishedAt": Shape.instant.orNull,
                ])
            )
        ])

    /// The job as JSON; while it is under way the answer says when to ask again.
    static func reply(_ job: Job, _ services: Services, status: Int = 200) throws -> Response {
        let response = Response.json(status) { write(job, services, &$0) }
        return job.isFinished ? response : response.header("Retry-After", "1")
    }

    /// 202 with the job and where to watch it.
    static func accepted(_ job: Job, _ services: Services) throws -> Response {
        try reply(job, services, status: 202).header("Location", Call.apiPrefix + job.path)
    }

    /// A job is seen by whoever asked for it, and by those who see what it works on.
    private static func find(_ call: Call, _ transaction: borrowing Transaction) throws -> Job {
        let caller = try call.caller()
        guard let job = try JobQueue.find(call.parameter("id"), transaction) else { throw Refusal.notFound }
        if job.createdBy == caller.id { return job }
        let kind = Rooms.jobKinds.first { $0.name == job.kind }
        guard let kind, !caller.isAgent, try kind.isSeen(job, caller, transaction) else { throw Refusal.notFound }
        return job
    }

    private static func write(_ job: Job, _ services: Services, _ writer: inout JSONWriter) {
        let run = services.worker.run(of: job.id)
        let progress = job.state == .done ? 1 : run?.progress ?? 0
        writer.field("id", job.id)
        writer.field("kind", job.kind)
        writer.field("state", job.state.rawValue)
        writer.field("progress", raw: Array(fraction(progress).utf8))
        writer.field("step", run?.step)
        writer.field("remainingMs", remaining(job, progress, now: services.outside.now()))
        if let code = job.errorCode {
            writer.field(
                "error",
                object: {
                    $0.field("code", code)
                    $0.field("message", job.errorMessage ?? "")
                })
        } else {
            writer.fieldNull("error")
        }
        if let path = job.resultPath {
            writer.field("result", object: { $0.field("url", Call.apiPrefix + path) })
        } else {
            writer.fieldNull("result")
        }
        writer.field("createdAt", instant: job.createdAt)
        writer.field("finishedAt", instant: job.finishedAt)
    }

    /// Three decimals, without floating-point noise.
    private static func fraction(_ progress: Double) -> String {
        let thousandths = Int(progress * 1000)
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
    }

    /// A straight line through what was done so far; nil until there is something to go by.
    private static func remaining(_ job: Job, _ progress: Double, now: Int64) -> Int64? {
        guard job.state == .running, let started = job.startedAt, progress > 0.02 else { return nil }
        return Int64(Double(now - started) * (1 - progress) / progress)
    }
}
