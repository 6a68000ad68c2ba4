// How the page of a link looks: made for a phone first, light and dark, without a script.

import type { Values } from '../../engine/index.ts';
import { figuresOf, issuerLines, notesBelow, type Paper, paperTitle, paperWords, sumRows } from '../documents/module.ts';
import { Html, html } from './html.ts';
import type { Note, Own } from './page.ts';
import type { Said } from './talk.ts';
import type { LinkWords } from './words.ts';

export interface Sheet {
  readonly paper: Paper;
  readonly zone: string;
  readonly words: LinkWords;
  readonly own: Own;
  readonly talk: readonly Said[];
}

export function writeSheet(sheet: Sheet): string {
  const { paper, own } = sheet;
  return html`<!doctype html>
<html lang="${paper.language}" translate="no">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${paperTitle(paper)}</title>
<style>${STYLES}</style>
</head>
<body>
${house(paper)}
<main>
${own.note && html`<p class="note ${own.note.tone}" role="status">${own.note.text}</p>`}
${document(sheet)}
${own.content}
${discussion(sheet)}
</main>
${foot(paper)}
</body>
</html>
`.text;
}

function house({ issuer, logo }: Paper): Html {
  const name = String(issuer.name ?? '');
  return html`<header class="house">${logo ? html`<img src="?logo=1" alt="${name}">` : html`<strong>${name}</strong>`}</header>`;
}

function document({ paper, words, own }: Sheet): Html {
  const { record, language, sign } = paper;
  const printed = paperWords(language);
  const figures = figuresOf(language, sign);
  const facts = [
    [words.customer, record.billing_address],
    [printed.date, figures.day(record.issued_on)],
    [printed.due, figures.day(record.due_on)],
    [printed.validUntil, figures.day(record.valid_until)],
    [printed.theirReference, record.their_reference],
  ];
  return html`<article class="sheet">
<div class="head"><h1>${paperTitle(paper)}</h1>${own.badge && badge(own.badge)}</div>
${record.subject ? html`<p class="subject">${String(record.subject)}</p>` : null}
<dl class="facts">${facts.map(([label, text]) => (text ? html`<div><dt>${String(label)}</dt><dd>${String(text)}</dd></div>` : null))}</dl>
${record.description ? html`<p class="words">${String(record.description)}</p>` : null}
<table class="lines">
<thead><tr><th scope="col">${printed.description}</th><th scope="col">${printed.quantity}</th><th scope="col">${printed.price}</th><th scope="col">${printed.tax}</th><th scope="col">${printed.amount}</th></tr></thead>
<tbody>${(record.lines as readonly Values[]).map((line) => row(line, paper))}</tbody>
</table>
<table class="sums"><tbody>${sumRows(record, printed, figures).map(
    ({ label, value, strong }) => html`<tr${strong && new Html(' class="strong"')}><th scope="row">${label}</th><td>${value}</td></tr>`,
  )}</tbody></table>
${notesBelow(record, printed).map((note) => html`<p class="words quiet">${note}</p>`)}
<p><a class="button plain" href="?pdf=1">${words.pdf}</a></p>
</article>`;
}

function badge({ text, tone }: Note): Html {
  return html`<span class="badge ${tone}">${text}</span>`;
}

function row(line: Values, { language, sign }: Paper): Html {
  const printed = paperWords(language);
  const figures = figuresOf(language, sign);
  const unit = printed.units[String(line.unit)] ?? line.unit ?? '';
  const less = Number(line.discount ?? 0) === 0 ? '' : ` − ${figures.number(line.discount)} %`;
  const amount = (money: unknown) => (money ? figures.amount(money) : '');
  const below =
    Boolean(line.subtotal) &&
    html`<tr class="subtotal"><td>${printed.subtotalHere}</td><td></td><td></td><td></td><td>${amount(line.subtotal)}</td></tr>`;
  return html`<tr${line.bundle === 'part' && new Html(' class="part"')}><td>${String(line.description ?? '')}</td><td>${`${figures.number(line.quantity)} ${unit}`.trim()}</td><td>${amount(line.unit_price)}${less}</td><td>${figures.number(line.tax_rate)} %</td><td>${amount(line.amount)}</td></tr>${below}`;
}

function discussion({ paper, zone, words, talk }: Sheet): Html {
  const parts = { day: 'numeric', month: 'numeric', year: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  const times = new Intl.DateTimeFormat(paper.language, { ...parts, timeZone: zone });
  return html`<section class="sheet" id="talk">
<h2>${words.talk}</h2>
${talk.length === 0 && html`<p class="quiet">${words.silence}</p>`}
<ol class="talk">${talk.map(
    ({ who, theirs, text, at }) =>
      html`<li class="${theirs ? 'theirs' : 'ours'}"><p class="by"><b>${who}</b> <time datetime="${at}">${times.format(Date.parse(at))}</time></p><p class="words">${text}</p></li>`,
  )}</ol>
<form method="post" action="?"><input type="hidden" name="do" value="say">
<label>${words.name}<input name="name" required maxlength="120" autocomplete="name"></label>
<label>${words.message}<textarea name="text" required maxlength="4000" rows="3"></textarea></label>
<button class="plain">${words.send}</button></form>
</section>`;
}

function foot({ issuer, language }: Paper): Html {
  const lines = [String(issuer.name ?? ''), ...issuerLines(issuer, language)];
  return html`<footer>${lines.filter(Boolean).map((line) => html`<p>${line}</p>`)}</footer>`;
}

const STYLES = new Html(`
:root { color-scheme: light dark; --ground: light-dark(#f4f5f7, #17181b); --sheet: light-dark(#fff, #1f2125); --ink: light-dark(#1c1e23, #e9eaed);
  --quiet: light-dark(#5f626b, #a4a7b0); --line: light-dark(#e3e5ea, #34363c); --accent: light-dark(#2f5bd0, #7c9cf5); --on-accent: light-dark(#fff, #10131a);
  --good: light-dark(#23733a, #6bc784); --bad: light-dark(#b3261e, #f28b82); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
.house, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1rem; }
.house { padding-top: 1.75rem; padding-bottom: 1.25rem; font-size: 1.15rem; }
.house img { display: block; max-width: 14rem; max-height: 4rem; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; padding: 1.5rem; margin-bottom: 1rem; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: flex-start; gap: 0.5rem 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.1rem; margin: 0 0 0.75rem; }
.subject { font-size: 1.05rem; margin: 0.35rem 0 0; }
.badge { border: 1px solid currentColor; border-radius: 99px; padding: 0.1rem 0.75rem; font-size: 0.875rem; white-space: nowrap; color: var(--quiet); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: 0.75rem 1.5rem; margin: 1.25rem 0; }
.facts dt, .by time, .lines th, .quiet, footer { color: var(--quiet); }
.facts dt { font-size: 0.8125rem; }
.facts dd { margin: 0; white-space: pre-line; }
.words { white-space: pre-line; margin: 0 0 1rem; }
.words.quiet { font-size: 0.875rem; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { font-weight: 500; text-align: right; font-size: 0.8125rem; padding: 0 0 0.4rem 0.75rem; white-space: nowrap; }
.lines th:first-child, .lines td:first-child { text-align: left; padding-left: 0; }
.lines td { border-top: 1px solid var(--line); padding: 0.6rem 0 0.6rem 0.75rem; text-align: right; vertical-align: top; white-space: nowrap; }
.lines td:first-child { white-space: normal; width: 50%; }
.lines .part td:first-child { padding-left: 1rem; }
.lines .subtotal td { font-weight: 600; }
.sums { width: auto; min-width: min(22rem, 100%); margin: 0.5rem 0 1.5rem auto; border-top: 1px solid var(--quiet); }
.sums th { text-align: left; white-space: normal; padding: 0.3rem 1rem 0 0; font-size: 0.9375rem; font-weight: 400; color: var(--quiet); }
.sums td { text-align: right; padding: 0.3rem 0 0; white-space: nowrap; }
.sums .strong th, .sums .strong td { font-size: 1.2rem; font-weight: 650; color: var(--ink); padding-top: 0.6rem; }
form { display: grid; gap: 0.75rem; margin: 0; }
label { display: grid; gap: 0.25rem; font-size: 0.9375rem; }
input, textarea { font: inherit; width: 100%; padding: 0.6rem 0.75rem; border: 1px solid var(--line); border-radius: 9px; background: var(--ground); color: inherit; }
button, .button { font: inherit; font-weight: 600; display: inline-block; justify-self: start; padding: 0.65rem 1.25rem; border: 1px solid var(--accent); border-radius: 9px; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; }
.plain { background: transparent; color: var(--accent); border-color: var(--line); }
:is(a, button, input, textarea, summary):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
details { margin-top: 1.25rem; border-top: 1px solid var(--line); padding-top: 1rem; }
summary { cursor: pointer; color: var(--quiet); }
details form { margin-top: 0.75rem; }
.way { padding: 0.75rem 0; border-top: 1px solid var(--line); }
.way:first-of-type { border-top: 0; padding-top: 0; }
.talk { list-style: none; margin: 0 0 1.25rem; padding: 0; display: grid; gap: 0.75rem; }
.talk li { border: 1px solid var(--line); border-radius: 12px; padding: 0.6rem 0.9rem; max-width: 90%; }
.talk .theirs { justify-self: end; background: var(--ground); }
.talk .words { margin: 0; }
.by { margin: 0; font-size: 0.8125rem; }
.note { border: 1px solid var(--line); border-left: 4px solid var(--quiet); border-radius: 9px; background: var(--sheet); padding: 0.75rem 1rem; margin: 0 0 1rem; }
.note.good { border-left-color: var(--good); }
.note.bad { border-left-color: var(--bad); }
.badge.good { color: var(--good); }
.badge.bad { color: var(--bad); }
footer { padding-top: 0.5rem; padding-bottom: 2.5rem; font-size: 0.8125rem; }
footer p { margin: 0; }
@media (max-width: 34rem) {
  .sheet { padding: 1.1rem; }
  .lines thead { display: none; }
  .lines tr { display: grid; grid-template-columns: auto auto auto 1fr; align-items: baseline; gap: 0.1rem 0.6rem; padding: 0.6rem 0; border-top: 1px solid var(--line); }
  .lines td { border: 0; padding: 0; text-align: left; white-space: normal; color: var(--quiet); font-size: 0.8125rem; }
  .lines td:first-child { grid-column: 1 / -1; width: auto; color: inherit; font-size: inherit; }
  .lines td:nth-child(3):not(:empty)::before { content: "× "; }
  .lines td:last-child { text-align: right; white-space: nowrap; color: inherit; font-size: inherit; font-weight: 600; }
  .lines td:empty { display: none; }
  .lines .subtotal td:last-child { grid-column: 4; }
  .sums { width: 100%; }
  button, .button { width: 100%; text-align: center; }
}
@media print { form, .button, details, #talk { display: none; } body { background: none; } .sheet { border: 0; } }
`);
