"""How the worklist's page looks: rows on a screen, cards on a telephone, A4 on its side on paper."""

STYLE = """
:root { color-scheme: light; }
body { font: 1.05rem/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 96rem;
       margin: 1.5rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.35rem; margin: 2.25rem 0 .25rem; }
h2 .count { font-weight: 400; }
p { margin: .25rem 0; } .summary { font-size: 1.2rem; font-weight: 600; }
a { color: #003e7e; } :focus-visible { outline: 3px solid #003e7e; outline-offset: 2px; }
nav ul { list-style: none; margin: .75rem 0 0; padding: 0; display: flex; flex-wrap: wrap;
         gap: .4rem 1.25rem; }
nav a { display: inline-block; padding: .2rem 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #444; padding: .1rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0;
         border-bottom: 1px solid #767676; }
thead th { border-bottom: 2px solid #1a1a1a; vertical-align: bottom; }
thead .rank { width: 3.5rem; } thead .reference { width: 16%; } thead .rated { width: 7.5rem; }
thead .way { width: 17%; } thead .due { width: 14%; }
tbody .reference { font-weight: 600; overflow-wrap: anywhere; }
.aside { display: block; font-weight: 400; font-size: .9rem; color: #444; overflow-wrap: anywhere; }
.since { display: inline-block; border: 2px solid #1a1a1a; padding: 0 .35rem; font-size: .85rem; }
.late { font-weight: 700; }
.colour { display: inline-block; border-left: .65rem solid #767676; padding-left: .4rem; }
.red { border-left-color: #b3261e; } .amber { border-left-color: #c77700; }
.green { border-left-color: #2e7d32; } .blue { border-left-color: #1f5fa8; }
.none { border-left: .65rem double #767676; }
.why p:first-child { margin-top: 0; } .why .act { font-weight: 600; }
.amiss { border-left: 4px solid #8a1f11; padding-left: .5rem; }
@media screen and (max-width: 60rem) {
  body { margin: 1rem auto; padding: 0 .75rem; }
  thead { position: absolute; left: -99rem; }
  table, caption, tbody, tr, th, td { display: block; width: auto; border: 0; padding: 0; }
  tr { border-bottom: 1px solid #767676; padding: .6rem 0; } td { padding: .1rem 0; }
  td:empty { display: none; }
  .rank::before, .due::before { content: attr(data-label) " "; color: #444; }
  .reference { font-size: 1.15rem; } .aside { font-size: .9rem; } .why { padding-top: .3rem; }
}
@page { size: A4 landscape; margin: 1.2cm; }
@media print {
  :root { font-size: 8.5pt; } body { margin: 0; padding: 0; max-width: none; line-height: 1.35; }
  nav { display: none; } a { color: inherit; text-decoration: none; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  h2, caption, thead { break-after: avoid; } tbody tr:first-child { break-before: avoid; }
  .colour { print-color-adjust: exact; }
}
"""
