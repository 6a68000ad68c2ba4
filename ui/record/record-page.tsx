// A record's page: head with states, facts and actions; blocks of fields on the left; what belongs to it on the right. On a phone
// everything is one column of tabs.

import { ActionIcon, Badge, Button, Menu, Skeleton, Tabs, Tooltip } from '@mantine/core';
import { useClipboard, useMediaQuery } from '@mantine/hooks';
import {
  IconArchive,
  IconCalendarPlus,
  IconDots,
  IconEye,
  IconHelp,
  IconHierarchy2,
  IconKey,
  IconLink,
  IconListCheck,
  IconPencil,
  IconShieldLock,
  IconTrash,
  IconUserShield,
} from '@tabler/icons-react';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, RecordAnswer, Reference } from '../../client/index.ts';
import { AsOfSwitch } from '../as-of/switch.tsx';
import { useAsOf } from '../as-of/use-as-of.ts';
import { useCard } from '../card/card.ts';
import { formatDateTime } from '../fields/format.ts';
import { titleOf } from '../fields/lookup.ts';
import { hasForm } from '../form/can-type.ts';
import { rulesOf } from '../form/rules.ts';
import { currentLanguage } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { useDataSettings } from '../mass/data-settings.ts';
import { putAway } from '../mass/put-away.ts';
import { showDone, showError } from '../messages.ts';
import { losses } from '../parts.ts';
import { shownOn, usePhone } from '../phone.ts';
import { isPerson } from '../privacy/action.ts';
import { fieldOf, useEntity, useSetup } from '../queries.ts';
import { useIsRoot } from '../rights/is-root.ts';
import { ASKED_BEFORE, type RecordDialog, RecordDialogs } from '../rights/record-dialogs.tsx';
import { maySeeAs, seeAs } from '../seeing/seeing.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { Later } from '../shell/later.tsx';
import { ActionButtons } from './action-buttons.tsx';
import { deleteRecord } from './delete-record.tsx';
import { KeyFacts } from './key-facts.tsx';
import { useLoggedFields } from './logged-fields.ts';
import { arranged, type PageTab, type PlacedPart, usePageParts } from './page-layout.ts';
import { parentField } from './parent-field.ts';
import { PlanEvent, useEventNoun } from './plan-event.tsx';
import { forget, remember } from './recent.ts';
import { RecordBlocks } from './record-blocks.tsx';
import { RecordHistory } from './record-history.tsx';
import classes from './record-page.module.css';
import { RelatedLists } from './related-lists.tsx';
import { StateSteps, stepFields } from './state-steps.tsx';

const Timeline = lazy(() => import('./timeline/timeline.tsx').then((module) => ({ default: module.Timeline })));
const RecordFiles = lazy(() => import('./record-files.tsx').then((module) => ({ default: module.RecordFiles })));
const PreviewTemplate = lazy(() => import('./create-document.tsx').then((module) => ({ default: module.PreviewTemplate })));
const FileButtons = lazy(() => import('./file-preview.tsx').then((module) => ({ default: module.FileButtons })));
const WarnOfLoss = lazy(() => import('./warn-of-loss.tsx').then((module) => ({ default: module.WarnOfLoss })));
const RecordLinks = lazy(() => import('./record-links.tsx').then((module) => ({ default: module.RecordLinks })));
const ChangeLog = lazy(() => import('./change-log.tsx').then((module) => ({ default: module.ChangeLog })));
const RecordChart = lazy(() => import('./record-chart.tsx').then((module) => ({ default: module.RecordChart })));
const Hierarchy = lazy(() => import('./hierarchy.tsx').then((module) => ({ default: module.Hierarchy })));

export interface RecordPageProps {
  entity: EntityDescription;
  answer: RecordAnswer;
  onEdit: () => void;
}

export function RecordPage({ entity, answer, onEdit }: RecordPageProps) {
  const { t } = useTranslation();
  const setup = useSetup();
  const { record, can } = answer;
  const phone = useMediaQuery('(max-width: 900px)') ?? false;
  const rules = useMemo(() => rulesOf(setup, entity.name), [setup, entity.name]);
  const title = titleOf(entity, record) || t('list.untitled');
  const self: AnyReference = { entity: entity.name, id: record.id, title };
  const card = useCard(entity.name);
  const { settings: onPhone } = usePhone();
  const steps = stepFields(entity, card.steps);
  const layout = arranged(entity.name, usePageParts(entity, card), card.parts);

  useEffect(() => {
    const before = document.title;
    document.title = `${title} · ${setup.workspace.title}`;
    return () => {
      document.title = before;
    };
  }, [title, setup.workspace.title]);

  const { me } = setup;
  useEffect(() => remember(me.id, { entity: entity.name, id: record.id, title }), [me.id, entity.name, record.id, title]);

  const details = (
    <RecordBlocks
      entity={entity}
      record={record}
      rules={rules}
      editable={can.update}
      skip={steps.map(({ name }) => name)}
      first={shownOn(onPhone, entity)}
      onEdit={onEdit}
    />
  );
  const show = (part: PlacedPart) =>
    part.key === 'details' ? details : <PartContent part={part} entity={entity} answer={answer} self={self} />;
  const { beside, tabs } = layout;
  const folded = phone && beside.length > 0 ? [{ key: 'beside', name: t('record.details'), parts: beside }, ...tabs] : tabs;

  const wide = (
    <Later fallback={<Skeleton height={160} className={classes.side} />}>
      <RecordTabs key="wide" tabs={folded} show={show} />
    </Later>
  );
  return (
    <article className={classes.page}>
      <RecordHead entity={entity} answer={answer} title={title} onEdit={onEdit} phone={phone} />
      {steps
        .filter((step) => rules.isVisible(step, record))
        .map((step) => (
          <StateSteps key={step.name} entity={entity} field={step} record={record} editable={can.update && !step.read_only} />
        ))}
      <KeyFacts entity={entity} record={record} state={steps[0]?.name} />
      <div className={classes.columns} data-alone={phone || beside.length === 0 || tabs.length === 0 || undefined}>
        {!phone && beside.length > 0 && (
          <div className={classes.main}>
            <Parts parts={beside} show={show} />
          </div>
        )}
        {folded.length > 0 && (phone ? <RecordTabs key="phone" tabs={folded} show={show} /> : wide)}
      </div>
    </article>
  );
}

interface ShowProps {
  show: (part: PlacedPart) => ReactNode;
}

function RecordTabs({ tabs, show }: ShowProps & { tabs: readonly PageTab[] }) {
  const [chosen, setTab] = useState<string | null>(null);
  // Settings may change while one looks at the page.
  const tab = tabs.find(({ key }) => key === chosen) ?? tabs[0];
  return (
    <Tabs value={tab?.key ?? null} onChange={setTab} keepMounted={false} className={classes.side}>
      <Tabs.List className={classes.tabs}>
        {tabs.map(({ key, name }) => (
          <Tabs.Tab key={key} value={key}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ key, parts }) => (
        <Tabs.Panel key={key} value={key} pt="sm">
          <Parts parts={parts} show={show} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** Side by side where they are half as wide; what stands alone needs no heading. */
function Parts({ parts, show }: ShowProps & { parts: readonly PlacedPart[] }) {
  return (
    <div className={classes.parts}>
      {parts.map((part) => (
        <div key={part.key} className={classes.part} data-width={part.width}>
          {parts.length > 1 && part.key !== 'details' && <h2 className={classes.partTitle}>{part.label}</h2>}
          {show(part)}
        </div>
      ))}
    </div>
  );
}

interface PartContentProps {
  part: PlacedPart;
  entity: EntityDescription;
  answer: RecordAnswer;
  self: AnyReference;
}

function PartContent({ part: { key, label, relations, Content, chart }, entity, answer, self }: PartContentProps) {
  const files = useEntity('files');
  const logged = useLoggedFields(entity);
  const { record, can } = answer;
  if (relations) return <RelatedLists record={self} relations={relations} />;
  const contents: Record<string, () => ReactNode> = {
    change_log: () => <ChangeLog entity={entity} id={record.id} fields={logged} />,
    timeline: () => <Timeline entity={entity} answer={answer} />,
    discussion: () => <Timeline entity={entity} answer={answer} only="comment" />,
    files: () => <RecordFiles record={self} canAdd={files?.can.create === true} />,
    links: () => <RecordLinks record={self} editable={can.update} />,
    history: () => <RecordHistory entity={entity} id={record.id} canUndo={can.update} />,
  };
  const own = Content && <Content record={record} />;
  const content = chart ? <RecordChart {...chart} id={record.id} title={label} /> : (own ?? contents[key]?.());
  return <Suspense fallback={<Skeleton height={120} />}>{content}</Suspense>;
}

interface RecordHeadProps {
  entity: EntityDescription;
  answer: RecordAnswer;
  title: string;
  phone: boolean;
  onEdit: () => void;
}

function RecordHead({ entity, answer, title, phone, onEdit }: RecordHeadProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const router = useRouter();
  const clipboard = useClipboard();
  const asOf = useAsOf();
  const { me } = useSetup();
  const [dialog, openDialog] = useState<RecordDialog | null>(null);
  const { record, can } = answer;
  const Icon = entityIcon(entity.icon);
  const [tree, setTree] = useState(false);
  const [planning, setPlanning] = useState(false);
  const [warned, setWarned] = useState(false);
  const events = useEventNoun(entity);
  const archived = Boolean(record.archived_at);
  const settings = useDataSettings(entity.name);
  const archivable = can.update && settings.archive && fieldOf(entity, 'archived_at') !== undefined;

  const isUser = entity.name === 'users';
  const seesRights = isUser && (record.id === me.id || me.root || me.features.includes('administration'));
  const givesRights = isUser && can.update && (me.root || me.features.includes('set_authorization'));
  const isRoot = useIsRoot(isUser && me.root)(record);
  const leave = () => {
    forget(me.id, record.id);
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/$entity', params: { entity: entity.name } });
  };
  const remove = () => {
    if (ASKED_BEFORE.includes(entity.name)) {
      openDialog('retire');
      return;
    }
    if (losses[entity.name]) setWarned(true);
    else erase();
  };
  const erase = () => {
    deleteRecord(
      entity,
      record.id,
      title,
      () => void navigate({ to: '/$entity/$id', params: { entity: entity.name, id: record.id } }),
    ).then(leave, showError);
  };
  const copy = () => {
    clipboard.copy(new URL(location.pathname, location.origin).href);
    showDone(t('record.linkCopied'));
  };

  return (
    <header className={classes.head}>
      <div className={classes.words}>
        <Link to="/$entity" params={{ entity: entity.name }} className={classes.noun}>
          <Icon size={14} stroke={1.6} />
          {entity.plural}
        </Link>
        <h1 className={classes.title}>
          {title}
          {archived && (
            <Badge variant="light" color="gray" ml="sm" style={{ verticalAlign: 'middle' }}>
              {t('archive.archived')}
            </Badge>
          )}
        </h1>
        <p className={classes.trace}>{traceOf(record, t)}</p>
      </div>
      <div className={classes.actions}>
        <ActionButtons entity={entity} record={record} allowed={can.actions} most={phone ? 1 : 3} />
        {entity.name === 'files' && (
          <Suspense>
            <FileButtons file={record} />
          </Suspense>
        )}
        {entity.name === 'document_templates' && (
          <Suspense>
            <PreviewTemplate entity={entity} template={record} />
          </Suspense>
        )}
        {entity.name === 'users' && can.update && (
          <ButtonLink size="xs" variant="default" to="/account/{-$user}" params={{ user: record.id }}>
            {t('security.sessions.title')}
          </ButtonLink>
        )}
        {can.update && hasForm(entity) && (
          <Button size="xs" variant="default" leftSection={<IconPencil size={14} />} onClick={onEdit}>
            {t('record.editAll')}
          </Button>
        )}
        {parentField(entity) && (
          <Tooltip label={t('hierarchy.title')}>
            <ActionIcon size={30} onClick={() => setTree(true)} aria-label={t('hierarchy.title')}>
              <IconHierarchy2 size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
        <AsOfSwitch asOf={asOf} />
        {tree && (
          <Suspense>
            <Hierarchy entity={entity} id={record.id} onClose={() => setTree(false)} />
          </Suspense>
        )}
        {!phone && (
          <Tooltip label={t('record.copyLink')}>
            <ActionIcon size={30} onClick={copy} aria-label={t('record.copyLink')}>
              <IconLink size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
        {warned && (
          <Suspense>
            <WarnOfLoss entity={entity} title={title} onDelete={erase} onClose={() => setWarned(false)} />
          </Suspense>
        )}
        {planning && events && (
          <PlanEvent events={events} entity={entity} record={record} title={title} onClose={() => setPlanning(false)} />
        )}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size={30} aria-label={t('record.more')}>
              <IconDots size={17} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconLink size={16} />} onClick={copy}>
              {t('record.copyLink')}
            </Menu.Item>
            {events && (
              <Menu.Item leftSection={<IconCalendarPlus size={16} />} onClick={() => setPlanning(true)}>
                {t('record.planEvent')}
              </Menu.Item>
            )}
            {givesRights && (
              <Menu.Item leftSection={<IconKey size={16} />} onClick={() => openDialog('authorization')}>
                {t('record.authorization')}
              </Menu.Item>
            )}
            {isRoot && can.update && (
              <Menu.Item leftSection={<IconUserShield size={16} />} onClick={() => openDialog('administer')}>
                {t('rights.administer')}
              </Menu.Item>
            )}
            {seesRights && (
              <Menu.Item leftSection={<IconListCheck size={16} />} onClick={() => openDialog('effective')}>
                {t('record.effective')}
              </Menu.Item>
            )}
            {isUser && maySeeAs(me, { id: record.id, status: record.status }) && (
              <Menu.Item leftSection={<IconEye size={16} />} onClick={() => void seeAs(record.id)}>
                {t('seeing.as', { name: title })}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconHelp size={16} />} onClick={() => openDialog('why')}>
              {t('record.why')}
            </Menu.Item>
            {isPerson(entity) && (
              <Menu.Item
                leftSection={<IconShieldLock size={16} />}
                onClick={() => void navigate({ to: '/$entity/$id/personal-data', params: { entity: entity.name, id: record.id } })}
              >
                {t('privacy.title')}
              </Menu.Item>
            )}
            {archivable && (
              <Menu.Item
                leftSection={<IconArchive size={16} />}
                onClick={() => void putAway(entity, record.id, !archived).catch(showError)}
              >
                {t(archived ? 'archive.restore' : 'archive.archive')}
              </Menu.Item>
            )}
            {can.delete && (
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={remove}>
                {t('record.delete')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
        <RecordDialogs open={dialog} entity={entity} record={record} title={title} onClose={() => openDialog(null)} onGone={leave} />
      </div>
    </header>
  );
}

function traceOf(record: RecordAnswer['record'], t: TFunction): string {
  const language = currentLanguage();
  const { created_at: created, updated_at: updated, created_by: creator, updated_by: editor } = record;
  const name = (person: unknown) => (person as Reference | null)?.title ?? 'Kontor';
  if (typeof created !== 'string' || typeof updated !== 'string') return '';
  if (created === updated) return t('record.created', { who: name(creator), when: formatDateTime(created, language) });
  return t('record.changed', { who: name(editor), when: formatDateTime(updated, language) });
}
