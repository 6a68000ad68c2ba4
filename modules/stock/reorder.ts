// Mails that a product is running out: to its vendor, and to whom it is assigned (row CS-106).

import { addressOf, type Context, sendMail, type Values } from '../../engine/index.ts';
import type { Reference } from '../../schema/index.ts';

interface Words {
  readonly subject: string;
  readonly vendor: string;
  readonly assigned: string;
}

const en: Words = {
  subject: 'Running low: {product}',
  vendor: 'Good day,\n\nwe are running low on {product} (code {code}). Please make us an offer, or deliver as agreed.\n\n{house}',
  assigned: 'Hello {name},\n\n{product} (code {code}) has fallen to {stock}; the reorder level is {level}.',
};
const words: Readonly<Record<string, Words>> = {
  en,
  fi: {
    subject: 'Vähissä: {product}',
    vendor: 'Hyvä vastaanottaja,\n\n{product} (koodi {code}) on meillä vähissä. Pyydämme tarjousta tai sovittua toimitusta.\n\n{house}',
    assigned: 'Hei {name},\n\n{product} (koodi {code}): varastossa enää {stock}, hälytysraja on {level}.',
  },
  sv: {
    subject: 'Snart slut: {product}',
    vendor:
      'God dag,\n\n{product} (kod {code}) håller på att ta slut hos oss. Vänligen lämna en offert eller leverera enligt avtal.\n\n{house}',
    assigned: 'Hej {name}!\n\n{product} (kod {code}) har sjunkit till {stock}; beställningspunkten är {level}.',
  },
  de: {
    subject: 'Geht zur Neige: {product}',
    vendor:
      'Guten Tag,\n\n{product} (Nummer {code}) geht bei uns zur Neige. Bitte machen Sie uns ein Angebot oder liefern Sie wie vereinbart.\n\n{house}',
    assigned: 'Hallo {name},\n\nvon {product} (Nummer {code}) sind noch {stock} da; der Meldebestand ist {level}.',
  },
  ru: {
    subject: 'Заканчивается: {product}',
    vendor:
      'Добрый день!\n\nУ нас заканчивается {product} (код {code}). Просим прислать предложение или поставить, как договорено.\n\n{house}',
    assigned: 'Здравствуйте, {name}!\n\n{product} (код {code}): осталось {stock}, порог заказа {level}.',
  },
};

export async function mailReorder(product: Values, context: Context): Promise<void> {
  // Elevated: whoever moves the stock need not see the vendor or the colleague.
  const system = context.system('tells vendor and colleague that a product runs low');
  const { mail_vendor, mail_assigned } = await system.settings('stock_settings');
  const facts = {
    product: String(product.name),
    code: String(product.code ?? '–'),
    stock: String(product.stock ?? 0),
    level: String(product.reorder_level),
  };
  if (mail_vendor && product.vendor) await mailVendor(system, String(product.vendor), facts);
  if (mail_assigned && product.assigned_to) await mailAssigned(system, String(product.assigned_to), facts);
}

type Facts = Readonly<Record<string, string>>;

async function mailVendor(system: Context, id: string, facts: Facts): Promise<void> {
  const { email } = await system.records.get('accounts', id, ['email']);
  if (!email) return;
  const { company, language } = await system.settings('document_settings');
  const house = (company as Reference | null)?.title ?? '';
  await send(system, { to: String(email), language, part: 'vendor' }, { ...facts, house });
}

async function mailAssigned(system: Context, id: string, facts: Facts): Promise<void> {
  const user = await system.records.get('users', id, ['name', 'email', 'login', 'language', 'status']);
  const to = addressOf(user);
  if (!to || user.status !== 'enabled') return;
  await send(system, { to, language: user.language, part: 'assigned', user: id }, { ...facts, name: String(user.name) });
}

interface Receiver {
  readonly to: string;
  readonly language: unknown;
  readonly part: 'vendor' | 'assigned';
  readonly user?: string;
}

async function send(system: Context, { to, language, part, user }: Receiver, facts: Facts): Promise<void> {
  const own = words[String(language ?? 'en')] ?? en;
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
  // A name with a line break in it must not become a header.
  const subject = fill(own.subject).replace(/\s+/g, ' ');
  await sendMail(system, { to, subject, text: fill(own[part]), purpose: 'reorder', ...(user ? { user } : {}) });
}
