//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// What waits until a peer takes more.
struct WaitingPublications {
    private static let maxBehindMissed = 1000

    /// What the peer has missed: it comes first, and no policy drops it.
    ///
    /// It is no more than its topic kept when it was asked for.
    private var missed = FIFO<Publication>()
    private var queue = FIFO<Entry>()
    /// The publications that keys in the queue stand for.
    private var latest: [ExactString: Publication] = [:]
    /// The most bytes of the queue, but for a single publication that has more, and how many there are.
    private let maxBytes: Int
    private var byteCount = 0

    private enum Entry {
        case publication(Publication)
        /// The latest with this key.
        case key(ExactString)
    }

    /// What became of a publication.
    enum Outcome {
        case waits
        /// Others were dropped for it: so many.
        case hasDropped(Int)
        /// It takes the place of one with its key.
        case hasReplaced
        /// There is no room, and nothing may be dropped.
        case isTooMuch
    }

    /// Creates a queue in which nothing waits.
    ///
    /// - Parameter maxBytes: The most bytes that may wait, beside what the peer has missed; a publication that has more by
    ///   itself waits alone.
    init(maxBytes: Int) {
        self.maxBytes = maxBytes
    }

    var isEmpty: Bool { self.missed.isEmpty && self.queue.isEmpty }

    /// Lets a publication wait that the peer has missed.
    mutating func append(missed publication: Publication) {
        self.missed.append(publication)
    }

    /// Lets a publication wait, as the policy says.
    mutating func append(_ publication: Publication, _ policy: Hub.DeliveryPolicy) -> Outcome {
        switch policy {
        case .close:
            // Only behind what the peer has missed, which is not its fault.
            return self.append(publication, upTo: Self.maxBehindMissed)
        case .wait(let limit):
            return self.append(publication, upTo: limit)
        case .dropOldest(let limit):
            self.queue.append(.publication(publication))
            self.byteCount += publication.size
            return self.dropOldest(beyond: limit) ?? .waits
        case .latest(let limit):
            let key = publication.key ?? publication.topic
            let replaced = self.latest.updateValue(publication, forKey: key)
            self.byteCount += publication.size
            if let replaced {
                self.byteCount -= replaced.size
            } else {
                self.queue.append(.key(key))
            }
            return self.dropOldest(beyond: limit) ?? (replaced == nil ? .waits : .hasReplaced)
        }
    }

    private mutating func append(_ publication: Publication, upTo limit: Int) -> Outcome {
        let size = publication.size
        guard self.queue.isEmpty || self.queue.count < limit && self.byteCount + size <= self.maxBytes else {
            return .isTooMuch
        }
        self.queue.append(.publication(publication))
        self.byteCount += size
        return .waits
    }

    /// Drops what is too much, if anything is.
    private mutating func dropOldest(beyond limit: Int) -> Outcome? {
        var count = 0
        while self.queue.count > limit || (self.byteCount > self.maxBytes && self.queue.count > 1) {
            _ = self.popFirstOfQueue()
            count += 1
        }
        return count > 0 ? .hasDropped(count) : nil
    }

    /// Removes and returns what has waited longest.
    mutating func popFirst() -> Publication? {
        self.missed.popFirst() ?? self.popFirstOfQueue()
    }

    private mutating func popFirstOfQueue() -> Publication? {
        let publication: Publication? =
            switch self.queue.popFirst() {
            case .publication(let publication): publication
            case .key(let key): self.latest.removeValue(forKey: key)
            case nil: nil
            }
        self.byteCount -= publication?.size ?? 0
        return publication
    }
}
