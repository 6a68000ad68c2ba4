// Above the page that says how long logs are kept: what is never cleared and why, and what was cleared so far.

import { Button, Group, Text } from '@mantine/core';
import { IconEraser, IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEntity } from '../queries.ts';
import classes from './settings.module.css';

export function LogNote() {
  const { t } = useTranslation();
  const clearings = useEntity('log_clearings');
  return (
    <div className={classes.above}>
      <Text size="sm">{t('logKeeping.never')}</Text>
      <Text size="sm" c="dimmed">
        {t('logKeeping.what')}
      </Text>
      <Group gap="xs">
        {clearings?.can.view && (
          <Button
            size="xs"
            variant="default"
            component={Link}
            to={`/${clearings.name}`}
            leftSection={<IconEraser size={16} stroke={1.5} />}
          >
            {clearings.plural}
          </Button>
        )}
        <Button size="xs" variant="default" component={Link} to="/log" leftSection={<IconHistory size={16} stroke={1.5} />}>
          {t('shell.log')}
        </Button>
      </Group>
    </div>
  );
}
