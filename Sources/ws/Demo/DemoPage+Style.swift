//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension DemoPage {
    /// How the page looks, by day and by night.
    static let style = """
        :root {
          --paper: #f6f5f2; --card: #ffffff; --ink: #1d1d1f; --faint: #66665f; --line: #d9d7d0;
          --accent: #b83a1b; --on-accent: #ffffff; --good: #17703f; --bad: #b3261e; --busy: #8a5a00;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #161618; --card: #202024; --ink: #ececee; --faint: #a2a2a9; --line: #3a3a41;
            --accent: #ff9270; --on-accent: #2a0d04; --good: #6fd39a; --bad: #ff8d85; --busy: #f0c060;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 3rem;
          background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
        }
        h1 { margin: 0; font-size: 1.75rem; letter-spacing: -0.02em; }
        h2 { margin: 0 0 0.75rem; font-size: 1rem; }
        header p { margin: 0.25rem 0 1.5rem; color: var(--faint); }
        main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.25rem; }
        .wide { grid-column: 1 / -1; }
        .row { display: flex; flex-wrap: wrap; align-items: end; gap: 0.75rem; margin-bottom: 0.75rem; }
        .row:last-child { margin-bottom: 0; }
        .grow { flex: 1 1 9rem; }
        label { display: block; font-size: 0.875rem; color: var(--faint); }
        input, select, button { font: inherit; border-radius: 0.5rem; padding: 0.4rem 0.7rem; min-height: 2.5rem; }
        input, select {
          display: block; width: 100%; margin-top: 0.2rem;
          background: var(--paper); color: var(--ink); border: 1px solid var(--faint);
        }
        #code { width: 6rem; }
        #hex { font-family: ui-monospace, Menlo, Consolas, monospace; }
        button { background: transparent; color: var(--ink); border: 1px solid var(--faint); cursor: pointer; }
        form:not(#connection):not(#closing) button { min-width: 8.5rem; }
        button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
        button:hover:enabled { border-color: var(--ink); }
        button:disabled { opacity: 0.5; cursor: not-allowed; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .state { min-height: 2.5rem; display: flex; align-items: center; gap: 0.5rem; min-width: 6.5rem; }
        .state::before { content: ""; width: 0.7rem; height: 0.7rem; border-radius: 50%; background: var(--faint); }
        .state[data-state="open"]::before { background: var(--good); }
        .state[data-state="connecting"]::before, .state[data-state="closing"]::before { background: var(--busy); }
        .hint { margin: 0 0 0.75rem; font-size: 0.875rem; color: var(--faint); }
        .hint:last-child { margin-bottom: 0; }
        .problem { margin: 0; color: var(--bad); font-size: 0.875rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1rem; margin: 0; }
        dt { font-size: 0.875rem; color: var(--faint); }
        dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
        #scroller { height: 22rem; overflow-y: auto; border-top: 1px solid var(--line); }
        #log { list-style: none; margin: 0; padding: 0; font: 0.875rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
        #log li {
          display: grid; grid-template-columns: 6.5rem 5.5rem 1fr auto; gap: 0.75rem; padding: 0.3rem 0.25rem;
          border-bottom: 1px solid var(--line);
        }
        #log time, #log .note { color: var(--faint); }
        #log .what { overflow-wrap: anywhere; white-space: pre-wrap; }
        #log [data-kind="received"] .kind { color: var(--good); }
        #log [data-kind="sent"] .kind { color: var(--accent); }
        #log [data-kind="failed"] .kind { color: var(--bad); }
        #log .note { white-space: nowrap; font-variant-numeric: tabular-nums; }
        @media (max-width: 40rem) {
          #log li { grid-template-columns: 5rem 1fr; }
          #log time { display: none; }
        }
        """
}
