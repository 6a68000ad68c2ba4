// The switch that shows a screen as it stood: usual instants, or any.

import { ActionIcon, Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { MenuButtonName } from '../shell/menu-button-name.tsx';
import classes from './as-of.module.css';
import { fromLocalInput, toLocalInput, usualInstants } from './instants.ts';
import type { AsOf } from './use-as-of.ts';

export function AsOfSwitch({ asOf, size = 30 }: { asOf: AsOf; size?: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <MenuButtonName label={t('asOf.switch')}>
          <ActionIcon
            size={size}
            variant={asOf.at ? 'light' : 'default'}
            color={asOf.at ? 'orange' : undefined}
            aria-pressed={asOf.at !== undefined}
            onClick={() => setOpen(!open)}
          >
            <IconHistory size={16} />
          </ActionIcon>
        </MenuButtonName>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t('asOf.switch')}>
        <Choices
          at={asOf.at}
          onChoose={(at) => {
            setOpen(false);
            asOf.set(at);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ at, onChoose }: { at: string | undefined; onChoose: (at: string) => void }) {
  const { t } = useTranslation();
  const [now] = useState(() => new Date());
  const [typed, setTyped] = useState(() => toLocalInput(at ?? now.toISOString()));
  const wanted = fromLocalInput(typed);
  const language = currentLanguage();
  const isFuture = wanted !== null && Date.parse(wanted) > now.getTime() + 60_000;
  return (
    <div className={classes.choices}>
      <p className={classes.hint}>{t('asOf.hint')}</p>
      {usualInstants(now).map((usual) => (
        <UnstyledButton key={usual.key} className={classes.choice} onClick={() => onChoose(usual.at)}>
          <span>{t(`asOf.usual.${usual.key}`)}</span>
          <span className={classes.when}>{formatDateTime(usual.at, language)}</span>
        </UnstyledButton>
      ))}
      <form
        className={classes.other}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== null && !isFuture) onChoose(wanted);
        }}
      >
        <TextInput
          type="datetime-local"
          size="xs"
          label={t('asOf.other')}
          value={typed}
          max={toLocalInput(now.toISOString())}
          error={isFuture ? t('asOf.future') : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={wanted === null || isFuture}>
          {t('asOf.show')}
        </Button>
      </form>
    </div>
  );
}
