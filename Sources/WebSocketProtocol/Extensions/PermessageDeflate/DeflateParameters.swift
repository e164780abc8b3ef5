//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What two endpoints have agreed on for permessage-deflate (RFC 7692 §7.1).
public struct DeflateParameters: Sendable, Hashable {
    /// The window bits without any parameter: 32 KiB.
    public static let defaultWindowBits = 15

    /// The window bits that can be asked for (RFC 7692 §7.1.2): windows of 256 bytes to 32 KiB.
    public static let windowBits = 8...15

    /// Whether the server begins each message without what came before it.
    public internal(set) var serverNoContextTakeover = false

    /// Whether the client begins each message without what came before it.
    public internal(set) var clientNoContextTakeover = false

    // Each connection has the four of them.
    private var serverWindow = UInt8(defaultWindowBits)
    private var clientWindow = UInt8(defaultWindowBits)

    /// The base-2 logarithm of the window that the server compresses with at most.
    public internal(set) var serverMaxWindowBits: Int {
        get { Int(serverWindow) }
        set { serverWindow = UInt8(truncatingIfNeeded: newValue) }
    }

    /// The base-2 logarithm of the window that the client compresses with at most.
    public internal(set) var clientMaxWindowBits: Int {
        get { Int(clientWindow) }
        set { clientWindow = UInt8(truncatingIfNeeded: newValue) }
    }

    /// Creates what an answer without parameters says.
    public init() {}

    /// Whether what `sender` sends may refer to its earlier messages.
    public func hasContextTakeover(_ sender: WebSocketRole) -> Bool {
        switch sender {
        case .server: !serverNoContextTakeover
        case .client: !clientNoContextTakeover
        }
    }

    /// The window that `sender` compresses with at most, as a base-2 logarithm.
    public func maxWindowBits(_ sender: WebSocketRole) -> Int {
        switch sender {
        case .server: serverMaxWindowBits
        case .client: clientMaxWindowBits
        }
    }
}
