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

/// All notes, and the handlers to tell of new ones.
actor Board {
    private(set) var notes: [Note] = []
    private var changes: [ObjectIdentifier: AsyncStream<Void>.Continuation] = [:]

    /// Adds a note and tells all handlers that there is one.
    func add(_ new: NewNote) -> Note {
        let note = Note(id: self.notes.count + 1, text: new.text)
        self.notes.append(note)
        for change in self.changes.values { change.yield() }
        return note
    }

    /// Sends all notes and then the new ones, and adds what the client sends, until the connection is closed.
    func serve(_ socket: WebSocket) async throws {
        // Before it looks at the notes: what is added from now on is there, or it will be told of it.
        let (changes, change) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.changes[ObjectIdentifier(socket)] = change
        defer { self.changes[ObjectIdentifier(socket)] = nil }
        change.yield()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.sendNotes(to: socket, at: changes) }
            for try await message in socket {
                do {
                    _ = self.add(try message.decodeJSON(as: NewNote.self))
                } catch is DecodingError {
                    // The message is gone, the connection as good as before.
                    try await socket.send(json: ["error": "not a note"])
                }
            }
            group.cancelAll()
        }
    }

    /// Sends the notes that have not been sent: to a slow client those of several changes at once.
    private func sendNotes(to socket: WebSocket, at changes: AsyncStream<Void>) async throws {
        var sentCount = 0
        for await _ in changes {
            let new = Array(self.notes[sentCount...])
            sentCount += new.count
            try await socket.send(json: new)
        }
    }
}
