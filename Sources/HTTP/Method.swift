/// What a request asks to be done with a resource; others than these are refused before a service sees them.
package enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
}

/// Who is at the other end: an address of the network, or the owner of the data directory over its control socket.
package enum Peer: Sendable, Hashable {
    case network(address: String)
    case control
}
