//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WebSockets

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Hub {
    /// A message with the topic it was published to, as subscribers get it in ``Hub/WireFormat/envelopes``.
    ///
    /// In JSON it is `{"id":"1k2m-7","topic":"rooms/7","text":"Hello"}`; binary messages have `bytes`, in Base64, instead of `text`,
    /// and those of topics that keep none have no `id`.
    public struct Envelope: Codable, Hashable, Sendable {
        /// Where messages are kept: what to ask for those after it by, having lost the connection.
        public let id: String?

        /// The topic.
        public let topic: String

        /// The message, if it is text.
        public let text: String?

        /// The message, if it is binary.
        public let bytes: Data?

        /// Creates an envelope.
        public init(_ message: WebSocket.Message, topic: String, id: Hub.MessageID? = nil) {
            self.id = id?.description
            self.topic = topic
            switch message {
            case .text(let text): (self.text, self.bytes) = (text, nil)
            case .binary(let bytes): (self.text, self.bytes) = (nil, Data(bytes))
            }
        }

        /// The message; empty binary if there is neither text nor bytes.
        public var message: WebSocket.Message {
            self.text.map { .text($0) } ?? .binary([UInt8](self.bytes ?? Data()))
        }
    }
}
