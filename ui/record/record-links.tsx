// What a record is linked with beside its references: relations, read from its own side, and interest groups (rows CS-078, CS-079).

import { ActionIcon, Modal, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, RecordValues, Reference, Values } from '../../client/index.ts';
import { formatDate } from '../fields/format.ts';
import { optionLabel } from '../fields/option-badge.tsx';
import { currentLanguage } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { errorText, showError } from '../messages.ts';
import { openPeek } from '../peek/state.ts';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { client } from '../workspace.ts';
import { deleteRecord } from './delete-record.tsx';
import classes from './record-links.module.css';

const InPlaceForm = lazy(() => import('../form/in-place-form.tsx').then((module) => ({ default: module.InPlaceForm })));

const MOST = 100;

export function RecordLinks({ record, editable }: { record: AnyReference; editable: boolean }) {
  const { entities } = useSetup();
  const relations = entities.find(({ name }) => name === 'relations');
  const members = entities.find(({ name }) => name === 'group_members');
  return (
    <div className={classes.links}>
      {relations?.can.view && <Relations entity={relations} record={record} editable={editable} />}
      {members?.can.view && <Groups entity={members} record={record} />}
    </div>
  );
}

function Relations({ entity, record, editable }: { entity: EntityDescription; record: AnyReference; editable: boolean }) {
  const { t } = useTranslation();
  const id = JSON.stringify(record.id);
  const query = {
    filter: `source = ${id} or target = ${id}`,
    fields: ['source', 'target', 'type', 'type.inverse', 'kind', 'since', 'until', 'remark', 'version'],
    sort: '-updated_at',
    limit: MOST,
  };
  return (
    <LinkList
      title={entity.plural}
      entity={entity}
      query={query}
      given={editable && entity.can.create ? { source: record } : null}
      none={t('links.noRelations')}
      row={(link) => {
        const outward = (link.source as AnyReference).id === record.id;
        const type = link.type as (Reference & { inverse?: string | null }) | null;
        return {
          words: outward ? (type?.title ?? String(link.kind)) : (type?.inverse ?? String(link.kind)),
          other: (outward ? link.target : link.source) as AnyReference,
          editable,
        };
      }}
    />
  );
}

function Groups({ entity, record }: { entity: EntityDescription; record: AnyReference }) {
  const { t } = useTranslation();
  const role = fieldOf(entity, 'role');
  const query = {
    filter: `member = ${JSON.stringify(record.id)}`,
    fields: ['group', 'role', 'since', 'until', 'remark', 'version'],
    sort: '-updated_at',
    limit: MOST,
  };
  const { entities } = useSetup();
  const groups = entities.find(({ name }) => name === 'interest_groups');
  return (
    <LinkList
      title={groups?.plural ?? entity.plural}
      entity={entity}
      query={query}
      given={entity.can.create ? { member: record } : null}
      none={t('links.noGroups')}
      row={(link) => ({
        words: link.role && role ? optionLabel(role, String(link.role)) : (entity.label ?? ''),
        other: { entity: 'interest_groups', ...(link.group as Reference) },
        editable: entity.can.update,
      })}
    />
  );
}

interface LinkListProps {
  title: string;
  entity: EntityDescription;
  query: { filter: string; fields: string[]; sort: string; limit: number };
  /** Values of a new one; null: none may be made. */
  given: Values | null;
  none: string;
  row: (link: RecordValues) => { words: string; other: AnyReference; editable: boolean };
}

function LinkList({ title, entity, query, given, none, row }: LinkListProps) {
  const { t } = useTranslation();
  const [adding, add] = useDisclosure(false);
  const { data, error } = useQuery({
    queryKey: keys.list(entity.name, query),
    queryFn: ({ signal }) => client.records(entity.name).list(query, { signal }),
  });
  const again = () => void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
  const Icon = entityIcon(entity.icon);
  const newOne = t('list.newOne', { noun: entity.label });
  return (
    <section aria-label={title} className={classes.list}>
      <header className={classes.head}>
        <Icon size={15} stroke={1.6} aria-hidden="true" />
        <h3 className={classes.title}>{title}</h3>
        {given && (
          <ActionIcon size={24} onClick={add.open} aria-label={newOne} className={classes.add}>
            <IconPlus size={15} />
          </ActionIcon>
        )}
      </header>
      {error && <p className={classes.none}>{errorText(error)}</p>}
      {!data && !error && <Skeleton height={30} />}
      {data?.records.length === 0 && <p className={classes.none}>{none}</p>}
      {data && data.records.length > 0 && (
        <ul className={classes.rows}>
          {data.records.map((link) => {
            const { words, other, editable } = row(link);
            return (
              <li key={link.id} className={classes.row}>
                <span className={classes.what}>
                  <span className={classes.words}>{words}</span>{' '}
                  <RecordLink entity={other.entity} id={other.id} className={classes.link}>
                    {other.title}
                  </RecordLink>
                  <span className={classes.details}>{detailsOf(link)}</span>
                </span>
                {editable && (
                  <>
                    <ActionIcon
                      size={24}
                      onClick={() => openPeek(`${entity.name}/${link.id}`)}
                      aria-label={t('links.edit', { title: other.title })}
                    >
                      <IconPencil size={14} stroke={1.6} />
                    </ActionIcon>
                    <ActionIcon
                      size={24}
                      onClick={() => void deleteRecord(entity, link.id, `${words} ${other.title}`, again).then(again, showError)}
                      aria-label={t('field.remove', { title: other.title })}
                    >
                      <IconTrash size={14} stroke={1.6} />
                    </ActionIcon>
                  </>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <Modal
        opened={adding}
        onClose={add.close}
        title={newOne}
        size="lg"
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
        closeOnClickOutside={false}
      >
        <Suspense>
          {given && (
            <InPlaceForm
              entity={entity}
              given={given}
              onDone={() => {
                add.close();
                again();
              }}
            />
          )}
        </Suspense>
      </Modal>
    </section>
  );
}

/** `2024-01-01 – 2026-12-31 · Board` in the reader's dates. */
function detailsOf({ since, until, remark }: RecordValues): string {
  const language = currentLanguage();
  const day = (value: unknown) => (value ? formatDate(String(value), language) : '');
  const span = since || until ? `${day(since)} – ${day(until)}`.trim() : '';
  return [span, remark ? String(remark) : ''].filter(Boolean).join(' · ');
}
