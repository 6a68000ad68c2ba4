// One group of likely duplicates: why, who, which stays, and what can be done with them.

import { Badge, Button, Checkbox, Radio } from '@mantine/core';
import { IconArrowMerge, IconArrowsSplit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DuplicateGroup, EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { isEmpty, widgetFor } from '../fields/lookup.ts';
import { showDoneWithUndo } from '../follow-job.tsx';
import { fieldOf, keys, queryClient } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { client } from '../workspace.ts';
import classes from './duplicates.module.css';
import { reasonWords } from './reason-words.ts';

interface GroupCardProps {
  entity: EntityDescription;
  group: DuplicateGroup;
  target: string;
  mergeable: boolean;
  chosen: boolean;
  onChoose: () => void;
  onTarget: (id: string) => void;
}

/** Side by side nobody compares more. */
const COMPARED = 20;
const COLUMNS = 6;

export function GroupCard({ entity, group, target, mergeable, chosen, onChoose, onTarget }: GroupCardProps) {
  const { t } = useTranslation();
  const [busy, during] = useBusy();
  const ids = group.records.map(({ id }) => id);
  const fields = columnsOf(entity, group);
  const values = useValues(entity, ids, fields);
  const names = group.records.map(({ title }) => title || t('list.untitled'));
  const usable = ids.length > 1;

  const keepApart = () =>
    during(async () => {
      const { job } = await client.records(entity.name).keepApart(ids, true);
      await queryClient.invalidateQueries({ queryKey: [...keys.entity(entity.name), 'duplicate-groups'] });
      showDoneWithUndo(t('duplicates.keptApart'), job);
    });

  return (
    <li className={classes.group}>
      <div className={classes.head}>
        {mergeable && usable && (
          <Checkbox size="sm" checked={chosen} onChange={onChoose} aria-label={t('duplicates.choose', { names: names.join(', ') })} />
        )}
        <div className={classes.reasons}>
          {group.reasons.map((reason) => (
            <Badge key={JSON.stringify(reason.rule)} variant="light" color="gray" radius="sm" className={classes.reason}>
              {reasonWords(entity, reason)}
            </Badge>
          ))}
        </div>
        {usable && (
          <div className={classes.actions}>
            {entity.can.update && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                leftSection={<IconArrowsSplit size={15} />}
                loading={busy}
                onClick={() => void keepApart()}
              >
                {t('duplicates.notSame')}
              </Button>
            )}
            {mergeable && ids.length <= COMPARED && (
              <ButtonLink
                size="compact-sm"
                variant="light"
                leftSection={<IconArrowMerge size={15} />}
                to="/merge/$entity"
                params={{ entity: entity.name }}
                search={{ ids: [target, ...ids.filter((id) => id !== target)].join(',') }}
              >
                {t('duplicates.compare')}
              </ButtonLink>
            )}
          </div>
        )}
      </div>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{mergeable && usable ? t('duplicates.stays') : entity.label}</th>
              {fields.map((field) => (
                <th key={field.name} scope="col">
                  {field.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {group.records.map(({ id, title }) => (
              <tr key={id} data-target={(mergeable && usable && id === target) || undefined}>
                <th scope="row">
                  <span className={classes.name}>
                    {mergeable && usable && (
                      <Radio
                        size="xs"
                        name={`stays-${ids[0]}`}
                        checked={id === target}
                        onChange={() => onTarget(id)}
                        aria-label={t('duplicates.staysThis', { name: title || t('list.untitled') })}
                      />
                    )}
                    <Link to="/$entity/$id" params={{ entity: entity.name, id }} target="_blank">
                      {title || t('list.untitled')}
                    </Link>
                  </span>
                </th>
                {fields.map((field) => (
                  <td key={field.name}>
                    <Cell field={field} value={values.get(id)?.[field.name] ?? null} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {group.hidden > 0 && <p className={classes.hidden}>{t('duplicates.hiddenOnes', { count: group.hidden })}</p>}
    </li>
  );
}

function Cell({ field, value }: { field: FieldDescription; value: unknown }) {
  const { Show } = widgetFor(field);
  return isEmpty(value) ? <span className={classes.empty}>–</span> : <Show field={field} value={value} place="cell" />;
}

/** What the reasons speak of, then what the list shows; the title stands before them. */
function columnsOf(entity: EntityDescription, group: DuplicateGroup): FieldDescription[] {
  const names = [...group.reasons.flatMap(({ rule }) => rule.map(({ field }) => field)), ...entity.list.columns, 'created_at'];
  const title = new Set<string>(entity.title);
  const fields = [...new Set(names)].filter((name) => !title.has(name)).flatMap((name) => fieldOf(entity, name) ?? []);
  return fields.filter((field) => !field.fields).slice(0, COLUMNS);
}

function useValues(
  entity: EntityDescription,
  ids: readonly string[],
  fields: readonly FieldDescription[],
): ReadonlyMap<string, RecordValues> {
  const query = {
    filter: `id in (${ids.map((id) => JSON.stringify(id)).join(', ')})`,
    fields: ['id', ...fields.map(({ name }) => name)],
    limit: ids.length,
  };
  const { data } = useQuery({
    queryKey: keys.list(entity.name, query),
    queryFn: ({ signal }) => client.records<RecordValues>(entity.name).list(query, { signal }),
  });
  return new Map((data?.records ?? []).map((record) => [record.id, record]));
}
