// Keys of one's own devices: listed, added, taken away.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { KontorError } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { showDone, showError, showRefusal } from '../messages.ts';
import { keys, queryClient, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';
import { changed, ListPart, PartRow } from './list-part.tsx';

export function Passkeys({ me }: { me: string }) {
  const { t } = useTranslation();
  const noun = useEntity('passkeys');
  const query = { filter: `user = "${me}"`, limit: 50 };
  const { data, error } = useQuery({
    queryKey: keys.list('passkeys', query),
    queryFn: ({ signal }) => client.records('passkeys').list(query, { signal }),
    enabled: noun !== undefined,
  });
  if (!noun || !('PublicKeyCredential' in window)) return null;

  const add = async () => {
    try {
      const { makePasskey } = await import('./webauthn.ts');
      await client.passkeys.add(navigator.platform || t('security.passkeys.one'), await makePasskey());
      showDone(t('security.passkeys.added'));
    } catch (refusal) {
      if (refusal instanceof KontorError && refusal.code === 'not_fresh')
        showRefusal(t('security.passkeys.title'), t('security.linked.notFresh'));
      // Whoever closes the browser's own dialog knows that he did.
      else if (!(refusal instanceof Error) || refusal.name !== 'NotAllowedError') showError(refusal);
    } finally {
      await queryClient.invalidateQueries({ queryKey: keys.entity('passkeys') });
    }
  };
  const remove = (id: string) => void changed(keys.entity('passkeys'), client.records('passkeys').delete(id));

  return (
    <ListPart
      id="passkeys-title"
      title={t('security.passkeys.title')}
      beside={
        <Button size="xs" variant="default" onClick={() => void add()}>
          {t('security.passkeys.add')}
        </Button>
      }
      hint={t('security.passkeys.hint')}
      error={error}
      rows={data?.records}
    >
      {({ id, name, last_used_at: used, created_at: made }) => (
        <PartRow key={id} label={String(name)} details={[formatDateTime(String(used ?? made), currentLanguage())]}>
          <Button
            size="xs"
            variant="default"
            onClick={() => remove(id)}
            aria-label={t('security.passkeys.removeThis', { name: String(name) })}
          >
            {t('security.linked.remove')}
          </Button>
        </PartRow>
      )}
    </ListPart>
  );
}
