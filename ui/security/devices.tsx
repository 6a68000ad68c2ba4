// Browsers in which the second step was passed; forgotten ones are asked for it again.

import { Badge, Button } from '@mantine/core';
import { IconDeviceDesktopCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { client } from '../workspace.ts';
import { changed, ListPart, PartRow } from './list-part.tsx';

const queryKey = ['devices'];

export function Devices() {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey, queryFn: ({ signal }) => client.devices.list({ signal }) });
  const forget = (work: Promise<void>) => void changed(queryKey, work, t('security.devices.forgotten'));
  return (
    <ListPart
      id="devices-title"
      title={t('security.devices.title')}
      beside={
        data &&
        data.devices.length > 1 && (
          <Button size="xs" variant="default" onClick={() => forget(client.devices.forgetAll())}>
            {t('security.devices.forgetAll')}
          </Button>
        )
      }
      error={error}
      rows={data?.devices}
      none={t('security.devices.none')}
    >
      {({ id, device, address, seen, current }) => (
        <PartRow
          key={id}
          icon={<IconDeviceDesktopCheck size={20} stroke={1.5} aria-hidden="true" />}
          label={device}
          details={[address, t('security.sessions.seen', { when: formatDateTime(seen, currentLanguage()) })]}
        >
          {current && <Badge variant="light">{t('security.devices.current')}</Badge>}
          <Button
            size="xs"
            variant="default"
            onClick={() => forget(client.devices.forget(id))}
            aria-label={t('security.devices.forgetThis', { device })}
          >
            {t('security.devices.forget')}
          </Button>
        </PartRow>
      )}
    </ListPart>
  );
}
