// What links to documents have in common: hashed addresses, the page they lead to, and the discussion on it. Each kind of document adds its own.

import { defineModule } from '../../schema/index.ts';

export { Html, html } from './html.ts';
export { type LinkKind, linkFields, linkList, linkSettings, newLink, pageAddress } from './link.ts';
export { type DocumentPage, documentPage, type Note, type Own, type Told } from './page.ts';
export { oneLine } from './talk.ts';

export default defineModule({ name: 'document-links', needs: ['documents', 'comments', 'general'] });
