//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSTransport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ListenEndpoint {
    /// The first descriptor of those that a service manager passes.
    private static let firstDescriptor: CInt = 3

    /// The sockets that systemd has opened for this process (“socket activation”), or another service manager that does as it
    /// does; none if there are none.
    ///
    /// They stay open while a service restarts, so that nobody who connects meanwhile is turned away. They are said by the
    /// variables `LISTEN_PID` and `LISTEN_FDS`; see sd_listen_fds(3).
    public static var passedByServiceManager: [ListenEndpoint] {
        let process = ProcessInfo.processInfo
        return Self.passed(process.environment, to: process.processIdentifier)
    }

    /// Reads the variables, which a process may have inherited that they are not for.
    package static func passed(_ variables: [String: String], to process: Int32) -> [ListenEndpoint] {
        guard variables["LISTEN_PID"].flatMap({ Int32($0) }) == process,
            let count = variables["LISTEN_FDS"].flatMap({ UInt16($0) })
        else { return [] }
        return (0..<CInt(count)).map { .descriptor(Self.firstDescriptor + $0) }
    }
}
