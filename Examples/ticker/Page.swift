//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

let tickerPage = #"""
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Ticker</title>
    <style>
      body { font: 16px/1.4 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color-scheme: light dark }
      td { padding: .2em 1em; font-variant-numeric: tabular-nums } td + td { text-align: right }
    </style>
    <h1>Ticker</h1>
    <table id="prices"></table>
    <p><span id="count">0</span> messages, <span id="skipped">0</span> prices skipped.
    <button id="slow">Be slow</button> keeps this page busy for a second at a time.</p>
    <script>
      const $ = id => document.getElementById(id)
      const cells = {}
      let count = 0, first = 0, isSlow = false
      $("slow").onclick = () => { isSlow = !isSlow; $("slow").textContent = isSlow ? "Be fast" : "Be slow" }
      setInterval(() => { if (isSlow) for (const end = Date.now() + 1000; Date.now() < end;); }, 1500)
      const socket = new WebSocket(new URL("/prices", location.href.replace(/^http/, "ws")))
      socket.onmessage = event => {
        const price = JSON.parse(event.data)
        if (!cells[price.symbol]) {
          const row = $("prices").insertRow()
          row.insertCell().textContent = price.symbol
          cells[price.symbol] = row.insertCell()
        }
        cells[price.symbol].textContent = (price.cents / 100).toFixed(2)
        first = first || price.tick
        $("count").textContent = ++count
        $("skipped").textContent = Math.max(0, price.tick - first + 1 - count)
      }
    </script>
    """#
