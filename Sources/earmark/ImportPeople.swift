import HTTP
import JSON

/// Who an agent named in a line is, by login or by name; asked for when the first one is named.
final class ImportPeople {
    private let door: OperatorDoor
    private var byLogin: [String: String] = [:]
    /// Several people may have one name.
    private var byName: [String: [String]] = [:]
    private var isLoaded = false

    init(door: OperatorDoor) {
        self.door = door
    }

    func id(of agent: String) throws -> String {
        if !isLoaded { try load() }
        if let id = byLogin[agent.lowercased()] { return id }
        let found = byName[agent.lowercased()] ?? []
        guard let id = found.first else {
            throw Refused(description: "There is nobody with the login or name “\(agent)”; add the person first.")
        }
        guard found.count == 1 else {
            throw Refused(description: "Several people are called “\(agent)”; name the agent by login.")
        }
        return id
    }

    private func load() throws {
        var path: String? = "users?limit=100"
        while let next = path {
            let page = try JSONReader.read(try door.ask(.get, next))
            for person in page["items"]?.elements ?? [] {
                guard let id = person["id"]?.text else { continue }
                if let login = person["login"]?.text { byLogin[login.lowercased()] = id }
                if let name = person["name"]?.text { byName[name.lowercased(), default: []].append(id) }
            }
            path = page["next"]?.text.map { "users?limit=100&cursor=" + $0 }
        }
        isLoaded = true
    }
}
