// Browsers in which the second step was passed; forgotten ones are asked for it again.

import { Alert, Badge, Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { IconDeviceDesktopCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText, showDone, showError } from '../messages.ts';
import { queryClient } from '../queries.ts';
import classes from '../settings/settings.module.css';
import { client } from '../workspace.ts';

const queryKey = ['devices'];

export function Devices() {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey, queryFn: ({ signal }) => client.devices.list({ signal }) });

  const forget = async (work: Promise<void>) => {
    try {
      await work;
      showDone(t('security.devices.forgotten'));
    } catch (refusal) {
      showError(refusal);
    } finally {
      await queryClient.invalidateQueries({ queryKey });
    }
  };

  return (
    <section aria-labelledby="devices-title">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="devices-title">
          {t('security.devices.title')}
        </Title>
        {data && data.devices.length > 1 && (
          <Button size="xs" variant="default" onClick={() => void forget(client.devices.forgetAll())}>
            {t('security.devices.forgetAll')}
          </Button>
        )}
      </Group>
      {error && <Alert color="red">{errorText(error)}</Alert>}
      {!data && !error && <Skeleton height={60} />}
      {data?.devices.length === 0 && (
        <Text c="dimmed" size="sm">
          {t('security.devices.none')}
        </Text>
      )}
      {data && data.devices.length > 0 && (
        <ul className={classes.list}>
          {data.devices.map((device) => (
            <li key={device.id} className={classes.row}>
              <IconDeviceDesktopCheck size={20} stroke={1.5} aria-hidden="true" />
              <span className={classes.words}>
                <span className={classes.label}>{device.device}</span>
                <span className={classes.details}>
                  {[device.address, t('security.sessions.seen', { when: formatDateTime(device.seen, currentLanguage()) })].join(' · ')}
                </span>
              </span>
              {device.current && <Badge variant="light">{t('security.devices.current')}</Badge>}
              <Button
                size="xs"
                variant="default"
                onClick={() => void forget(client.devices.forget(device.id))}
                aria-label={t('security.devices.forgetThis', { device: device.device })}
              >
                {t('security.devices.forget')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
