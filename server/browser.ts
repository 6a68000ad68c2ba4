// A token that a browser keeps beyond its sessions: what a second step is tied to, and what known devices are known by.

import type { Context as Request } from 'hono';
import type { Workspace } from '../engine/index.ts';
import { readCookie } from './authentication.ts';

const NAME = 'kontor_browser';
const YEAR = 365 * 24 * 60 * 60;

/** What the browser's own cookie says; null for none, and for what we have not written. */
export function browserOf(request: Request): string | null {
  const text = readCookie(request.req.header('cookie') ?? '', NAME);
  return text !== null && /^[\w-]{20,200}$/.test(text) ? text : null;
}

/** Out of reach of scripts, of other workspaces, and of requests that other sites' pages start. */
export function browserCookie(workspace: Workspace, token: string, secure: boolean): string {
  return `${NAME}=${token}; Path=/${workspace.name}; HttpOnly; SameSite=Lax; Max-Age=${YEAR}${secure ? '; Secure' : ''}`;
}
