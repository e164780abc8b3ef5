//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Why a SOCKS5 proxy has not connected us.
package enum SOCKS5Error: Error, Equatable, Sendable {
    /// Host, user name or password have more than 255 bytes, or none.
    case unsendable
    /// What answers does not speak SOCKS5.
    case notSOCKS5
    /// The proxy takes none of the ways to authenticate that there are.
    case noAcceptableMethod(hasCredentials: Bool)
    /// The proxy refused user name and password.
    case credentialsRefused
    /// The proxy could or would not connect, for the reason with this number (RFC 1928 §6).
    case refused(UInt8)
}

extension SOCKS5Error: CustomStringConvertible {
    /// What happened, and where it helps, how to mend it.
    package var description: String {
        switch self {
        case .unsendable: "SOCKS5 takes hosts, user names and passwords of 1 to 255 bytes."
        case .notSOCKS5: "What answers there does not speak SOCKS5."
        case .noAcceptableMethod(hasCredentials: false): "It wants a user name and a password, or more than that."
        case .noAcceptableMethod(hasCredentials: true):
            "It wants to be authenticated with in another way than by password."
        case .credentialsRefused: "It refused the user name and password."
        case .refused(let number): "It said: \(Self.reason(number))."
        }
    }

    private static func reason(_ number: UInt8) -> String {
        switch number {
        case 1: "general failure"
        case 2: "not allowed by its rules"
        case 3: "network unreachable"
        case 4: "host unreachable"
        case 5: "connection refused"
        case 6: "timed out on the way"
        case 7: "command not supported"
        case 8: "kind of address not supported"
        default: "error \(number)"
        }
    }

    /// Whether another attempt may go better.
    ///
    /// A reply that RFC 1928 §6 does not define counts as the general failure, 1.
    package var isTransient: Bool {
        if case .refused(let number) = self { ![2, 7, 8].contains(number) } else { false }
    }
}
