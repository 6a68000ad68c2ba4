// Makes a dashboard the one that opens first, and says so.

import { useTranslation } from 'react-i18next';
import { showDone } from '../messages.ts';
import { useChoose } from './data.ts';

export function useChooseHome(): (id: string) => Promise<void> {
  const { t } = useTranslation();
  const choose = useChoose();
  return async (id) => {
    await choose({ home: id });
    showDone(t('dashboard.isHomeNow'));
  };
}
