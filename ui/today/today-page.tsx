// "My work today": what is overdue and what is due, one entry after the other (rows NV-13, NV-21). j and k move, Enter opens; what is
// handled leaves the list and the next one opens by itself.

import { ActionIcon, Button, Select, Skeleton, Tabs } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconCheckbox, IconHelpCircle, IconMoodSmile, IconX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Ref, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../client/index.ts';
import { localToday } from '../fields/date-text.ts';
import { formatDate, formatDateTime, formatDecimal } from '../fields/format.ts';
import { openHelp } from '../help/open.ts';
import { currentLanguage } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { errorText } from '../messages.ts';
import { useSetup } from '../queries.ts';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { RecordLink } from '../shell/record-link.tsx';
import { ActivityPane } from './activity-pane.tsx';
import { ContactPane } from './contact-pane.tsx';
import { type Entry, type Owned, useEntries, useOwners, type Whose } from './entries.ts';
import classes from './today.module.css';

export function TodayPage() {
  const { t } = useTranslation();
  const { whose = 'mine' } = useSearch({ from: '/today' });
  const { entries, more, error } = useEntries(whose);
  const [open, setOpen] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLElement>(null);
  const narrow = useMediaQuery('(max-width: 900px)') ?? false;
  const today = localToday();
  const shown = entries?.find(({ key }) => key === open) ?? null;
  const { close } = useEntryKeys(list, open, setOpen);
  useEffect(() => {
    if (open !== null)
      pane.current?.querySelector<HTMLElement>('textarea[data-first], [data-first] textarea')?.focus({ preventScroll: true });
  }, [open]);

  const handled = (entry: Entry) => {
    const all = entries ?? [];
    const at = all.findIndex(({ key }) => key === entry.key);
    const next = all[at + 1] ?? all[at - 1];
    setOpen(next && next.key !== entry.key ? next.key : null);
  };
  const late = entries?.filter(({ day }) => day < today) ?? [];
  const now = entries?.filter(({ day }) => day >= today) ?? [];

  return (
    <div className={classes.page}>
      <PageHead
        title={t('today.title')}
        beside={entries && <span className={classes.count}>{formatDecimal(entries.length + more, currentLanguage())}</span>}
      />
      <WhoseTabs whose={whose} />
      <div className={classes.columns} data-open={shown ? true : undefined}>
        {!(narrow && shown) && (
          <div className={classes.entries} ref={list}>
            {error ? <p className={classes.quiet}>{errorText(error)}</p> : null}
            {!entries && !error && <Skeleton height={220} radius="md" />}
            {entries?.length === 0 && <NothingToDo />}
            <Entries title={t('home.overdue')} late entries={late} open={open} onOpen={setOpen} />
            <Entries title={t('home.today')} entries={now} open={open} onOpen={setOpen} />
            {more > 0 && <p className={classes.quiet}>{t('today.more', { count: more })}</p>}
          </div>
        )}
        {shown && <EntryPane entry={shown} pane={pane} onClose={close} onHandled={() => handled(shown)} />}
      </div>
    </div>
  );
}

/** j, k and the arrows go through the list, and what is open goes with them; Escape closes it, and the focus is in the list again. */
function useEntryKeys(list: RefObject<HTMLElement | null>, open: string | null, setOpen: (key: string | null) => void) {
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])];
  const move = (by: number) => {
    const all = rows();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const from = at >= 0 ? at : all.findIndex(({ dataset }) => dataset.entry === open);
    const next = all[from < 0 ? 0 : Math.max(0, Math.min(all.length - 1, from + by))];
    next?.focus();
    if (open !== null && next?.dataset.entry) setOpen(next.dataset.entry);
  };
  const close = () => {
    const left = open;
    setOpen(null);
    requestAnimationFrame(() =>
      rows()
        .find(({ dataset }) => dataset.entry === left)
        ?.focus(),
    );
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['ArrowDown', () => move(1)],
    ['ArrowUp', () => move(-1)],
  ]);
  // Also out of the text one types: it stays in the pane only as long as that is open.
  useHotkeys([['Escape', () => open !== null && !document.querySelector('[role=dialog], [role=listbox]') && close()]], []);
  return { close };
}

function NothingToDo() {
  const { t } = useTranslation();
  return (
    <Notice icon={<IconMoodSmile size={28} stroke={1.5} />} title={t('today.nothing')} text={t('today.nothingHint')}>
      <Button variant="subtle" color="gray" leftSection={<IconHelpCircle size={16} />} onClick={() => openHelp('today')}>
        {t('help.how')}
      </Button>
    </Notice>
  );
}

interface EntryPaneProps {
  entry: Entry;
  pane: Ref<HTMLElement>;
  onClose: () => void;
  onHandled: () => void;
}

/** The entry that is open, beside the list. */
function EntryPane({ entry, pane, onClose, onHandled }: EntryPaneProps) {
  const { t } = useTranslation();
  const Pane = entry.entity.name === 'contacts' ? ContactPane : ActivityPane;
  return (
    <section className={classes.pane} ref={pane} aria-label={entry.title}>
      <header className={classes.paneHead}>
        <h2>
          <RecordLink entity={entry.entity.name} id={entry.record.id}>
            {entry.title}
          </RecordLink>
        </h2>
        <ActionIcon onClick={onClose} aria-label={t('filter.close')}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      <p className={classes.quiet}>{detailsOf(entry)}</p>
      <Pane key={entry.key} entry={entry} onHandled={onHandled} />
    </section>
  );
}

/** Mine, nobody's, and for whoever sees the work of others: a person's. */
function WhoseTabs({ whose }: { whose: Whose }) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const navigate = useNavigate({ from: '/today' });
  const owners = useOwners();
  const choose = (next: string | null) => void navigate({ search: next && next !== 'mine' ? { whose: next } : {} });
  const count = (fits: (owner: Owned) => boolean) => owners?.filter(fits).reduce((sum, one) => sum + one.count, 0);
  const others = owners?.filter(({ id }) => id !== null && id !== me.id) ?? [];
  const person = !['mine', 'nobody'].includes(whose);
  const number = (found: number | undefined) => (found === undefined ? '' : ` ${formatDecimal(found, currentLanguage())}`);
  const choices = [
    { value: 'everybody', label: `${t('today.everybody')}${number(count(() => true))}` },
    ...others.map(({ id, title, count: found }) => ({ value: String(id), label: `${title}${number(found)}` })),
  ];
  // Whoever has nothing left to do stays chosen.
  if (person && !choices.some(({ value }) => value === whose)) choices.push({ value: whose, label: t('today.nothing') });
  return (
    <div className={classes.tabs}>
      <Tabs value={person ? null : whose} onChange={choose} variant="pills">
        <Tabs.List>
          <Tabs.Tab value="mine">
            {t('today.mine')}
            <b className={classes.number}>{number(count(({ id }) => id === me.id))}</b>
          </Tabs.Tab>
          <Tabs.Tab value="nobody">
            {t('today.nobody')}
            <b className={classes.number}>{number(count(({ id }) => id === null))}</b>
          </Tabs.Tab>
        </Tabs.List>
      </Tabs>
      {(others.length > 0 || person) && (
        <Select
          size="xs"
          w={210}
          aria-label={t('today.person')}
          placeholder={t('today.person')}
          value={person ? whose : null}
          onChange={choose}
          data={choices}
          searchable
        />
      )}
    </div>
  );
}

interface EntriesProps {
  title: string;
  late?: boolean;
  entries: readonly Entry[];
  open: string | null;
  onOpen: (key: string) => void;
}

function Entries({ title, late = false, entries, open, onOpen }: EntriesProps) {
  if (entries.length === 0) return null;
  return (
    <section>
      <h2 className={classes.group} data-late={late || undefined}>
        {title} <span>{entries.length}</span>
      </h2>
      <ul className={classes.list}>
        {entries.map((entry) => {
          const Icon = entry.entity.name === 'contacts' && entry.record.kind === 'task' ? IconCheckbox : entityIcon(entry.entity.icon);
          return (
            <li key={entry.key}>
              <button
                type="button"
                className={classes.entry}
                data-entry={entry.key}
                aria-current={entry.key === open || undefined}
                onClick={() => onOpen(entry.key)}
              >
                <Icon size={18} stroke={1.6} className={classes.icon} aria-hidden="true" />
                <span className={classes.title}>
                  <span className={classes.name}>{entry.title}</span>
                  <span className={classes.quiet}>{detailsOf(entry)}</span>
                </span>
                <span className={classes.when} data-late={late || undefined}>
                  {entry.at ? formatDateTime(entry.at, currentLanguage()) : late ? formatDate(entry.day, currentLanguage()) : ''}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function detailsOf({ entity, record }: Entry): string {
  const option = (name: string) => {
    const field = entity.fields.find((candidate) => candidate.name === name);
    return (
      field?.options.find(({ value }) => value === record[name])?.label ?? (typeof record[name] === 'string' ? String(record[name]) : '')
    );
  };
  const named = (name: string) => (record[name] as Reference | null)?.title ?? '';
  const parts =
    entity.name === 'contacts'
      ? [option('title'), named('account'), option('status')]
      : [option('type'), named('contact'), named('account')];
  return parts.filter(Boolean).join(' · ');
}
