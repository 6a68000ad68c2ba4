// Browsers that are signed in: the own ones, or those of a user one may change; each can be ended.

import { Badge, Button } from '@mantine/core';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { client } from '../workspace.ts';
import { changed, ListPart, PartRow } from './list-part.tsx';

export function Sessions({ user }: { user?: string | undefined }) {
  const { t } = useTranslation();
  const queryKey = ['sessions', user ?? 'own'];
  const { data, error } = useQuery({ queryKey, queryFn: ({ signal }) => client.sessions.list({ user, signal }) });
  const others = data?.sessions.filter(({ current }) => !current) ?? [];
  const end = (work: Promise<void>, said: string) => void changed(queryKey, work, said);
  return (
    <ListPart
      id="sessions-title"
      title={t('security.sessions.title')}
      beside={
        others.length > 1 && (
          <Button size="xs" variant="default" onClick={() => end(client.sessions.endOthers(user), t('security.sessions.endedOthers'))}>
            {t(user ? 'security.sessions.endAll' : 'security.sessions.endOthers')}
          </Button>
        )
      }
      error={error}
      rows={data?.sessions}
      none={t('security.sessions.none')}
    >
      {({ id, device, address, way, seen, current }) => (
        <PartRow
          key={id}
          icon={<IconDeviceDesktop size={20} stroke={1.5} aria-hidden="true" />}
          label={device ?? t('security.sessions.unknownDevice')}
          details={[
            address,
            way && t(`security.ways.${way}`),
            t('security.sessions.seen', { when: formatDateTime(seen, currentLanguage()) }),
          ]}
        >
          {current ? (
            <Badge variant="light">{t('security.sessions.current')}</Badge>
          ) : (
            <Button
              size="xs"
              variant="default"
              onClick={() => end(client.sessions.end(id, user), t('security.sessions.ended'))}
              aria-label={t('security.sessions.endThis', { device: device ?? t('security.sessions.unknownDevice') })}
            >
              {t('security.sessions.end')}
            </Button>
          )}
        </PartRow>
      )}
    </ListPart>
  );
}
