// Whether mail works, in the server's own words, and the test that shows it.

import { Alert, Button, Group, Text, TextInput } from '@mantine/core';
import { IconMailCheck, IconMailOff, IconMailQuestion, IconMailX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusy } from '../busy.ts';
import { formatDateTime } from '../fields/format.ts';
import { complaintsIn } from '../form/problems.ts';
import { currentLanguage } from '../i18n.ts';
import { showError } from '../messages.ts';
import { keys, queryClient, useEntity, useSetup } from '../queries.ts';
import { refresh } from '../record/save-field.ts';
import { client } from '../workspace.ts';
import type { AboveProps } from './above.ts';
import classes from './settings.module.css';

const faces = {
  off: { color: 'gray', Icon: IconMailOff },
  untested: { color: 'blue', Icon: IconMailQuestion },
  works: { color: 'green', Icon: IconMailCheck },
  failed: { color: 'red', Icon: IconMailX },
} as const;

interface Tested {
  readonly sent: boolean;
  readonly to: string;
  readonly answer: string;
}

export function MailState({ entity, answer }: AboveProps) {
  const { t } = useTranslation();
  const { record } = answer;
  const state = (record.state ?? 'off') as keyof typeof faces;
  const { color, Icon } = faces[state];
  const [to, setTo] = useState('');
  const [busy, during] = useBusy((error) => {
    const complaints = complaintsIn(error);
    if (complaints) setProblem(Object.values(complaints).join(' '));
    else showError(error);
  });
  const [problem, setProblem] = useState<string | null>(null);
  const [tested, setTested] = useState<Tested | null>(null);

  const test = () =>
    during(async () => {
      setProblem(null);
      const input = to.trim() ? { to: to.trim() } : {};
      const told = await client.records(entity.name).act<{ result: Tested }>(record.id, 'send_test', input);
      setTested(told.result);
      refresh(entity.name, record.id);
    });

  return (
    <div className={classes.above}>
      <Alert color={color} variant="light" icon={<Icon size={20} />} title={t(`mail.state.${state}`)} role="status">
        {tested && <Text size="sm">{t(tested.sent ? 'mail.testSent' : 'mail.testFailed', { to: tested.to })}</Text>}
        <Text size="sm">{t(`mail.hint.${state}`)}</Text>
        {Boolean(record.state_text ?? tested?.answer) && (
          <Text size="sm" ff="monospace" className={classes.words}>
            {String(tested?.answer ?? record.state_text)}
          </Text>
        )}
        {Boolean(record.state_at) && (
          <Text size="xs" c="dimmed">
            {formatDateTime(String(record.state_at), currentLanguage())}
          </Text>
        )}
        {answer.can.actions.includes('send_test') && (
          <Group gap="xs" mt="xs" align="flex-start">
            <TextInput
              size="xs"
              type="email"
              aria-label={t('mail.testTo')}
              placeholder={t('mail.testToMe')}
              value={to}
              error={problem}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
            <Button size="xs" loading={busy} onClick={() => void test()}>
              {t('mail.test')}
            </Button>
            <Button size="xs" variant="subtle" component={Link} to="/outgoing_mails">
              {t('mail.log')}
            </Button>
          </Group>
        )}
      </Alert>
      {state !== 'off' && <AddressHint />}
    </div>
  );
}

/** Links in mails need to know where people open Kontor; who reads this page has just opened it. */
function AddressHint() {
  const { t } = useTranslation();
  const { workspace } = useSetup();
  const general = useEntity('general_settings');
  const query = { fields: ['id', 'address'], limit: 1 };
  const { data } = useQuery({
    queryKey: keys.list('general_settings', query),
    queryFn: ({ signal }) => client.records('general_settings').list(query, { signal }),
    enabled: general?.can.view === true,
  });
  const settings = data?.records[0];
  if (!settings || settings.address) return null;
  const use = async () => {
    try {
      await client.records('general_settings').update(settings.id, { address: location.origin });
      await queryClient.invalidateQueries({ queryKey: keys.entity('general_settings') });
    } catch (error) {
      showError(error);
    }
  };
  return (
    <Alert color="yellow" variant="light" title={t('mail.noAddress')}>
      <Text size="sm">{t('mail.noAddressHint', { workspace: workspace.title })}</Text>
      {general?.can.update && (
        <Button size="xs" mt="xs" variant="default" onClick={() => void use()}>
          {t('mail.useAddress', { address: location.origin })}
        </Button>
      )}
    </Alert>
  );
}
