"""The one style sheet of the static view and of the panel.

Colours come from JupyterLab's theme, mixed towards the text colour until they are readable as
text in light and dark; a page without a theme gets the fall-backs, and a white ground with them.
`.jp-RenderedHTMLCommon` styles tables and code of every output: hence the doubled class.
"""

import re
from functools import cache

_SHEET = """
.cellcheck-report {
  --cellcheck-ink: var(--jp-content-font-color1, #1f2328);
  --cellcheck-full: var(--jp-content-font-color0, #000);
  --cellcheck-ground: var(--jp-layout-color0, #fff);
  --cellcheck-dim: color-mix(in srgb, var(--cellcheck-full) 62%, var(--cellcheck-ground));
  --cellcheck-rule: color-mix(in srgb, var(--cellcheck-full) 13%, var(--cellcheck-ground));
  --cellcheck-cell: color-mix(in srgb, var(--cellcheck-full) 8%, var(--cellcheck-ground));
  --cellcheck-link: var(--jp-content-link-color, #0b57b0);
  --cellcheck-ok: color-mix(in srgb, var(--jp-success-color1, #1f9d4d) 72%, var(--cellcheck-full));
  --cellcheck-bad: color-mix(in srgb, var(--jp-error-color1, #d92d20) 80%, var(--cellcheck-full));
  --cellcheck-warn: color-mix(in srgb, var(--jp-warn-color1, #e07b00) 58%, var(--cellcheck-full));
  --cellcheck-tone: var(--cellcheck-dim);
  --cellcheck-mono: var(--jp-code-font-family, ui-monospace, Menlo, Consolas, "DejaVu Sans Mono",
    monospace);
  --cellcheck-sans: var(--jp-content-font-family, system-ui, -apple-system, "Segoe UI", "Noto Sans",
    "DejaVu Sans", sans-serif);
  box-sizing: border-box;
  max-width: 780px;
  margin: 4px 4px 4px 0;
  padding: 3px 0 3px 12px;
  border-left: 3px solid var(--cellcheck-tone);
  background: var(--cellcheck-ground);
  color: var(--cellcheck-ink);
  font: 13px/1.5 var(--cellcheck-sans);
  overflow-wrap: anywhere;
  text-align: left;
}
.cellcheck-pass { --cellcheck-tone: var(--cellcheck-ok); }
.cellcheck-fail, .cellcheck-error { --cellcheck-tone: var(--cellcheck-bad); }
.cellcheck-blocked, .cellcheck-stale { --cellcheck-tone: var(--cellcheck-warn); }
.cellcheck-not_attempted { border-left-style: dotted; }
.cellcheck-report.cellcheck-report code {
  padding: 0;
  border: 0;
  background: none;
  color: inherit;
  font: 12px/1.5 var(--cellcheck-mono);
  white-space: pre-wrap;
}
.cellcheck-report.cellcheck-report p { margin: 0 0 8px; max-width: 68ch; }
.cellcheck-dim { color: var(--cellcheck-dim); }
.cellcheck-ok { color: var(--cellcheck-ok); }
.cellcheck-bad { color: var(--cellcheck-bad); }
.cellcheck-warn { color: var(--cellcheck-warn); }

.cellcheck-verdict { display: flex; flex-wrap: wrap; gap: 0 10px; align-items: baseline; }
.cellcheck-title { display: flex; flex: 1 1 320px; gap: 0 10px; align-items: baseline; }
.cellcheck-title b { font-weight: 600; }
.cellcheck-report.cellcheck-report b code { font-weight: 600; }
.cellcheck-mark {
  flex: none;
  width: 12px;
  margin-right: -2px;
  color: var(--cellcheck-tone);
  font-weight: 600;
  text-align: center;
}
.cellcheck-separator { display: none; }
.cellcheck-aside { flex: none; color: var(--cellcheck-dim); }
.cellcheck-tag {
  flex: none;
  padding: 0 7px;
  border: 1px solid var(--cellcheck-rule);
  border-radius: 9px;
  color: var(--cellcheck-dim);
  font-size: 11px;
}
.cellcheck-marks { flex: none; font-weight: 600; font-variant-numeric: tabular-nums; }
.cellcheck-body { padding: 0 4px 4px 20px; overflow-x: auto; }
.cellcheck-body > :first-child { margin-top: 4px; }

.cellcheck-report.cellcheck-report .cellcheck-chain {
  display: flex;
  flex-wrap: wrap;
  gap: 2px 8px;
  margin: 4px 0 8px;
  padding: 0;
  list-style: none;
  font-size: 12px;
}
.cellcheck-report.cellcheck-report .cellcheck-chain li { margin: 0; padding: 0; list-style: none; }
.cellcheck-chain li + li::before {
  content: "→";
  content: "→" / "";
  margin-right: 8px;
  color: var(--cellcheck-dim);
}
.cellcheck-finding + .cellcheck-finding {
  margin-top: 10px;
  padding-top: 10px;
  border-top: 1px solid var(--cellcheck-rule);
}
.cellcheck-headline { display: flex; gap: 10px; align-items: baseline; margin-bottom: 2px; }
.cellcheck-headline b { flex: 1 1 auto; font-weight: 600; }

.cellcheck-report.cellcheck-report table {
  width: auto;
  margin: 10px 0 4px;
  border: 0;
  border-collapse: collapse;
  table-layout: auto;
  background: none;
  color: inherit;
  font-size: 12.5px;
  line-height: 1.5;
}
.cellcheck-report.cellcheck-report caption {
  padding: 0 0 2px;
  color: var(--cellcheck-dim);
  font-size: 12px;
  text-align: left;
  caption-side: top;
}
.cellcheck-report.cellcheck-report tr,
.cellcheck-report.cellcheck-report tbody tr:nth-child(n) { border: 0; background: none; }
.cellcheck-report.cellcheck-report th,
.cellcheck-report.cellcheck-report td {
  max-width: 26ch;
  padding: 3px 18px 3px 0;
  border: 0;
  border-top: 1px solid var(--cellcheck-rule);
  background: none;
  font-weight: 400;
  text-align: left;
  vertical-align: baseline;
  overflow-wrap: break-word;
  white-space: normal;
}
.cellcheck-report.cellcheck-report tr > :last-child { padding-right: 0; }
.cellcheck-report.cellcheck-report thead th {
  border: 0;
  color: var(--cellcheck-dim);
  font-size: 11.5px;
}
.cellcheck-report.cellcheck-report .cellcheck-number { text-align: right; white-space: pre; }
.cellcheck-report.cellcheck-report td.cellcheck-number {
  font: 12px/1.5 var(--cellcheck-mono);
  font-variant-numeric: tabular-nums;
}
.cellcheck-report.cellcheck-report .cellcheck-still { white-space: nowrap; }
.cellcheck-report.cellcheck-report .cellcheck-evidence {
  display: grid;
  grid-template-columns: auto auto minmax(12ch, 1fr);
  gap: 2px 14px;
  align-items: baseline;
  margin: 0 0 8px;
  padding: 0;
  list-style: none;
}
.cellcheck-report.cellcheck-report .cellcheck-evidence li { display: contents; }
.cellcheck-line { color: var(--cellcheck-dim); white-space: nowrap; }

.cellcheck-report.cellcheck-report details { margin: 4px 0; }
.cellcheck-report.cellcheck-report summary {
  display: block;
  width: fit-content;
  color: var(--cellcheck-dim);
  font-size: 12.5px;
  cursor: pointer;
  list-style: none;
}
.cellcheck-report summary::-webkit-details-marker { display: none; }
.cellcheck-more::after {
  content: " ▸";
  content: " ▸" / "";
  display: inline-block;
  padding-left: 5px;
  transition: transform 0.1s;
}
details[open] > summary .cellcheck-more::after { content: " ▾"; content: " ▾" / ""; }
.cellcheck-report summary:hover .cellcheck-more { text-decoration: underline; }
.cellcheck-report summary:focus-visible,
.cellcheck-report button:focus-visible {
  outline: 2px solid var(--cellcheck-link);
  outline-offset: 2px;
  border-radius: 2px;
}
.cellcheck-report.cellcheck-report details.cellcheck-whole { margin: 0; }
.cellcheck-report.cellcheck-report .cellcheck-whole > summary {
  display: flex;
  width: auto;
  color: inherit;
  font-size: 13px;
}
.cellcheck-report.cellcheck-report .cellcheck-hint > summary { color: var(--cellcheck-link); }
.cellcheck-report.cellcheck-report details[open].cellcheck-hint > summary {
  color: var(--cellcheck-dim);
}
.cellcheck-report.cellcheck-report .cellcheck-hint > p { margin: 2px 0 4px; }

.cellcheck-heat { display: flex; flex-wrap: wrap; gap: 8px 14px; margin: 6px 0 4px; }
.cellcheck-report.cellcheck-report .cellcheck-where { margin: 8px 0 0; font-size: 12.5px; }
.cellcheck-report figure { margin: 0; }
.cellcheck-report figcaption { margin-top: 1px; color: var(--cellcheck-dim); font-size: 11.5px; }
.cellcheck-report svg { display: block; max-width: 100%; height: auto; forced-color-adjust: none; }
.cellcheck-report svg text { fill: var(--cellcheck-ink); font: 12px var(--cellcheck-mono); }
.cellcheck-report svg .cellcheck-axis {
  fill: var(--cellcheck-dim);
  font: 11px var(--cellcheck-sans);
}
.cellcheck-report svg .cellcheck-said {
  fill: var(--cellcheck-dim);
  font: 12px var(--cellcheck-sans);
}
.cellcheck-report .cellcheck-evidence .cellcheck-wide { grid-column: 2 / -1; }
.cellcheck-explored { display: flex; flex-wrap: wrap; gap: 8px 32px; align-items: flex-start; }
.cellcheck-report.cellcheck-report .cellcheck-explored table { margin: 0; }
.cellcheck-axes {
  margin-left: 8px;
  color: var(--cellcheck-dim);
  font-size: 11.5px;
  white-space: pre;
}
.cellcheck-report.cellcheck-report .cellcheck-note { margin: 6px 0 0; font-size: 12.5px; }
.cellcheck-report svg.cellcheck-memory { min-width: 560px; margin: 6px 0 8px; }
.cellcheck-right-cells { fill: var(--cellcheck-cell); }
.cellcheck-wrong-cell { fill: var(--cellcheck-bad); }
.cellcheck-worst-cell { fill: none; stroke: var(--cellcheck-full); stroke-width: 1.5; }
.cellcheck-slot { fill: var(--cellcheck-cell); }
.cellcheck-shared-slot {
  fill: color-mix(in srgb, var(--cellcheck-bad) 20%, var(--cellcheck-ground));
  stroke: var(--cellcheck-bad);
  stroke-width: 1.5;
}
.cellcheck-thread { fill: none; stroke: var(--cellcheck-bad); stroke-width: 1.5; }

.cellcheck-panel .widget-html, .cellcheck-panel .widget-html-content {
  margin: 0;
  line-height: inherit;
  font-size: inherit;
}
.cellcheck-panel.widget-vbox, .cellcheck-panel .widget-vbox { overflow: visible; }
.cellcheck-report .cellcheck-offer.jupyter-button {
  width: auto;
  height: auto;
  margin: 0 0 6px;
  padding: 0;
  border: 0;
  background: none;
  box-shadow: none;
  color: var(--cellcheck-link);
  font: 12.5px/1.5 var(--cellcheck-sans);
  align-self: flex-start;
  text-align: left;
}
.cellcheck-report.cellcheck-panel .widget-html-content > table:first-child { margin-top: 2px; }
.cellcheck-report .cellcheck-offer.jupyter-button:hover { text-decoration: underline; }
.cellcheck-report.cellcheck-report .cellcheck-given { margin: 0 0 4px; }
.cellcheck-offers { flex-wrap: wrap; gap: 0 20px; margin-top: 8px; overflow: visible; }
.cellcheck-copy-said { color: var(--cellcheck-dim); font-size: 12.5px; }
.cellcheck-report .cellcheck-request { margin: 0; }
.cellcheck-report .cellcheck-request textarea { font: 12px/1.5 var(--cellcheck-mono); }
.cellcheck-controls { flex-wrap: wrap; gap: 0 24px; align-items: center; }
.cellcheck-controls .widget-dropdown { width: auto; margin-left: 0; }
.cellcheck-controls .widget-dropdown select { width: auto; padding-right: 26px; }
.cellcheck-controls .widget-slider { width: 440px; margin-left: 0; }
.cellcheck-controls .slider-container { margin-left: 10px; }
.cellcheck-controls .widget-label { color: var(--cellcheck-dim); font-size: 12px; }
.cellcheck-controls .widget-readout { min-width: 150px; text-align: left; }
"""


@cache
def style() -> str:
    """The sheet in a `<style>` element, without the white space that only its authors need."""
    dense = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", _SHEET)).strip()
    return f"<style>{dense}</style>"
