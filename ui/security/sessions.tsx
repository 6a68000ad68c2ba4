// Browsers that are signed in: the own ones, or those of a user one may change; each can be ended.

import { Alert, Badge, Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText, showDone, showError } from '../messages.ts';
import { queryClient } from '../queries.ts';
import classes from '../settings/settings.module.css';
import { client } from '../workspace.ts';

export function Sessions({ user }: { user?: string | undefined }) {
  const { t } = useTranslation();
  const queryKey = ['sessions', user ?? 'own'];
  const { data, error } = useQuery({ queryKey, queryFn: ({ signal }) => client.sessions.list({ user, signal }) });
  const others = data?.sessions.filter(({ current }) => !current) ?? [];

  const end = async (work: Promise<void>, done: string) => {
    try {
      await work;
      showDone(done);
    } catch (refusal) {
      showError(refusal);
    } finally {
      await queryClient.invalidateQueries({ queryKey });
    }
  };

  return (
    <section aria-labelledby="sessions-title">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="sessions-title">
          {t('security.sessions.title')}
        </Title>
        {others.length > 1 && (
          <Button size="xs" variant="default" onClick={() => end(client.sessions.endOthers(user), t('security.sessions.endedOthers'))}>
            {t(user ? 'security.sessions.endAll' : 'security.sessions.endOthers')}
          </Button>
        )}
      </Group>
      {error && <Alert color="red">{errorText(error)}</Alert>}
      {!data && !error && <Skeleton height={120} />}
      {data?.sessions.length === 0 && (
        <Text c="dimmed" size="sm">
          {t('security.sessions.none')}
        </Text>
      )}
      {data && data.sessions.length > 0 && (
        <ul className={classes.list}>
          {data.sessions.map((session) => (
            <li key={session.id} className={classes.row}>
              <IconDeviceDesktop size={20} stroke={1.5} aria-hidden="true" />
              <span className={classes.words}>
                <span className={classes.label}>{session.device ?? t('security.sessions.unknownDevice')}</span>
                <span className={classes.details}>
                  {[
                    session.address,
                    session.way && t(`security.ways.${session.way}`),
                    t('security.sessions.seen', { when: formatDateTime(session.seen, currentLanguage()) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              {session.current ? (
                <Badge variant="light">{t('security.sessions.current')}</Badge>
              ) : (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => end(client.sessions.end(session.id, user), t('security.sessions.ended'))}
                  aria-label={t('security.sessions.endThis', { device: session.device ?? t('security.sessions.unknownDevice') })}
                >
                  {t('security.sessions.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
