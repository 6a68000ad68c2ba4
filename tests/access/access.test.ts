// Proof of access: random worlds over every endpoint against the naive evaluator. The long form is access.proof.ts.

import { expect, it } from 'vitest';
import { testServer } from '../http.ts';
import { findingsOf, proveFlips, proveWorld } from './proof.ts';

const DECISIONS = 20_000;

const server = await testServer();
const findings = findingsOf();

it(`agrees with the naive evaluator in ${DECISIONS} decisions [PX-03] [TT-10] [TT-11] [SC-11] [SC-12] [SC-08] [SC-23] [CS-012] [CS-013] [CS-014] [CS-015] [CS-017] [CS-018] [CS-023] [PX-04] [CS-071] [CS-084] [CS-094] [CS-098] [CS-228]`, async () => {
  for (let seed = 1; findings.decisions < DECISIONS; seed++) await proveWorld(server, seed, findings);
  expect(findings.wrong.slice(0, 40)).toEqual([]);
}, 900_000);

it('names the rule without which a yes is a no [PX-03]', async () => {
  const found = findingsOf();
  for (let seed = 501; found.flips < 40; seed++) await proveFlips(server, seed, found, 40);
  expect(found.wrong.slice(0, 40)).toEqual([]);
}, 900_000);

/** Endpoints that tell of no record, with the reason; every other one must be among those the proof asks. */
const apart: Readonly<Record<string, string>> = {
  'POST /session': 'signs in: session.test.ts',
  'GET /session': 'tells who is signed in: session.test.ts',
  'DELETE /session': 'signs out: session.test.ts',
  'POST /passkeys/challenge': 'signs in: tests/browser/administration.test.ts',
  'POST /passkeys': 'own passkeys: tests/browser/administration.test.ts',
  'POST /session/passkey': 'signs in: tests/browser/administration.test.ts',
  'GET /openid': 'names on the sign-in page: server/openid.test.ts',
  'POST /openid/{provider}/start': 'signs in: server/openid.test.ts',
  'GET /openid/{provider}/back': 'signs in: server/openid.test.ts',
  'POST /session/second-factor': 'finishes a sign-in: server/second-step.test.ts',
  'POST /session/second-factor/challenge': 'goes on with a sign-in: server/second-step.test.ts',
  'POST /session/second-factor/again': 'goes on with a sign-in: server/second-step.test.ts',
  'GET /session/ways': 'tells what the sign-in page offers: server/passwords.test.ts',
  'POST /session/forgotten': 'answers everybody alike: server/passwords.test.ts',
  'POST /session/link': 'tells whose mailed link it is: server/passwords.test.ts',
  'POST /session/password': 'a password by a mailed link: server/passwords.test.ts',
  'GET /devices': 'own known browsers: server/second-step.test.ts',
  'DELETE /devices': 'own known browsers: server/second-step.test.ts',
  'DELETE /devices/{id}': 'own known browsers: server/second-step.test.ts',
  'GET /sessions': 'own open sessions: server/sessions.test.ts',
  'DELETE /sessions': 'own open sessions: server/sessions.test.ts',
  'DELETE /sessions/{id}': 'own open sessions: server/sessions.test.ts',
  'GET /users/{user}/sessions': 'sessions of whom one may change: server/sessions.test.ts',
  'POST /users/{user}/see': 'of nobody with more rights than one’s own: server/seeing.test.ts',
  'DELETE /session/seen': 'ends the looking: server/seeing.test.ts',
  'DELETE /users/{user}/sessions': 'sessions of whom one may change: server/sessions.test.ts',
  'DELETE /users/{user}/sessions/{id}': 'sessions of whom one may change: server/sessions.test.ts',
  'GET /users/{user}/rights': 'rights of oneself, or of others for administrators: server/rights.test.ts',
  'GET /rights': 'rights of all users in reach, for administrators: server/rights.test.ts',
  'GET /rights.csv': 'the same as a file: server/rights.test.ts',
  'GET /protection': 'tells of the installation, for administrators: server/sessions.test.ts',
  'GET /open/{page}/{secret}': 'what a secret address leads to: modules/document-links',
  'POST /open/{page}/{secret}': 'the same: modules/document-links',
  'GET /events': 'live events: server/listen.test.ts and engine/events.test.ts',
};

it('leaves out no endpoint that OpenAPI lists', async () => {
  const root = findings.callers.values().next().value!;
  const { body } = await root.get('openapi.json');
  const { paths } = body as { paths: Record<string, Record<string, unknown>> };
  const nouns = new Set(Object.keys(server.system.schema.entities));
  const listed = new Set<string>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const method of Object.keys(operations).filter((name) => name !== 'parameters')) {
      const general = path
        .replace(/^\/records\/([a-z_]+)/, (whole, noun: string) => (nouns.has(noun) ? '/records/{entity}' : whole))
        .replace(/\/actions\/[a-z_]+$/, '/actions/{action}');
      listed.add(`${method.toUpperCase()} ${general}`);
    }
  }
  const forgotten = [...listed].filter((endpoint) => !findings.asked.has(endpoint) && !Object.hasOwn(apart, endpoint));
  expect(forgotten).toEqual([]);
  expect(Object.keys(apart).filter((endpoint) => !listed.has(endpoint))).toEqual([]);
});
