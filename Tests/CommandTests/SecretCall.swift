//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

/// A call of `ws` with secrets in all that it is given, which must appear in nothing that it writes.
struct SecretCall: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let arguments: [String]
    let status: Int32
    /// What it writes somewhere, which shows that it went the way that the description tells.
    let says: String
    let environment: [String: String]

    /// - Parameters:
    ///   - description: What is done.
    ///   - arguments: The arguments, in which `HOST` stands for the address of a server, `NONE` for one where none listens,
    ///     and `FOLDER` for a folder.
    ///   - status: The status that it ends with.
    ///   - says: A part of what it writes.
    ///   - environment: What is added to its environment.
    init(
        _ description: String,
        _ arguments: [String],
        _ status: Int32,
        _ says: String,
        _ environment: [String: String] = [:]
    ) {
        self.testDescription = description
        self.arguments = arguments
        self.status = status
        self.says = says
        self.environment = environment
    }

    static let (user, password, query) = (PlantedSecret("user"), PlantedSecret("password"), PlantedSecret("query"))
    static let (token, cookie) = (PlantedSecret("token"), PlantedSecret("cookie"))
    static let (proxyUser, proxyPassword) = (PlantedSecret("proxyuser"), PlantedSecret("proxypassword"))
    static let secrets = [user, password, query, token, cookie, proxyUser, proxyPassword]

    static let userInfo = "\(user.percentEncoded):\(password.percentEncoded)@"
    static let proxyInfo = "\(proxyUser.percentEncoded):\(proxyPassword.percentEncoded)@"
    static let authorization = "Authorization: Bearer \(token.text)"

    /// A URL with all secrets that a URL can have.
    static func url(_ host: String, _ path: String = "/echo", scheme: String = "ws") -> String {
        "\(scheme)://\(self.userInfo)\(host)\(path)?token=\(self.query.percentEncoded)"
    }

    static let echo = Self.url("HOST")

    // MARK: Calls

    static let connecting: [SecretCall] = {
        let cookies = ["-H", "Cookie: id=\(cookie.text)", "-H", "X-Api-Key: \(token.text)"]
        let header = ["--header=\(authorization)"] + cookies
        let plain = "ws://HOST/echo?token=\(query.percentEncoded)"
        return [
            SecretCall("an echo", ["connect", echo] + cookies, 0, "Connected to ws://"),
            SecretCall("an echo with a token", ["connect", plain] + header, 0, "Closed with code 1000"),
            SecretCall("credentials twice", ["connect", echo] + header, 2, "credentials in the URL"),
            SecretCall("a refused handshake", ["connect", url("HOST", "/refused")] + cookies, 1, "status 403"),
            SecretCall("a redirect", ["connect", url("HOST", "/moved")] + cookies, 1, "status 302"),
            SecretCall("a close by the server", ["connect", url("HOST", "/closed")], 1, "code 1008"),
            SecretCall("no server", ["connect", url("NONE")] + cookies, 1, "connection refused"),
            SecretCall("no such socket", ["connect", "ws+unix:/none:/?token=\(query.percentEncoded)"], 1, "/none"),
            SecretCall("no TLS", ["connect", url("HOST", scheme: "wss")], 1, "by TLS"),
            SecretCall("two URLs", ["connect", echo, echo], 2, "one URL"),
            SecretCall("two URLs behind --", ["connect", "--", echo, echo], 2, "one URL"),
            SecretCall("another scheme", ["connect", url("HOST", scheme: "http")], 2, "ws://"),
            SecretCall("a URL without scheme", ["connect", "\(userInfo)HOST/?token=\(query.text)"], 2, "Cannot dial"),
            SecretCall("a URL with a bad host", ["connect", url("a_b:c")], 2, "Cannot dial"),
            SecretCall(
                "a URL with a bad password",
                ["connect", "ws://\(user.text)%:\(password.text)@HOST/"],
                2,
                "URL"
            ),
            SecretCall(
                "a header without colon",
                ["connect", plain, "-H", "Authorization Bearer \(token.percentEncoded)"],
                2,
                "colon"
            ),
            SecretCall(
                "a header with a bad name",
                ["connect", plain, "-H", "\(token.percentEncoded) x: a"],
                2,
                "header field"
            ),
            SecretCall("a header with a bad value", ["connect", plain, "-H", "\(authorization)\n"], 2, "header field"),
            SecretCall("a header of the handshake", ["connect", plain, "-H", "Upgrade: \(token.text)"], 2, "Upgrade"),
            SecretCall("an attached header", ["connect", plain, "-H\(authorization)"], 2, "not an option"),
            SecretCall(
                "a proxy's header",
                ["connect", plain, "-H", "Proxy-\(authorization)"],
                2,
                "Proxy-Authorization"
            ),
            SecretCall(
                "a token as subprotocol",
                ["connect", plain, "--subprotocol", "b \(token.text)"],
                2,
                "Subprotocol 1"
            ),
            SecretCall("an unknown option", ["connect", plain, "--token=\(token.text)"], 2, "--token"),
            SecretCall("an unknown short option", ["connect", plain, "-p\(password.text)"], 2, "not an option"),
            SecretCall("an option with a space", ["connect", "--header \(authorization)"], 2, "not an option"),
            SecretCall("a value of a flag", ["connect", "--insecure=\(token.text)", plain], 2, "takes no value"),
            SecretCall("a missing value", ["connect", echo, "--proxy"], 2, "needs a value"),
            SecretCall("a value that is no number", ["connect", plain, "--wait", token.text], 2, "takes a number"),
            SecretCall("a key alone", ["connect", echo, "--key", "/none"], 2, "go together"),
        ]
    }()

    static let proxying: [SecretCall] = {
        let target = "ws://\(userInfo)far.example/?token=\(query.percentEncoded)"
        let secure = "wss://\(userInfo)far.example/?token=\(query.percentEncoded)"
        func proxy(_ url: String) -> [String] { ["connect", target, "--proxy", url] }
        return [
            SecretCall("a proxy that refuses", proxy("http://\(proxyInfo)HOST"), 1, "did not connect us"),
            SecretCall("a proxy that is not there", proxy("http://\(proxyInfo)NONE"), 1, "connection refused"),
            SecretCall("a proxy of SOCKS", proxy("socks5://\(proxyInfo)HOST"), 1, "SOCKS5"),
            SecretCall("a proxy without TLS", proxy("https://\(proxyInfo)HOST"), 1, "by TLS"),
            SecretCall("a proxy of another scheme", proxy("ftp://\(proxyInfo)HOST"), 2, "proxy"),
            SecretCall("a proxy with a path", proxy("http://\(proxyInfo)HOST/\(token.percentEncoded)"), 2, "path"),
            SecretCall(
                "a proxy with a bad password",
                proxy("http://\(proxyUser.text):\(proxyPassword.text)%@a"),
                2,
                "proxy"
            ),
            SecretCall("a proxy with a bad host", proxy("\(proxyInfo)a b"), 2, "proxy"),
            SecretCall("a proxy attached", ["connect", target, "--proxy=\(proxyInfo)a_:b"], 2, "proxy"),
            SecretCall("HTTP_PROXY", ["connect", target], 1, "connect us", ["http_proxy": "http://\(proxyInfo)HOST"]),
            SecretCall("HTTPS_PROXY", ["connect", secure], 1, "connect us", ["https_proxy": "\(proxyInfo)HOST"]),
            SecretCall("a bad HTTPS_PROXY", ["connect", secure], 2, "proxy", ["https_proxy": "ftp://\(proxyInfo)a"]),
            SecretCall("a bad ALL_PROXY", ["connect", target], 2, "proxy", ["all_proxy": "\(proxyInfo)a_ b"]),
        ]
    }()

    static let benching: [SecretCall] = {
        let brief = ["--duration", "0.1", "--warmup", "0", "-c", "2"]
        func bench(_ mode: String, _ url: String, _ more: String...) -> [String] {
            ["bench", mode, url] + brief + more
        }
        return [
            SecretCall("an echo", bench("echo", echo, "--report", "FOLDER/a.html"), 0, "cho at ws://"),
            SecretCall("an echo in JSON", bench("echo", echo, "--json", "--report=FOLDER/a.html"), 0, "\"url\""),
            SecretCall("a rate", bench("rate", echo, "--rate", "100", "--report", "FOLDER/a.html"), 0, " at ws://"),
            SecretCall("handshakes", bench("connect", echo, "--report", "FOLDER/a.html"), 0, "handshakes at ws://"),
            SecretCall("idle ones", bench("idle", echo, "--report", "FOLDER/a.html"), 0, "connections at ws://"),
            SecretCall(
                "groups",
                bench("fanout", url("HOST", "/group/{group}"), "--groups", "2", "--report", "FOLDER/a.html"),
                0,
                "/group/{group}?"
            ),
            SecretCall(
                "a refused handshake",
                bench("echo", url("HOST", "/refused"), "--report", "FOLDER/a.html"),
                1,
                "403"
            ),
            SecretCall(
                "no server",
                bench("echo", url("NONE"), "--json", "--report", "FOLDER/a.html"),
                1,
                "connection refused"
            ),
            SecretCall("no place for the report", bench("echo", echo, "--report", "/none/a.html"), 1, "report"),
            SecretCall("URL and mode swapped", ["bench", echo, "echo"], 2, "mode"),
            SecretCall("no mode", ["bench", echo], 2, "mode"),
            SecretCall("two URLs", ["bench", "echo", echo, echo], 2, "one URL"),
            SecretCall("another scheme", ["bench", "echo", url("HOST", scheme: "http")], 2, "ws://"),
            SecretCall("an unknown option", ["bench", "echo", echo, "--token=\(token.text)"], 2, "--token"),
            SecretCall(
                "a header, which it has not",
                ["bench", "echo", echo, "-H\(authorization)"],
                2,
                "not an option"
            ),
            SecretCall("no number", ["bench", "echo", echo, "--size", token.text], 2, "takes a number"),
            SecretCall("no seconds", ["bench", "echo", echo, "--duration", token.text], 2, "takes a number"),
            SecretCall("a value of a flag", ["bench", "echo", echo, "--json=\(token.text)"], 2, "takes no value"),
            SecretCall("addresses of a URL", bench("echo", url("a.example"), "--spread", "2"), 2, "--spread"),
            SecretCall(
                "a bad proxy",
                bench("echo", url("a.example")),
                1,
                "proxy",
                ["http_proxy": "ftp://\(proxyInfo)a"]
            ),
        ]
    }()

    static let serving: [SecretCall] = {
        let redis = "redis://\(userInfo)"
        func serve(_ redis: String) -> [String] { ["serve", "--port", "0", "--redis", redis] }
        return [
            SecretCall("a Redis URL that is none", serve("\(redis)a b"), 2, "URL"),
            SecretCall("a Redis URL of another scheme", serve("http://\(userInfo)a"), 2, "redis://"),
            SecretCall("a Redis URL without scheme", serve("\(userInfo)a"), 2, "redis"),
            SecretCall("a Redis URL with a bad port", serve("\(redis)a:70000"), 2, "port"),
            SecretCall("a Redis URL with a bad database", serve("\(redis)a/\(token.percentEncoded)"), 2, "database"),
            SecretCall(
                "a Redis URL whose password has a #",
                serve("redis://\(user.percentEncoded):12#\(password.percentEncoded)@a"),
                2,
                "#"
            ),
            SecretCall("a Redis URL with a query", serve("redis://a?password=\(password.percentEncoded)"), 2, "query"),
            SecretCall("several, of which one is bad", serve("\(redis)a,\(redis)"), 2, "Redis"),
            SecretCall("no option for --redis", ["serve", "\(redis)a"], 2, "one argument too many"),
            SecretCall("a URL for a port", ["serve", "--port", "\(redis)a"], 2, "takes a number"),
            SecretCall("a URL for a host", ["serve", "--port", "0", "--host", "\(redis)a"], 2, "--host"),
            SecretCall("a URL for a host to allow", ["serve", "--allow-host", "\(redis)a"], 2, "--allow-host"),
            SecretCall("an unknown option", ["serve", "--redis-url=\(redis)a"], 2, "--redis-url"),
            SecretCall("an unknown short option", ["serve", "-r\(redis)a"], 2, "not an option"),
        ]
    }()

    static let others: [SecretCall] = [
        SecretCall("a URL without a command", [echo], 2, "no such command"),
        SecretCall("an option without a command", ["--token=\(token.text)"], 2, "no such command"),
        SecretCall("a URL in place of roots", ["connect", "--ca", echo, "ws://NONE/"], 2, "path"),
        SecretCall(
            "a URL in place of a certificate",
            ["connect", "--cert", echo, "--key", "a", "wss://NONE/"],
            2,
            "path"
        ),
        SecretCall("a URL in place of a key", ["connect", "--cert", "a", "--key", echo, "wss://NONE/"], 2, "path"),
        SecretCall("a URL in place of a server's certificate", ["serve", "--cert", echo, "--key", "a"], 2, "path"),
        SecretCall("a URL in place of a server's key", ["serve", "--cert", "a", "--key", echo], 2, "path"),
        SecretCall("a URL in place of clients' roots", ["serve", "--client-ca", echo], 2, "path"),
        SecretCall("a URL in place of a socket", ["serve", "--unix", "redis://\(userInfo)h"], 2, "path"),
        SecretCall("a URL in place of a report", ["bench", "echo", "ws://NONE/", "--report", echo], 2, "path"),
        SecretCall("help on a URL", ["help", echo], 2, "no such command"),
    ]
}
