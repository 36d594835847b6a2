import Domain
import HTTP
import JSON

/// `evaluations/counts`, `evaluation-views` and `evaluation-columns`: what stands around the list of sessions.
enum GridRoutes {
    static let all: [Route] = [
        .brief("evaluations/counts", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            let counts = try CountEvaluations.run(
                try EvaluationQuery(call), for: try call.caller(), transaction)
            return .json { writer in
                for (name, total) in counts {
                    writer.field(
                        name,
                        object: {
                            $0.field("count", total.count)
                            $0.field("capped", total.isCapped)
                        })
                }
            }
        },
        .brief("evaluation-views", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            let views = try GridViewStore.all(of: try call.caller(), transaction)
            return .json { writer in
                writer.field("items", array: { list in for view in views { list.object { view.write(&$0) } } })
            }
        },
        .write(.post, "evaluation-views", .needs(.viewEvaluations), .evaluationsWrite) { call, transaction in
            var fields = try call.fields()
            let view = try SaveView.run(
                GridView.Input(reading: &fields), by: try call.caller(), call.services, transaction)
            return .created(at: "evaluation-views/\(view.id)") { view.write(&$0) }
        },
        .write(.put, "evaluation-views/{id}", .needs(.viewEvaluations), .evaluationsWrite) { call, transaction in
            var fields = try call.fields()
            let view = try ChangeView.run(
                call.parameter("id"), GridView.Input(reading: &fields), by: try call.caller(), transaction)
            return .json { view.write(&$0) }
        },
        .write(.delete, "evaluation-views/{id}", .needs(.viewEvaluations), .evaluationsWrite, consumes: []) {
            call, transaction in
            try DeleteView.run(call.parameter("id"), by: try call.caller(), transaction)
            return .noContent
        },
        .brief("evaluation-columns", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            let chosen = try GridViewStore.columns(of: try call.caller(), transaction)
            return columns(chosen ?? GridColumn.usual.map(\.rawValue))
        },
        .write(.put, "evaluation-columns", .needs(.viewEvaluations), .evaluationsWrite) { call, transaction in
            var fields = try call.fields()
            let given = try fields.strings("columns", max: GridColumn.allCases.count, each: 20)
            for name in given where GridColumn(rawValue: name) == nil {
                throw FieldError(
                    pointer: fields.pointer(to: "columns"), code: "field_value",
                    sentence: "“\(name)” is no column of this list.")
            }
            try fields.finish()
            let chosen = GridColumn.allCases.filter { given.contains($0.rawValue) }
            try GridViewStore.setColumns(of: try call.caller(), chosen, transaction)
            return columns(chosen.map(\.rawValue))
        },
    ]

    private static func columns(_ names: [String]) -> Response {
        .json { $0.field("columns", names) }
    }
}
