import Domain
import HTTP
import JSON

/// `interactions`: search, add, show, change.
enum InteractionRoutes {
    static let all: [Route] = [
        .read("interactions", .needs(.viewInteractions), .interactionsRead) { call, transaction in
            let limit = try PageLimit(call, sorts: InteractionStore.sorts)
            let page = try InteractionStore.page(
                try InteractionSearch(call), for: try call.caller(), limit, transaction)
            return .list(page, for: call) { writer, interaction in interaction.write(&writer) }
        },
        .read("interactions/facets", .needs(.viewInteractions), .interactionsRead) { call, transaction in
            let facets = try InteractionFacets.load(for: try call.caller(), transaction)
            return .json { facets.write(&$0) }
        },
        .write(
            .post, "interactions", .holding([.addInteractions, .addOfflineInteractions]), .interactionsWrite
        ) { call, transaction in
            var fields = try call.fields()
            let interaction = try AddInteraction.run(
                AddInteraction.Input(reading: &fields), by: try call.caller(), call.services, transaction)
            return .created(at: "interactions/\(interaction.id)") { interaction.write(&$0) }
        },
        .brief("interactions/{id}", .needs(.viewInteractions), .interactionsRead) { call, transaction in
            guard
                let interaction = try InteractionStore.find(
                    call.parameter("id"), for: try call.caller(), transaction)
            else { throw Refusal.notFound }
            return .json { interaction.write(&$0) }
        },
        .write(.patch, "interactions/{id}", .needs(.addInteractions), .interactionsWrite) { call, transaction in
            var fields = try call.fields()
            let interaction = try ChangeInteraction.run(
                call.parameter("id"), &fields, by: try call.caller(), transaction)
            return .json { interaction.write(&$0) }
        },
    ]
}
