/** The style of the HTML ticket: screen in light and dark, and paper. Colours have a contrast of at least 4.5 to 1. */
export const ticketStyle = `
:root { color-scheme: light dark; --ink: #1b1a19; --soft: #54514f; --paper: #ffffff; --line: #d2d0ce; --band: #f5f4f3;
  --link: #0b5cad; --works: #0b6a0b; --differs: #8a4b00; --fails: #b10e1c; --none: #54514f; --lab: #5c2e91; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f3f2f1; --soft: #c8c6c4; --paper: #1f1e1d; --line: #484644; --band: #292827;
    --link: #8cc4ff; --works: #7fd07f; --differs: #f2b661; --fails: #ff9aa2; --none: #c8c6c4; --lab: #c9a8f0; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.45 "Segoe UI", Arial, "Liberation Sans", sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 24px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 12px; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 28px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 18px 0 6px; }
p, ul, ol { margin: 6px 0; overflow-wrap: anywhere; }
ul, ol { padding-left: 22px; }
li { margin: 3px 0; }
a { color: var(--link); }
code { font: 0.92em Consolas, "Cascadia Mono", "Liberation Mono", monospace; }
pre { margin: 8px 0; padding: 10px 12px; background: var(--band); border: 1px solid var(--line); border-radius: 4px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; margin: 8px 0 12px; font-size: 0.92em; }
caption { text-align: left; color: var(--soft); padding: 2px 0 4px; }
th, td { text-align: left; vertical-align: top; padding: 5px 8px; border: 1px solid var(--line); overflow-wrap: break-word; }
thead th { background: var(--band); font-weight: 600; }
tbody th { font-weight: 400; }
.lab { margin: 0 0 16px; padding: 8px 12px; border: 2px dashed var(--lab); color: var(--lab); font-weight: 600; }
.grade { font-weight: 600; white-space: nowrap; }
.works { color: var(--works); } .differs { color: var(--differs); } .fails { color: var(--fails); }
.not-tested { color: var(--none); }
@media screen and (max-width: 860px) { main { padding: 12px; } th, td { padding: 4px 5px; }
  td code, th code, tbody strong { overflow-wrap: anywhere; } col { width: auto !important; } .grade { white-space: normal; } }
@page { margin: 8mm 9mm; }
@media print {
  :root { color-scheme: light; --ink: #000000; --soft: #444444; --paper: #ffffff; --line: #999999; --band: #f0f0f0;
    --link: #003a75; --works: #0b5a0b; --differs: #6e3c00; --fails: #97000f; --none: #444444; --lab: #40206a; }
  body { font-size: 7.2pt; line-height: 1.22; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 12pt; margin: 0 0 3pt; }
  h2 { font-size: 9pt; margin: 5pt 0 2pt; padding-bottom: 1pt; }
  h3 { font-size: 7.8pt; margin: 3pt 0 1pt; }
  p, ul, ol { margin: 1pt 0; } li { margin: 0; } pre { margin: 2pt 0; padding: 2pt 4pt; }
  .lab { margin: 0 0 4pt; padding: 2pt 5pt; }
  th, td { padding: 0.8pt 3pt; }
  table { margin: 2pt 0 3pt; }
  caption { display: none; }
  h2, h3 { break-after: avoid; }
  tr, li, pre { break-inside: avoid; }
  thead { display: table-header-group; }
  table { font-size: 6.6pt; }
}
`.trim();
