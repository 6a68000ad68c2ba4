// Keys of one's own devices: listed, added, taken away.

import { Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { KontorError } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { showDone, showError, showRefusal } from '../messages.ts';
import { keys, queryClient, useEntity } from '../queries.ts';
import classes from '../settings/settings.module.css';
import { client } from '../workspace.ts';

export function Passkeys({ me }: { me: string }) {
  const { t } = useTranslation();
  const noun = useEntity('passkeys');
  const query = { filter: `user = "${me}"`, limit: 50 };
  const { data } = useQuery({
    queryKey: keys.list('passkeys', query),
    queryFn: ({ signal }) => client.records('passkeys').list(query, { signal }),
    enabled: noun !== undefined,
  });
  if (!noun || !('PublicKeyCredential' in window)) return null;
  const again = () => queryClient.invalidateQueries({ queryKey: keys.entity('passkeys') });

  const add = async () => {
    try {
      const { makePasskey } = await import('./webauthn.ts');
      await client.passkeys.add(navigator.platform || t('security.passkeys.one'), await makePasskey());
      showDone(t('security.passkeys.added'));
    } catch (error) {
      if (error instanceof KontorError && error.code === 'not_fresh')
        showRefusal(t('security.passkeys.title'), t('security.linked.notFresh'));
      // Whoever closes the browser's own dialog knows that he did.
      else if (!(error instanceof Error) || error.name !== 'NotAllowedError') showError(error);
    } finally {
      await again();
    }
  };
  const remove = async (id: string) => {
    await client.records('passkeys').delete(id).catch(showError);
    await again();
  };

  return (
    <section aria-labelledby="passkeys-title">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="passkeys-title">
          {t('security.passkeys.title')}
        </Title>
        <Button size="xs" variant="default" onClick={() => void add()}>
          {t('security.passkeys.add')}
        </Button>
      </Group>
      <Text c="dimmed" size="sm" mb="xs">
        {t('security.passkeys.hint')}
      </Text>
      {data && data.records.length > 0 && (
        <ul className={classes.list}>
          {data.records.map((one) => (
            <li key={one.id} className={classes.row}>
              <span className={classes.words}>
                <span className={classes.label}>{String(one.name)}</span>
                <span className={classes.details}>{formatDateTime(String(one.last_used_at ?? one.created_at), currentLanguage())}</span>
              </span>
              <Button
                size="xs"
                variant="default"
                onClick={() => void remove(one.id)}
                aria-label={t('security.passkeys.removeThis', { name: String(one.name) })}
              >
                {t('security.linked.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
