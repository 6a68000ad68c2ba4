// Seeing the program as another user, in one tab: begun from where it was asked for, and back to there. Each is a fresh page, so
// that nothing that one person has read stays in memory for the other.

import i18next from 'i18next';
import { KontorError } from '../../client/index.ts';
import { showError, showRefusal } from '../messages.ts';
import type { useSetup } from '../queries.ts';
import { client, workspace } from '../workspace.ts';
import { closeEyes, openEyes, seeingEyes } from './eyes.ts';

type Me = ReturnType<typeof useSetup>['me'];

/** Whether to offer it at all; of whom it is refused is said by the server. */
export function maySeeAs(me: Me, user: { readonly id: string; readonly status?: unknown }): boolean {
  const enabled = user.status === undefined || user.status === 'enabled';
  return (me.root || me.features.includes('administration')) && !me.seen && user.id !== me.id && enabled;
}

/** @param to address of the page to look at; default: the start page */
export async function seeAs(user: string, to = `/${encodeURIComponent(workspace)}/`): Promise<void> {
  try {
    const { token } = await client.seeing.begin(user);
    openEyes({ token, began: location.href });
  } catch (error) {
    const code = error instanceof KontorError ? error.code : '';
    if (!['more_rights', 'not_enabled'].includes(code)) return showError(error);
    return showRefusal(i18next.t('seeing.refused'), i18next.t(`seeing.why.${code}`));
  }
  location.assign(to);
}

export async function endSeeing(): Promise<void> {
  try {
    const { began = `/${encodeURIComponent(workspace)}/` } = seeingEyes() ?? {};
    await client.seeing.end();
    closeEyes();
    location.assign(began);
  } catch (error) {
    showError(error);
  }
}
