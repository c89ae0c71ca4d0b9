/**
 * SHA-256 of {@link STYLE}, for the page's content security policy: no other style runs.
 * A test holds it to the style; on a change it prints the new one.
 */
export const STYLE_HASH = "CnyE+CuT4nh3bXtmpfoy8BQcKMo8srZjSuGGBJUq2lY=";

/** The page's only style sheet. Colours keep WCAG AA contrast (4.5:1) on both grounds. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f7f6f3; --sheet: #fffefb; --ink: #1d1f21; --soft: #55585c; --line: #d9d6ce; --wash: #efede7; --silent: #e3dfd5;
  --hit: #a11a1a; --suspicious: #875000; --no-sign: #2b587c; --cannot-say: #5b5470; --link: #2b587c;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, Charter, Georgia, "DejaVu Serif", serif;
  --sans: "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --sheet: #1c1f23; --ink: #e7e5e0; --soft: #a9abae; --line: #383c42; --wash: #25292e; --silent: #30353b;
    --hit: #ff8f85; --suspicious: #f0b35a; --no-sign: #8fc0e8; --cannot-say: #bdb3dc; --link: #8fc0e8;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); overflow-wrap: anywhere; }
.hit { --tone: var(--hit); } .suspicious { --tone: var(--suspicious); }
.no-sign { --tone: var(--no-sign); } .cannot-say { --tone: var(--cannot-say); }
.page { max-width: 74rem; margin: 0 auto; padding: 0 1.25rem 4rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 2px; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 1; }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; margin: 0; }
h2 { font-size: 1.6rem; } h3 { font-size: 1.12rem; }
p { margin: .5rem 0; max-width: 68ch; } ul { margin: .5rem 0; padding-left: 1.15rem; } li { margin: .3rem 0; max-width: 72ch; } li::marker { color: var(--soft); }
code, .value { font-family: var(--mono); font-size: .875em; }
.soft, .cite { color: var(--soft); } .cite { font-size: .875rem; margin: .35rem 0; }
.masthead { display: flex; flex-wrap: wrap; gap: .25rem 2rem; align-items: baseline; justify-content: space-between; padding: 1.4rem 0 1rem; font-size: .92rem; }
.masthead p { margin: 0; max-width: none; } .masthead strong { font-family: var(--serif); font-size: 1.05rem; }
.hero { display: grid; grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr); background: var(--sheet); border: 1px solid var(--line); border-top: 6px solid var(--tone); }
.hero > div, .hero > section { padding: 2rem 2.25rem 2.1rem; }
.hero .limits { border-left: 1px solid var(--line); font-size: .94rem; }
.hero h1 { color: var(--tone); font-size: clamp(2.6rem, 1.6rem + 4vw, 4.4rem); letter-spacing: -.015em; line-height: 1.02; }
.hero .summary { font: 1.28rem/1.42 var(--serif); margin: 1rem 0 1.3rem; }
.hero h2, .label { font: 600 .92rem/1.3 var(--sans); color: var(--soft); margin: 0 0 .4rem; }
.notice { border-left: 4px solid var(--suspicious); padding: .2rem 0 .2rem .9rem; font-weight: 600; }
.bar { display: block; width: 100%; height: .7rem; margin: .4rem 0; } .bar-all { fill: var(--wash); stroke: var(--line); } .bar-part { fill: var(--no-sign); }
.meter { margin-bottom: 1.5rem; } .meter p { margin: 0; font-size: .94rem; } .meter b { font-variant-numeric: tabular-nums; }
.contents { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; padding: .9rem 0 0; font-size: .92rem; }
.contents a { padding: .25rem 0; }
.strip { margin: 2.4rem 0 0; } .strip svg { display: block; width: 100%; height: 104px; overflow: visible; }
.strip figcaption, .key { font-size: .875rem; color: var(--soft); } figure { margin: 0; }
.axis { stroke: var(--soft); } .gap { fill: var(--silent); stroke: var(--line); stroke-dasharray: 3 3; } .ends { fill: var(--soft); font: .8125rem var(--sans); font-variant-numeric: tabular-nums; }
.m-hit { fill: var(--hit); stroke: var(--hit); } .m-suspicious { fill: var(--suspicious); stroke: var(--suspicious); } .m-other { fill: var(--soft); stroke: var(--soft); }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; list-style: none; padding: 0; } .key li { display: flex; gap: .45rem; align-items: center; } .key svg { width: 14px; height: 14px; flex: none; }
.block { margin-top: 3.2rem; } .block > h2 { padding-bottom: .55rem; border-bottom: 2px solid var(--ink); }
.question { display: grid; grid-template-columns: minmax(0, 15rem) minmax(0, 1fr); gap: .4rem 2.5rem; padding: 1.6rem 0; border-bottom: 1px solid var(--line); }
.question h3 { font-size: 1.28rem; } .state { display: block; font-size: .875rem; color: var(--soft); margin-top: .3rem; }
.answer > p:first-child { font-size: 1.08rem; margin-top: 0; }
.point { margin: 1.05rem 0 0; } .point > p { margin: 0; } .point > .lead { font-weight: 600; } .point > .cite { margin-top: .35rem; } .point ul { margin-top: .3rem; }
.columns { columns: 2; column-gap: 2.5rem; } .columns li { break-inside: avoid; }
.finding { border-bottom: 1px solid var(--line); } .finding > summary { cursor: pointer; padding: .95rem 0 .95rem .9rem; border-left: 4px solid var(--tone, var(--line)); list-style-position: outside; }
.finding > summary:hover { background: var(--wash); } .finding h3 { display: inline; font-size: 1.08rem; }
.tags { display: block; font-size: .875rem; color: var(--soft); margin-top: .15rem; } .tags b { color: var(--tone, var(--ink)); font-weight: 600; }
.finding .body { padding: .2rem 0 1.4rem .9rem; border-left: 4px solid var(--tone, var(--line)); }
.facts { display: grid; grid-template-columns: minmax(0, 9.5rem) minmax(0, 1fr); gap: .35rem 1.2rem; margin: 0; font-size: .94rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; } .facts dd p { margin: 0 0 .3rem; max-width: none; }
.facts .value { background: var(--wash); padding: .05rem .35rem; border-radius: 2px; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
blockquote { margin: .1rem 0 .4rem; font-family: var(--serif); font-style: italic; }
table { width: 100%; border-collapse: collapse; margin: 1.4rem 0; font-size: .94rem; } caption { text-align: left; font: 600 1.12rem/1.3 var(--serif); padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem 1rem .5rem 0; border-bottom: 1px solid var(--line); } th[scope="row"] { font-weight: 500; } thead th { color: var(--soft); font-size: .875rem; font-weight: 600; }
td { font-variant-numeric: tabular-nums; } td .bar { min-width: 7rem; max-width: 24rem; } .sub { padding-left: 1.2rem; color: var(--soft); }
.more > summary { cursor: pointer; padding: .7rem 0; font-weight: 600; }
footer { margin-top: 3.2rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--soft); }
@media (max-width: 46rem) {
  .page { padding: 0 1rem 3rem; } .hero { grid-template-columns: minmax(0, 1fr); margin: 0 -1rem; border-left: 0; border-right: 0; }
  .hero > div, .hero > section { padding: 1.5rem 1rem 1.4rem; } .hero .limits { border-left: 0; border-top: 1px solid var(--line); } .hero .summary { font-size: 1.16rem; }
  .question { grid-template-columns: minmax(0, 1fr); } .finding > summary { list-style-position: inside; } .columns { columns: 1; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts dt { margin-top: .6rem; }
  table, tbody, tr, th[scope="row"], td, caption { display: block; width: 100%; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: .7rem 0; border-bottom: 1px solid var(--line); } th[scope="row"], td { border: 0; padding: .1rem 0; } th[scope="row"] { font-weight: 600; }
  td { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .8rem; } td::before { content: attr(data-label); color: var(--soft); font-size: .875rem; }
}
@media print {
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --soft: #444; --line: #999; --wash: #eee; --silent: #ddd; --hit: #8b0000; --suspicious: #6b4000; --no-sign: #1d4565; --cannot-say: #443d58; --link: #000; }
  body { font-size: 10pt; } .page { max-width: none; padding: 0; } .contents, .skip { display: none; } .hero h1 { font-size: 30pt; }
  .question, .finding, tr, .hero { break-inside: avoid; } h2, h3 { break-after: avoid; } details::details-content { content-visibility: visible; height: auto; }
}
`;
