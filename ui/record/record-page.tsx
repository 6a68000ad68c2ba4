// A record's page: its head; states and facts; blocks of fields on the left; what belongs to it on the right. On a phone
// everything is one column of tabs.

import { Skeleton, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, RecordAnswer } from '../../client/index.ts';
import { useCard } from '../card/card.ts';
import { nameOf } from '../fields/lookup.ts';
import { rulesOf } from '../form/rules.ts';
import { shownOn, usePhone } from '../phone.ts';
import { useEntity, useSetup } from '../queries.ts';
import { Later } from '../shell/later.tsx';
import { KeyFacts } from './key-facts.tsx';
import { useLoggedFields } from './logged-fields.ts';
import { arranged, type PageTab, type PlacedPart, usePageParts } from './page-layout.ts';
import { remember } from './recent.ts';
import { RecordBlocks } from './record-blocks.tsx';
import { RecordHead } from './record-head.tsx';
import { RecordHistory } from './record-history.tsx';
import classes from './record-page.module.css';
import { RelatedLists } from './related-lists.tsx';
import { StateSteps, stepFields } from './state-steps.tsx';

const Timeline = lazy(() => import('./timeline/timeline.tsx').then((module) => ({ default: module.Timeline })));
const RecordFiles = lazy(() => import('./record-files.tsx').then((module) => ({ default: module.RecordFiles })));
const RecordLinks = lazy(() => import('./record-links.tsx').then((module) => ({ default: module.RecordLinks })));
const ChangeLog = lazy(() => import('./change-log.tsx').then((module) => ({ default: module.ChangeLog })));
const RecordChart = lazy(() => import('./record-chart.tsx').then((module) => ({ default: module.RecordChart })));

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
  const title = nameOf(entity, record);
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
