// A look into a file without leaving the page: pictures, PDF and text; everything else is downloaded.

import { Button, Group, Modal, Skeleton, Text } from '@mantine/core';
import { IconDownload, IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordValues } from '../../client/index.ts';
import { errorText } from '../messages.ts';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { client } from '../workspace.ts';
import classes from './record-documents.module.css';

const PICTURES = /^image\/(png|jpeg|gif|webp|avif|bmp)/;
/** More text than anybody reads in a dialog. */
const MOST = 200_000;

export function canPreview(file: RecordValues): boolean {
  const type = String(file.content_type ?? '');
  return PICTURES.test(type) || type.startsWith('text/plain') || isPdf(type);
}

function isPdf(type: string): boolean {
  return type.startsWith('application/pdf');
}

export function FilePreview({ file, onClose }: { file: RecordValues; onClose: () => void }) {
  const { t } = useTranslation();
  const name = String(file.name ?? '');
  const url = client.files.url(file.id);
  return (
    <Modal opened onClose={onClose} title={name} size="xl" closeButtonProps={{ 'aria-label': t('filter.close') }}>
      <div className={classes.preview}>
        <Content type={String(file.content_type)} name={name} url={url} />
      </div>
      <Group justify="flex-end" mt="sm">
        <Button component="a" href={url} download={name} variant="default" leftSection={<IconDownload size={15} />}>
          {t('files.save')}
        </Button>
      </Group>
    </Modal>
  );
}

/** On the page of a file. */
export function FileButtons({ file }: { file: RecordValues }) {
  const { t } = useTranslation();
  const [looking, setLooking] = useState(false);
  return (
    <>
      {canPreview(file) && (
        <Button size="xs" variant="default" leftSection={<IconEye size={14} />} onClick={() => setLooking(true)}>
          {t('files.preview')}
        </Button>
      )}
      <Button
        component="a"
        size="xs"
        variant="default"
        href={client.files.url(file.id)}
        download={String(file.name)}
        leftSection={<IconDownload size={14} />}
      >
        {t('files.save')}
      </Button>
      {looking && <FilePreview file={file} onClose={() => setLooking(false)} />}
    </>
  );
}

function Content({ type, name, url }: { type: string; name: string; url: string }) {
  if (PICTURES.test(type)) return <img src={`${url}?inline=1`} alt={name} className={classes.picture} />;
  // Shown by the browser's own viewer.
  if (isPdf(type)) return <iframe src={`${url}?inline=1`} title={name} className={classes.pdf} />;
  return <PlainText url={url} name={name} />;
}

function PlainText({ url, name }: { url: string; name: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['file-text', url],
    queryFn: async ({ signal }) => {
      const answer = await fetch(url, { signal, headers: { range: `bytes=0-${MOST - 1}` } });
      if (!answer.ok) throw new Error(answer.statusText);
      return {
        text: await answer.text(),
        cut: answer.status === 206 && Number(answer.headers.get('content-range')?.split('/')[1] ?? 0) > MOST,
      };
    },
  });
  if (error) return <Text size="sm">{errorText(error)}</Text>;
  if (!data) return <Skeleton height={120} />;
  return (
    <ScrollRegion className={classes.plain} label={name}>
      <pre>
        {data.text}
        {data.cut && `\n… ${t('files.cut')}`}
      </pre>
    </ScrollRegion>
  );
}
