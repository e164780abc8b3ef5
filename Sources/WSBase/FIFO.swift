//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A queue, first in first out, that keeps little memory when it is empty.
///
/// Public, in a module that no product shows: only so is it compiled for its elements where it is used, and every
/// message and every job of a loop goes through one.
public struct FIFO<Element> {
    /// Storage for more elements than this is given back when the queue is emptied.
    @usableFromInline
    static var keptCapacity: Int { 4096 }

    @usableFromInline
    var elements: [Element?] = []
    @usableFromInline
    var head = 0

    /// Creates an empty queue, which holds no memory.
    @inlinable
    public init() {}

    /// The number of elements.
    @inlinable
    public var count: Int { self.elements.count - self.head }

    /// Whether there is no element.
    @inlinable
    public var isEmpty: Bool { self.head == self.elements.count }

    /// The element that has waited longest.
    @inlinable
    public var first: Element? { self.isEmpty ? nil : self.elements[self.head] }

    /// The element that was added last.
    @inlinable
    public var last: Element? { self.elements.last ?? nil }

    /// Returns the element that `position` others have been waiting for longer than.
    @inlinable
    public subscript(position: Int) -> Element {
        guard let element = self.elements[self.head + position] else {
            preconditionFailure("there is no element at this position")
        }
        return element
    }

    /// Adds an element at the end.
    @inlinable
    public mutating func append(_ element: Element) {
        self.elements.append(element)
    }

    /// Adds an element at the front: in constant time behind ``popFirst()``, otherwise in linear time.
    @inlinable
    public mutating func prepend(_ element: Element) {
        guard self.head > 0 else { return self.elements.insert(element, at: 0) }
        self.head -= 1
        self.elements[self.head] = element
    }

    /// Removes and returns the element that has waited longest.
    @inlinable
    public mutating func popFirst() -> Element? {
        guard !self.isEmpty else { return nil }
        let element = self.elements[self.head].take()
        self.head += 1
        if self.isEmpty {
            self.elements.removeAll(keepingCapacity: self.elements.capacity <= Self.keptCapacity)
            self.head = 0
        } else if self.head >= Self.keptCapacity, self.head * 2 >= self.elements.count {
            // At least as many elements leave as move, so each moves a bounded number of times.
            self.elements.removeFirst(self.head)
            self.head = 0
        }
        return element
    }

    /// Removes and returns the first element that `predicate` holds for, in linear time.
    @inlinable
    public mutating func removeFirst(where predicate: (Element) -> Bool) -> Element? {
        for index in self.head..<self.elements.count {
            guard let element = self.elements[index], predicate(element) else { continue }
            self.elements.remove(at: index)
            return element
        }
        return nil
    }

    /// Removes all elements and gives back the memory.
    @inlinable
    public mutating func removeAll() {
        self.elements = []
        self.head = 0
    }
}
