// The mail server as the settings have it now.

import type { Context, MailServer, Values } from '../../engine/index.ts';

export interface Sender {
  readonly server: MailServer;
  readonly from: { readonly name: string; readonly address: string };
}

/** Null while no server is set up. @param system with the engine's own rights: it opens the password */
export async function readSender(system: Context): Promise<Sender | null> {
  const settings = await system.settings('mail_settings');
  if (!settings.host || !settings.sender_address) return null;
  const password = settings.password ? await system.secret('mail_settings', String(settings.id), 'password') : null;
  const { name } = await system.settings('general_settings');
  const sender = String(settings.sender_name ?? name ?? 'Kontor');
  return { server: toServer(settings, password ?? ''), from: { name: sender, address: String(settings.sender_address) } };
}

export function toServer({ host, port, encryption, user, certificate }: Values, password: string): MailServer {
  return {
    host: String(host),
    port: Number(port),
    encryption: encryption as MailServer['encryption'],
    user: String(user ?? ''),
    password,
    certificate: String(certificate ?? ''),
  };
}
