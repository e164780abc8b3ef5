//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase
import WebSocketHubRedis

@Suite("why a Redis server is lost")
struct ErrorRedactorTests {
    @Test(
        "is told without what the server repeats of the user, the password and arguments",
        arguments: [
            ("ERR unknown command 'AUTH', with args beginning with: 'ann' 'p w'", "ERR unknown command 'AUTH'"),
            ("ERR no p w here: p wp w", "ERR no <hidden> here: <hidden><hidden>"),
            ("NOPERM User ann has no right: ann", "NOPERM User <hidden> has no right: <hidden>"),
            ("NOPERM channel annex, Joann, ann_1, anné", "NOPERM channel annex, Joann, ann_1, anné"),
            ("p w\u{301}", "<hidden>\u{301}"), ("", ""), ("ann", "<hidden>"),
            ("connection refused", "connection refused"),
        ]
    )
    func filtered(reason: String, told: String) {
        let filter = ErrorRedactor(user: "ann", password: "p w")
        #expect(Array(filter.filtered(reason).utf8) == Array(told.utf8))
        #expect(ErrorRedactor(user: nil, password: nil).filtered("ann p w") == "ann p w")
        #expect(ErrorRedactor(user: "", password: "").filtered("ann p w") == "ann p w")
    }

    @Test(
        "is told of a refused password by the code alone",
        arguments: [
            ("WRONGPASS invalid p w", ": WRONGPASS."), ("ERR unknown command 'AUTH' 'p w'", ": ERR unknown command."),
            ("ERR p w", ": ERR."), ("p w", "."), ("", "."),
        ]
    )
    func refusal(message: String, end: String) {
        #expect(ErrorRedactor.refusal(message) == "The server refused the user name and the password\(end)")
    }

    @Test(
        "is told of a password that the server does not need",
        arguments: [
            "ERR AUTH <password> called without any password configured for the default user. Are you sure p w?",
            "ERR Client sent AUTH, but no password is set",
        ]
    )
    func needless(message: String) {
        #expect(ErrorRedactor.refusal(message) == "The server refused the password: ERR, as its default user has none.")
    }
}
