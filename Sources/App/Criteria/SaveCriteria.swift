import Domain
import JSON
import SQL

/// Saves a search under a name. Needs `edit_criteria`; refuses a name that is taken.
enum SaveCriteria {
    struct Input: Sendable {
        let name: String
        let search: InteractionSearch

        init(reading fields: inout JSONFields) throws {
            name = try fields.name("name")
            var search = try fields.object("search")
            self.search = try InteractionSearch(reading: &search)
            try fields.finish()
        }
    }

    static func run(
        _ input: Input, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> SavedCriteria {
        let id = services.outside.id()
        guard try CriteriaStore.insert(id: id, name: input.name, input.search, by: caller, transaction) else {
            throw Refusal.nameTaken
        }
        try EventLog.record("criteria.added", .init(kind: "criteria", id: id), by: caller, transaction)
        return try FindCriteria.run(id, transaction)
    }
}

/// Changes a saved search, for the draws to come. Needs `edit_criteria`; refuses a name that is taken.
enum ChangeCriteria {
    static func run(
        _ id: String, _ input: SaveCriteria.Input, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> SavedCriteria {
        _ = try FindCriteria.run(id, transaction)
        if let other = try CriteriaStore.find(name: input.name, transaction), other.id != id {
            throw Refusal.nameTaken
        }
        try CriteriaStore.update(id, name: input.name, input.search, transaction)
        try EventLog.record("criteria.changed", .init(kind: "criteria", id: id), by: caller, transaction)
        return try FindCriteria.run(id, transaction)
    }
}

/// Takes a saved search away. Needs `edit_criteria`; what was drawn from it stays as it is.
enum DeleteCriteria {
    static func run(_ id: String, by caller: Caller, _ transaction: borrowing Transaction) throws {
        _ = try FindCriteria.run(id, transaction)
        try CriteriaStore.delete(id, transaction)
        try EventLog.record("criteria.deleted", .init(kind: "criteria", id: id), by: caller, transaction)
    }
}

/// Finds a saved search; refuses one that is not there.
enum FindCriteria {
    static func run(_ id: String, _ transaction: borrowing Transaction) throws -> SavedCriteria {
        guard let criteria = try CriteriaStore.find(id, transaction) else { throw Refusal.notFound }
        return criteria
    }
}

extension Refusal {
    fileprivate static let nameTaken = Refusal.field("/name", "name_taken", "Other criteria have this name.")
}
