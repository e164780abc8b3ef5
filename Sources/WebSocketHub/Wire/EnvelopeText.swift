//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase
package import WebSockets

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An envelope in JSON, without the id, which is not known before the message has its place.
package struct EnvelopeText {
    private let text: String

    /// Encodes an envelope.
    ///
    /// - Parameters:
    ///   - message: What is in it.
    ///   - topic: Of which topic it is.
    /// - Throws: If that cannot be written in JSON.
    package init(_ message: WebSocket.Message, topic: ExactString) throws(WebSocket.Error) {
        do {
            let json = try JSONEncoder().encode(Hub.Envelope(message, topic: topic.text))
            self.text = String(decoding: json, as: UTF8.self)
        } catch {
            throw WebSocket.Error(
                .invalidArgument,
                "Cannot publish: the message cannot be encoded in JSON.",
                cause: error
            )
        }
    }

    /// What is in an envelope that has been made here.
    static func content(of envelope: WebSocket.Message) -> WebSocket.Message {
        guard case .text(let json) = envelope,
            let read = try? JSONDecoder().decode(Hub.Envelope.self, from: Data(json.utf8))
        else { return envelope }
        return read.message
    }

    /// The same envelope with another id.
    ///
    /// - Parameters:
    ///   - envelope: An envelope that has been made here, with an id.
    ///   - id: The id.
    /// - Returns: The envelope; as it is if it has no id.
    package static func replacingID(of envelope: WebSocket.Message, with id: Hub.MessageID) -> WebSocket.Message {
        let beginning = "{\"id\":\"".utf8
        guard case .text(let json) = envelope, json.utf8.starts(with: beginning) else { return envelope }
        let rest = json.utf8.dropFirst(beginning.count).drop { $0 != UInt8(ascii: "\"") }
        return .text("{\"id\":\"\(id)\(Substring(rest))")
    }

    /// The envelope of the message with this id.
    package func message(_ id: Hub.MessageID?) -> WebSocket.Message {
        // An id needs no escaping, and there is a topic behind it.
        .text(id.map { "{\"id\":\"\($0)\",\(Substring(self.text.utf8.dropFirst()))" } ?? self.text)
    }
}
