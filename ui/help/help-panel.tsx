// The help beside the screen it is about: the page that belongs here, all pages, and a search through them.

import { ActionIcon, Drawer, Skeleton, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowLeft, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type MouseEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../../schema/fold.ts';
import { currentLanguage } from '../i18n.ts';
import { useOnChange } from '../on-change.ts';
import classes from './help.module.css';
import { closeHelp } from './open.ts';
import { pageOf } from './pages.ts';
import { type Guide, readGuides } from './texts.ts';

export function HelpPanel({ page }: { page: string }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const here = useScreenPage();
  const [at, setAt] = useState<string | null>(page === 'screen' ? here : page);
  const [typed, setTyped] = useState('');
  const top = useRef<HTMLDivElement>(null);
  const { data: guides } = useQuery({
    queryKey: ['help', language],
    queryFn: () => readGuides(language),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // Another page begins at its beginning.
  useOnChange(at, () => top.current?.scrollIntoView({ block: 'start' }));

  const shown = typed.trim() ? null : guides?.find(({ name }) => name === at);
  const follow = (event: MouseEvent) => {
    const link = (event.target as HTMLElement).closest('a');
    const name = /^([\w-]+)\.md$/.exec(link?.getAttribute('href') ?? '')?.[1];
    if (!name) return;
    event.preventDefault();
    setAt(name);
  };
  return (
    <Drawer
      opened
      onClose={closeHelp}
      position="right"
      size={440}
      title={t('help.title')}
      closeButtonProps={{ 'aria-label': t('filter.close') }}
      overlayProps={{ backgroundOpacity: 0.15 }}
    >
      <div ref={top} className={classes.head}>
        {shown && (
          <ActionIcon onClick={() => setAt(null)} aria-label={t('help.all')}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        )}
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t('help.search')}
          placeholder={t('help.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          leftSection={<IconSearch size={16} />}
        />
      </div>
      {!guides && <Skeleton height={200} />}
      {shown ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: it is the links inside that are pressed, and a key on a link is a click
        // biome-ignore lint/a11y/noStaticElementInteractions: the same
        <div
          className={classes.text}
          onClick={follow}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: our own texts, from the build
          dangerouslySetInnerHTML={{ __html: shown.html }}
        />
      ) : (
        guides && (
          <Contents
            guides={found(guides, typed)}
            typed={typed}
            onOpen={(name) => {
              setTyped('');
              setAt(name);
            }}
          />
        )
      )}
    </Drawer>
  );
}

function Contents({ guides, typed, onOpen }: { guides: readonly Guide[]; typed: string; onOpen: (name: string) => void }) {
  const { t } = useTranslation();
  if (guides.length === 0) return <p className={classes.none}>{t('search.nothing', { q: typed.trim() })}</p>;
  return (['work', 'administration'] as const).map((about) => {
    const own = guides.filter((guide) => guide.about === about);
    return own.length === 0 ? null : (
      <section key={about}>
        <h2 className={classes.about}>{t(`help.${about}`)}</h2>
        <ul className={classes.contents}>
          {own.map(({ name, title }) => (
            <li key={name}>
              <UnstyledButton className={classes.page} onClick={() => onOpen(name)}>
                {title}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

/** Every word must be there; what has it in the title comes first. */
function found(guides: readonly Guide[], typed: string): readonly Guide[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const inTitle = (guide: Guide) => words.some((word) => fold(guide.title).includes(word));
  const fitting = guides.filter((guide) => words.every((word) => guide.words.includes(word)));
  return words.length === 0 ? guides : fitting.sort((a, b) => Number(inTitle(b)) - Number(inTitle(a)));
}

function useScreenPage(): string {
  const router = useRouter();
  const match = router.state.matches.at(-1);
  const { entity } = (match?.params ?? {}) as { entity?: string };
  return pageOf(String(match?.fullPath ?? '/'), entity);
}
