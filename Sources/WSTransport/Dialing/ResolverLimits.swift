//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How many names a ``Resolver`` looks up at a time, and how long callers wait.
///
/// A lookup cannot be interrupted: one that hangs keeps its thread. So each kind of name has a share of the threads, and names that
/// answer find threads while others hang.
package struct ResolverLimits: Sendable {
    /// How many names are looked up at a time, which is the number of threads.
    package var lookups = 32

    /// How many of these may be names that have not answered before: a name that did answer finds a thread beside them.
    package var newNames = 16

    /// How many may be names whose last lookup took longer than ``slowness``, or that hang and are tried a second time.
    package var slowNames = 8

    /// How many names may wait for a thread.
    package var waitingNames = 4096

    /// How many names are remembered as quick, and as slow.
    package var rememberedNames = 1024

    /// The milliseconds after which a lookup counts as slow: more than the five seconds after which the system asks the next name
    /// server.
    package var slowness: UInt64 = 6000

    /// The milliseconds that a caller waits for a thread.
    package var queueTimeout: UInt64 = 10_000

    /// The milliseconds that a caller waits in all; a name that has been looked up for longer may be tried once more beside that.
    package var timeout: UInt64 = 30_000

    /// Creates the default limits.
    package init() {}
}
