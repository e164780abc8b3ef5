//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import WebSockets

/// An envelope in JSON, without the id, which is not known before the message has its place.
package struct EnvelopeText {
    private let text: String

    /// Encodes an envelope.
    ///
    /// - Parameters:
    ///   - message: What is in it.
    ///   - topic: Of which topic it is.
    /// - Throws: If that cannot be written in JSON.
    package init(_ message: Message, topic: ExactString) throws(WebSocketError) {
        do {
            let json = try JSONEncoder().encode(Envelope(message, topic: topic.text))
            self.text = String(decoding: json, as: UTF8.self)
        } catch {
            throw WebSocketError(
                .invalidArgument,
                "Cannot publish: the message cannot be encoded in JSON.",
                cause: error
            )
        }
    }

    /// The envelope of the message with this id.
    package func message(_ id: MessageID?) -> Message {
        // An id needs no escaping, and there is a topic behind it.
        .text(id.map { "{\"id\":\"\($0)\",\(self.text.dropFirst())" } ?? self.text)
    }
}
