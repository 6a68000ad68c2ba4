// A report as a file: a small one comes at once, a large one is made in the background and told of when it is ready.

import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconFiles } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ReportAsked } from '../../client/index.ts';
import { jobEnd, Percent } from '../follow-job.tsx';
import { currentLanguage } from '../i18n.ts';
import { showError } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import { MenuButtonName } from '../shell/menu-button-name.tsx';
import { client } from '../workspace.ts';

/** More rows than this take longer than one waits for with the hand on the mouse. */
const LARGE = 20_000;
type Format = 'xlsx' | 'pdf' | 'csv';

export function DownloadMenu({ id, name, asked, rows }: { id: string; name: string; asked: ReportAsked; rows: number }) {
  const { t } = useTranslation();
  const large = rows > LARGE;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <MenuButtonName label={t('reports.file')}>
          <ActionIcon size={36} variant="default">
            <IconDownload size={17} />
          </ActionIcon>
        </MenuButtonName>
      </Menu.Target>
      <Menu.Dropdown>
        {large && <Menu.Label>{t('reportFiles.large')}</Menu.Label>}
        {(['xlsx', 'pdf', 'csv'] as const).map((format) =>
          large ? (
            <Menu.Item key={format} onClick={() => void make(id, name, asked, format)}>
              {t(`reports.as.${format}`)}
            </Menu.Item>
          ) : (
            <Menu.Item key={format} component="a" href={client.reports.fileUrl(id, asked, format, currentLanguage())} download>
              {t(`reports.as.${format}`)}
            </Menu.Item>
          ),
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconFiles size={15} />} component={Link} to="/reports/files">
          {t('reportFiles.title')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function make(id: string, name: string, asked: ReportAsked, format: Format): Promise<void> {
  const title = i18next.t('reportFiles.making', { name });
  try {
    const { job } = await client.reports.keep(id, asked, format, currentLanguage());
    const note = `job-${job}`;
    notifications.show({ id: note, title, message: <Percent done={0} total={null} />, autoClose: false, withBorder: true });
    const { state, errors } = await jobEnd(job, ({ done, total }) =>
      notifications.update({ id: note, title, message: <Percent done={done} total={total} />, autoClose: false }),
    );
    void queryClient.invalidateQueries({ queryKey: keys.entity('report_files') });
    if (state === 'done') notifications.update({ id: note, title, message: <Ready note={note} />, autoClose: 30_000 });
    else
      notifications.update({
        ...{ id: note, title, color: 'red', autoClose: 15_000 },
        message: errors[0]?.message ?? i18next.t(`jobs.state.${state}`),
      });
  } catch (error) {
    showError(error);
  }
}

function Ready({ note }: { note: string }) {
  const open = async () => {
    notifications.hide(note);
    // Fetched already; asked for here because routes know the screens that know this file.
    const { router } = await import('../routes.tsx');
    await router.navigate({ to: '/reports/files' });
  };
  return (
    <Group justify="space-between" wrap="nowrap">
      <span>{i18next.t('reportFiles.ready')}</span>
      <Button size="compact-sm" variant="light" onClick={() => void open()} style={{ flex: 'none' }}>
        {i18next.t('reportFiles.fetch')}
      </Button>
    </Group>
  );
}
