import SQL

/// A person, for the rooms above; nil when there is none.
enum FindPerson {
    static func run(_ id: String, _ transaction: borrowing Transaction) throws -> Person? {
        try UserStore.find(id, transaction)
    }

    static func run(login: String, _ transaction: borrowing Transaction) throws -> Person? {
        try UserStore.find(login: login, transaction)
    }
}
