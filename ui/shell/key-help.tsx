// What the keyboard can do, on one sheet (`?`).

import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAllCommands } from '../commands/registry.ts';
import classes from './key-help.module.css';

const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** Keys by what they do; list/keys.ts has the list's own. */
const groups = [
  {
    title: 'everywhere',
    keys: [
      ['search', [modifier, 'K']],
      ['peek', ['Alt', 'Enter']],
      ['guide', ['F1']],
    ],
  },
  {
    title: 'today',
    keys: [
      ['move', ['J', 'K']],
      ['open', ['Enter']],
      ['close', ['Esc']],
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
  const commands = useAllCommands();
  const keyed = commands.filter(({ id, keys }, i) => keys && commands.findIndex((other) => other.id === id) === i);
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('keys.close') }} size={460}>
      {(['here', 'go', 'settings'] as const).map((group) => {
        const own = keyed.filter((command) => command.group === group);
        return own.length === 0 ? null : (
          <section key={group}>
            <h3 className={classes.group}>{t(`keys.commands.${group}`)}</h3>
            <dl className={classes.keys}>
              {own.map(({ id, label, keys = '' }) => (
                <div key={id} className={classes.line}>
                  <dt>{label}</dt>
                  <dd className={classes.combination}>
                    {keys.split(' ').map((key) => (
                      <Kbd key={key}>{key.toUpperCase()}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
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
