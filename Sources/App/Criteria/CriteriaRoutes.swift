import Domain
import HTTP
import JSON

/// `criteria`: saved searches.
enum CriteriaRoutes {
    static let all: [Route] = [
        .read("criteria", .needs(.editCriteria), .evaluationsRead) { call, transaction in
            let page = try CriteriaStore.page(try PageLimit(call, sorts: CriteriaStore.sorts), transaction)
            return .list(page, for: call) { writer, criteria in criteria.write(&writer) }
        },
        .write(.post, "criteria", .needs(.editCriteria), .evaluationsWrite) { call, transaction in
            var fields = try call.fields()
            let criteria = try SaveCriteria.run(
                SaveCriteria.Input(reading: &fields), by: try call.caller(), call.services, transaction)
            return .created(at: "criteria/\(criteria.id)") { criteria.write(&$0) }
        },
        .read("criteria/{id}", .needs(.editCriteria), .evaluationsRead) { call, transaction in
            let criteria = try FindCriteria.run(call.parameter("id"), transaction)
            return .json { criteria.write(&$0) }
        },
        .write(.put, "criteria/{id}", .needs(.editCriteria), .evaluationsWrite) { call, transaction in
            var fields = try call.fields()
            let criteria = try ChangeCriteria.run(
                call.parameter("id"), SaveCriteria.Input(reading: &fields), by: try call.caller(), transaction)
            return .json { criteria.write(&$0) }
        },
        .write(.delete, "criteria/{id}", .needs(.editCriteria), .evaluationsWrite, consumes: []) { call, transaction in
            try DeleteCriteria.run(call.parameter("id"), by: try call.caller(), transaction)
            return .noContent
        },
    ]
}
