// What the keyboard can do, on one sheet (`?`).

import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './key-help.module.css';

const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** Keys by what they do; list/keys.ts has the list's own. */
const groups = [
  {
    title: 'everywhere',
    keys: [
      ['search', [modifier, 'K']],
      ['peek', ['Alt', 'Enter']],
      ['help', ['?']],
    ],
  },
  {
    title: 'list',
    keys: [
      ['move', ['←', '↑', '→', '↓']],
      ['ends', ['Home', 'End']],
      ['edit', ['Enter']],
      ['replace', ['A', '…']],
      ['next', ['Tab']],
      ['cancel', ['Esc']],
      ['open', [modifier, 'Enter']],
      ['select', ['Space']],
      ['range', ['Shift', 'Space']],
      ['copy', [modifier, 'C']],
    ],
  },
  {
    title: 'date',
    keys: [
      ['days', ['+', '7']],
      ['calendar', ['Alt', '↓']],
    ],
  },
] as const;

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('keys.close') }} size={460}>
      {groups.map((group) => (
        <section key={group.title}>
          <h3 className={classes.group}>{t(`keys.${group.title}.title`)}</h3>
          <dl className={classes.keys}>
            {group.keys.map(([name, keys]) => (
              <div key={name} className={classes.line}>
                <dt>{t(`keys.${group.title}.${name}`)}</dt>
                <dd className={classes.combination}>
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
