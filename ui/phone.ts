// A screen as wide as a phone, and what an administrator left on it (row CS-049).

import { useMediaQuery } from '@mantine/hooks';
import type { EntityDescription, PhoneSettings } from '../client/index.ts';
import { useSetup } from './queries.ts';

const asElsewhere: PhoneSettings = { modules: null, shown: {}, start: null };

/** As wide as it is now; everything as elsewhere where that is no phone. */
export function usePhone(): { readonly phone: boolean; readonly settings: PhoneSettings } {
  // Known before the first picture: nothing is drawn twice.
  const phone = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  const { workspace } = useSetup();
  return { phone, settings: phone ? workspace.phone : asElsewhere };
}

/** Fields of a noun that a phone shows; undefined: as elsewhere. What one may not read is not among them. */
export function shownOn({ shown }: PhoneSettings, entity: EntityDescription): readonly string[] | undefined {
  const names = shown[entity.name]?.filter((name) => entity.fields.some((field) => field.name === name));
  return names?.length ? names : undefined;
}

export function inMenu({ modules }: PhoneSettings, name: string): boolean {
  return modules === null || modules.includes(name);
}
