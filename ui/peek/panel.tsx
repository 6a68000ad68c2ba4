// The quick view's panel: the fields that were set up for the noun, each edited where it stands; the page is one click away.

import { ActionIcon, Drawer, Skeleton, Text, Tooltip } from '@mantine/core';
import { IconArrowUpRight, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntityDescription, KontorError, type RecordAnswer } from '../../client/index.ts';
import { useCard } from '../card/card.ts';
import { nameOf } from '../fields/lookup.ts';
import { isAskedBefore } from '../form/asked-before.ts';
import { canType } from '../form/can-type.ts';
import { rulesOf } from '../form/rules.ts';
import { entityIcon } from '../icons.ts';
import { errorText } from '../messages.ts';
import { fieldOf, useEntity, useRecord, useSetup } from '../queries.ts';
import { QuickField } from '../record/quick-field.tsx';
import blocks from '../record/record-blocks.module.css';
import { RecordLink } from '../shell/record-link.tsx';
import classes from './peek.module.css';
import { closePeek } from './state.ts';

export function PeekPanel({ of }: { of: string }) {
  const { t } = useTranslation();
  const [name = '', id = ''] = of.split('/');
  const entity = useEntity(name);
  const { data, error } = useRecord(name, id);
  const Icon = entityIcon(entity?.icon ?? 'database');
  const title = entity && data ? nameOf(entity, data.record) : (entity?.label ?? '');
  return (
    <Drawer.Root opened onClose={closePeek} position="right" size={400}>
      <Drawer.Overlay backgroundOpacity={0.15} />
      <Drawer.Content aria-label={t('peek.of', { title })}>
        <header className={classes.head}>
          <div className={classes.words}>
            <span className={classes.noun}>
              <Icon size={14} stroke={1.6} aria-hidden="true" />
              {entity?.label}
            </span>
            <h2 className={classes.title}>{title}</h2>
          </div>
          {data && (
            <Tooltip label={t('peek.page')}>
              <RecordLink entity={name} id={id} className={classes.page} aria-label={t('peek.page')}>
                <IconArrowUpRight size={18} stroke={1.7} />
              </RecordLink>
            </Tooltip>
          )}
          <ActionIcon size={30} onClick={closePeek} aria-label={t('peek.close')}>
            <IconX size={18} stroke={1.6} />
          </ActionIcon>
        </header>
        <Drawer.Body className={classes.body}>
          {!entity?.can.view ? (
            <Text size="sm">{t('peek.noRight')}</Text>
          ) : data ? (
            <Fields entity={entity} answer={data} />
          ) : error ? (
            <Text size="sm">{error instanceof KontorError && error.status === 404 ? t('peek.gone') : errorText(error)}</Text>
          ) : (
            <Skeleton height={180} />
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

const MOST = 8;

function Fields({ entity, answer }: { entity: EntityDescription; answer: RecordAnswer }) {
  const setup = useSetup();
  const { record, can } = answer;
  const { quick_view: chosen } = useCard(entity.name);
  const rules = useMemo(() => rulesOf(setup, entity.name), [setup, entity.name]);
  const names = chosen ?? entity.list.columns.filter((name) => !entity.title.includes(name)).slice(0, MOST);
  const fields = names.flatMap((name) => fieldOf(entity, name) ?? []).filter((field) => rules.isVisible(field, record) && !field.fields);
  return (
    <dl className={blocks.fields} data-narrow>
      {fields.map((field) => (
        <QuickField
          key={field.name}
          entity={entity}
          field={field}
          record={record}
          editable={can.update && canType(field) && !isAskedBefore(entity.name, field.name)}
          required={rules.isRequired(field, record)}
        />
      ))}
    </dl>
  );
}
