//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
import Foundation
import Testing
import WSHTTP
import WSHTTP1
import WSProxies
import WSTLS
import WSTransport
import WebSocketProtocol
import WebSockets

/// Which errors are transient, as the guide's table says.
@Suite struct TransienceTests {
    private struct Unknown: Error {}

    /// What the table in the guide says: the errors of each row, and whether they are transient.
    private static func documented() throws -> [String: Bool] {
        let sources = URL(filePath: #filePath).appending(path: "../../../Sources/WebSockets").standardized
        let guide = try String(
            contentsOf: sources.appending(path: "WebSockets.docc/ReachingServers.md"),
            encoding: .utf8
        )
        let lines = guide.split(separator: "\n").drop { $0 != "## Which errors are transient" }
        var rows: [String: Bool] = [:]
        for line in lines.dropFirst() where line.hasPrefix("| ") && !line.hasPrefix("| error") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(cells.count == 3, "\(line)")
            #expect(cells[1] == "yes" || cells[1] == "no", "\(line)")
            #expect(rows.updateValue(cells[1] == "yes", forKey: cells[0]) == nil, "\(line)")
        }
        return rows
    }

    private static func system(_ codes: [uv_errno_t]) -> [WebSocket.Error] {
        codes.map {
            WebSocket.Error(.connectionFailed, "", cause: TransportError(code: $0.rawValue, operation: "connect"))
        }
    }

    private static func tls(_ codes: [TLS.Error.Code], alerts: [UInt8] = []) -> [WebSocket.Error] {
        (codes.map { TLS.Error($0, "") } + alerts.map { TLS.Error(.refusedByPeer, "", alert: $0) })
            .map { WebSocket.Error(.tlsFailed, "", cause: $0) }
    }

    private static func statuses(_ codes: some Sequence<Int>) -> [WebSocket.Error] {
        codes.flatMap { number in
            let status = HTTP.Status(rawValue: number) ?? .ok
            let response = Dialer.HandshakeResponse(status: status, headers: [:], body: [])
            return [
                WebSocket.Error(
                    .handshakeFailed,
                    "",
                    cause: OpeningResponseViolation.status(number),
                    response: response
                ),
                WebSocket.Error(.proxyFailed, "", cause: Unknown(), response: response),
            ]
        }
    }

    private static func socks(_ errors: [SOCKS5Error]) -> [WebSocket.Error] {
        errors.map { WebSocket.Error(.proxyFailed, "", cause: $0) }
    }

    private static func closed(_ codes: some Sequence<UInt16>) -> [WebSocket.Error] {
        codes.map { WebSocket.Error(.closedByPeer, "", closeCode: CloseCode(rawValue: $0)) }
    }

    private static func bare(_ codes: [WebSocket.Error.Code]) -> [WebSocket.Error] {
        codes.map { WebSocket.Error($0, "") }
    }

    private static let permanentStatuses: Set = [501, 505, 506, 510, 511]
    private static let refusedCodes: [UInt16] = [1002, 1003, 1007, 1009, 1010, 3000, 3003]
    private static let transientAlerts: [UInt8] = [20, 80, 90]

    /// The errors of each row.
    private static var rows: [String: [WebSocket.Error]] {
        [
            "`invalidURL`, `invalidArgument`": Self.bare([.invalidURL, .invalidArgument])
                + [WebSocket.Error(.proxyFailed, "", cause: WebSocketURLError.fragment)],
            "`connectionFailed`: the name does not exist, or has no address (`EAI_NONAME`, `EAI_NODATA`)":
                Self.system([UV_EAI_NONAME, UV_EAI_NODATA]),
            "`connectionFailed`: the name service does not answer, or fails (`EAI_AGAIN`, `EAI_FAIL`)":
                Self.system([UV_EAI_AGAIN, UV_EAI_FAIL, UV_EAI_MEMORY]),
            "`connectionFailed`: not permitted, not supported, or an invalid address (`EACCES`, `EPERM`, `EAFNOSUPPORT`, `EAI_FAMILY`, `EAI_ADDRFAMILY`, `EINVAL`, `ENAMETOOLONG`, `ELOOP`, `ENOTDIR`)":
                Self.system([
                    UV_EACCES, UV_EPERM, UV_EAFNOSUPPORT, UV_EINVAL, UV_ENAMETOOLONG, UV_ELOOP, UV_ENOTDIR,
                    UV_EAI_FAMILY, UV_EAI_ADDRFAMILY,
                ]),
            "`connectionFailed`: any other error of the system, such as refused, unreachable, timed out, no such file":
                Self.system([
                    UV_ECONNREFUSED, UV_ENETUNREACH, UV_EHOSTUNREACH, UV_ETIMEDOUT, UV_ENOENT, UV_ECONNRESET,
                    UV_EADDRNOTAVAIL, UV_ENXIO, UV_EMFILE, UV_UNKNOWN,
                ]),
            "`connectionFailed`: an error of your own from ``Dialer/netDial``": [
                WebSocket.Error(.connectionFailed, "", cause: Unknown()),
                WebSocket.Error(.proxyFailed, "", cause: Unknown()),
            ],
            "`tlsFailed`: the certificate has expired, has another host or an unknown issuer, is not pinned, or is invalid":
                Self.tls([.certificateExpired, .hostMismatch, .unknownIssuer, .pinMismatch, .badCertificate]),
            "`tlsFailed`: the certificate is not valid yet": Self.tls([.certificateNotYetValid]),
            "`tlsFailed`: the server requires a certificate of the client": Self.tls([.certificateRequired]),
            "`tlsFailed`: the peer refuses by an alert, known or not": Self.tls(
                [.refusedByPeer],
                alerts: (0...255).filter { !Self.transientAlerts.contains($0) }
            ),
            "`tlsFailed`: the alerts 20, 80 and 90 (`bad_record_mac`, `internal_error`, `user_canceled`)":
                Self.tls([], alerts: Self.transientAlerts),
            "`tlsFailed`: no version or cipher in common, not TLS, a violation of TLS, invalid files of your own":
                Self.tls([.noCommonProtocol, .notTLS, .protocolViolation, .invalidIdentity]),
            "`tlsFailed`: the connection ended": Self.tls([.truncated])
                + [
                    WebSocket.Error(
                        .tlsFailed,
                        "",
                        cause: TransportError(code: UV_ECONNRESET.rawValue, operation: "read")
                    )
                ],
            "`handshakeFailed`, `proxyFailed`: status 408, 425 or 429": Self.statuses([408, 425, 429]),
            "`handshakeFailed`, `proxyFailed`: any other status below 500": Self.statuses(
                (100..<500).filter { ![408, 425, 429].contains($0) }
            ),
            "`handshakeFailed`, `proxyFailed`: status 501, 505, 506, 510 or 511": Self.statuses(Self.permanentStatuses),
            "`handshakeFailed`, `proxyFailed`: any other status from 500 on": Self.statuses(
                (500...999).filter { !Self.permanentStatuses.contains($0) }
            ),
            "`handshakeFailed`, `proxyFailed`: the connection ended before the answer was complete": [
                WebSocket.Error(.handshakeFailed, "", cause: HTTPViolation.unexpectedEnd),
                WebSocket.Error(.handshakeFailed, "", cause: TLS.Error(.truncated, "")),
                WebSocket.Error(.handshakeFailed, ""), WebSocket.Error(.proxyFailed, ""),
            ],
            "`handshakeFailed`, `proxyFailed`: the answer is not HTTP": [
                WebSocket.Error(.handshakeFailed, "", cause: HTTPViolation.malformedStartLine),
                WebSocket.Error(.proxyFailed, "", cause: HTTPViolation.headTooLarge),
            ],
            "`proxyFailed`: the replies 2, 7 and 8 of SOCKS5": Self.socks([.refused(2), .refused(7), .refused(8)]),
            "`proxyFailed`: any other reply of SOCKS5": Self.socks(
                (0...255).filter { ![2, 7, 8].contains($0) }.map { .refused($0) }
            ),
            "`proxyFailed`: credentials that are missing or wrong, not SOCKS5, a name that it cannot be sent":
                Self.socks([
                    .credentialsRefused, .noAcceptableMethod(hasCredentials: true), .notSOCKS5, .unsendable,
                    .noAcceptableMethod(hasCredentials: false),
                ]),
            "`timedOut`, `connectionLost`, `closed`, `keepAliveTimedOut`, `slowConsumer`":
                Self.bare([.timedOut, .connectionLost, .closed, .keepAliveTimedOut, .slowConsumer]),
            "`closedByPeer` with 1002, 1003, 1007, 1009, 1010, 3000 or 3003": Self.closed(Self.refusedCodes),
            "`closedByPeer` with any other code": Self.closed(
                (0...UInt16.max).filter { !Self.refusedCodes.contains($0) }
            ),
            "`protocolViolation`, `messageTooBig`, `rateLimited`, `messageAbandoned`, `sendBufferFull`, `concurrentReceive`":
                Self.bare([
                    .protocolViolation, .messageTooBig, .rateLimited, .messageAbandoned, .sendBufferFull,
                    .concurrentReceive,
                ]),
        ]
    }

    @Test("the errors of each row of the guide's table are what the table says, and there are no other rows")
    func table() throws {
        let documented = try Self.documented()
        let rows = Self.rows
        #expect(Set(documented.keys).symmetricDifference(rows.keys) == [])
        for (row, errors) in rows {
            let differing = errors.filter { $0.isTransient != documented[row] }
            #expect(differing.isEmpty, "\(row): \(differing.map { ($0.code, $0.cause, $0.response, $0.closeCode) })")
            #expect(!errors.isEmpty)
        }
    }

    @Test(
        "a server may name the time to wait in seconds, or a date in any format of HTTP",
        arguments: [
            ("0", 0), ("120", 120), ("4294967295", 4_294_967_295), ("99999999999999999999", 4_294_967_295),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 10), ("Sunday, 06-Nov-94 08:49:37 GMT", 10),
            ("Sun Nov  6 08:49:37 1994", 10), ("Sun, 06 Nov 1994 08:49:20 GMT", 0), ("", nil), ("-1", nil), ("+1", nil),
            ("1.5", nil), ("soon", nil), ("\u{661}", nil),
        ] as [(String, Int?)]
    )
    func retryAfter(value: String, seconds: Int?) throws {
        var headers = HTTP.Fields()
        try headers.append("Retry-After", value)
        let response = Dialer.HandshakeResponse(status: 503, headers: headers, body: [])
        let error = WebSocket.Error(.handshakeFailed, "", response: response)
        #expect(error.retryAfter(now: 784_111_767) == seconds.map { .seconds($0) })
    }

    @Test("an error with an error of this library underneath is judged by that one")
    func causes() {
        let refused = WebSocket.Error(.connectionFailed, "", cause: TLS.Error(.hostMismatch, ""))
        #expect(!refused.isTransient)
        #expect(!WebSocket.Error(.connectionFailed, "", cause: refused).isTransient)
        let wanted = WebSocket.Error(.handshakeFailed, "", cause: TLS.Error(.certificateRequired, ""))
        #expect(!wanted.isTransient)
    }
}
