// Accounts elsewhere that one signs in with here.

import { Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { KontorError } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { showError, showRefusal } from '../messages.ts';
import { keys, queryClient, useEntity } from '../queries.ts';
import classes from '../settings/settings.module.css';
import { client } from '../workspace.ts';

export function LinkedLogins({ me }: { me: string }) {
  const { t } = useTranslation();
  const noun = useEntity('linked_logins');
  const { data: offered } = useQuery({ queryKey: ['openid'], queryFn: ({ signal }) => client.openId.list({ signal }) });
  const query = { filter: `user = "${me}"`, limit: 50 };
  const { data } = useQuery({
    queryKey: keys.list('linked_logins', query),
    queryFn: ({ signal }) => client.records('linked_logins').list(query, { signal }),
    enabled: noun !== undefined,
  });
  if (!noun || !offered || (offered.providers.length === 0 && !data?.records.length)) return null;

  const link = async (provider: string) => {
    try {
      location.assign((await client.openId.start(provider, true)).address);
    } catch (error) {
      if (error instanceof KontorError && error.code === 'not_fresh')
        showRefusal(t('security.linked.title'), t('security.linked.notFresh'));
      else showError(error);
    }
  };
  const remove = async (id: string) => {
    await client.records('linked_logins').delete(id).catch(showError);
    await queryClient.invalidateQueries({ queryKey: keys.entity('linked_logins') });
  };

  return (
    <section aria-labelledby="linked-title">
      <Title order={2} size="h4" id="linked-title" mb="xs">
        {t('security.linked.title')}
      </Title>
      {data && data.records.length > 0 && (
        <ul className={classes.list}>
          {data.records.map((one) => {
            const name = (one.provider as { title: string } | null)?.title ?? '';
            return (
              <li key={one.id} className={classes.row}>
                <span className={classes.words}>
                  <span className={classes.label}>{name}</span>
                  <span className={classes.details}>
                    {[one.email, formatDateTime(String(one.created_at), currentLanguage())].filter(Boolean).join(' · ')}
                  </span>
                </span>
                <Button size="xs" variant="default" onClick={() => remove(one.id)} aria-label={t('security.linked.removeThis', { name })}>
                  {t('security.linked.remove')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {data?.records.length === 0 && (
        <Text c="dimmed" size="sm">
          {t('security.linked.none')}
        </Text>
      )}
      <Group gap="xs" mt="sm">
        {offered.providers.map(({ id, name }) => (
          <Button key={id} size="xs" variant="default" onClick={() => link(id)}>
            {t('security.linked.link', { name })}
          </Button>
        ))}
      </Group>
    </section>
  );
}
