import HTTP

/// What is written beside a door: what it does, what it takes and what may come back.
struct Operation: Sendable {
    /// A value beside the path and the body.
    struct Parameter: Sendable {
        enum Place: String, Sendable { case query, header }

        let place: Place
        let name: String
        let shape: Shape
        let about: String
        var isRequired = false

        static func query(_ name: String, _ shape: Shape, _ about: String) -> Parameter {
            Parameter(place: .query, name: name, shape: shape, about: about)
        }

        static func header(_ name: String, _ shape: Shape, _ about: String, isRequired: Bool = true) -> Parameter {
            Parameter(place: .header, name: name, shape: shape, about: about, isRequired: isRequired)
        }
    }

    /// What a request carries, by content type.
    struct Content: Sendable {
        let types: [(name: String, shape: Shape)]
        var isRequired = true

        static func json(_ shape: Shape) -> Content { Content(types: [("application/json", shape)]) }
        static func optional(_ shape: Shape) -> Content {
            Content(types: [("application/json", shape)], isRequired: false)
        }
    }

    /// What comes back when all is well.
    struct Answer: Sendable {
        let status: Int
        let about: String
        /// Empty where nothing but headers comes.
        var types: [(name: String, shape: Shape)] = []
        var headers: [(name: String, about: String)] = []

        static func ok(_ shape: Shape, _ about: String = "As asked.") -> Answer {
            Answer(status: 200, about: about, types: [("application/json", shape)])
        }

        /// With the ETag that the next If-Match names.
        static func tagged(_ shape: Shape, _ about: String = "As it stands now.", status: Int = 200) -> Answer {
            var headers = [(name: "ETag", about: "What the next If-Match names.")]
            if status == 201 { headers.append(location) }
            return Answer(status: status, about: about, types: [("application/json", shape)], headers: headers)
        }

        static func page(of shape: Shape) -> Answer {
            Answer(
                status: 200, about: "One page of the list.", types: [("application/json", .page(shape))],
                headers: [("Link", "The next page, as rel=\"next\"; missing on the last one.")])
        }

        static func created(_ shape: Shape) -> Answer {
            Answer(status: 201, about: "Made.", types: [("application/json", shape)], headers: [location])
        }

        static let done = Answer(status: 204, about: "Done.")

        /// Slow work was begun; its job tells how far it is.
        static let job = Answer(
            status: 202, about: "Under way.", types: [("application/json", .named("Job"))],
            headers: [location, ("Retry-After", "Seconds to wait before asking again.")])

        /// A file: whole, or the ranges asked for (RFC 9110 section 14).
        static func file(_ types: [String]) -> [Answer] {
            let bytes = types.map { (name: $0, shape: Shape.bytes) }
            return [
                Answer(status: 200, about: "The whole file.", types: bytes, headers: [("ETag", "Of the bytes.")]),
                Answer(
                    status: 206, about: "The ranges asked for; an open-ended one may be cut at 2 MiB.", types: bytes,
                    headers: [("Content-Range", "Which bytes these are.")]),
                Answer(status: 304, about: "The client has it already."),
                Answer(status: 412, about: "The file is another than If-Match names."),
                Answer(status: 416, about: "No such range.", headers: [("Content-Range", "How many bytes there are.")]),
            ]
        }

        private static let location = (name: "Location", about: "Where it is.")
    }

    let method: Method
    /// Below `/api/v1/`, as in the route table.
    let pattern: String
    let summary: String
    var parameters: [Parameter] = []
    var content: Content?
    let answers: [Answer]
    /// Codes of the refusals that this door alone makes; what the front door refuses is known from the route.
    var refusals: [String] = []

    static func get(
        _ pattern: String, _ summary: String, _ parameters: [Parameter] = [], answers: [Answer],
        refusals: [String] = []
    ) -> Operation {
        Operation(
            method: .get, pattern: pattern, summary: summary, parameters: parameters, answers: answers,
            refusals: refusals)
    }

    static func post(
        _ pattern: String, _ summary: String, _ content: Content?, _ parameters: [Parameter] = [],
        answers: [Answer], refusals: [String] = []
    ) -> Operation {
        Operation(
            method: .post, pattern: pattern, summary: summary, parameters: parameters, content: content,
            answers: answers, refusals: refusals)
    }

    static func put(
        _ pattern: String, _ summary: String, _ content: Content?, _ parameters: [Parameter] = [],
        answers: [Answer], refusals: [String] = []
    ) -> Operation {
        Operation(
            method: .put, pattern: pattern, summary: summary, parameters: parameters, content: content,
            answers: answers, refusals: refusals)
    }

    static func patch(
        _ pattern: String, _ summary: String, _ content: Content?, _ parameters: [Parameter] = [],
        answers: [Answer], refusals: [String] = []
    ) -> Operation {
        Operation(
            method: .patch, pattern: pattern, summary: summary, parameters: parameters, content: content,
            answers: answers, refusals: refusals)
    }

    static func delete(
        _ pattern: String, _ summary: String, _ parameters: [Parameter] = [], answers: [Answer] = [.done],
        refusals: [String] = []
    ) -> Operation {
        Operation(
            method: .delete, pattern: pattern, summary: summary, parameters: parameters, answers: answers,
            refusals: refusals)
    }
}

extension [Operation.Parameter] {
    /// How a list is paged; the first sort is the one without asking.
    static func page(sorts: [String]) -> [Operation.Parameter] {
        [
            .query("cursor", .text(1...2000), "Where the page begins: `next` of the page before."),
            .query("limit", .integer(1...100), "How many rows a page holds; 50 without it."),
            .query("sort", .choice(sorts), "In which order; `\(sorts[0])` without it."),
        ]
    }

    /// The revision that a change is based on.
    static let ifMatch: [Operation.Parameter] = [
        .header("If-Match", .matching("^\"[^\"]+\"$"), "The ETag of what the change is based on.")
    ]

    static let ifMatchIfGiven: [Operation.Parameter] = [
        .header("If-Match", .matching("^\"[^\"]+\"$"), "The ETag of what the change is based on.", isRequired: false)
    ]
}

/// A room's part of the API's description.
struct RoomAPI: Sendable {
    let operations: [Operation]
    /// Shapes with a name, that several operations share.
    var shapes: [(name: String, shape: Shape)] = []
}
