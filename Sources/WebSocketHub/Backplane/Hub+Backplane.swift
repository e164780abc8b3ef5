//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// How a hub is connected with the hubs of other processes, so that what is published in one arrives in all.
    ///
    /// By default it is not: ``local``. The product `WebSocketHubRedis` adds `.redis(_:)`.
    public struct Backplane: Sendable {
        /// Makes the connection of one hub.
        package let connect: @Sendable () -> any BackplaneConnection

        /// Creates a way to connect hubs.
        ///
        /// - Parameter connect: Called once for each hub.
        package init(_ connect: @escaping @Sendable () -> any BackplaneConnection) {
            self.connect = connect
        }

        /// No connection: messages stay in this process.
        public static let local = Hub.Backplane { LocalBackplane() }
    }
}
