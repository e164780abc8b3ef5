//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WebSocketProtocol

extension WebSocket {
    /// How messages are compressed, if the peer agrees: permessage-deflate (RFC 7692).
    ///
    /// An ``Upgrader`` and a ``Dialer`` compress nothing unless they are given one:
    ///
    /// ```swift
    /// let upgrader = Upgrader(compression: .enabled)
    /// ```
    ///
    /// Consider two things before. Memory: with context takeover each connection keeps, from its first use on, 2 to the power of
    /// the window bits and 2 plus 2 to the power of ``memoryLevel`` and 9 to compress, 256 KiB by default, and 2 to the power
    /// of the window bits plus 7 KiB to inflate, 39 KiB; without it nothing. Secrets: an attacker whose text is compressed together
    /// with a secret, in one message or with context takeover in one connection, and who sees the compressed size, can guess the secret
    /// bit by bit (RFC 7692 §8); send such messages with `compress: false`.
    public struct Compression: Sendable, Hashable {
        /// Compression with the defaults, which takes whatever the peer offers.
        public static let enabled = WebSocket.Compression()

        static let levels = 1...9

        /// What is to be agreed on with the peer.
        package let preferences: DeflatePreferences

        /// How much time to spend on messages that are sent, from 1, the least, to 9, for the smallest result.
        public internal(set) var level: Int

        /// How much memory a compressor takes besides its window: 1 KiB for 1, twice as much for each more, up to 256 KiB
        /// for 9.
        public let memoryLevel: Int

        /// The size in bytes from which on messages that are sent are compressed.
        public let minimumSize: Int

        /// Creates options.
        ///
        /// - Parameters:
        ///   - serverContextTakeover: Whether the server's messages may refer to its earlier ones, for which both sides keep memory.
        ///   - clientContextTakeover: Whether the client's messages may refer to its earlier ones.
        ///   - serverMaxWindowBits: From 8 to 15: the server compresses with windows of 256 bytes to 32 KiB at most.
        ///   - clientMaxWindowBits: The same for the client. A client that does not offer to be limited is not.
        ///   - level: From 1 to 9, as zlib has it. 6 takes thrice the time of 1 for text of some KiB, and saves a fifth more.
        ///   - memoryLevel: From 1 to 9, as zlib has it.
        ///   - minimumSize: In bytes. What is smaller is sent as it is, since it would hardly shrink.
        public init(
            serverContextTakeover: Bool = true,
            clientContextTakeover: Bool = true,
            serverMaxWindowBits: Int = 15,
            clientMaxWindowBits: Int = 15,
            level: Int = 1,
            memoryLevel: Int = 8,
            minimumSize: Int = 64
        ) {
            let preferences = DeflatePreferences(
                serverContextTakeover: serverContextTakeover,
                clientContextTakeover: clientContextTakeover,
                serverMaxWindowBits: serverMaxWindowBits,
                clientMaxWindowBits: clientMaxWindowBits
            )
            self.init(preferences, level: level, memoryLevel: memoryLevel, minimumSize: minimumSize)
        }

        /// Creates options of which the protocol core has a part.
        package init(_ preferences: DeflatePreferences, level: Int = 1, memoryLevel: Int = 8, minimumSize: Int = 64) {
            precondition(Self.levels.contains(level), "a compression level must be from 1 to 9")
            precondition((1...9).contains(memoryLevel), "a memory level must be from 1 to 9")
            precondition(minimumSize >= 0, "a minimum size cannot be negative")
            self.preferences = preferences
            self.level = level
            self.memoryLevel = memoryLevel
            self.minimumSize = minimumSize
        }
    }
}
