// One page of settings: the form of the only record of its noun, what can be done with it, and who changed what.

import { Button, Collapse } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { rulesOf } from '../form/rules.ts';
import { errorText, showDone } from '../messages.ts';
import { keys, useEntity, useRecord, useSetup } from '../queries.ts';
import { ActionButtons } from '../record/action-buttons.tsx';
import { EditForm } from '../record/edit-form.tsx';
import { RecordBlocks } from '../record/record-blocks.tsx';
import { RecordHistory } from '../record/record-history.tsx';
import { settingsAbove } from '../settings/above.ts';
import classes from '../settings/settings.module.css';
import { Notice, PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PagePending } from '../shell/page-pending.tsx';
import { client } from '../workspace.ts';

export function SettingsPageScreen() {
  const { name } = useParams({ from: '/settings/$name' });
  const entity = useEntity(name);
  if (!entity?.single || !entity.can.view) return <PageMissing />;
  return <Found key={name} entity={entity} />;
}

function Found({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const query = { fields: ['id'], limit: 1 };
  const { data, error } = useQuery({
    queryKey: keys.list(entity.name, query),
    queryFn: ({ signal }) => client.records(entity.name).list(query, { signal }),
  });
  const id = data?.records[0]?.id;
  if (error) return <Notice icon={null} title={t('errors.title')} text={errorText(error)} />;
  return id === undefined ? <PagePending /> : <Page entity={entity} id={id} />;
}

function Page({ entity, id }: { entity: EntityDescription; id: string }) {
  const { t } = useTranslation();
  const { data, error } = useRecord(entity.name, id);
  const setup = useSetup();
  const rules = useMemo(() => rulesOf(setup, entity.name), [setup, entity.name]);
  const [round, setRound] = useState(0);
  const [history, setHistory] = useState(false);
  const above = settingsAbove[entity.name];
  if (!data && error) return <Notice icon={null} title={t('errors.title')} text={errorText(error)} />;
  if (!data) return <PagePending />;
  return (
    <>
      <PageHead title={entity.label}>
        <ActionButtons
          entity={entity}
          record={data.record}
          allowed={data.can.actions.filter((name) => !above?.offers.includes(name))}
          most={3}
        />
      </PageHead>
      {above && (
        <Suspense>
          <above.Part entity={entity} answer={data} />
        </Suspense>
      )}
      {data.can.update ? (
        <EditForm
          key={round}
          entity={entity}
          answer={data}
          stays
          onDone={(saved) => {
            setRound(round + 1);
            if (saved) showDone(t('settings.saved'));
          }}
        />
      ) : (
        <RecordBlocks entity={entity} record={data.record} rules={rules} editable={false} skip={[]} onEdit={() => {}} />
      )}
      <div className={classes.past}>
        <Button size="compact-sm" variant="subtle" color="gray" aria-expanded={history} onClick={() => setHistory(!history)}>
          {t('settings.history')}
        </Button>
        <Collapse expanded={history}>{history && <RecordHistory entity={entity} id={id} canUndo={data.can.update} />}</Collapse>
      </div>
    </>
  );
}
