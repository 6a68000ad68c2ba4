// The port to a company's own directory (LDAP, Active Directory), and signing in with the password that is kept there.

import { randomBytes } from 'node:crypto';
import type { BoundContext } from './context.ts';

/** How the directory is reached, and as whom it is asked. */
export interface DirectoryServer {
  /** `ldaps://ldap.example.com` or `ldap://…:389`. */
  readonly url: string;
  readonly startTls: boolean;
  /** PEM, where no public authority has signed the server's certificate. */
  readonly certificate: string;
  readonly user: string;
  readonly password: string;
}

/** Who of the directory has an account here, and where it keeps what an account says. */
export interface DirectoryQuery {
  readonly base: string;
  /** DN of the group whose members have accounts here. */
  readonly group: string;
  /** Names of attributes. */
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

export interface DirectoryPerson {
  /** Stays the same when the entry is renamed or moved. */
  readonly id: string;
  readonly dn: string;
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
}

export interface DirectoryPort {
  /** Members of the group who are not disabled there. @throws DirectoryFailure */
  members(server: DirectoryServer, query: DirectoryQuery): Promise<readonly DirectoryPerson[]>;
  /** Whether this is the password of the entry. @throws DirectoryFailure where the server could not be asked */
  proves(server: DirectoryServer, dn: string, password: string): Promise<boolean>;
}

/** The directory could not be asked, in its own words. */
export class DirectoryFailure extends Error {
  override readonly name = 'DirectoryFailure';
}

const NOUN = 'directory_settings';

/** Null: there is no directory here, or it is not in use. Called with the engine's own rights. */
export async function readDirectory(
  system: BoundContext,
): Promise<{ server: DirectoryServer; query: DirectoryQuery; signIn: boolean } | null> {
  // Instances may do without the module.
  if (!Object.hasOwn(system.space.state.schema.entities, NOUN)) return null;
  const settings = await system.settings(NOUN);
  if (settings.active !== true || !settings.url) return null;
  const text = (name: string) => String(settings[name] ?? '');
  return {
    server: {
      url: text('url'),
      startTls: settings.start_tls === true,
      certificate: text('certificate'),
      user: text('bind_dn'),
      password: (await system.secret(NOUN, String(settings.id), 'bind_password')) ?? '',
    },
    query: {
      base: text('base'),
      group: text('group'),
      login: text('login_attribute'),
      name: text('name_attribute'),
      email: text('email_attribute'),
      phone: text('phone_attribute'),
    },
    signIn: settings.sign_in === true,
  };
}

/**
 * Null: the directory does not decide, the password here does. That is so for accounts that are not from there, and for whoever holds root
 * rights: a directory that is away, or in the wrong hands, must not be the only way in.
 */
export async function proveByDirectory(
  system: BoundContext,
  user: string | null,
  isRoot: (system: BoundContext, user: string) => Promise<boolean>,
  password: string,
): Promise<boolean | null> {
  const { directory } = system.ports;
  const settings = directory ? await readDirectory(system) : null;
  if (!directory || !settings?.signIn || (user !== null && (await isRoot(system, user)))) return null;
  const dn = user === null ? null : ((await system.records.get('users', user, ['directory_dn'])).directory_dn as string | null);
  try {
    if (dn) return await directory.proves(settings.server, dn, password);
    // The same work for logins that are not there, so that time does not tell who is.
    await directory.proves(settings.server, `cn=${randomBytes(8).toString('hex')},${settings.query.base}`, password);
    return null;
  } catch (error) {
    if (!(error instanceof DirectoryFailure)) throw error;
    return dn ? false : null;
  }
}
