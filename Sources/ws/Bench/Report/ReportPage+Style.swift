//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension ReportPage {
    /// The style sheet, for light and dark.
    static let style = """
        :root {
          color-scheme: light dark;
          --page: #f6f7f9; --card: #ffffff; --text: #1c2430; --quiet: #5d6878; --line: #e1e5ea;
          --first: #2563c9; --second: #c2570c; --fill: rgba(37, 99, 201, .12); --bad: #b3261e; --note: #8a6100;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #12161c; --card: #1b212a; --text: #e7ebf0; --quiet: #9aa6b5; --line: #2e3743;
            --first: #6ea8ff; --second: #ff9d5c; --fill: rgba(110, 168, 255, .16); --bad: #ff8a80; --note: #f2c14e;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text);
               font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        main { max-width: 860px; margin: 0 auto; padding: 32px 16px 48px; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
        h2 { font-size: 1rem; margin: 0 0 12px; }
        header p, footer { color: var(--quiet); margin: 0; }
        header { margin-bottom: 20px; }
        footer { font-size: .875rem; margin-top: 24px; }
        section, .note { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
                         padding: 18px 20px; margin: 0 0 16px; }
        .note { border-left: 4px solid var(--note); padding: 12px 16px; }
        .note.bad { border-left-color: var(--bad); }
        .note ul { margin: 4px 0 0; padding-left: 20px; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 16px; }
        .tiles b { display: block; font-size: 1.6rem; line-height: 1.2; font-weight: 650;
                   font-variant-numeric: tabular-nums; }
        .tiles span { display: block; color: var(--quiet); font-size: .875rem; }
        .tiles span::first-letter { text-transform: uppercase; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; vertical-align: top; padding: 7px 0; border-top: 1px solid var(--line); }
        tr:first-child th, tr:first-child td { border-top: 0; }
        th { font-weight: 500; color: var(--quiet); width: 11.5em; padding-right: 12px; }
        td { overflow-wrap: anywhere; }
        svg { display: block; width: 100%; height: auto; }
        svg text { fill: var(--quiet); font-size: 12px; font-variant-numeric: tabular-nums; }
        svg .axis, svg .legend { font-size: 12.5px; }
        svg .value { fill: var(--text); font-size: 12.5px; font-weight: 600; paint-order: stroke;
                     stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
        svg .end { text-anchor: end; }
        svg .middle { text-anchor: middle; }
        .grid { stroke: var(--line); }
        .base { stroke: var(--quiet); }
        .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .curve.first { stroke: var(--first); } .curve.second { stroke: var(--second); }
        .dot.first { fill: var(--first); } .dot.second { fill: var(--second); }
        .area { fill: var(--fill); }
        @media print { body { background: none; } section { break-inside: avoid; } }
        """
}
