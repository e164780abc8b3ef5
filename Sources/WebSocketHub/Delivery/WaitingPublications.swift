//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers

/// What waits until a peer takes more.
struct WaitingPublications {
    private static let maxBehindMissed = 1000

    /// What the peer has missed: it comes first, and no policy drops it.
    private var missed = FIFO<Publication>()
    private var queue = FIFO<Entry>()
    /// The publications that keys in the queue stand for.
    private var latest: [ExactString: Publication] = [:]

    private enum Entry {
        case publication(Publication)
        /// The latest with this key.
        case key(ExactString)
    }

    /// What became of a publication.
    enum Outcome {
        case waits
        /// Another one was dropped for it.
        case hasDropped
        /// It takes the place of one with its key.
        case hasReplaced
        /// There is no room, and nothing may be dropped.
        case isTooMuch
    }

    var isEmpty: Bool { self.missed.isEmpty && self.queue.isEmpty }

    /// Lets a publication wait that the peer has missed.
    mutating func append(missed publication: Publication) {
        self.missed.append(publication)
    }

    /// Lets a publication wait, as the policy says.
    mutating func append(_ publication: Publication, _ policy: DeliveryPolicy) -> Outcome {
        switch policy {
        case .close:
            // Only behind what the peer has missed, which is not its fault.
            return self.append(publication, upTo: Self.maxBehindMissed)
        case .wait(let limit):
            return self.append(publication, upTo: limit)
        case .dropOldest(let limit):
            self.queue.append(.publication(publication))
            return self.dropOldest(beyond: limit)
        case .latest(let limit):
            let key = publication.key ?? publication.topic
            guard self.latest.updateValue(publication, forKey: key) == nil else { return .hasReplaced }
            self.queue.append(.key(key))
            return self.dropOldest(beyond: limit)
        }
    }

    private mutating func append(_ publication: Publication, upTo limit: Int) -> Outcome {
        guard self.queue.count < limit else { return .isTooMuch }
        self.queue.append(.publication(publication))
        return .waits
    }

    private mutating func dropOldest(beyond limit: Int) -> Outcome {
        guard self.queue.count > limit else { return .waits }
        _ = self.popFirstOfQueue()
        return .hasDropped
    }

    /// Removes and returns what has waited longest.
    mutating func popFirst() -> Publication? {
        self.missed.popFirst() ?? self.popFirstOfQueue()
    }

    private mutating func popFirstOfQueue() -> Publication? {
        switch self.queue.popFirst() {
        case .publication(let publication): return publication
        case .key(let key): return self.latest.removeValue(forKey: key)
        case nil: return nil
        }
    }
}
