// Names of hosts (row NV-02): under a name of its own a workspace is alone; its address by path stays what it is.

/** The workspace that is alone under the name of a host; null: all are there, each at its path; '': nobody is. */
export type Hosts = (host: string) => string | null;

const name = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/**
 * @param text with commas between: `crm.acme.com=acme` gives a workspace a name, `*.example.com` gives each one (`acme.example.com`),
 * `crm.example.com` is for all. Where none is for all, every other name is.
 */
export function hostList(text: string): Hosts {
  const own = new Map<string, string | null>();
  const domains: string[] = [];
  const parts = text.toLowerCase().split(',');
  for (const part of parts.map((one) => one.trim()).filter(Boolean)) {
    const [host = '', workspace] = part.split('=').map((one) => one.trim());
    if (!name.test(host.replace(/^\*\./, '')) || workspace === '') throw new Error(`KONTOR_HOSTS: "${part}" is not the name of a host`);
    if (!host.startsWith('*.')) own.set(host, workspace ?? null);
    else if (workspace === undefined) domains.push(host.slice(1));
    else throw new Error(`KONTOR_HOSTS: "${part}" gives many names to one workspace`);
  }
  const others = [...own.values()].includes(null) ? '' : null;
  return (host) => {
    const asked = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
    const known = own.get(asked);
    if (known !== undefined) return known;
    const domain = domains.find((one) => asked.endsWith(one));
    return domain === undefined ? others : asked.slice(0, -domain.length);
  };
}
