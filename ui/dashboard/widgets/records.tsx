// Records in a widget: asked for, followed live, waited for.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ListQuery } from '../../../client/index.ts';
import { useLive } from '../../live.tsx';
import { errorText } from '../../messages.ts';
import { keys, queryClient } from '../../queries.ts';
import { client } from '../../workspace.ts';
import classes from './widgets.module.css';

export function useRecords(entity: string, query: ListQuery, enabled = true) {
  const queryKey = keys.list(entity, query);
  useLive(entity, () => void queryClient.invalidateQueries({ queryKey }));
  return useQuery({ queryKey, queryFn: ({ signal }) => client.records(entity).list(query, { signal }), enabled });
}

export function Waiting({ error, pending }: { error: unknown; pending: boolean }) {
  if (error) return <p className={classes.none}>{errorText(error)}</p>;
  return pending ? <Skeleton height={120} /> : null;
}
