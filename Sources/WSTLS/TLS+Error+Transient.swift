//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension TLS.Error {
    /// Alerts that report a fault of the moment: damaged on the way, out of memory, cancelled (RFC 8446 §6).
    private static let transientAlerts: [UInt8] = [20, 80, 90]

    /// Whether a later attempt may succeed although neither side changes its configuration.
    ///
    /// A certificate that is refused needs a person, to replace it, to correct a name, or to notice an attack; one that is not valid
    /// yet needs time only, or a clock that is set. An alert without an entry of its own is a refusal (RFC 8446 §6.2).
    package var isTransient: Bool {
        switch self.code {
        case .truncated, .certificateNotYetValid: true
        case .refusedByPeer: self.alert.map { Self.transientAlerts.contains($0) } ?? false
        case .invalidIdentity, .certificateExpired, .hostMismatch, .unknownIssuer, .badCertificate, .pinMismatch,
            .certificateRequired, .noCommonProtocol, .notTLS, .protocolViolation:
            false
        }
    }
}
