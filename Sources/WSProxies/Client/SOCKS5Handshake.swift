//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A client's side of having a SOCKS5 proxy connect it (RFC 1928), with user name and password if it has them (RFC 1929).
///
/// Names are the proxy's to look up.
package struct SOCKS5Handshake {
    /// What to do next.
    package enum Step: Equatable {
        /// More is to come from the proxy.
        case needsMoreBytes
        /// This is to be sent.
        case send([UInt8])
        /// We are connected; what follows comes from the target.
        case connected
        /// We are not.
        case failed(SOCKS5Error)
    }

    private enum State {
        case method
        case authentication
        case reply
        case replyAddress(size: Int)
        case ended(Step)
    }

    private static let version: UInt8 = 5
    private static let passwordMethod: UInt8 = 2

    private let request: [UInt8]
    private let authentication: [UInt8]?
    private var state = State.method
    /// What has come of the answer that is being received.
    private var answer: [UInt8] = []

    /// Prepares to be connected to a port of a host, an IPv6 address without brackets.
    package init(
        host: String,
        port: UInt16,
        user: String? = nil,
        password: String? = nil
    ) throws(SOCKS5Error) {
        let address = IPAddress(host)
        let kind: [UInt8] =
            switch address?.bytes.count {
            case 4: [1]
            case 16: [4]
            default: [3] + (try Self.withLength(host))
            }
        let connect: [UInt8] = [Self.version, 1, 0]
        request = connect + kind + (address?.bytes ?? []) + [UInt8(port >> 8), UInt8(truncatingIfNeeded: port)]
        if let user {
            authentication = [1] + (try Self.withLength(user)) + (try Self.withLength(password ?? ""))
        } else {
            authentication = nil
        }
    }

    private static func withLength(_ text: String) throws(SOCKS5Error) -> [UInt8] {
        guard let count = UInt8(exactly: text.utf8.count), count > 0 else { throw .unsendable }
        return [count] + text.utf8
    }

    /// What is sent first.
    package var greeting: [UInt8] {
        authentication == nil ? [Self.version, 1, 0] : [Self.version, 2, 0, Self.passwordMethod]
    }

    /// Goes on from `position`, and moves it behind what was used.
    package mutating func next(_ bytes: Span<UInt8>, from position: inout Int) -> Step {
        if case .ended(let step) = state { return step }
        while answer.count < neededCount {
            guard position < bytes.count else { return .needsMoreBytes }
            answer.append(bytes[position])
            position += 1
        }
        let step = take(exchange(&answer, with: []))
        switch step {
        case .connected, .failed: state = .ended(step)
        case .send, .needsMoreBytes: break
        }
        return step == .needsMoreBytes ? next(bytes, from: &position) : step
    }

    /// How many bytes the answer has that is being received.
    private var neededCount: Int {
        switch state {
        case .method, .authentication: 2
        // Up to the first byte of the address, which is the length of a name.
        case .reply: 5
        case .replyAddress(let size): size
        case .ended: 0
        }
    }

    private mutating func take(_ answer: [UInt8]) -> Step {
        switch state {
        case .method:
            guard answer[0] == Self.version else { return .failed(.notSOCKS5) }
            if answer[1] == 0 { return sendRequest() }
            guard answer[1] == Self.passwordMethod, let authentication else {
                return .failed(.noAcceptableMethod(hasCredentials: authentication != nil))
            }
            state = .authentication
            return .send(authentication)
        case .authentication:
            return answer[1] == 0 ? sendRequest() : .failed(.credentialsRefused)
        case .reply:
            guard answer[0] == Self.version else { return .failed(.notSOCKS5) }
            guard answer[1] == 0 else { return .failed(.refused(answer[1])) }
            // The address the proxy connects from tells nothing that is needed: one of its bytes has come, two are a port.
            switch answer[3] {
            case 1: state = .replyAddress(size: 3 + 2)
            case 3: state = .replyAddress(size: Int(answer[4]) + 2)
            case 4: state = .replyAddress(size: 15 + 2)
            default: return .failed(.notSOCKS5)
            }
            return .needsMoreBytes
        case .replyAddress:
            return .connected
        case .ended(let step):
            return step
        }
    }

    private mutating func sendRequest() -> Step {
        state = .reply
        return .send(request)
    }
}
