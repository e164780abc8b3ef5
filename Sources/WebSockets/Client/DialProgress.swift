//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The step that a dial has reached, for the error if its time runs out.
final class DialProgress: Sendable {
    private let step = Mutex<Dialer.Step?>(nil)

    /// Notes what the dial does next.
    func reach(_ step: Dialer.Step) {
        self.step.withLock { $0 = step }
    }

    /// What the dial waits for, as the end of a sentence.
    var description: String {
        switch self.step.withLock({ $0 }) {
        case nil: "no connection has been made"
        case .lookUp(let host): "the lookup of \(host) has not ended"
        case .connect(let address): "\(address) does not accept the connection"
        case .proxy(let proxy): "the proxy \(proxy) does not answer"
        case .tls: "the TLS handshake has not ended"
        case .handshake, .response: "the server does not answer the opening handshake"
        case .redirect(let url): "the redirect to \(url) has not ended"
        }
    }
}
