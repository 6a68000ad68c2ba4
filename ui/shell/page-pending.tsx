// What a page looks like before its code or data is here: its shape, no spinner.

import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function PagePending() {
  const { t } = useTranslation();
  return (
    <div style={{ padding: 20, display: 'grid', gap: 14 }} role="status" aria-label={t('shell.loading')}>
      <Skeleton height={22} width={180} />
      {[0.9, 0.7, 0.8, 0.6, 0.75, 0.5].map((width) => (
        <Skeleton key={width} height={14} width={`${width * 100}%`} />
      ))}
    </div>
  );
}
