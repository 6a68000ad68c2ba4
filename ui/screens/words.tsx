// Own words of a module, or of the program itself; without one in the address, of the first.

import { useParams } from '@tanstack/react-router';
import { useEntity, useWholeNouns } from '../queries.ts';
import { PROGRAM } from '../settings/words.ts';
import { WordsPage } from '../settings/words-page.tsx';
import { PageMissing } from '../shell/page-error.tsx';

export function WordsScreen() {
  const { entity: name } = useParams({ from: '/settings/words/{-$entity}' });
  const nouns = useWholeNouns();
  const translations = useEntity('translations');
  const place = name ?? nouns.find(({ noun }) => noun.area === 'business')?.noun.name ?? PROGRAM;
  if (!translations?.can.update || (place !== PROGRAM && !nouns.some(({ noun }) => noun.name === place))) return <PageMissing />;
  return <WordsPage key={place} place={place} nouns={nouns} />;
}
