import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `evaluations/{id}/notification` and `action-items`.
enum ActionItemRoutes {
    static let all: [Route] = [
        .write(.post, "evaluations/{id}/notification", .needs(.performEvaluations), .evaluationsWrite) {
            call, transaction in
            var fields = try call.fields()
            let input = try NotifyAgent.Input(reading: &fields, try SettingsStore.load(transaction))
            let item = try NotifyAgent.run(
                call.parameter("id"), input, by: try call.caller(), call.services, transaction)
            return .created(at: "action-items/\(item.id)") { item.write(&$0) }
        },
        .read("action-items", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            let limit = try PageLimit(call, sorts: ActionItemStore.sorts)
            var query = ActionItemQuery()
            query.state = try call.choice("state", of: ActionItemState.self)
            query.evaluation = call.query("evaluation")
            query.isMine = try call.truth("mine") ?? false
            query.isSent = try call.truth("sent") ?? false
            let page = try ActionItemStore.page(query, for: try call.caller(), limit, transaction)
            return .list(page, for: call) { writer, item in item.write(&writer) }
        },
        .read("action-items/{id}", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            let caller = try call.caller()
            return try show(try FindActionItem.run(call.parameter("id"), for: caller, transaction), caller, transaction)
        },
        .read("action-items/{id}/evaluation", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            let shown = try ShownEvaluation.load(call.parameter("id"), for: try call.caller(), transaction)
            return try .json { try shown.write(&$0) }
        },
        .write(.post, "action-items/{id}/messages", .needs(.viewEvaluations), .evaluationsWrite) {
            call, transaction in
            var fields = try call.fields()
            let body = try ActionItemRule.checkedBody(try fields.string("body", max: 20_000))
            try fields.finish()
            let caller = try call.caller()
            return try show(
                try WriteMessage.run(call.parameter("id"), body, by: caller, call.services, transaction), caller,
                transaction)
        },
        .write(.put, "action-items/{id}/closure", .needs(.viewEvaluations), .evaluationsWrite, consumes: []) {
            call, transaction in
            let caller = try call.caller()
            return try show(
                try CloseActionItem.run(call.parameter("id"), true, by: caller, transaction), caller, transaction)
        },
        .write(.delete, "action-items/{id}/closure", .needs(.viewEvaluations), .evaluationsWrite, consumes: []) {
            call, transaction in
            let caller = try call.caller()
            return try show(
                try CloseActionItem.run(call.parameter("id"), false, by: caller, transaction), caller, transaction)
        },
    ]

    private static func show(
        _ item: ActionItem, _ caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Response {
        let thread = try ActionItemStore.messages(of: item.id, transaction)
        return .json { item.write(&$0, with: thread, for: caller) }
    }
}
