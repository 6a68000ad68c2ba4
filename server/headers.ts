// Headers that every answer carries, made once. What they defend against stands beside them.

/** For JSON and files: nothing of it may run, be framed, be guessed or be kept by a shared cache. */
export const apiHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/**
 * For PDF that is looked at inside a page of ours: a sandboxed document gets no viewer. The viewer is the browser's own and runs nothing
 * of the file in our name.
 */
export const pdfHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  'X-Frame-Options': 'SAMEORIGIN',
};

/**
 * For pages that strangers open by a secret address: styles stand in the page, images are ours, and nothing of it runs. Forms come back to
 * us, unless they end at other services. The address goes to nobody else; a page of our own is told where a form was, as it is asked for.
 */
export function openHeaders(leadsOn: boolean): Readonly<Record<string, string>> {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";
  return {
    ...apiHeaders,
    'Content-Security-Policy': leadsOn ? policy : `${policy}; form-action 'self'`,
    'Referrer-Policy': 'same-origin',
  };
}

/**
 * For pages. Styles are inline in part because the component library sets variables and positions that way; scripts never
 * are. Images may be data (avatars, editor) and blobs (previews before upload).
 */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** Only told over TLS, where it is true: browsers stay with https for a year. */
export const strictTransport = 'max-age=31536000; includeSubDomains';

/** `attachment; filename="..."; filename*=UTF-8''...` (RFC 6266), with no way to break out of the header. */
export function contentDisposition(kind: 'attachment' | 'inline', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\/:*?<>|%]/g, '_') || 'file';
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
