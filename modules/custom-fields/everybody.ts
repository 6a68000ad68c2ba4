// Fields that everybody has are for whoever manages those; others manage fields of their own departments and those below (row SC-29).

import type { Actor, Context, Draft } from '../../engine/index.ts';

const FEATURE = 'global_fields';

/** Administrators need not be given it: they decide what everybody sees anyway. */
function managesAll({ kind, rights }: Actor): boolean {
  return kind === 'system' || rights.root || rights.features.has(FEATURE) || rights.features.has('administration');
}

/** The field as it was, and as it will be. */
export function checkDepartments(draft: Draft, { actor }: Context): void {
  if (managesAll(actor)) return;
  const { my_department: department, my_departments: below } = actor.rights.binds;
  const own = [department, below].flat();
  const isOwn = (departments: unknown) => {
    const ids = (departments as readonly string[] | null) ?? [];
    return ids.length > 0 && ids.every((id) => own.includes(id));
  };
  const states = [...(draft.old ? [draft.old] : []), ...(draft.verb === 'delete' ? [] : [draft.values])];
  if (!states.every(({ departments }) => isOwn(departments)))
    draft.refuse('departments', 'not_granted', 'You manage fields of your own departments; name one of them, and no others.');
}

/** What a module brought along is everybody's. */
export function checkEverybodys(draft: Draft, { actor }: Context): void {
  if (!managesAll(actor)) draft.refuse('entity', 'not_granted', 'This needs the permission “Manage global extended fields”.');
}
