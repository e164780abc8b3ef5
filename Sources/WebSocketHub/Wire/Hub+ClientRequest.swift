//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WebSockets

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Hub {
    /// What a client asks a hub for, in the JSON that ``Hub/serve(_:as:allowing:)`` understands.
    ///
    /// | JSON | |
    /// |---|---|
    /// | `{"subscribe":"rooms/7"}` | subscribes to a topic |
    /// | `{"subscribe":"rooms/7","last":20}` | the same, beginning with the last messages |
    /// | `{"subscribe":"rooms/7","after":"1k2m-7"}` | the same, beginning with what has come after the message of this id |
    /// | `{"match":"prices/#"}` | subscribes to all topics that match a pattern |
    /// | `{"unsubscribe":"rooms/7"}` | ends either |
    /// | `{"publish":"rooms/7","text":"Hello"}` | publishes a text message; with `bytes`, in Base64, a binary one |
    public enum ClientRequest: Hashable, Sendable {
        /// To subscribe to a topic.
        case subscribe(String, Hub.StartingPoint)
        /// To subscribe to all topics that match a pattern.
        case match(String)
        /// To end a subscription.
        case unsubscribe(String)
        /// To publish to a topic.
        case publish(String, WebSocket.Message)
    }
}

extension Hub.ClientRequest: Codable {
    private struct Fields: Codable {
        var subscribe: String?
        var match: String?
        var unsubscribe: String?
        var publish: String?
        var after: String?
        var last: Int?
        var text: String?
        var bytes: Data?
    }

    /// Reads a request.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(from: decoder)
        switch (fields.subscribe, fields.match, fields.unsubscribe, fields.publish) {
        case (let topic?, nil, nil, nil):
            self = .subscribe(topic, try Self.start(fields, decoder))
        case (nil, let pattern?, nil, nil):
            self = .match(pattern)
        case (nil, nil, let filter?, nil):
            self = .unsubscribe(filter)
        case (nil, nil, nil, let topic?):
            switch (fields.text, fields.bytes) {
            case (let text?, nil): self = .publish(topic, .text(text))
            case (nil, let bytes?): self = .publish(topic, .binary([UInt8](bytes)))
            default: throw Self.error("to publish takes either text or bytes", decoder)
            }
        default:
            throw Self.error("it takes one of subscribe, match, unsubscribe and publish", decoder)
        }
    }

    private static func start(_ fields: Fields, _ decoder: any Decoder) throws -> Hub.StartingPoint {
        switch (fields.after, fields.last) {
        case (nil, nil):
            return .now
        case (nil, let count?):
            return .last(count)
        case (let text?, nil):
            // Of no message: all that is kept has come after it, and not all that has come.
            return .after(Hub.MessageID(text) ?? .unknown)
        default:
            throw Self.error("a subscription begins either after a message or with the last", decoder)
        }
    }

    private static func error(_ description: String, _ decoder: any Decoder) -> DecodingError {
        DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: description))
    }

    /// Writes the request.
    public func encode(to encoder: any Encoder) throws {
        var fields = Fields()
        switch self {
        case .subscribe(let topic, let start):
            fields.subscribe = topic
            switch start {
            case .now: break
            case .after(let id): fields.after = id.description
            case .last(let count): fields.last = count
            }
        case .match(let pattern):
            fields.match = pattern
        case .unsubscribe(let filter):
            fields.unsubscribe = filter
        case .publish(let topic, let message):
            fields.publish = topic
            switch message {
            case .text(let text): fields.text = text
            case .binary(let bytes): fields.bytes = Data(bytes)
            }
        }
        try fields.encode(to: encoder)
    }
}

extension Hub.ClientRequest {
    /// Which topic or pattern it is about.
    public var filter: String {
        switch self {
        case .subscribe(let filter, _), .match(let filter), .unsubscribe(let filter), .publish(let filter, _): filter
        }
    }
}
