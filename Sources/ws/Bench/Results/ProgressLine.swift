//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The line that shows how a run goes, on a terminal only.
struct ProgressLine {
    private let isShown: Bool

    /// - Parameter isQuiet: Whether the user does not want it.
    init(isQuiet: Bool) {
        self.isShown = !isQuiet && StandardStream.error.isTerminal
    }

    /// Shows a text in place of the last.
    func show(_ text: String) {
        guard self.isShown else { return }
        // To the beginning of the line; what is left of the old text is erased.
        StandardStream.error.write("\r\(text.escapingControls())\u{1B}[K")
    }

    /// Shows the figures of the last second.
    func show(_ interval: Measurement.Interval?, _ errors: ErrorLog) {
        guard self.isShown, let interval else { return }
        let rate = Figure.count(Double(interval.count) / interval.seconds)
        let count = errors.count
        self.show(
            "\(Figure.seconds(Figure.tenths(interval.end)))  \(rate)/s  p50 \(Figure.time(interval.p50))  p99 \(Figure.time(interval.p99))"
                + (count == 0 ? "" : "  " + Figure.count(count, "error"))
        )
    }

    /// Removes it.
    func clear() {
        self.show("")
    }
}
