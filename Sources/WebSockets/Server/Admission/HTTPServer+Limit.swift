//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension HTTPServer {
    /// What a client may have come up against: see ``HTTPServer/Metrics/limited``.
    @nonexhaustive
    public enum Limit: String, CaseIterable, Hashable, Sendable {
        /// ``HTTPServer/AdmissionLimits/maxConnections``: answered with 503.
        case connections
        /// ``HTTPServer/AdmissionLimits/maxConnectionsPerAddress``: answered with 429.
        case connectionsPerAddress = "connections_per_address"
        /// ``HTTPServer/AdmissionLimits/maxHandshakes``: answered with 503.
        case handshakes
        /// ``HTTPServer/AdmissionLimits/maxRequestsPerConnection``: the connection ended behind the last response.
        case requests
        /// ``WebSocket/Configuration/messageRate``: closed with 1008.
        case messageRate = "message_rate"
        /// ``WebSocket/Configuration/byteRate``: closed with 1008.
        case byteRate = "byte_rate"
        /// ``WebSocket/Configuration/controlFrameRate``: closed with 1008.
        case controlFrameRate = "control_frame_rate"
        /// ``WebSocket/Configuration/maxLifetime``: closed with 1013.
        case lifetime
        /// ``WebSocket/Configuration/maxPendingOutput``, by ``WebSocket/SlowConsumerPolicy/close``: closed with 1008.
        case pendingOutput = "pending_output"

        /// The answer to a client that is one too many.
        var refusal: HTTP.Response {
            switch self {
            case .connectionsPerAddress:
                HTTP.Error(.tooManyRequests, "There are too many connections from your address.").response
            default:
                HTTP.Error(.serviceUnavailable, "The server has as many connections as it can serve.").response
            }
        }

        /// Where it stands among all.
        var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }
}
