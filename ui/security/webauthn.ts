// What the browser does with passkeys; loaded when somebody presses the button.

import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { client } from '../workspace.ts';

export async function answerChallenge(): Promise<unknown> {
  const { options } = await client.passkeys.challenge<PublicKeyCredentialRequestOptionsJSON>('sign_in');
  return startAuthentication({ optionsJSON: options });
}

/** As the second step of a sign-in that has its password. */
export async function answerStep(attempt: string): Promise<unknown> {
  const { options } = await client.session.secondChallenge<PublicKeyCredentialRequestOptionsJSON>(attempt);
  return startAuthentication({ optionsJSON: options });
}

export async function makePasskey(): Promise<unknown> {
  const { options } = await client.passkeys.challenge<PublicKeyCredentialCreationOptionsJSON>('new');
  return startRegistration({ optionsJSON: options });
}
