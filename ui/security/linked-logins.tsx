// Accounts elsewhere that one signs in with here.

import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { KontorError } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { showError, showRefusal } from '../messages.ts';
import { keys, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';
import { changed, ListPart, PartRow } from './list-part.tsx';

export function LinkedLogins({ me }: { me: string }) {
  const { t } = useTranslation();
  const noun = useEntity('linked_logins');
  const { data: offered } = useQuery({ queryKey: ['openid'], queryFn: ({ signal }) => client.openId.list({ signal }) });
  const query = { filter: `user = "${me}"`, limit: 50 };
  const { data, error } = useQuery({
    queryKey: keys.list('linked_logins', query),
    queryFn: ({ signal }) => client.records('linked_logins').list(query, { signal }),
    enabled: noun !== undefined,
  });
  if (!noun || !offered || (offered.providers.length === 0 && !data?.records.length)) return null;

  const link = async (provider: string) => {
    try {
      location.assign((await client.openId.start(provider, true)).address);
    } catch (refusal) {
      if (refusal instanceof KontorError && refusal.code === 'not_fresh')
        showRefusal(t('security.linked.title'), t('security.linked.notFresh'));
      else showError(refusal);
    }
  };
  const remove = (id: string) => void changed(keys.entity('linked_logins'), client.records('linked_logins').delete(id));

  return (
    <ListPart
      id="linked-title"
      title={t('security.linked.title')}
      error={error}
      rows={data?.records}
      none={t('security.linked.none')}
      after={
        <Group gap="xs" mt="sm">
          {offered.providers.map(({ id, name }) => (
            <Button key={id} size="xs" variant="default" onClick={() => link(id)}>
              {t('security.linked.link', { name })}
            </Button>
          ))}
        </Group>
      }
    >
      {({ id, provider, email, created_at: made }) => {
        const name = (provider as { title: string } | null)?.title ?? '';
        return (
          <PartRow key={id} label={name} details={[email, formatDateTime(String(made), currentLanguage())]}>
            <Button size="xs" variant="default" onClick={() => remove(id)} aria-label={t('security.linked.removeThis', { name })}>
              {t('security.linked.remove')}
            </Button>
          </PartRow>
        );
      }}
    </ListPart>
  );
}
