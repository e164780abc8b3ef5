"""The chart: for each workload the servers' costs as bars, relative to the reference. SVG, for light and dark pages."""

from html import escape

from results import number
from servers import OURS, REFERENCE

WIDTH, COLUMNS, MARGIN, GAP = 960, 3, 20, 28
TITLE, HEAD, ROW, BAR = 64, 42, 19, 13  # Heights: of the chart's title, a panel's title, a row, a bar.
LABEL, VALUE = 124, 36  # Widths: of the names to the left of the bars, of the figures to the right.
GREATEST = 2.5  # Longer bars are cut off.

STYLE = """
  text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #3d444d }
  .title { font-size: 17px; font-weight: 600; fill: #1f2328 }
  .head { font-size: 13px; font-weight: 600; fill: #1f2328 }
  .ours { font-weight: 600; fill: #1f2328 }
  .small { font-size: 11px; fill: #59636e }
  .fast { fill: #0969da } .async { fill: #54aeff } .peer { fill: #afb8c1 } .reference { fill: #818b98 }
  .line { stroke: #818b98; stroke-dasharray: 2 3 }
  .cut { stroke: #ffffff; stroke-width: 2.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #c8d1da }
    .title, .head, .ours { fill: #f0f6fc }
    .small { fill: #9198a1 }
    .fast { fill: #4493f8 } .async { fill: #79c0ff } .peer { fill: #4a525c } .reference { fill: #7d8590 }
    .line { stroke: #7d8590 }
    .cut { stroke: #0d1117 }
  }
"""

NAMES = {
    "fast": "fast lane", "async": "async lane", "gorilla-tuned": "gorilla, tuned",
    "beast": "Boost.Beast", "ws": "Node ws", "websockets": "Python websockets",
}


def text(x, y, content, style="", anchor="start"):
    return '<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>' % (x, y, style, anchor, escape(content))


def bar(x, y, length, style):
    return '<rect x="%.1f" y="%.1f" width="%.1f" height="%d" rx="2" class="%s"/>' % (x, y, length, BAR, style)


def panel(results, workload, left, top, width):
    reference = results.reference(workload)
    unit = (width - LABEL - VALUE) / GREATEST
    cells = [(server, cell) for server in results.servers if (cell := results.cell(workload, server))]
    yield text(left, top + 13, workload.title, "head")
    yield text(left, top + 29, "1 = %s %s" % (number(reference), workload.measure.unit), "small")
    x = left + LABEL
    for index, (server, cell) in enumerate(cells):
        y = top + HEAD + index * ROW
        is_ours = server.name in OURS
        style = server.name if is_ours else "reference" if server.name == REFERENCE else "peer"
        length = max(1.0, min(cell.ratio, GREATEST) * unit)
        yield text(x - 7, y + 11, NAMES.get(server.name, server.name), "ours" if is_ours else "", "end")
        yield bar(x, y, length, style)
        if cell.ratio > GREATEST:
            end = x + length - 16
            yield '<path d="M%.1f %.1f l6 %d" class="cut"/>' % (end, y + BAR + 1, -BAR - 2)
        yield text(left + width, y + 11, number(cell.ratio), "ours" if is_ours else "", "end")
    bottom = top + HEAD + len(cells) * ROW - (ROW - BAR)
    yield '<path d="M%.1f %.1f V%.1f" class="line"/>' % (x + unit, top + HEAD - 4, bottom + 4)


def draw(results, facts):
    workloads = [workload for workload in results.workloads if results.reference(workload)]
    rows = -(-len(workloads) // COLUMNS)
    width = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS
    height = HEAD + len(results.servers) * ROW + GAP
    total = TITLE + rows * height + 34
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" '
        'aria-labelledby="t">' % (WIDTH, total, WIDTH, total),
        '<title id="t">What a message costs the server: this library beside others</title>',
        "<style>%s</style>" % STYLE,
        text(MARGIN, 26, "What a message costs the server, relative to gorilla/websocket", "title"),
        text(MARGIN, 45, "CPU time per message (handshake: per connection; idle: memory per connection). "
             "Less is better.", "small"),
    ]
    for index, workload in enumerate(workloads):
        left = MARGIN + index % COLUMNS * (width + GAP)
        parts += panel(results, workload, left, TITLE + index // COLUMNS * height, width)
    parts.append(text(MARGIN, total - 26, "Fast lane and async lane are the two ways to use this library. Dotted: "
                      "gorilla/websocket. A bar with a gap is longer than shown.", "small"))
    parts.append(text(MARGIN, total - 10, "The server on one core, medians of runs in turns, %s. %s." % (
        facts.date, facts.machine), "small"))
    return "\n".join([*parts, "</svg>", ""])
