// The workflows of all modules: in which order they run, which are switched on, and how they fared.

import { ActionIcon, Alert, Menu, Select, Skeleton, Switch } from '@mantine/core';
import { IconCopy, IconDots, IconGripVertical, IconHistory, IconPlus, IconSettings, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { entityIcon } from '../icons.ts';
import { useLive } from '../live.tsx';
import { errorText, showError } from '../messages.ts';
import { keys, queryClient, useEntity, useSetup } from '../queries.ts';
import { deleteRecord } from '../record/delete-record.tsx';
import { useReorder } from '../reorder.ts';
import { MoveButtons } from '../settings/row-buttons.tsx';
import { ButtonLink } from '../shell/button-link.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { type Fared, FaredText, useFared } from './fared.tsx';
import { RowSentence, STEP, useWorkflows, type WorkflowRow } from './rows.tsx';
import classes from './workflows.module.css';

export function WorkflowList({ workflows, entity }: { workflows: EntityDescription; entity: string | undefined }) {
  const { t } = useTranslation();
  const { data, error } = useWorkflows();
  const fared = useFared();
  const { entities } = useSetup();
  useLive('workflows', () => void queryClient.invalidateQueries({ queryKey: keys.entity('workflows') }));
  const shown = (data ?? []).filter((one) => !entity || one.entity === entity);
  const byNoun = Map.groupBy(shown, (one) => one.entity);
  const label = (name: string) => entities.find((noun) => noun.name === name)?.plural ?? name;
  const nouns = [...byNoun.keys()].sort((a, b) => label(a).localeCompare(label(b)));
  return (
    <>
      <PageHead title={t('workflows.title')}>
        <NounFilter entity={entity} workflows={data ?? []} />
        <ButtonLink variant="default" to="/workflows/runs" search={{}} leftSection={<IconHistory size={15} />}>
          {t('workflows.runs')}
        </ButtonLink>
        <SettingsLink />
        {workflows.can.create && (
          <ButtonLink to="/workflows/$id" params={{ id: 'new' }} search={entity ? { entity } : {}} leftSection={<IconPlus size={15} />}>
            {t('workflows.new')}
          </ButtonLink>
        )}
      </PageHead>
      <div className={classes.page}>
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {!data && !error && <Skeleton height={180} />}
        {data && shown.length === 0 && <Empty workflows={workflows} entity={entity} />}
        {nouns.map((name) => (
          <OfNoun key={name} workflows={workflows} label={label(name)} name={name} rows={byNoun.get(name) ?? []} fared={fared} />
        ))}
      </div>
    </>
  );
}

function SettingsLink() {
  const settings = useEntity('workflow_settings');
  if (!settings?.can.view) return null;
  return (
    <ActionIcon
      size={36}
      variant="default"
      title={settings.label}
      aria-label={settings.label}
      renderRoot={(props) => <Link to="/settings/$name" params={{ name: settings.name }} {...props} />}
    >
      <IconSettings size={17} stroke={1.6} />
    </ActionIcon>
  );
}

function NounFilter({ entity, workflows }: { entity: string | undefined; workflows: readonly WorkflowRow[] }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const navigate = useNavigate();
  const used = new Set([...workflows.map((one) => one.entity), ...(entity ? [entity] : [])]);
  const data = entities.filter(({ name }) => used.has(name)).map(({ name, plural }) => ({ value: name, label: plural }));
  return (
    <Select
      w={180}
      aria-label={t('customFields.noun')}
      placeholder={t('workflows.allNouns')}
      data={data}
      value={entity ?? null}
      clearable
      searchable
      onChange={(name) => void navigate({ to: '/workflows', search: name ? { entity: name } : {} })}
    />
  );
}

function Empty({ workflows, entity }: { workflows: EntityDescription; entity: string | undefined }) {
  const { t } = useTranslation();
  const Icon = entityIcon(workflows.icon);
  return (
    <Notice icon={<Icon size={30} stroke={1.4} />} title={t('workflows.empty')} text={t('workflows.emptyHint')}>
      {workflows.can.create && (
        <ButtonLink to="/workflows/$id" params={{ id: 'new' }} search={entity ? { entity } : {}} leftSection={<IconPlus size={15} />}>
          {t('workflows.new')}
        </ButtonLink>
      )}
    </Notice>
  );
}

interface OfNounProps {
  readonly workflows: EntityDescription;
  readonly name: string;
  readonly label: string;
  readonly rows: readonly WorkflowRow[];
  readonly fared: ReadonlyMap<string, Fared>;
}

function OfNoun({ workflows, name, label, rows, fared }: OfNounProps) {
  const order = useReorder(
    rows.map(({ id }) => id),
    (ids) => void putInOrder(rows, ids).catch(showError),
  );
  return (
    <section className={classes.noun} aria-label={label}>
      <h2>{label}</h2>
      <ul className={classes.list}>
        {rows.map((row, at) => (
          <Row key={row.id} {...{ workflows, row, at, order }} noun={name} count={rows.length} fared={fared.get(row.id)} />
        ))}
      </ul>
    </section>
  );
}

/** Only those are written whose place is another one. */
async function putInOrder(rows: readonly WorkflowRow[], ids: readonly string[]): Promise<void> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const orders = ids.map((id, at) => ({ id, order: (at + 1) * STEP }));
  const moved = orders.filter(({ id, order }) => byId.get(id)?.order !== order);
  await Promise.all(moved.map(({ id, order }) => client.records('workflows').update(id, { order })));
  await queryClient.invalidateQueries({ queryKey: keys.entity('workflows') });
}

interface RowProps {
  readonly workflows: EntityDescription;
  readonly noun: string;
  readonly row: WorkflowRow;
  readonly at: number;
  readonly count: number;
  readonly order: ReturnType<typeof useReorder>;
  readonly fared: Fared | undefined;
}

function Row({ workflows, noun, row, at, count, order, fared }: RowProps) {
  const { t } = useTranslation();
  const { id, name } = row;
  const movable = workflows.can.update && count > 1;
  return (
    <li className={classes.row} data-off={!row.active || undefined} {...(movable ? order.dragging(id, name, at) : {})}>
      {movable && (
        <button type="button" className={classes.grip} aria-label={t('workflows.moveStep', { step: name })} {...order.grip(id)}>
          <IconGripVertical size={16} aria-hidden />
        </button>
      )}
      <span className={classes.words}>
        <Link to="/workflows/$id" params={{ id }} className={classes.name}>
          {name}
        </Link>
        <RowSentence noun={noun} row={row} />
        <FaredText workflow={id} fared={fared} />
      </span>
      <span className={classes.tools}>
        <ActiveSwitch row={row} disabled={!workflows.can.update} />
        {movable && (
          <MoveButtons
            label={name}
            onUp={at > 0 ? () => order.move(id, at - 1) : null}
            onDown={at < count - 1 ? () => order.move(id, at + 1) : null}
          />
        )}
        <RowMenu workflows={workflows} row={row} />
      </span>
    </li>
  );
}

function ActiveSwitch({ row: { id, name, active }, disabled }: { row: WorkflowRow; disabled: boolean }) {
  const { t } = useTranslation();
  const change = async (next: boolean) => {
    try {
      await client.records('workflows').update(id, { active: next });
    } catch (error) {
      showError(error);
    }
    queryClient.removeQueries({ queryKey: keys.record('workflows', id) });
    await queryClient.invalidateQueries({ queryKey: keys.entity('workflows') });
  };
  return (
    <Switch
      aria-label={t('workflows.activeOf', { name })}
      checked={active}
      disabled={disabled}
      onChange={(event) => void change(event.currentTarget.checked)}
    />
  );
}

function RowMenu({ workflows, row: { id, name } }: { workflows: EntityDescription; row: WorkflowRow }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t('reports.more', { name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconHistory size={15} />}
          onClick={() => void navigate({ to: '/workflows/runs', search: { workflow: id } })}
        >
          {t('workflows.runs')}
        </Menu.Item>
        {workflows.can.create && (
          <Menu.Item
            leftSection={<IconCopy size={15} />}
            onClick={() => void navigate({ to: '/workflows/$id', params: { id: 'new' }, search: { copy: id } })}
          >
            {t('reports.copy')}
          </Menu.Item>
        )}
        {workflows.can.delete && (
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} />}
            onClick={() => void deleteRecord(workflows, id, name).catch(showError)}
          >
            {t('reports.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
