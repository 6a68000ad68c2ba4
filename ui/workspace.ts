// Which workspace this page belongs to (the first segment of the address) and the API client bound to it.

import { createClient } from '../client/index.ts';
import { currentLanguage } from './i18n.ts';
import { sessionFetch } from './session/state.ts';

export const workspace = decodeURIComponent(location.pathname.split('/')[1] ?? '');

export const client = createClient({ workspace, language: currentLanguage, fetch: sessionFetch });
