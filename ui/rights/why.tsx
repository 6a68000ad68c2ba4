// "Why?": what somebody may do with a record, which rule says so, and what is missing for a no (row PX-03).

import { Alert, Button, Modal, Skeleton } from '@mantine/core';
import { IconCheck, IconEye, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, ExplainAnswer, Reason, RecordValues, Reference } from '../../client/index.ts';
import { ReferencePicker } from '../fields/reference-picker.tsx';
import { errorText } from '../messages.ts';
import { fieldOf, useEntity, useSetup } from '../queries.ts';
import { maySeeAs, seeAs } from '../seeing/seeing.ts';
import { client } from '../workspace.ts';
import { scopeName, verbName } from './catalogue.ts';
import classes from './rights.module.css';
import { SourceLink } from './source-link.tsx';

export interface WhyProps {
  entity: EntityDescription;
  record: RecordValues;
  title: string;
  onClose: () => void;
}

export function Why({ entity, record, title, onClose }: WhyProps) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const users = useEntity('users');
  const [who, setWho] = useState<Reference>({ id: me.id, title: me.name });
  // Somebody is a reference to users, as a manager is.
  const person = users && fieldOf(users, 'manager');
  const asksOthers = me.root || me.features.includes('administration');
  const user = who.id === me.id ? undefined : who.id;
  const { data, error } = useQuery({
    queryKey: ['rights', 'why', entity.name, record.id, who.id],
    queryFn: ({ signal }) => client.records(entity.name).explain(record.id, { user, signal }),
    staleTime: 0,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('rights.whyTitle', { title })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('filter.close') }}
    >
      <div className={classes.why}>
        {asksOthers && person && (
          <ReferencePicker
            entity="users"
            field={{ ...person, label: t('rights.who'), help: '', required: true }}
            value={who}
            onChange={(next) => next && setWho(next)}
            place="form"
            required={false}
          />
        )}
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {!data && !error && <Skeleton height={200} />}
        {maySeeAs(me, who) && (
          <Button
            variant="default"
            leftSection={<IconEye size={16} />}
            onClick={() => void seeAs(who.id, location.pathname)}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('seeing.page', { name: who.title ?? '' })}
          </Button>
        )}
        {data && <Answers entity={entity} answer={data} name={who.id === me.id ? null : who.title} />}
      </div>
    </Modal>
  );
}

function Answers({ entity, answer, name }: { entity: EntityDescription; answer: ExplainAnswer; name: string | null }) {
  const { t } = useTranslation();
  const label = (verb: string) => {
    const standard = t(`rights.verbs.${verb}`, { defaultValue: '' });
    return standard || verbName(t, verb, entity.actions.find((action) => action.verb === verb)?.label);
  };
  return (
    <>
      <ul className={classes.nouns} aria-label={name ?? t('rights.you')}>
        {answer.explanation.map(({ verb, allowed, reasons }) => (
          <li key={verb} className={classes.answer} data-verb={verb} data-allowed={allowed}>
            {allowed ? <IconCheck size={18} className={classes.yes} /> : <IconX size={18} className={classes.no} />}
            <span className={classes.answerTitle}>
              {label(verb)}: {t(allowed ? 'rights.yes' : 'rights.no')}
            </span>
            <ul>
              {reasons.map((reason, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: reasons stay in their order
                <li key={i}>
                  <ReasonWords reason={reason} noun={entity.plural} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {answer.fields.length > 0 && (
        <section>
          <h3 className={classes.groupTitle}>{t('rights.cutFields')}</h3>
          <dl className={classes.shown}>
            {answer.fields.map(({ field, right, sources }) => (
              <div key={field} className={classes.shownRow}>
                <dt>{fieldOf(entity, field)?.label ?? field}</dt>
                <dd>
                  {t(`rights.field.${right}`)}
                  {sources.map((source, i) => (
                    <span key={`${source.record?.id}${source.line}`}>
                      {i === 0 ? ' · ' : ', '}
                      <SourceLink source={source} />
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

function ReasonWords({ reason, noun }: { reason: Reason; noun: string }) {
  const { t } = useTranslation();
  const { kind, scope, source } = reason;
  const words = t(`rights.reason.${kind}`, { noun, defaultValue: '' });
  // What a sharing rule or the noun itself says knows no scopes.
  const reach =
    source && ['permission_set', 'individual_right', 'api_key'].includes(source.kind) && scope
      ? scopeName(t, scope).toLocaleLowerCase()
      : '';
  if (kind === 'rule' && source)
    return (
      <>
        <SourceLink source={source} />
        {reach && `: ${reach}`}
      </>
    );
  return (
    <>
      {words || reason.text}
      {source && (
        <>
          {kind === 'root' ? ' · ' : ' '}
          <SourceLink source={source} />
        </>
      )}
      {kind === 'out_of_scope' && reach && `: ${reach}`}
    </>
  );
}
