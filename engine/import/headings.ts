// What the columns of a file are called where people read it: the labels that the screens show, in each language.

import type { Entity, Field } from '../../schema/index.ts';
import { LANGUAGES, tongueOf } from '../report/tongue.ts';
import type { Place } from './mapping.ts';

/** Path -> heading; two places that read alike are told apart by their paths. */
export function headingsOf(entity: Entity, places: readonly Place[], language: string): Map<string, string> {
  const tongue = tongueOf(language);
  const headings = places.map(({ rows, home, field }) => {
    const own = tongue(home, field.label);
    return rows === null ? own : `${tongue(entity.name, rows.label)}: ${own}`;
  });
  const alike = Map.groupBy(headings, (heading) => heading.toLowerCase());
  return new Map(
    places.map(({ path }, at) => {
      const heading = headings[at] ?? path;
      return [path, alike.get(heading.toLowerCase())?.length === 1 ? heading : `${heading} (${path})`];
    }),
  );
}

/** A field whose options are also known by what they are called in other languages. */
export function spokenField(home: string, field: Field): Field {
  if (field.options.length === 0) return field;
  const own = new Set(field.options.flatMap(({ value, label }) => [value, label]));
  const others = LANGUAGES.flatMap((language) =>
    field.options.flatMap((option) => {
      const label = tongueOf(language)(home, option.label);
      return own.has(label) ? [] : [{ ...option, label }];
    }),
  );
  return { ...field, options: [...field.options, ...others] };
}
