import Domain
import HTTP
import JSON

/// `scorecards/{id}/impact`, `scorecards/{id}/adoption`: what a new version means for evaluations there are.
enum VersionRoutes {
    static let all: [Route] = [
        .read("scorecards/{id}/impact", .needs(.editScorecards), .evaluationsRead) { call, transaction in
            let result = try PreviewImpact.run(call.parameter("id"), for: try call.caller(), transaction)
            return .json { result.write(&$0) }
        },
        .read("scorecards/{id}/adoption", .needs(.assignEvaluations), .evaluationsRead) { call, transaction in
            let result = try AdoptVersion.preview(call.parameter("id"), for: try call.caller(), transaction)
            return .json { result.write(&$0) }
        },
        .write(.post, "scorecards/{id}/adoption", .needs(.assignEvaluations), .evaluationsWrite) {
            call, transaction in
            let result = try AdoptVersion.run(call.parameter("id"), by: try call.caller(), transaction)
            return .json { result.write(&$0) }
        },
    ]
}

extension AdoptVersion.Result {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("version", version)
        writer.field("moved", moved.count)
        writer.field("untouched", left.untouched)
        writer.field("begun", left.begun)
    }
}
