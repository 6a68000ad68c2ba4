// Above the list of bank entries: a file is read, and all that is certain is booked, with one click each.

import { Button, FileButton, Group } from '@mantine/core';
import { IconChecks, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useBusy } from '../../ui/busy.ts';
import { followJob } from '../../ui/follow-job.tsx';
import { useLive } from '../../ui/live.tsx';
import { keys, queryClient } from '../../ui/queries.ts';
import { client } from '../../ui/workspace.ts';

export function BankTools({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const [busy, during] = useBusy();
  const query = { filter: 'state = "open" and match = "certain"', fields: ['id'], limit: 1, count: 'exact' as const };
  const key = keys.list(entity.name, query);
  const { data } = useQuery({ queryKey: key, queryFn: ({ signal }) => client.records(entity.name).list(query, { signal }) });
  useLive(entity.name, () => void queryClient.invalidateQueries({ queryKey: key }));

  const work = (start: () => Promise<string>, title: string) =>
    during(async () => {
      await followJob(await start(), title);
    });
  const read = async (chosen: File) => {
    const content = bytesToText(new Uint8Array(await chosen.arrayBuffer()));
    return (await client.service<{ job: string }>('read_bank_file', { name: chosen.name, content })).job;
  };
  const book = async () => (await client.service<{ job: string }>('book_bank_entries', {})).job;

  return (
    <Group gap="xs" px="lg" py="xs">
      {entity.can.update && (
        <FileButton onChange={(chosen) => chosen && void work(() => read(chosen), chosen.name)} disabled={busy}>
          {(button) => (
            <Button {...button} size="xs" variant="default" loading={busy} leftSection={<IconUpload size={16} stroke={1.5} />}>
              {t('bank.read')}
            </Button>
          )}
        </FileButton>
      )}
      {entity.can.update && (
        <Button
          size="xs"
          disabled={busy || !data?.count}
          leftSection={<IconChecks size={16} stroke={1.5} />}
          onClick={() => void work(book, t('bank.book'))}
        >
          {t('bank.book')}
          {data?.count ? ` (${data.count})` : ''}
        </Button>
      )}
    </Group>
  );
}

/** Base64; in pieces, as a call takes only so many arguments. */
function bytesToText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
