// Everything held about a person in one place: to read, to print, to hand out, and to erase.

import { Button, Menu, Skeleton } from '@mantine/core';
import { IconChevronDown, IconDownload, IconEraser, IconShieldLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, PersonalForm } from '../../client/index.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText } from '../messages.ts';
import { keys, recordQuery, useEntity } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { ERASE } from './action.ts';
import { EraseDialog } from './erase-dialog.tsx';
import classes from './personal.module.css';

const FORMATS = ['pdf', 'xlsx', 'json', 'zip'] as const;

export function PersonalPage({ entity, id }: { entity: EntityDescription; id: string }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const requests = useEntity('privacy_requests');
  const [erasing, setErasing] = useState(false);
  const { data: record } = useQuery(recordQuery(entity.name, id));
  const { data, error } = useQuery({
    queryKey: [...keys.record(entity.name, id), 'personal', language],
    queryFn: ({ signal }) => client.records(entity.name).personal(id, language, { signal }),
  });
  const title = data ? t('privacy.of', { name: data.title }) : t('privacy.title');

  return (
    <>
      <PageHead title={title}>
        {requests?.can.create && (
          <ButtonLink
            variant="default"
            to="/$entity/new"
            params={{ entity: 'privacy_requests' }}
            search={{ subject: `${entity.name}/${id}` }}
          >
            {t('privacy.request')}
          </ButtonLink>
        )}
        {entity.can.export && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <Button variant="default" leftSection={<IconDownload size={16} />} rightSection={<IconChevronDown size={14} />}>
                {t('privacy.handOut')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {FORMATS.map((format) => (
                <Menu.Item key={format} component="a" href={client.records(entity.name).personalUrl(id, format, language)} download>
                  {t(`privacy.${format}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {record?.can.actions.includes(ERASE) && (
          <Button color="red" variant="light" leftSection={<IconEraser size={16} />} onClick={() => setErasing(true)}>
            {t('privacy.erase')}
          </Button>
        )}
      </PageHead>
      {error && <Notice icon={<IconShieldLock size={28} stroke={1.5} />} title={t('errors.title')} text={errorText(error)} />}
      {!data && !error && <Skeleton height={240} mx={20} w="auto" />}
      {data && <Sections form={data} />}
      {erasing && <EraseDialog entity={entity} id={id} onClose={() => setErasing(false)} />}
    </>
  );
}

function Sections({ form }: { form: PersonalForm }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <p className={classes.hint}>{t('privacy.hint')}</p>
      {form.sections.map((section) => (
        <section key={section.entity ?? ''} className={classes.section}>
          <h2 className={classes.heading}>
            {section.label} <span className={classes.count}>{section.records.length}</span>
          </h2>
          {section.records.map((record) => (
            <article key={record.id} className={classes.record}>
              <h3 className={classes.title}>
                {section.entity ? (
                  <Link to="/$entity/$id" params={{ entity: section.entity, id: record.id }}>
                    {record.title}
                  </Link>
                ) : (
                  record.title
                )}
              </h3>
              <dl className={classes.lines}>
                {record.lines.map((line) => (
                  <div key={line.label} className={classes.line}>
                    <dt>{line.label}</dt>
                    <dd>{line.text}</dd>
                  </div>
                ))}
              </dl>
            </article>
          ))}
        </section>
      ))}
    </div>
  );
}
