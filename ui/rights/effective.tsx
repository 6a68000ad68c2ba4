// The rights that hold for a user, noun by noun, each with what says so (row PX-03).

import { Alert, Badge, Modal, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EffectiveRights, RuleSource } from '../../client/index.ts';
import { errorText } from '../messages.ts';
import { fieldOf, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { scopesInWords, verbName } from './catalogue.ts';
import classes from './rights.module.css';
import { SourceLink } from './source-link.tsx';

export function EffectiveDialog({ user, name, onClose }: { user: string; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['rights', 'of', user],
    queryFn: ({ signal }) => client.rights.of(user, { signal }),
    staleTime: 0,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('rights.effectiveOf', { name })}
      size="xl"
      closeButtonProps={{ 'aria-label': t('filter.close') }}
    >
      {error && <Alert color="red">{errorText(error)}</Alert>}
      {!data && !error && <Skeleton height={300} />}
      {data && <Effective rights={data.rights} />}
    </Modal>
  );
}

export function Effective({ rights }: { rights: EffectiveRights | null }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  if (!rights) return <Alert color="gray">{t('rights.reason.not_enabled')}</Alert>;
  const { root, customer, bound, features, nouns, fields } = rights;
  const label = (name: string) => entities.find((entity) => entity.name === name)?.plural ?? name;
  const action = (entity: string, verb: string) =>
    t(`rights.verbs.${verb}`, { defaultValue: '' }) ||
    verbName(t, verb, entities.find(({ name }) => name === entity)?.actions.find((one) => one.verb === verb)?.label);
  return (
    <div className={classes.why}>
      {root && (
        <Alert color="orange" title={t('rights.reason.root')}>
          <Sources sources={root} />
        </Alert>
      )}
      {customer && (
        <Alert color="gray" title={t('rights.customer')}>
          <Sources sources={customer} />
        </Alert>
      )}
      {bound && <Alert color="gray">{t('rights.boundUser')}</Alert>}
      {!root && nouns.length === 0 && features.length === 0 && <Alert color="gray">{t('rights.nothing')}</Alert>}
      {features.length > 0 && (
        <section>
          <h3 className={classes.groupTitle}>{t('rights.groups.functions')}</h3>
          <dl className={classes.shown}>
            {features.map(({ name, sources }) => (
              <div key={name} className={classes.shownRow}>
                <dt>{t(`rights.features.${name}`, { defaultValue: name })}</dt>
                <dd>
                  <Sources sources={sources} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {(['business', 'administration'] as const).map((area) => {
        const own = nouns.filter((noun) => noun.area === area);
        if (own.length === 0) return null;
        return (
          <section key={area}>
            <h3 className={classes.groupTitle}>{t(`rights.areas.${area}`)}</h3>
            <dl className={classes.shown}>
              {own.map(({ entity, verbs }) => (
                <div key={entity} className={classes.shownRow}>
                  <dt>{label(entity)}</dt>
                  <dd>
                    {verbs.map(({ verb, scopes }) => (
                      <Badge key={verb} variant="light" color="gray" tt="none" fw={400} mr={6} mb={4}>
                        {action(entity, verb)}: {scopesInWords(t, scopes)}
                      </Badge>
                    ))}
                    <div className={classes.quiet}>
                      <Sources sources={verbs.flatMap((verb) => verb.sources.map(({ source }) => source))} />
                    </div>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      {fields.length > 0 && (
        <section>
          <h3 className={classes.groupTitle}>{t('rights.cutFields')}</h3>
          <dl className={classes.shown}>
            {fields.map(({ entity, field, right, sources }) => {
              const noun = entities.find(({ name }) => name === entity);
              return (
                <div key={`${entity}.${field}`} className={classes.shownRow}>
                  <dt>
                    {label(entity)}: {(noun && fieldOf(noun, field)?.label) ?? field}
                  </dt>
                  <dd>
                    {t(`rights.field.${right}`)} · <Sources sources={sources} />
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      )}
    </div>
  );
}

/** Each record once, however many of its lines say so. */
function Sources({ sources }: { sources: readonly RuleSource[] }) {
  const different = [...new Map(sources.map((source) => [`${source.kind} ${source.record?.id} ${source.role}`, source])).values()];
  return different.map((source, i) => (
    <span key={`${source.kind} ${source.record?.id} ${source.role}`}>
      {i > 0 && ', '}
      <SourceLink source={source} />
    </span>
  ));
}
