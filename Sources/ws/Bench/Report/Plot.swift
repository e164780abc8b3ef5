//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A chart as inline SVG, drawn piece by piece; a style sheet gives the colours.
struct Plot {
    static let width = 760.0
    static let height = 320.0
    static let left = 74.0
    static let right = 24.0
    static let top = 22.0
    static let bottom = 52.0

    /// The horizontal range of the drawing.
    static let xRange = (start: Self.left, end: Self.width - Self.right)
    /// The vertical range, from below.
    static let yRange = (start: Self.height - Self.bottom, end: Self.top)

    private var elements: [String] = []
    private let label: String

    /// - Parameter label: What the chart shows, for who cannot see it.
    init(label: String) {
        self.label = label
    }

    /// The SVG.
    var svg: String {
        """
        <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(self.label.escapingHTML())">
        \(self.elements.joined(separator: "\n"))
        </svg>
        """
    }

    /// Draws the vertical axis with its lines.
    mutating func yAxis(_ scale: Scale, _ title: String, _ format: (Double) -> String) {
        for tick in scale.ticks {
            let y = scale.position(tick)
            self.line("grid", Self.left, y, Self.width - Self.right, y)
            self.text("tick end", Self.left - 8, y + 4, format(tick))
        }
        self.text("axis", 2, 12, title)
    }

    /// Draws the horizontal axis.
    mutating func xAxis(_ ticks: [(position: Double, label: String)], _ title: String) {
        let y = Self.yRange.start
        self.line("base", Self.left, y, Self.width - Self.right, y)
        for tick in ticks {
            self.line("base", tick.position, y, tick.position, y + 5)
            self.text("tick middle", tick.position, y + 19, tick.label)
        }
        self.text("axis middle", (Self.left + Self.width - Self.right) / 2, Self.height - 10, title)
    }

    /// Draws a line through points.
    mutating func curve(_ style: String, _ points: [(x: Double, y: Double)]) {
        guard points.count > 1 else { return }
        let path = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        self.elements.append("<polyline class=\"curve \(style)\" points=\"\(path)\"/>")
    }

    /// Fills the area between points and the horizontal axis.
    mutating func area(_ style: String, _ points: [(x: Double, y: Double)]) {
        guard let first = points.first, let last = points.last else { return }
        let base = Self.yRange.start
        let path = ([(x: first.x, y: base)] + points + [(x: last.x, y: base)])
            .map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        self.elements.append("<polygon class=\"area \(style)\" points=\"\(path)\"/>")
    }

    /// Draws a bar from the horizontal axis upwards, with a text that shows when pointed at.
    mutating func bar(from start: Double, to end: Double, y: Double, _ title: String) {
        self.line("curve first", start, y, end, y)
        self.elements.append(
            """
            <rect class="area" x="\(Self.number(start))" y="\(Self.number(y))" width="\(Self.number(max(0.5, end - start)))" \
            height="\(Self.number(max(0, Self.yRange.start - y)))"><title>\(title.escapingHTML())</title></rect>
            """
        )
    }

    /// Draws a point, with a text that shows when pointed at.
    mutating func dot(_ style: String, _ x: Double, _ y: Double, _ title: String) {
        self.elements.append(
            """
            <circle class="dot \(style)" cx="\(Self.number(x))" cy="\(Self.number(y))" r="3.5">\
            <title>\(title.escapingHTML())</title></circle>
            """
        )
    }

    mutating func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        self.elements.append(
            """
            <line class="\(style)" x1="\(Self.number(x1))" y1="\(Self.number(y1))" x2="\(Self.number(x2))" \
            y2="\(Self.number(y2))"/>
            """
        )
    }

    mutating func text(_ style: String, _ x: Double, _ y: Double, _ text: String) {
        self.elements.append(
            "<text class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\">\(text.escapingHTML())</text>"
        )
    }

    /// A coordinate, to a tenth of a unit.
    private static func number(_ value: Double) -> String {
        "\((value * 10).rounded() / 10)"
    }
}

extension String {
    /// The text as HTML, in an element or an attribute.
    func escapingHTML() -> String {
        var escaped = ""
        for character in self.escapingControls() {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
