// A record that is about to be made: its draft, its complaints, and the call that makes it (once, however often one clicks).

import { useMemo, useRef, useState } from 'react';
import type { EntityDescription, RecordValues, Reference, Values } from '../../client/index.ts';
import { askForMissing } from '../completion/ask.ts';
import { rememberNotTheSame } from '../mass/not-the-same.ts';
import { showError } from '../messages.ts';
import { keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { type Draft, useDraft } from './draft.ts';
import { complaintsIn, isLost, type Problems } from './problems.ts';
import { rulesOf } from './rules.ts';

export interface NewRecord {
  readonly draft: Draft;
  readonly problems: Problems;
  readonly busy: boolean;
  /** Null when it was refused; the reason is in `problems` or has been shown. */
  save(): Promise<RecordValues | null>;
}

export function useNewRecord(entity: EntityDescription, given: Values): NewRecord {
  const setup = useSetup();
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  // A repeat after a lost answer must not make a second record.
  const attempt = useRef({ key: crypto.randomUUID(), sent: '' });
  const running = useRef(false);
  const base = useMemo(() => rulesOf(setup, entity.name).defaults(entity.fields, given), [setup, entity, given]);
  const draft = useDraft(entity, base, given);

  const save = async () => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    try {
      const values = draft.toSend();
      const sent = JSON.stringify(values);
      if (sent !== attempt.current.sent) attempt.current = { key: crypto.randomUUID(), sent };
      const made = await client.records(entity.name).create(values, { idempotencyKey: attempt.current.key });
      rememberNotTheSame(entity.name, made.id);
      void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
      if (entity.name === 'activities') askForMissing((made.contact as Reference | null)?.id);
      return made;
    } catch (error) {
      // Refused: what is sent next is another request. Without an answer it may have been done: then it is the same one.
      if (!isLost(error)) attempt.current.sent = '';
      const found = complaintsIn(error);
      setProblems(found ?? {});
      if (!found) showError(error);
      return null;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { draft, problems, busy, save };
}
