//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSockets

@Suite("the rooms of ws serve", .timeLimit(.minutes(1)))
struct RoomsTests {
    /// What is said in a room, and who is there.
    private struct Said: Codable {
        var name: String?
        var text: String?
        var people: [String]?
        var count: Int?
    }

    /// Receives up to what is said next, by somebody or of who is there.
    private func next(_ socket: WebSocket) async throws -> (Hub.Envelope, Said) {
        let envelope = try await socket.receive().decodeJSON(as: Hub.Envelope.self)
        return (envelope, try envelope.message.decodeJSON(as: Said.self))
    }

    private func enter(_ address: String, _ name: String, after: String? = nil) async throws -> WebSocket {
        let query = after.map { "&after=\($0)" } ?? ""
        return try await Dialer().dial("ws://\(address)/rooms/lobby?name=\(name)\(query)")
    }

    @Test("show who is there, and what was said to whoever comes or comes back")
    func history() async throws {
        try await withDemoServer { _, address in
            let ann = try await self.enter(address, "Ann")
            #expect(try await self.next(ann).1.people == ["Ann"])
            try await ann.send("Hello?")
            let (first, hello) = try await self.next(ann)
            #expect(hello.name == "Ann" && hello.text == "Hello?")

            let bob = try await self.enter(address, "Bob")
            // Who was there before comes first, then what was said.
            #expect(try await self.next(bob).1.people == ["Ann"])
            #expect(try await self.next(bob).1.text == "Hello?")
            #expect(try await self.next(bob).1.people == ["Ann", "Bob"])
            #expect(try await self.next(ann).1.people == ["Ann", "Bob"])
            try await bob.send("<b>Hi</b>")
            #expect(try await self.next(ann).1.text == "<b>Hi</b>")
            try await bob.close()
            #expect(try await self.next(ann).1.people == ["Ann"])
            try await ann.close()

            // Only what has been said since.
            let back = try await self.enter(address, "Ann", after: first.id)
            var texts: [String] = []
            var people: [String]?
            while people != ["Ann"] || texts.isEmpty {
                let (_, said) = try await self.next(back)
                people = said.people ?? people
                texts += [said.text].compactMap(\.self)
            }
            #expect(texts == ["<b>Hi</b>"])
            try await back.close()
        }
    }

    @Test("are told apart by their bytes, and so are the people in them")
    func lookalikes() async throws {
        try await withDemoServer { _, address in
            func enter(_ room: String, _ name: String) async throws -> WebSocket {
                try await Dialer().dial("ws://\(address)/rooms/\(room)?name=\(name)")
            }
            let lobby = try await enter("lobby", "Ann")
            #expect(try await self.next(lobby).1.people == ["Ann"])
            // A mark behind the slash of the topic is the room's, whose people are not the lobby's.
            let marked = try await enter("%CC%81lobby", "Bob")
            let (envelope, said) = try await self.next(marked)
            #expect(said.people == ["Bob"])
            #expect(envelope.topic.utf8.elementsEqual("people/\u{301}lobby".utf8))
            // The same name in two normal forms.
            let first = try await enter("lobby", "Ren%C3%A9")
            #expect(try await self.next(lobby).1.count == 2)
            let second = try await enter("lobby", "Rene%CC%81")
            #expect(try await self.next(lobby).1.count == 3)
            for socket in [lobby, marked, first, second] { try await socket.close() }
        }
    }

    @Test(
        "need a name, and so does who enters",
        arguments: [
            "lobby", "lobby?name=", "a%2Fb?name=Ann", "%2B?name=Ann", "%23?name=Ann",
            "a%2F%CC%81b?name=Ann", "lobby?name=" + String(repeating: "a%CC%81", count: 54),
        ]
    )
    func names(path: String) async throws {
        try await withDemoServer { _, address in
            let error = await #expect(throws: WebSocket.Error.self) {
                try await Dialer().dial("ws://\(address)/rooms/\(path)")
            }
            #expect(error?.response?.status == .badRequest)
        }
    }
}
