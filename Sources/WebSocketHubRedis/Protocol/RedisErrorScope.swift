//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What an error of a Redis server concerns, by the code that it begins with.
///
/// | scope | codes | why |
/// |---|---|---|
/// | ``command`` | `ERR`, `WRONGTYPE`, `NOPERM`, `CROSSSLOT`, `BUSYKEY` and all that are not listed | The server has looked at this command and refuses it. It would refuse it again, and does what else it is asked. |
/// | ``temporary`` | `OOM`, `NOREPLICAS`, `MISCONF`, `READONLY`, `BUSY`, `UNKILLABLE` | The server does not write now: it has no memory, too few replicas, no disk, is a replica, or runs a script. Messages that are not kept, and subscriptions, go on meanwhile. |
/// | ``slot`` | `MOVED`, `ASK`, `TRYAGAIN`, `CLUSTERDOWN Hash slot not served` | Another server of the cluster has the topic, or soon will have. |
/// | ``script`` | `NOSCRIPT` | The server has forgotten the scripts (`SCRIPT FLUSH`). |
/// | ``server`` | `LOADING`, `MASTERDOWN`, `CLUSTERDOWN`, `NOAUTH`, `WRONGPASS`, `NOPROTO` | The server has no data, no cluster or another user for this connection: it takes a new connection, or another server. |
/// | ``connection`` | ``RedisConnection/lost`` | No answer will come. |
///
/// Servers before version 7 put `ERR Error running script` before the error of a command within a script, and a transaction that
/// is refused begins with `EXECABORT`; the code of the command counts.
package enum RedisErrorScope: Hashable, Sendable {
    /// One command, which would be refused again.
    case command
    /// Commands of one kind, for some time.
    case temporary
    /// One part of a cluster.
    case slot
    /// Scripts, which have to be loaded again.
    case script
    /// All that is asked by this connection.
    case server
    /// All that was asked by a connection that has ended.
    case connection

    private static let scriptMark = "ERR Error running script"
    private static let transactionMark = "EXECABORT Transaction discarded because of: "
    private static let slotMark = "CLUSTERDOWN Hash slot not served"
    private static let codes: [(scope: Self, codes: [String])] = [
        (.temporary, ["OOM", "NOREPLICAS", "MISCONF", "READONLY", "BUSY", "UNKILLABLE"]),
        (.slot, ["MOVED", "ASK", "TRYAGAIN"]),
        (.script, ["NOSCRIPT"]),
        (.server, ["LOADING", "MASTERDOWN", "CLUSTERDOWN", "NOAUTH", "WRONGPASS", "NOPROTO"]),
    ]

    /// Classifies an error.
    ///
    /// - Parameter message: The text of the server.
    package init(_ message: String) {
        guard !message.utf8.elementsEqual(RedisConnection.lost.utf8) else {
            self = .connection
            return
        }
        var text = Array(message.utf8)[...]
        if text.starts(with: Self.scriptMark.utf8), let mark = text.firstRange(of: ": -".utf8) {
            text = text[mark.upperBound...]
        }
        if text.starts(with: Self.transactionMark.utf8) {
            text = text.dropFirst(Self.transactionMark.utf8.count)
        }
        guard !text.starts(with: Self.slotMark.utf8) else {
            self = .slot
            return
        }
        let code = text.prefix { $0 != UInt8(ascii: " ") }
        self = Self.codes.first { $0.codes.contains { code.elementsEqual($0.utf8) } }?.scope ?? .command
    }
}
