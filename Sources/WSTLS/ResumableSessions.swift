//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL
import Synchronization

/// What hosts have given a client to resume its sessions with (RFC 8446 §2.2).
final class ResumableSessions: Sendable {
    /// How many hosts are remembered; the one whose was used longest ago goes first.
    private static let maxCount = 1000

    /// Each is one host's last, with the host that is to go first in front.
    private let entries = Mutex<[(host: String, state: SessionState)]>([])

    /// Remembers what a host has given.
    func keep(_ state: SessionState, for host: String) {
        self.entries.withLock { entries in
            entries.removeAll { $0.host == host }
            if entries.count >= Self.maxCount { entries.removeFirst() }
            entries.append((host, state))
        }
    }

    /// Takes what a host has given: used twice it would tell onlookers that both connections are one client's (RFC 8446
    /// §C.4).
    func take(for host: String) -> SessionState? {
        self.entries.withLock { entries in
            entries.firstIndex { $0.host == host }.map { entries.remove(at: $0).state }
        }
    }
}

/// What a session is resumed with.
//
// Sendable, unchecked: OpenSSL counts the references to it atomically, and nothing changes it.
@safe
final class SessionState: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over a reference.
    init(taking pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        // The reference that was taken over.
        unsafe SSL_SESSION_free(self.pointer)
    }
}
