"""How a policy's page looks: one column on a screen, cards for rows on a telephone, A4 on paper."""

STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 62rem;
       margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 3rem 0 .75rem; border-bottom: 2px solid #1a1a1a; }
h3 { font-size: 1.15rem; margin: 2rem 0 .5rem; } h4 { font-size: 1.05rem; margin: 1.5rem 0 .4rem; }
h5, h6 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
p { margin: .4rem 0; } ul, ol { margin: .25rem 0 .5rem; padding-left: 1.5rem; }
a { color: #003e7e; } :focus-visible { outline: 3px solid #003e7e; outline-offset: 2px; }
:target { background: #fff3c4; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
dl { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: .15rem 1rem; margin: .4rem 0; }
dt { color: #444; } dd { margin: 0; min-width: 0; }
header dt { font-weight: 600; color: #1a1a1a; }
nav ol { columns: 2 20rem; padding-left: 1.25rem; } nav ol ol { columns: 1; list-style: disc; }
nav > ol > li { break-inside: avoid; margin-bottom: .35rem; }
.lead { font-weight: 600; margin: .7rem 0 .15rem; }
.note { color: #333; margin: .1rem 0; font-size: .95rem; }
section.rule { border-left: 4px solid #9db4c8; padding-left: .9rem; margin: 1.5rem 0; }
.across { overflow-x: auto; margin-bottom: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .5rem 0 .25rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;
         border-bottom: 1px solid #767676; min-width: 4.5rem; }
.day { white-space: nowrap; } td:nth-child(2) { min-width: 10rem; }
thead th { border-bottom: 2px solid #1a1a1a; overflow-wrap: normal; } tbody th { font-weight: 500; }
.way { list-style: none; padding: 0; margin: .5rem 0 1rem; }
.way > li { display: grid; grid-template-columns: 11rem minmax(0, 1fr) 12rem; align-items: center;
            column-gap: 2.25rem; margin: 0 0 .6rem; }
.way.in-order { counter-reset: step; } .way.in-order > li { counter-increment: step; margin-bottom: 1.9rem; }
.way > li > div { border: 1px solid #444; border-radius: .35rem; padding: .35rem .6rem; position: relative; }
.way .by { grid-column: 1; background: #eef3f7; } .way .to { grid-column: 3; background: #eef5ee; }
.way .does { grid-column: 2; background: #fff; border-width: 2px; font-weight: 600; }
.way .by span, .way .to span { display: block; font-size: .75rem; color: #444; }
.way .does ul { font-weight: 400; font-size: .9rem; margin: .15rem 0 0; padding-left: 1.1rem; }
.way .id { font-weight: 400; font-size: .8rem; color: #444; white-space: nowrap; }
.way.in-order .does::before { content: counter(step) ". "; }
.way .by::after, .way .does + .to::before { content: "\\2192" / ""; position: absolute; top: 50%;
            transform: translateY(-50%); font-size: 1.4rem; line-height: 1; }
.way .by::after { left: calc(100% + .5rem); } .way .does + .to::before { right: calc(100% + .5rem); }
.way.in-order > li:not(:last-child) .does::after { content: "\\2193" / ""; position: absolute;
            left: 50%; top: calc(100% + .1rem); transform: translateX(-50%); font-size: 1.4rem;
            line-height: 1; }
.way .closed .does { border-style: dashed; color: #444; } .way .closed strong { color: #8a1f11; }
@media screen and (max-width: 48rem) {
  body { margin: 1rem auto; } nav ol { columns: 1; } dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .4rem; } section.rule { padding-left: .6rem; }
  thead { position: absolute; left: -99rem; }
  table, caption, tbody, tr, th, td { display: block; min-width: 0; border: 0; padding: 0; }
  tr { border-bottom: 1px solid #767676; padding: .4rem 0; } tbody th { font-weight: 600; }
  td:empty { display: none; } td::before { content: attr(data-label) ": "; color: #444; }
  .way > li { display: block; } .way > li > div { margin-bottom: 1.5rem; }
  .way > li > div:last-child { margin-bottom: 0; }
  .way .by::after, .way .does + .to::before { content: "\\2193" / ""; left: 1.5rem; right: auto; }
  .way.in-order > li > .does:has(+ .to)::after { content: none; }
  .way .by::after { top: calc(100% + .75rem); } .way .does + .to::before { top: -.75rem; }
  .way:not(.in-order) > li { border-bottom: 1px solid #767676; padding-bottom: .6rem; }
}
@page { size: A4; margin: 1.6cm 1.4cm; }
@media print {
  :root { font-size: 9.5pt; } body { margin: 0; padding: 0; max-width: none; line-height: 1.4; }
  .skip { display: none; } a { color: inherit; text-decoration: none; } :target { background: none; }
  .answers, .pack, .routes, .parameters, .clauses, .facts { break-before: page; }
  h1, h2, h3, h4, h5, h6, .lead { break-after: avoid; break-inside: avoid; }
  .across { overflow: visible; } table { font-size: .9rem; } thead { display: table-header-group; }
  tr, .way > li, .way > li > div, li, dl { break-inside: avoid; } li:has(li) { break-inside: auto; }
  thead, caption { break-after: avoid; } tbody tr:first-child { break-before: avoid; }
  .way > li { display: flex; }
  .way .by { flex: 0 0 9.5rem; } .way .does { flex: 1; } .way .to { flex: 0 0 10rem; }
  .way .does:first-child { margin-left: 13.1rem; } .way .does:last-child { margin-right: 13.6rem; }
  /* The border of a box that goes on to the next page would leave a line on this one. */
  .way > li > div { print-color-adjust: exact; border: 0; box-shadow: inset 0 0 0 1px #444; }
  .way > li > .does { box-shadow: inset 0 0 0 2px #444; }
  .way > .closed > .does { box-shadow: none; outline: 2px dashed #444; outline-offset: -2px; }
  section.rule { border-left-width: 2px; }
}
"""
