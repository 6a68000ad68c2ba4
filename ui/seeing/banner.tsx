// Through whose eyes the program is seen, until when, and the way back.

import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../i18n.ts';
import classes from './banner.module.css';
import { endSeeing } from './seeing.ts';

export function SeeingBanner({ name, until }: { name: string; until: string }) {
  const { t } = useTranslation();
  useEffect(() => {
    const timer = setTimeout(() => void endSeeing(), Math.max(0, Date.parse(until) - Date.now()));
    return () => clearTimeout(timer);
  }, [until]);
  const time = new Date(until).toLocaleTimeString(currentLanguage(), { hour: '2-digit', minute: '2-digit' });
  return (
    <section className={classes.banner} aria-label={t('shell.seen.title')}>
      <IconEye size={18} className={classes.icon} aria-hidden />
      <span className={classes.words}>
        <strong>{t('shell.seen.as', { name })}</strong> {t('shell.seen.hint', { time })}
      </span>
      <Button size="compact-sm" variant="white" color="dark" onClick={() => void endSeeing()}>
        {t('shell.seen.end')}
      </Button>
    </section>
  );
}
