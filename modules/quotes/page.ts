// The page of an offer: seen, accepted with a name or declined with a reason, and only ever by a form that is sent.

import type { Values } from '../../engine/index.ts';
import type { PageCall } from '../../schema/index.ts';
import { documentPage, type Html, html, type Note, type Told } from '../document-links/module.ts';
import { accept, decline, noteSeen, versionOf, WAITING } from './answer.ts';
import { quoteLinkKind } from './quote-link.ts';
import { type AnswerWords, answerWords } from './words.ts';

export const quotePage = documentPage({
  kind: quoteLinkKind,
  async arrive(system, quote, { visitor }) {
    if (visitor === 'person') await noteSeen(system, quote);
  },
  async act(system, quote, form, call) {
    if (form.get('do') === 'accept') return accept(system, quote, form, call);
    return form.get('do') === 'decline' ? decline(system, quote, form, call) : '?';
  },
  async show(_system, quote, told, call) {
    const words = answerWords(told.language);
    const content = WAITING.includes(quote.status) ? forms(quote, words) : null;
    return { content, note: noteOf(call, words), badge: badgeOf(quote, words, told) };
  },
});

function forms(quote: Values, words: AnswerWords): Html {
  return html`<section class="sheet" id="answer"><h2>${words.question}</h2>
<form method="post" action="?"><input type="hidden" name="do" value="accept"><input type="hidden" name="version" value="${versionOf(quote)}">
<label>${words.yourName}<input name="name" required maxlength="120" autocomplete="name"></label>
<p class="words quiet">${words.binding}</p>
<button>${words.accept}</button></form>
<details><summary>${words.ratherNot}</summary>
<form method="post" action="?"><input type="hidden" name="do" value="decline">
<label>${words.yourName}<input name="name" maxlength="120" autocomplete="name"></label>
<label>${words.reason}<textarea name="reason" maxlength="2000" rows="3"></textarea></label>
<button class="plain">${words.decline}</button></form></details></section>`;
}

function badgeOf({ status, answered_at, answered_by }: Values, words: AnswerWords, { language, zone }: Told): Note {
  if (WAITING.includes(status)) return { text: words.waiting, tone: 'plain' };
  const on =
    answered_at && new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: zone }).format(Date.parse(String(answered_at)));
  const text = [status === 'accepted' ? words.accepted : words.declined, on, answered_by].filter(Boolean).join(' · ');
  return { text, tone: status === 'accepted' ? 'good' : 'bad' };
}

function noteOf({ query: { done } }: PageCall, words: AnswerWords): Note | null {
  const text = Object.hasOwn(words.done, done ?? '') ? words.done[done as keyof AnswerWords['done']] : null;
  return text === null ? null : { text, tone: done === 'accepted' ? 'good' : done === 'declined' ? 'plain' : 'bad' };
}
