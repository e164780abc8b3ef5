//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol
import WebSockets

/// `ws connect`: sends the lines of standard input and prints what comes.
struct ConnectCommand: Subcommand {
    static let name = "connect"
    static let summary = "Open a WebSocket: send lines of input, print what comes"
    static let usage = """
        Usage: ws connect [OPTIONS] URL

        Opens a WebSocket at URL, such as ws://127.0.0.1:8080/echo. Each line of standard input is sent as a text
        message. Each message that comes becomes a line of standard output: text as it is, but with control characters
        escaped if the output is a terminal, and binary messages as 0x and their bytes in hex. All else that there is to
        say goes to standard error.

        At the end of the input (Ctrl-D) and at Ctrl-C the connection is closed with code 1000, after what the peer
        still has to say; a second Ctrl-C does not wait for that.

        Options:
          --subprotocol NAME     Offer a subprotocol; may be repeated, the preferred one first
          -H, --header 'N: V'    Add a field to the request; may be repeated
          --origin URL           Say that a page of this origin connects
          --ca FILE              Trust the roots in this PEM file alone, for a wss URL and an https proxy
          --cert FILE            The certificate to show a server that asks, a PEM file; with --key
          --key FILE             Its private key, a PEM file
          --proxy URL            Connect by a proxy: http, https or socks5://[USER:PASSWORD@]HOST[:PORT], or none for not
                                 even the one that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names, as is done by default
          --insecure             Trust whoever answers: anybody in between can read and change everything
          --wait SECONDS         Stay connected for so long after the end of the input (0)

        Other users of this machine can see the arguments of a process, and with them the passwords in URLs and the values
        of --header. A proxy's password can be in the environment variables HTTPS_PROXY, HTTP_PROXY and ALL_PROXY instead.
        What ws prints itself has no user name, password or query of a URL, and no value of a header field; what the
        server says is printed as it is.

        Exit status: 0 if the connection was closed with code 1000 or 1001 or without one, 1 if it could not be made
        or ended otherwise, 2 if the command was called wrongly.

        """

    private var url: Secret = ""
    private var dialer = Dialer()
    private var wait = 0
    private var roots: String?
    private var certificate: String?
    private var key: String?

    init(_ arguments: inout ArgumentReader) throws(ArgumentProblem) {
        var urls: [Secret] = []
        while let argument = try arguments.next() {
            switch argument {
            case .option("--subprotocol"):
                self.dialer.subprotocols.append(try arguments.value(of: "--subprotocol"))
            case .option("--header"), .option("-H"):
                try self.addHeader(try arguments.secret(of: "--header"))
            case .option("--origin"):
                try self.addHeader("Origin", try arguments.value(of: "--origin"))
            case .option("--ca"):
                self.roots = try arguments.path(of: "--ca")
            case .option("--cert"):
                self.certificate = try arguments.path(of: "--cert")
            case .option("--key"):
                self.key = try arguments.path(of: "--key")
            case .option("--proxy"):
                try self.setProxy(try arguments.secret(of: "--proxy"))
            case .option("--insecure"):
                self.dialer.tls.verification = .noneAnybodyCanListen
            case .option("--wait"):
                self.wait = try arguments.number(of: "--wait", in: 0...1_000_000)
            case .option(let name):
                throw .wrong("There is no option '\(name)'.")
            case .operand(let url):
                urls.append(url)
            }
        }
        guard urls.count == 1 else {
            throw .wrong("Where to connect? Give one URL, not \(urls.count).")
        }
        guard (self.certificate == nil) == (self.key == nil) else {
            throw .wrong("--cert and --key go together.")
        }
        self.url = urls[0]
        try self.checkURL()
    }

    /// Checks that the options apply to the URL; one that is invalid is refused when it is dialed.
    private func checkURL() throws(ArgumentProblem) {
        guard let url = try? WebSocketURL(self.url.reveal()) else { return }
        let hasSecureProxy = if case .always(let proxy) = self.dialer.proxy { proxy.isSecure } else { false }
        let isInsecure = if case .noneAnybodyCanListen = self.dialer.tls.verification { true } else { false }
        if !url.isSecure {
            guard self.certificate == nil else { throw .wrong("--cert and --key have no effect on a ws URL.") }
            guard !isInsecure else { throw .wrong("--insecure has no effect on a ws URL.") }
        }
        guard self.roots == nil || url.isSecure && !isInsecure || hasSecureProxy else {
            throw .wrong("--ca has no effect on a ws URL, nor with --insecure.")
        }
        if url.unixPath != nil, case .always = self.dialer.proxy {
            throw .wrong("--proxy has no effect on the URL of a Unix socket.")
        }
    }

    /// The dialer, with what is in the files.
    private func preparedDialer() throws(TLS.Error) -> Dialer {
        var dialer = self.dialer
        if let roots {
            dialer.tls.roots = try .only(file: roots)
            if case .always(var proxy) = dialer.proxy {
                proxy.tls.roots = dialer.tls.roots
                dialer.proxy = .always(proxy)
            }
        }
        if let certificate, let key {
            dialer.tls.identity = try TLS.Identity(certificateFile: certificate, keyFile: key)
        }
        return dialer
    }

    private mutating func setProxy(_ url: Secret) throws(ArgumentProblem) {
        do {
            self.dialer.proxy = url == "none" ? .direct : .always(try Dialer.Proxy(url.reveal()))
        } catch {
            throw .wrong(error.message)
        }
    }

    private mutating func addHeader(_ line: Secret) throws(ArgumentProblem) {
        let line = Substring(line.reveal())
        // By bytes: a combining character behind the colon hides it from a String.
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw .wrong("A header field needs a colon between its name and its value.")
        }
        try self.addHeader(String(line[..<colon]), String(Substring(line.utf8[colon...].dropFirst())))
    }

    private mutating func addHeader(_ name: String, _ value: String) throws(ArgumentProblem) {
        do {
            try self.dialer.headers.append(name, value)
        } catch {
            throw .wrong("A header field is invalid. \(error)")
        }
    }

    func run() async -> ExitStatus {
        let dialer: Dialer
        do {
            dialer = try self.preparedDialer()
        } catch {
            StandardStream.error.writeLine("ws: \(error)")
            return .failure
        }
        if case .environment = dialer.proxy {
            StandardStream.error.writeWarnings(Dialer.ProxySelection.environmentWarnings)
        }
        let interruptions = Interruptions()
        let dialing = Task { try await dialer.dial(self.url.reveal()) }
        interruptions.heed {
            dialing.cancel()
            // Nothing is lost if it fails: then the connection has ended already.
            Task { try await dialing.value.startClosingHandshake() }
        }
        defer { interruptions.cancel() }
        let socket: WebSocket
        do {
            socket = try await dialing.value
        } catch {
            return self.reportNoConnection(error)
        }
        // Not by its name: some servers take a token in place of a subprotocol.
        let subprotocol =
            self.dialer.subprotocols.firstIndex { $0.utf8.elementsEqual((socket.subprotocol ?? "").utf8) }
            .map { ", speaking subprotocol \($0 + 1) of those offered" } ?? ""
        let url = (try? WebSocketURL(self.url.reveal())).map(\.description) ?? Secret.placeholder
        StandardStream.error.writeLine("Connected to \(url)\(subprotocol)")
        // It waits for input that may never come, so nobody waits for it.
        Task { try await self.sendInput(to: socket) }
        do {
            try await Self.printMessages(from: socket)
        } catch {
            StandardStream.error.writeLine("ws: \(error)")
            return .failure
        }
        // The last of our side is still to leave.
        try? await socket.close()
        return await self.reportClose(socket)
    }

    /// Sends the lines of the input, then starts to close.
    ///
    /// It ends without a word if the connection does: whoever receives says why.
    private func sendInput(to socket: WebSocket) async throws {
        let lines = InputLines()
        while let line = await lines.next() {
            if let text = String(validating: line, as: UTF8.self) {
                try await socket.send(text)
            } else {
                StandardStream.error.writeLine("ws: A line of the input is not UTF-8 and was not sent.")
            }
        }
        if self.wait > 0 {
            try await Task.sleep(for: .seconds(self.wait))
        }
        try await socket.startClosingHandshake()
    }

    private static func printMessages(from socket: WebSocket) async throws {
        let isTerminal = StandardStream.output.isTerminal
        for try await message in socket {
            switch message {
            case .text(let text) where isTerminal: StandardStream.output.writeLine(text)
            case .text(let text): StandardStream.output.write(text + "\n")
            case .binary(let bytes): StandardStream.output.write("0x" + bytes.hex + "\n")
            }
        }
    }

    private func reportNoConnection(_ error: any Error) -> ExitStatus {
        guard let error = error as? WebSocket.Error else {
            StandardStream.error.writeLine("ws: Interrupted before there was a connection.")
            return .failure
        }
        var message = error.message
        if let body = error.response?.body {
            let line = String(decoding: body.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            message += line.isEmpty ? "" : " It said: \(line)"
        }
        StandardStream.error.writeLine("ws: \(message)")
        return error.code == .invalidURL || error.code == .invalidArgument ? .usage : .failure
    }

    private func reportClose(_ socket: WebSocket) async -> ExitStatus {
        let code = await socket.closeCode ?? .abnormalClosure
        let reason = await socket.closeReason
        StandardStream.error.writeLine("Closed with code \(code.rawValue)" + (reason.isEmpty ? "" : ": \(reason)"))
        return [.normalClosure, .goingAway, .noStatusReceived].contains(code) ? .success : .failure
    }
}

extension [UInt8] {
    /// The bytes, each as two hexadecimal digits.
    fileprivate var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: self.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
