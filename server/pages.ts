// The built client: one index page for every address below a workspace, and its assets with names that never mean anything else.

import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context as Request } from 'hono';
import { livesAt, mayExist } from './gate.ts';
import { pageHeaders, strictTransport } from './headers.ts';
import { originOf } from './origin.ts';
import { message } from './plain-page.ts';
import type { Server } from './server.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const compressible = /^(text|application)\/|^image\/svg/;
const MANIFEST = 'manifest.webmanifest';
/** Vite puts a hash of the content into the name; such a file is never other than it was. */
const hashed = /-[\w-]{8}\.\w+$/;

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly immutable: boolean;
  readonly etag: string;
  readonly plain: Buffer;
  compressed?: Promise<{ readonly br: Buffer; readonly gzip: Buffer } | null>;
}

export function createPages(server: Server): (request: Request) => Promise<Response> {
  let assets: Promise<ReadonlyMap<string, Asset>> | null = null;
  /** Read when first needed: only what lies in the folder then has an address, so no path can lead out of it. */
  const loaded = (): Promise<ReadonlyMap<string, Asset>> => {
    if (assets === null && existsSync(join(server.clientFolder, 'index.html'))) assets = readAssets(server.clientFolder);
    return assets ?? Promise.resolve(new Map());
  };
  return async (request) => {
    const response = await page(server, request, await loaded());
    if (originOf(request, server.proxies).secure) response.headers.set('Strict-Transport-Security', strictTransport);
    return response;
  };
}

async function page(server: Server, request: Request, assets: ReadonlyMap<string, Asset>): Promise<Response> {
  const path = request.req.path;
  if (request.req.method !== 'GET' && request.req.method !== 'HEAD') {
    return message(405, 'Not possible', 'A page can only be read.', { Allow: 'GET, HEAD' });
  }
  const asset = assets.get(path);
  if (asset !== undefined && path !== '/index.html') return send(request, asset);
  if (path === '/') return entrance(server, request);
  if (path.startsWith('/assets/')) return message(404, 'Not found', 'There is no such file. After an update, reload the page.');
  const [, name = '', ...rest] = path.split('/');
  if (!(await mayExist(server, request, name))) {
    // The address by which some know their workspace (row NV-02).
    const isProject = name === 'projects' && (await mayExist(server, request, rest[0] ?? ''));
    return isProject ? redirect(`/${rest[0]}/`) : nobodyHere();
  }
  if (rest.length === 0) return redirect(`/${name}/`);
  // A manifest's addresses are relative to its own: below the workspace it starts the workspace.
  const manifest = rest.join('/') === MANIFEST ? assets.get(`/${MANIFEST}`) : undefined;
  if (manifest !== undefined) return send(request, manifest);
  const index = assets.get('/index.html');
  return index === undefined ? notBuilt() : send(request, index);
}

function nobodyHere(): Response {
  return message(404, 'Not found', 'There is no such workspace. Check the address, or ask whoever gave it to you.');
}

/** To the only workspace, or to the one whose host this is, or a list to choose from. */
async function entrance(server: Server, request: Request): Promise<Response> {
  const own = livesAt(server, request);
  if (own !== null) return (await mayExist(server, request, own)) ? redirect(`/${own}/`) : nobodyHere();
  const names = await server.engine.workspaces.list();
  if (names.length === 1) return redirect(`/${names[0]}/`);
  if (names.length === 0) return message(404, 'Kontor', 'There is no workspace yet. Make one with: npx kontor workspace create <name>');
  return message(
    200,
    'Kontor',
    'Choose a workspace:',
    {},
    names.map((name: string) => ({ label: name, href: `/${name}/` })),
  );
}

function redirect(to: string): Response {
  return new Response(null, { status: 302, headers: { ...pageHeaders, Location: to, 'Cache-Control': 'no-cache' } });
}

function notBuilt(): Response {
  return message(503, 'Kontor', 'The client is not built. Run: npm run build', { 'Retry-After': '30' });
}

async function readAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined || entry.name.startsWith('.')) continue;
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length).replaceAll('\\', '/');
    const plain = await readFile(file);
    assets.set(path, { path, type, plain, immutable: hashed.test(path), etag: `"${hash('sha1', plain, 'base64url')}"` });
  }
  return assets;
}

async function send(request: Request, asset: Asset): Promise<Response> {
  const headers: Record<string, string> = {
    ...pageHeaders,
    'Cache-Control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Type': asset.type,
    ETag: asset.etag,
    Vary: 'Accept-Encoding',
  };
  if (request.req.header('if-none-match')?.includes(asset.etag)) return new Response(null, { status: 304, headers });
  const accepted = request.req.header('accept-encoding') ?? '';
  const compressed = /\b(br|gzip)\b/.test(accepted) ? await compressionOf(asset) : null;
  if (compressed === null) return new Response(new Uint8Array(asset.plain), { headers });
  const encoding = /\bbr\b/.test(accepted) ? 'br' : 'gzip';
  return new Response(new Uint8Array(compressed[encoding]), { headers: { ...headers, 'Content-Encoding': encoding } });
}

/** Once per file and process, off the main thread; small files and pictures stay as they are. */
function compressionOf(asset: Asset): Promise<{ readonly br: Buffer; readonly gzip: Buffer } | null> {
  asset.compressed ??= compressible.test(asset.type) && asset.plain.length > 1024 ? compress(asset.plain) : Promise.resolve(null);
  return asset.compressed;
}

async function compress(plain: Buffer): Promise<{ br: Buffer; gzip: Buffer }> {
  const parameters = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  const [br, zipped] = await Promise.all([promisify(brotliCompress)(plain, { params: parameters }), promisify(gzip)(plain, { level: 9 })]);
  return { br, gzip: zipped };
}
