// One record: its page, or the form of all its fields (`?edit=1`).

import { Button } from '@mantine/core';
import { Navigate, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription } from '../../client/index.ts';
import { KontorError } from '../../client/index.ts';
import { useAsOf } from '../as-of/use-as-of.ts';
import { errorText } from '../messages.ts';
import { useEntity, useRecord } from '../queries.ts';
import { EditForm } from '../record/edit-form.tsx';
import { GoneRecord } from '../record/gone-record.tsx';
import { RecordPage } from '../record/record-page.tsx';
import { Notice, PageMissing } from '../shell/page-error.tsx';
import { PagePending } from '../shell/page-pending.tsx';

const PastRecord = lazy(() => import('../as-of/past-record.tsx').then((module) => ({ default: module.PastRecord })));

export function RecordScreen() {
  const { entity: name, id } = useParams({ from: '/$entity/$id' });
  const entity = useEntity(name);
  if (!entity?.can.view) return <PageMissing />;
  // Settings have a page of their own; links of searches and histories come here.
  if (entity.single) return <Navigate to="/settings/$name" params={{ name }} replace />;
  return <OneRecord key={`${name}/${id}`} entity={entity} id={id} />;
}

function OneRecord({ entity, id }: { entity: EntityDescription; id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/$entity/$id' });
  const { edit } = useSearch({ from: '/$entity/$id' });
  const asOf = useAsOf();
  const { data, error, refetch } = useRecord(entity.name, id);

  if (asOf.at) {
    return (
      <Suspense fallback={<PagePending />}>
        <PastRecord entity={entity} id={id} at={asOf.at} asOf={asOf} />
      </Suspense>
    );
  }
  // Gone while one looked at it: what was shown would be a lie.
  if (error instanceof KontorError && error.status === 404)
    return <GoneRecord entity={entity} id={id} seen={data !== undefined} onBack={() => void refetch()} />;
  if (!data && error) {
    return (
      <Notice icon={null} title={t('errors.title')} text={errorText(error)}>
        <Button onClick={() => void refetch()}>{t('errors.again')}</Button>
      </Notice>
    );
  }
  if (!data) return <PagePending />;
  // Merged: its address leads to what it is part of now.
  if (data.record.id !== id.toLowerCase())
    return <Navigate to="/$entity/$id" params={{ entity: entity.name, id: data.record.id }} replace />;
  // What is said about a record is read on its page.
  const about = entity.name === 'comments' ? (data.record.about as AnyReference | null) : null;
  if (about) return <Navigate to="/$entity/$id" params={{ entity: about.entity, id: about.id }} replace />;
  if (edit && data.can.update) {
    return <EditForm entity={entity} answer={data} onDone={() => void navigate({ search: {}, replace: true })} />;
  }
  return <RecordPage entity={entity} answer={data} onEdit={() => void navigate({ search: { edit: '1' } })} />;
}
