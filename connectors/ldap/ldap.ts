// A company's directory is asked by LDAP: OpenLDAP, Active Directory and their kin.

import { Client, type Entry, EqualityFilter, InvalidCredentialsError, NoSuchObjectError, ResultCodeError } from 'ldapts';
import {
  DirectoryFailure,
  type DirectoryPerson,
  type DirectoryPort,
  type DirectoryQuery,
  type DirectoryServer,
} from '../../engine/index.ts';

const SECOND = 1000;
/** What Active Directory sets for an account that is switched off. */
const DISABLED = 2;

export const ldap: DirectoryPort = {
  members: (server, query) =>
    connected(server, async (client) => {
      await client.bind(server.user, server.password);
      return findMembers(client, query);
    }),
  async proves(server, dn, password) {
    // An empty password asks for nothing and is granted by most servers (RFC 4513, 5.1.2).
    if (password === '') return false;
    return connected(server, async (client) => {
      try {
        await client.bind(dn, password);
        return true;
      } catch (error) {
        // Whatever the server says to this bind, it is no proof; only not being there at all is a failure.
        if (error instanceof ResultCodeError) return false;
        throw error;
      }
    });
  },
};

async function connected<T>({ url, startTls, certificate }: DirectoryServer, work: (client: Client) => Promise<T>): Promise<T> {
  const tls = certificate ? { ca: certificate } : {};
  const secure = url.startsWith('ldaps:');
  const client = new Client({ url, timeout: 20 * SECOND, connectTimeout: 10 * SECOND, ...(secure ? { tlsOptions: tls } : {}) });
  try {
    if (startTls && !secure) await client.startTLS(tls);
    return await work(client);
  } catch (error) {
    if (error instanceof DirectoryFailure) throw error;
    const words = error instanceof InvalidCredentialsError ? 'The directory refuses the user or password of this connection.' : '';
    throw new DirectoryFailure(words || (error as Error).message || (error as Error).name, { cause: error });
  } finally {
    await client.unbind().catch(() => {});
  }
}

async function findMembers(client: Client, query: DirectoryQuery): Promise<DirectoryPerson[]> {
  const wanted = [query.login, query.name, query.email, query.phone, 'entryUUID', 'objectGUID', 'userAccountControl'];
  const attributes = [...new Set(wanted.filter((name) => name !== ''))];
  const binary = ['objectGUID'];
  const group = await readGroup(client, query.group);
  const found: Entry[] = [];
  const filter = new EqualityFilter({ attribute: 'memberOf', value: query.group });
  const search = { scope: 'sub', filter, attributes, explicitBufferAttributes: binary, paged: { pageSize: 500 } } as const;
  for await (const page of client.searchPaginated(query.base, search)) found.push(...page.searchEntries);
  if (found.length === 0) {
    // Servers that do not keep memberOf: the group names its members.
    for (const dn of [...listOf(group.member), ...listOf(group.uniqueMember)]) {
      const entries = await client.search(dn, { scope: 'base', attributes, explicitBufferAttributes: binary }).catch((error: unknown) => {
        if (error instanceof NoSuchObjectError) return { searchEntries: [] };
        throw error;
      });
      found.push(...entries.searchEntries);
    }
    for (const uid of listOf(group.memberUid)) {
      const byLogin = new EqualityFilter({ attribute: query.login, value: uid });
      const entries = await client.search(query.base, { scope: 'sub', filter: byLogin, attributes, explicitBufferAttributes: binary });
      found.push(...entries.searchEntries);
    }
  }
  return found.flatMap((entry) => personOf(entry, query) ?? []);
}

async function readGroup(client: Client, group: string): Promise<Entry> {
  try {
    const { searchEntries } = await client.search(group, { scope: 'base', attributes: ['member', 'uniqueMember', 'memberUid'] });
    if (searchEntries[0]) return searchEntries[0];
  } catch (error) {
    if (!(error instanceof NoSuchObjectError)) throw error;
  }
  throw new DirectoryFailure(`There is no group "${group}" that this connection may read.`);
}

/** Null: no login, or switched off there. */
function personOf(entry: Entry, query: DirectoryQuery): DirectoryPerson | null {
  const text = (name: string) => (name === '' ? '' : (listOf(entry[name])[0] ?? '').trim());
  const login = text(query.login);
  if (login === '' || (Number(text('userAccountControl') || 0) & DISABLED) !== 0) return null;
  const guid = entry.objectGUID;
  const binary = Buffer.isBuffer(guid) ? guid : Array.isArray(guid) && Buffer.isBuffer(guid[0]) ? guid[0] : null;
  const id = binary !== null && binary.length > 0 ? binary.toString('hex') : text('entryUUID') || entry.dn.toLowerCase();
  return { id, dn: entry.dn, login, name: text(query.name) || login, email: text(query.email) || null, phone: text(query.phone) || null };
}

function listOf(value: Entry[string] | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String).filter((one) => one !== '');
}
