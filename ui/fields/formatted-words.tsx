// Formatted text as elements, without an editor: for places that show many. What is not in the list is shown by its words alone.

import { createElement, Fragment, type ReactNode } from 'react';

const TAGS = new Set([
  'p',
  'br',
  'strong',
  'b',
  'em',
  'i',
  'u',
  's',
  'del',
  'ul',
  'ol',
  'li',
  'blockquote',
  'code',
  'pre',
  'h2',
  'h3',
  'h4',
]);
const ADDRESS = /^(https?:|mailto:|tel:)/i;

export function FormattedWords({ html }: { html: string }) {
  // A parsed document runs no scripts and loads nothing.
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return <>{childrenOf(body)}</>;
}

function childrenOf(node: Node): ReactNode[] {
  return [...node.childNodes].map((child, at) => elementOf(child, at));
}

function elementOf(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.tagName.toLowerCase();
  if (tag === 'script' || tag === 'style') return null;
  if (tag === 'br') return <br key={key} />;
  const href = tag === 'a' ? (node.getAttribute('href') ?? '') : '';
  if (ADDRESS.test(href)) {
    return (
      <a key={key} href={href} target="_blank" rel="noopener noreferrer">
        {childrenOf(node)}
      </a>
    );
  }
  if (TAGS.has(tag)) return createElement(tag, { key }, ...childrenOf(node));
  return <Fragment key={key}>{childrenOf(node)}</Fragment>;
}
