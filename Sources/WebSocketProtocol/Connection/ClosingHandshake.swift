//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The closing handshake of one endpoint (RFC 6455 §7).
///
/// Tell it what was sent and received; it says what may still be sent, and who has to close the transport. What was sent,
/// what was received and whether the connection has failed can meet in every combination.
struct ClosingHandshake: Sendable {
    private var sent: Kept?

    private var received: Kept?

    private var hasFailed = false

    private let role: WebSocketRole

    /// A frame on the heap, where an open connection has none.
    private indirect enum Kept {
        case frame(CloseFrame)

        var frame: CloseFrame {
            switch self {
            case .frame(let frame): frame
            }
        }
    }

    init(role: WebSocketRole) {
        self.role = role
    }

    /// The Close frame that we have sent.
    var sentClose: CloseFrame? { sent?.frame }

    /// The Close frame that the peer has sent.
    var receivedClose: CloseFrame? { received?.frame }

    /// Notes that we send a Close frame.
    ///
    /// - Returns: Whether to send it: an endpoint sends one at most.
    mutating func sendClose(_ frame: CloseFrame) -> Bool {
        guard sent == nil else { return false }
        sent = .frame(frame)
        return true
    }

    /// Notes the peer's Close frame, after which nothing of the peer is looked at.
    mutating func receivedClose(_ frame: CloseFrame) {
        received = .frame(frame)
    }

    /// Notes that the connection has failed (RFC 6455 §7.1.7).
    ///
    /// A closing handshake that is complete has not failed: whatever is wrong after it concerns nobody.
    mutating func fail() {
        hasFailed = !wasClean
    }

    /// Whether messages, Pings and Pongs may be sent.
    var canSendData: Bool {
        sent == nil && received == nil && !hasFailed
    }

    /// Whether both sides have sent a Close frame, and nothing went wrong in between (RFC 6455 §7.1.4).
    var wasClean: Bool {
        sent != nil && received != nil && !hasFailed
    }

    /// What is to become of the transport, once all that was to be sent has been.
    var transportDuty: WebSocketMachine.TransportDuty {
        guard !hasFailed else { return .close }
        guard wasClean else { return .keepOpen }
        return switch role {
        case .client: .awaitPeer
        case .server: .close
        }
    }
}
