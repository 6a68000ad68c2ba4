// How one gets in: own password and open sessions; with a user's id, the sessions of somebody one may change.

import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRecord, useSetup } from '../queries.ts';
import { Authenticator } from '../security/authenticator.tsx';
import { Devices } from '../security/devices.tsx';
import { LinkedLogins } from '../security/linked-logins.tsx';
import { OwnPassword } from '../security/own-password.tsx';
import { Passkeys } from '../security/passkeys.tsx';
import { Sessions } from '../security/sessions.tsx';
import classes from '../settings/settings.module.css';
import { PageHead } from '../shell/page-head.tsx';

export function AccountScreen() {
  const { user } = useParams({ from: '/account/{-$user}' });
  const { me } = useSetup();
  return user && user !== me.id ? <Somebody id={user} /> : <Own me={me.id} />;
}

function Own({ me }: { me: string }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('security.own')} />
      <div className={classes.parts}>
        <OwnPassword me={me} />
        <Passkeys me={me} />
        <LinkedLogins me={me} />
        <Authenticator me={me} />
        <Devices />
        <Sessions />
      </div>
    </>
  );
}

function Somebody({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useRecord('users', id);
  return (
    <>
      <PageHead title={t('security.ofUser', { name: String(data?.record.name ?? '') })} />
      <div className={classes.parts}>
        <Sessions user={id} />
      </div>
    </>
  );
}
