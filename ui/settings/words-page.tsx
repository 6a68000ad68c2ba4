// Own words: labels of a module, its fields and choices, or texts of the program, in each language.

import { Alert, Select, Skeleton, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../../schema/fold.ts';
import { currentLanguage, languages } from '../i18n.ts';
import { showError } from '../messages.ts';
import { isMessage } from '../messages-format.ts';
import type { WholeNoun } from '../queries.ts';
import { PageHead } from '../shell/page-head.tsx';
import classes from './settings.module.css';
import { PROGRAM, saveWord, useOwnWords, useWords, type Word } from './words.ts';

/** What is drawn at once; the rest is found by searching. */
const MOST = 100;

export function WordsPage({ place, nouns }: { place: string; nouns: readonly WholeNoun[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [language, setLanguage] = useState(currentLanguage());
  const [typed, setTyped] = useState('');
  const asked = fold(useDeferredValue(typed).trim());
  const words = useWords(place, nouns.find(({ noun }) => noun.name === place)?.asWritten, language);
  const own = useOwnWords(place, language);
  const found = words?.filter(
    (word) => asked === '' || [...Object.values(word), own?.get(word.original)?.text ?? ''].some((text) => fold(text).includes(asked)),
  );
  return (
    <>
      <PageHead title={t('words.title')}>
        <Select
          size="xs"
          aria-label={t('words.language')}
          value={language}
          allowDeselect={false}
          onChange={(value) => value && setLanguage(value)}
          data={[...languages]}
        />
        <Select
          size="xs"
          searchable
          aria-label={t('words.place')}
          value={place}
          allowDeselect={false}
          onChange={(name) => name && void navigate({ to: '/settings/words/{-$entity}', params: { entity: name } })}
          data={[{ value: PROGRAM, label: t('words.program') }, ...nouns.map(({ noun }) => ({ value: noun.name, label: noun.plural }))]}
        />
      </PageHead>
      <div className={classes.page}>
        <Text size="sm" c="dimmed">
          {t(place === PROGRAM ? 'words.programHint' : 'words.hint')}
        </Text>
        <TextInput
          aria-label={t('words.search')}
          placeholder={t('words.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {found && own ? (
          <ul className={classes.list}>
            {found.slice(0, MOST).map((word) => (
              <WordRow key={`${language} ${word.original}`} at={{ place, language }} word={word} stored={own.get(word.original)} />
            ))}
          </ul>
        ) : (
          <Skeleton height={300} />
        )}
        {found?.length === 0 && <Alert color="gray">{t('words.none')}</Alert>}
        {found && found.length > MOST && (
          <Text size="sm" c="dimmed">
            {t('words.more', { count: found.length - MOST })}
          </Text>
        )}
      </div>
    </>
  );
}

interface WordRowProps {
  readonly at: { readonly place: string; readonly language: string };
  readonly word: Word;
  readonly stored: { readonly id: string; readonly original: string; readonly text: string } | undefined;
}

function WordRow({ at, word, stored }: WordRowProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(stored?.text ?? '');
  const wrong = at.place === PROGRAM && text !== '' && !isMessage(text);
  const save = async () => {
    const own = text.trim();
    if (wrong || own === (stored?.text ?? '')) return;
    try {
      await saveWord(at, word.original, own, stored);
    } catch (error) {
      showError(error);
    }
  };
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span className={classes.label}>{word.shipped}</span>
        {word.english !== word.shipped && <span className={classes.details}>{word.english}</span>}
        {word.original !== word.english && <code className={classes.details}>{word.original}</code>}
      </span>
      <TextInput
        className={classes.own}
        aria-label={t('words.own', { word: word.shipped })}
        placeholder={word.shipped}
        value={text}
        error={wrong ? t('words.wrong') : undefined}
        maxLength={1000}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
    </li>
  );
}
