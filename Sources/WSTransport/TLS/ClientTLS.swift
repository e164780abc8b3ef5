//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
package import WSTLS

/// What the connections of a dialer have in common of TLS, made by the first that needs it: whom to trust is read from files.
package final class ClientTLS: Sendable {
    /// That of dialers that were given no configuration.
    package static let `default` = ClientTLS(TLS.ClientConfiguration())

    private let configuration: TLS.ClientConfiguration
    private let context = Mutex<TLSContext?>(nil)

    package init(_ configuration: TLS.ClientConfiguration) {
        self.configuration = configuration
    }

    /// Returns the context.
    ///
    /// - Throws: ``TLS/Error`` if the configuration is no good.
    package func prepared() async throws -> TLSContext {
        if let context = self.context.withLock({ $0 }) { return context }
        // Not on the loop, if the caller's task prefers that.
        let context = try await withTaskExecutorPreference(globalConcurrentExecutor) { try await self.make() }
        self.context.withLock { $0 = context }
        return context
    }

    @concurrent
    private func make() async throws(TLS.Error) -> TLSContext {
        try TLSContext(client: self.configuration)
    }
}
