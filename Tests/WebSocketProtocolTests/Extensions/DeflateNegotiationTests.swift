//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite("Agreeing on permessage-deflate")
struct DeflateNegotiationTests {
    private static func parse(_ header: String) throws -> [ExtensionOffer] {
        try ExtensionHeader.parse([header])
    }

    /// What the server answers to a header, as it would write it.
    private static func answer(
        to header: String,
        _ preferences: DeflatePreferences = DeflatePreferences()
    ) throws -> String? {
        preferences.accept(try parse(header))?.answer.description
    }

    @Test(
        "A server takes what is offered",
        arguments: [
            ("permessage-deflate", "permessage-deflate"),
            ("permessage-deflate; client_max_window_bits", "permessage-deflate"),
            ("permessage-deflate; client_max_window_bits=15", "permessage-deflate"),
            (
                "permessage-deflate; client_max_window_bits=10",
                "permessage-deflate; client_max_window_bits=10"
            ),
            (
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=8"
            ),
            (
                "permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=15"
            ),
            (
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
            ),
            ("permessage-deflate; server_max_window_bits=\"9\"", "permessage-deflate; server_max_window_bits=9"),
            ("permessage-bzip2, permessage-deflate", "permessage-deflate"),
        ]
    )
    func accepted(offer: String, answer: String) throws {
        #expect(try Self.answer(to: offer) == answer)
    }

    @Test(
        "An offer that is not valid is declined",
        arguments: [
            "x-webkit-deflate-frame",
            "Permessage-Deflate",
            "permessage-deflate; unknown",
            "permessage-deflate; server_no_context_takeover=1",
            "permessage-deflate; client_no_context_takeover=true",
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
            "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
            "permessage-deflate; server_max_window_bits",
            "permessage-deflate; server_max_window_bits=7",
            "permessage-deflate; server_max_window_bits=16",
            "permessage-deflate; server_max_window_bits=08",
            "permessage-deflate; server_max_window_bits=+9",
            "permessage-deflate; server_max_window_bits=99999999999999999999",
            "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
            "permessage-deflate; client_max_window_bits=7",
            "permessage-deflate; client_max_window_bits=16",
            "permessage-deflate; client_max_window_bits=1x",
            "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
        ]
    )
    func declined(offer: String) throws {
        #expect(try Self.answer(to: offer) == nil)
    }

    @Test("Of several offers the first that is valid is taken")
    func fallback() throws {
        let header =
            "permessage-deflate; server_max_window_bits=99, permessage-deflate; server_max_window_bits=10,"
            + " permessage-deflate"
        #expect(try Self.answer(to: header) == "permessage-deflate; server_max_window_bits=10")
    }

    @Test("A server's own wishes are in its answer, and the smaller window counts")
    func serverWishes() throws {
        let preferences = DeflatePreferences(
            serverContextTakeover: false,
            clientContextTakeover: false,
            serverMaxWindowBits: 11,
            clientMaxWindowBits: 12
        )
        let noTakeover = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
        for (offer, windows) in [
            // A client that does not say that it can be limited cannot be.
            ("permessage-deflate", "; server_max_window_bits=11"),
            (
                "permessage-deflate; client_max_window_bits",
                "; server_max_window_bits=11; client_max_window_bits=12"
            ),
            (
                "permessage-deflate; client_max_window_bits=9; server_max_window_bits=14",
                "; server_max_window_bits=11; client_max_window_bits=9"
            ),
            ("permessage-deflate; server_max_window_bits=9", "; server_max_window_bits=9"),
        ] {
            #expect(try Self.answer(to: offer, preferences) == noTakeover + windows)
        }
        let plain = try #require(preferences.accept(try Self.parse("permessage-deflate")))
        #expect(plain.parameters.maxWindowBits(.server) == 11)
        #expect(plain.parameters.maxWindowBits(.client) == 15)
        #expect(!plain.parameters.hasContextTakeover(.server))
        #expect(!plain.parameters.hasContextTakeover(.client))
    }

    @Test("A client offers what it wants, and always that it can be limited")
    func offers() {
        #expect(DeflatePreferences().offer.description == "permessage-deflate; client_max_window_bits")
        let preferences = DeflatePreferences(
            serverContextTakeover: false,
            clientContextTakeover: false,
            serverMaxWindowBits: 8,
            clientMaxWindowBits: 10
        )
        #expect(
            preferences.offer.description
                == "permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                + " server_max_window_bits=8; client_max_window_bits=10"
        )
    }

    @Test("An answer within the offer is taken for what it says")
    func goodAnswers() throws {
        let preferences = DeflatePreferences()
        let answer = try Self.parse(
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits=10"
        )[0]
        let parameters = try preferences.check(answer)
        #expect(!parameters.hasContextTakeover(.server))
        #expect(parameters.hasContextTakeover(.client))
        #expect(parameters.maxWindowBits(.server) == 9)
        #expect(parameters.maxWindowBits(.client) == 10)
        #expect(try preferences.check(ExtensionOffer("permessage-deflate")) == DeflateParameters())
    }

    @Test(
        "An answer that is not within the offer fails the connection",
        arguments: [
            ("permessage-deflate; client_max_window_bits", DeflateAnswerViolation.malformed),
            ("permessage-deflate; client_max_window_bits=16", .malformed),
            ("permessage-deflate; server_max_window_bits", .malformed),
            ("permessage-deflate; unknown", .malformed),
            ("permessage-deflate; server_no_context_takeover=0", .malformed),
            ("permessage-deflate; server_max_window_bits=9", .contextTakeover),
            ("permessage-deflate; server_no_context_takeover", .serverWindowTooLarge),
            ("permessage-deflate; server_no_context_takeover; server_max_window_bits=11", .serverWindowTooLarge),
            (
                "permessage-deflate; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits=12",
                .clientWindowTooLarge
            ),
        ]
    )
    func badAnswers(answer: String, violation: DeflateAnswerViolation) throws {
        let preferences = DeflatePreferences(
            serverContextTakeover: false,
            serverMaxWindowBits: 10,
            clientMaxWindowBits: 11
        )
        let answer = try Self.parse(answer)[0]
        #expect(throws: violation) { try preferences.check(answer) }
    }

    @Test("Whatever two endpoints prefer, they come to the same agreement")
    func bothSides() throws {
        let takeovers = [false, true]
        for (server, client) in takeovers.flatMap({ server in takeovers.map { (server, $0) } }) {
            for bits in [8, 11, 15] {
                let asServer = DeflatePreferences(serverContextTakeover: server, serverMaxWindowBits: bits)
                let asClient = DeflatePreferences(clientContextTakeover: client, clientMaxWindowBits: bits)
                let (answer, parameters) = try #require(asServer.accept([asClient.offer]))
                #expect(try asClient.check(answer) == parameters)
            }
        }
    }
}
