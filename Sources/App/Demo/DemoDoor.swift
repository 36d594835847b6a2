import Domain
import HTTP
import JSON
import SQL

/// The product's own routes, gone through by one of the demo's people.
struct DemoDoor: Sendable {
    let door: FrontDoor
    let caller: Caller

    /// The JSON of the answer; any refusal ends the demo with its sentence.
    @discardableResult
    func ask(
        _ method: HTTP.Method, _ path: String, _ body: JSONValue = .object([]), ifMatch: String? = nil,
        contentType: String = "application/json", bytes: [UInt8]? = nil
    ) throws -> JSONValue {
        var headers = [("Content-Type", contentType)]
        if let ifMatch { headers.append(("If-Match", "\"\(ifMatch)\"")) }
        let head = try Head(method: method, target: Call.apiPrefix + path, headers: headers, peer: .control)
        var writer = JSONWriter()
        writer.value(body)
        let response = door.answer(Request(head: head, body: bytes ?? writer.bytes), as: caller)
        guard case .bytes(let answer) = response.body, !answer.isEmpty else { return .null }
        let value = try JSONReader.read(answer)
        guard (200..<300).contains(response.status) else {
            throw Refusal("demo_failed", "\(path): \(value["detail"]?.text ?? "refused")")
        }
        return value
    }

    /// Sends a file the way an upload does and gives the upload's id.
    func upload(_ bytes: [UInt8], named name: String) throws -> String {
        let services = door.services
        let upload = try StartUpload.run(length: Int64(bytes.count), fileName: name, by: caller, services)
        let receiver = try UploadReceiver(upload.id, at: 0, for: caller, services)
        if let refused = receiver.receive(bytes) {
            throw Refusal("demo_failed", "\(name) was refused (\(refused.status)).")
        }
        _ = receiver.finish()
        return upload.id
    }
}

extension JSONValue {
    /// An object from its members.
    static func members(_ members: (String, JSONValue?)...) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }
}
