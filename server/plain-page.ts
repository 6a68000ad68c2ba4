// A page of a few words, for where the client is not: no workspace, not built, a choice to make.

import { pageHeaders } from './headers.ts';

export function message(
  status: number,
  title: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
  links: readonly { readonly label: string; readonly href: string }[] = [],
  language = 'en',
): Response {
  const list = links.map(({ label, href }) => `<li><a href="${escaped(href)}">${escaped(label)}</a></li>`).join('');
  const page = `<!doctype html>
<html lang="${escaped(language)}" translate="no">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 20vh auto 0; max-width: 26rem; padding: 0 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.25rem; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
${list === '' ? '' : `<ul>${list}</ul>`}
</body>
</html>
`;
  return new Response(page, {
    status,
    headers: { ...pageHeaders, 'Cache-Control': 'no-cache', 'Content-Type': 'text/html; charset=utf-8', ...headers },
  });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
