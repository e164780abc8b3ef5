//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A note, as it is sent to clients.
struct Note: Codable, Sendable {
    let id: Int
    let text: String
}

/// A note, as clients send it.
struct NewNote: Codable, Sendable {
    let text: String
}

/// All notes, and who wants to know of new ones.
actor Board {
    private(set) var notes: [Note] = []
    private var sockets: [ObjectIdentifier: WebSocket] = [:]

    /// Adds a note and tells everybody.
    func add(_ new: NewNote) async throws -> Note {
        let note = Note(id: self.notes.count + 1, text: new.text)
        self.notes.append(note)
        let message = PreparedMessage(try Message(json: [note]))
        for socket in self.sockets.values {
            _ = try? await socket.enqueue(message)
        }
        return note
    }

    /// Sends all notes and then the new ones, and adds what the client sends, until the connection is closed.
    func serve(_ socket: WebSocket) async throws {
        try await socket.send(json: self.notes)
        self.sockets[ObjectIdentifier(socket)] = socket
        defer { self.sockets[ObjectIdentifier(socket)] = nil }
        for try await message in socket {
            do {
                _ = try await self.add(try message.decodeJSON(as: NewNote.self))
            } catch is DecodingError {
                // The message is gone, the connection as good as before.
                try await socket.send(json: ["error": "not a note"])
            }
        }
    }
}
