//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Checks that the numbers of each publisher arrive without holes and without duplicates, at one subscriber.
///
/// A hole is excused when the subscriber is told that messages are missing, before the hole or after it.
struct SequenceCheck {
    /// What has arrived of one publisher.
    struct Progress {
        /// The number of its last message.
        var last = 0
        /// Whether the last message came from the node that it was published to.
        var isLastOwn = false
        /// Whether a notice allows the next message to follow a hole.
        fileprivate var mayFollowHole = false
    }

    /// How many messages are missing, and how many of these the subscriber has not been told of.
    private(set) var missing = 0
    private(set) var untold = 0
    /// How many messages have arrived again, or behind later ones.
    private(set) var duplicates = 0
    private(set) var progress: [String: Progress] = [:]
    private var newMayFollowHole = false

    /// Takes a message.
    ///
    /// - Returns: What is wrong with it, as text; `nil` if it is the next.
    mutating func take(_ publisher: String, _ number: Int, isOwn: Bool) -> String? {
        var progress = self.progress[publisher] ?? Progress(mayFollowHole: self.newMayFollowHole)
        guard number > progress.last else {
            self.duplicates += 1
            return "\(publisher): \(number) after \(progress.last)"
        }
        defer {
            progress.last = number
            progress.isLastOwn = isOwn
            progress.mayFollowHole = false
            self.progress[publisher] = progress
        }
        guard number > progress.last + 1 else { return nil }
        let count = number - progress.last - 1
        self.missing += count
        if !progress.mayFollowHole { self.untold += count }
        return "\(publisher): \(number) after \(progress.last)"
    }

    /// Takes the notice that messages are missing.
    mutating func takeNotice() {
        self.untold = 0
        self.newMayFollowHole = true
        for publisher in self.progress.keys {
            self.progress[publisher]?.mayFollowHole = true
        }
    }

    /// Begins to count anew, and allows no holes because of earlier notices.
    mutating func beginPhase() {
        (self.missing, self.untold, self.duplicates) = (0, 0, 0)
        self.newMayFollowHole = false
        for publisher in self.progress.keys {
            self.progress[publisher]?.mayFollowHole = false
        }
    }
}
