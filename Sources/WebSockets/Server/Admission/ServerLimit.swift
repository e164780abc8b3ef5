//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a client may have come up against: see ``ServerMetrics/limited``.
@nonexhaustive
public enum ServerLimit: String, CaseIterable, Hashable, Sendable {
    /// ``AdmissionLimits/maxConnections``: answered with 503.
    case connections
    /// ``AdmissionLimits/maxConnectionsPerAddress``: answered with 429.
    case connectionsPerAddress = "connections_per_address"
    /// ``AdmissionLimits/maxHandshakes``: answered with 503.
    case handshakes
    /// ``AdmissionLimits/maxRequestsPerConnection``: the connection ended behind the last response.
    case requests
    /// ``WebSocketConfiguration/messageRate``: closed with 1008.
    case messageRate = "message_rate"
    /// ``WebSocketConfiguration/byteRate``: closed with 1008.
    case byteRate = "byte_rate"
    /// ``WebSocketConfiguration/controlFrameRate``: closed with 1008.
    case controlFrameRate = "control_frame_rate"
    /// ``WebSocketConfiguration/maxLifetime``: closed with 1013.
    case lifetime
    /// ``WebSocketConfiguration/maxPendingOutput``, by ``SlowConsumerPolicy/close``: closed with 1008.
    case pendingOutput = "pending_output"

    /// The answer to a client that is one too many.
    var refusal: HTTPResponse {
        switch self {
        case .connectionsPerAddress:
            HTTPError(.tooManyRequests, "There are too many connections from your address.").response
        default:
            HTTPError(.serviceUnavailable, "The server has as many connections as it can serve.").response
        }
    }

    /// Where it stands among all.
    var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
