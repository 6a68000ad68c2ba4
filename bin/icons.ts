// Draws the PNG icons of the installed application from icon.svg: npm run icons.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = fileURLToPath(new URL('../ui/public/assets/', import.meta.url));
const svg = await readFile(`${folder}icon.svg`, 'utf8');
const browser = await chromium.launch({ executablePath: process.env.KONTOR_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
/** Phones cut a maskable icon to their own shape: its drawing keeps away from the edge, its ground fills it. */
const icons = [
  { name: 'icon-192', size: 192, inner: 192, ground: 'transparent' },
  { name: 'icon-512', size: 512, inner: 512, ground: 'transparent' },
  { name: 'icon-maskable', size: 512, inner: 400, ground: '#4453c4' },
];
for (const { name, size, inner, ground } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}"><img src="${source}" width="${inner}" height="${inner}">`,
  );
  await page.screenshot({ path: `${folder}${name}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
