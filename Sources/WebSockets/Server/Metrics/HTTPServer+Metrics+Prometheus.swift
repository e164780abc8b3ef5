//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSTransport
import WebSocketProtocol

extension HTTPServer.Metrics {
    /// The numbers in the format that Prometheus reads, version 0.0.4: each begins with `websocket_server_`.
    ///
    /// ``HTTPServer/metrics(at:of:and:)`` serves it.
    public var prometheusText: String {
        var text = PrometheusText(prefix: "websocket_server_")
        text.gauge("connections_open", "Connections that are open.", self.connectionsOpen)
        text.gauge("open", "WebSockets that are open.", self.webSocketsOpen)
        for (name, help, count) in self.counts {
            text.counter(name, help, count)
        }
        text.counters("responses_total", "Responses.", by: "status", self.responses.map { ("\($0.rawValue)", $1) })
        text.counters(
            "handshakes_total",
            "Responses to clients that wanted to open a WebSocket.",
            by: "status",
            self.handshakes.map { ("\($0.rawValue)", $1) }
        )
        text.counters(
            "closed_total",
            "WebSockets that have ended, by the code of the first Close frame.",
            by: "code",
            self.closings.map { (Self.label(of: $0), $1) }
        )
        text.counters(
            "limited_total",
            "What limits have stopped.",
            by: "limit",
            // All of them, so that the first time is seen to be a change.
            HTTPServer.Limit.allCases.map { ($0.rawValue, self.limited[$0] ?? 0) }
        )
        text.histogram(
            "ping_latency_seconds",
            "How long clients took to answer a ping.",
            zip(HTTPServer.LatencyHistogram.bounds, self.pingLatency.counts),
            count: self.pingLatency.count,
            sum: self.pingLatency.sum
        )
        return text.text
    }

    private var counts: [(name: String, help: String, count: UInt64)] {
        [
            ("connections_total", "Connections that have been accepted.", self.connectionsTotal),
            ("accept_failures_total", "Times when no connection could be accepted.", self.acceptFailures),
            ("tls_handshakes_total", "Connections that have been made secure.", self.tlsHandshakes),
            ("tls_resumptions_total", "Connections that have resumed a session of TLS.", self.tlsResumptions),
            ("tls_failures_total", "Connections that could not be made secure, or broke TLS.", self.tlsFailures),
            ("opened_total", "WebSockets that have been opened.", self.webSocketsTotal),
            ("opened_compressed_total", "WebSockets that compress messages.", self.compressedWebSocketsTotal),
            ("handler_failures_total", "Handlers that have thrown an error.", self.handlersFailed),
            ("messages_received_total", "Messages that have come.", self.messagesReceived),
            ("messages_sent_total", "Messages that have been sent.", self.messagesSent),
            ("received_bytes_total", "Bytes of frames that have come.", self.bytesReceived),
            ("sent_bytes_total", "Bytes of frames that have been sent.", self.bytesSent),
            ("sends_delayed_total", "Sends that had to wait for the peer to take others.", self.sendsDelayed),
            ("reads_held_total", "Times when a peer was read no more for a while.", self.readsHeld),
            ("messages_dropped_total", "Messages dropped for peers that are slow.", self.messagesDropped),
        ]
    }

    private static func label(of code: CloseCode) -> String {
        switch code.rawValue {
        case 3000: "3xxx"
        case 4000: "4xxx"
        default: String(code.rawValue)
        }
    }
}

extension HTTPServer {
    /// Answers GET requests with what a server has counted, in the format that Prometheus reads.
    ///
    /// It says nothing about anybody, but how much there is to do may be nobody's business. A server of its own keeps it from
    /// the public:
    ///
    /// ```swift
    /// let admin = HTTPServer(eventLoops: 1)
    /// admin.metrics(at: "/metrics", of: server)
    /// try await admin.run(at: .tcp(host: "127.0.0.1", port: 9100))
    /// ```
    ///
    /// - Parameters:
    ///   - pattern: A path.
    ///   - server: Whose numbers; this server's own by default.
    ///   - others: Further numbers in that format, of a hub or the application.
    public func metrics(
        at pattern: String = "/metrics",
        of server: HTTPServer? = nil,
        and others: @escaping @Sendable () -> String = { "" }
    ) {
        let server = server ?? self
        self.get(pattern) { [weak server] _ in
            guard let server else { throw HTTP.Error(.serviceUnavailable) }
            return HTTP.Response(prometheus: server.metrics.prometheusText + others())
        }
    }
}

extension HTTP.Response {
    /// Creates a response with numbers in the format that Prometheus reads, such as ``HTTPServer/Metrics/prometheusText``.
    public init(prometheus text: String) {
        self.init(text: text)
        self.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
    }
}
