// A company among its parents and subsidiaries, as a tree: each opens with a click, arrow keys go through it (row CS-077).

import { Modal, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Reference } from '../../client/index.ts';
import { titleOf } from '../fields/lookup.ts';
import { errorText } from '../messages.ts';
import { keys } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './hierarchy.module.css';
import { parentField } from './parent-field.ts';

export interface TreeNode {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly children: readonly TreeNode[];
}

export function Hierarchy({ entity, id, onClose }: { entity: EntityDescription; id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const field = parentField(entity);
  const { data, error } = useQuery({
    queryKey: [...keys.entity(entity.name), 'tree', id],
    queryFn: ({ signal }) => readTree(entity, field?.name ?? '', id, signal),
    enabled: field !== null,
  });
  return (
    <Modal opened onClose={onClose} title={t('hierarchy.title')} size="lg" closeButtonProps={{ 'aria-label': t('filter.close') }}>
      {error && <p>{errorText(error)}</p>}
      {!data && !error && <Skeleton height={160} />}
      {data && <Tree root={data.tree} id={id} entity={entity} onClose={onClose} />}
      {data?.more && <p className={classes.more}>{t('hierarchy.more', { count: MOST })}</p>}
    </Modal>
  );
}

function Tree({ root, id, entity, onClose }: { root: TreeNode; id: string; entity: EntityDescription; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const box = useRef<HTMLUListElement>(null);
  const open = (node: TreeNode) => {
    onClose();
    void navigate({ to: '/$entity/$id', params: { entity: entity.name, id: node.id } });
  };
  const key = (event: KeyboardEvent) => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
  };
  return (
    <ul className={classes.tree} ref={box} onKeyDown={key} aria-label={t('hierarchy.title')}>
      <Branch node={root} id={id} onOpen={open} />
    </ul>
  );
}

function Branch({ node, id, onOpen }: { node: TreeNode; id: string; onOpen: (node: TreeNode) => void }) {
  return (
    <li className={classes.branch}>
      <button
        type="button"
        className={classes.node}
        aria-current={node.id === id ? 'page' : undefined}
        data-autofocus={node.id === id || undefined}
        data-record={undefined}
        onClick={() => onOpen(node)}
      >
        <span className={classes.name}>{node.title}</span>
        {node.detail && <span className={classes.detail}>{node.detail}</span>}
      </button>
      {node.children.length > 0 && (
        <ul className={classes.children}>
          {node.children.map((child) => (
            <Branch key={child.id} node={child} id={id} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </li>
  );
}

const MOST = 300;

/** Up to the top that the reader sees, then down level by level. */
async function readTree(
  entity: EntityDescription,
  parent: string,
  id: string,
  signal: AbortSignal,
): Promise<{ tree: TreeNode; more: boolean }> {
  const records = client.records(entity.name);
  const details = ['city', 'country'].filter((name) => entity.fields.some((field) => field.name === name));
  const fields = ['id', ...entity.title, ...details, parent];
  let { record: top } = await records.get(id, { fields, signal });
  const climbed = new Set([top.id]);
  for (let above = top[parent] as Reference | null; above && !climbed.has(above.id); above = top[parent] as Reference | null) {
    climbed.add(above.id);
    const found = await records.get(above.id, { fields, signal }).catch(() => null);
    if (!found) break;
    top = found.record;
  }
  const children = new Map<string, (typeof top)[]>();
  let level = [top.id];
  let count = 1;
  while (level.length > 0 && count < MOST) {
    const filter = `${parent} in (${level.map((one) => JSON.stringify(one)).join(', ')})`;
    const page = await records.list({ filter, fields, sort: entity.title.join(), limit: MOST - count }, { signal });
    for (const record of page.records) {
      const of = (record[parent] as Reference).id;
      children.set(of, [...(children.get(of) ?? []), record]);
    }
    count += page.records.length;
    level = page.records.map((record) => record.id);
  }
  const node = (record: typeof top): TreeNode => ({
    id: record.id,
    title: titleOf(entity, record),
    detail: details.flatMap((name) => (record[name] ? [String(record[name])] : [])).join(', '),
    children: (children.get(record.id) ?? []).map(node),
  });
  return { tree: node(top), more: count >= MOST };
}
