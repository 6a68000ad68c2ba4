// What stands in for the tags of a template: values of a record, read through the door that the actor has, so that no paper tells
// more than the screens do.

import { buffer } from 'node:stream/consumers';
import type { Field, Schema } from '../../schema/index.ts';
import type { BoundContext } from '../context.ts';
import { firstRecords } from '../each-record.ts';
import { Refusal } from '../errors.ts';
import { valueAt } from '../export/column.ts';
import { openFile } from '../files.ts';
import { printed } from '../report/ink.ts';
import { BARE } from '../report/plan.ts';
import { fieldIn, tongueOf } from '../report/tongue.ts';
import type { ListQuery, Values } from '../types.ts';
import { pictureOf, piecesOfHtml } from './pieces.ts';
import { type Extras, type Meaning, meaningOf } from './resolve.ts';
import type { Answers, Figure, Picture, Piece, Tag } from './tags.ts';

export interface TemplateOrder {
  readonly entity: string;
  /** One record; or all that a list shows, each in a row. */
  readonly of: { readonly id: string } | { readonly list: Pick<ListQuery, 'filter' | 'sort' | 'q'> };
  /** Of numbers, dates and choices. */
  readonly language: string;
  readonly extras: readonly Extra[];
}

/** A value that no record has. */
export interface Extra {
  /** The words of its tag: `company.name`. */
  readonly name: string;
  readonly field: Field;
  readonly value: unknown;
}

export function extraFields(extras: readonly Extra[]): Extras {
  return Object.fromEntries(extras.map(({ name, field }) => [name, field]));
}

export const textExtra = (name: string, value: unknown): Extra => ({ name, field: BARE, value });
/** PNG or JPEG. */
export const pictureExtra = (name: string, value: Buffer | null): Extra => ({ name, field: { ...BARE, type: 'image' }, value });

/** Name of the rows where a template has a row for each record of a list. */
const RECORDS = 'records';
/** Rows on one paper. */
const MOST_ROWS = 10_000;
/** Bytes of a picture, and millimetres where no other width is asked for. */
const MOST_PICTURE = 10_000_000;
const USUAL_WIDTH = 60;

/** Reads what the tags ask for, in the actor's reach. @throws Refusal */
export async function answersFor(context: BoundContext, order: TemplateOrder, tags: readonly Tag[]): Promise<Answers> {
  const reading = new Reading(context, order, tags);
  await reading.read();
  return reading;
}

class Reading implements Answers {
  readonly #context: BoundContext;
  readonly #order: TemplateOrder;
  readonly #tags: readonly Tag[];
  readonly #meanings = new Map<string, Meaning>();
  readonly #rows = new Map<string, readonly Values[]>();
  readonly #true = new Set<string>();
  readonly #pictures = new Map<string, Buffer>();
  readonly #extras: ReadonlyMap<string, unknown>;
  #record: Values = {};

  constructor(context: BoundContext, order: TemplateOrder, tags: readonly Tag[]) {
    this.#context = context;
    this.#order = order;
    this.#tags = tags;
    this.#extras = new Map(order.extras.map(({ name, value }) => [name, value]));
    const { schema } = context.space.state;
    const fields = extraFields(order.extras);
    for (const tag of tags) {
      if (tag.kind === 'value') this.#meanings.set(tag.text, meaningOf(schema, schema.entities[order.entity]!, tag, fields));
    }
  }

  async read(): Promise<void> {
    const { of } = this.#order;
    if ('list' in of) this.#rows.set(RECORDS, await this.#records(this.#order.entity, this.#pathsOf(null), of.list));
    else {
      await this.#readRecord(of.id);
      for (const { kind, condition } of this.#tags) if (kind === 'if' && (await this.#isTrue(of.id, condition))) this.#true.add(condition);
    }
    await this.#readPictures();
  }

  listOf(tag: Tag): string | null {
    if (tag.kind !== 'value') return null;
    const meaning = this.#meanings.get(tag.text)!;
    if (meaning.list) return meaning.list.name;
    return 'list' in this.#order.of && !this.#extras.has(meaning.path) ? RECORDS : null;
  }

  rows(list: string): number {
    return this.#rows.get(list)?.length ?? 0;
  }

  holds(condition: string): boolean {
    return this.#true.has(condition);
  }

  pieces(tag: Tag, row: number): readonly Piece[] {
    const { field, entity } = this.#meanings.get(tag.text)!;
    const value = this.#valueOf(tag, row);
    if (value === null || value === undefined || value === '') return [];
    const picture = this.#pictureOf(value, tag);
    if (picture) return [{ picture }];
    if (field.type === 'formatted_text') return piecesOfHtml(String(value));
    const { language } = this.#order;
    const zone = String(this.#context.actor.rights.binds.zone ?? 'UTC');
    const text = printed(fieldIn(tongueOf(language), entity, field), value, { language, zone });
    return text === '' ? [] : [{ text }];
  }

  figure(tag: Tag, row: number): Figure | null {
    const { field } = this.#meanings.get(tag.text)!;
    const value = this.#valueOf(tag, row);
    if (value === null || value === undefined) return null;
    if (field.type === 'money') return { kind: 'number', value: (value as { amount: string }).amount };
    const kind = FIGURES[field.type];
    return kind ? { kind, value: String(value) } : null;
  }

  #valueOf(tag: Tag, row: number): unknown {
    const { path } = this.#meanings.get(tag.text)!;
    if (this.#extras.has(path)) return this.#extras.get(path);
    const list = this.listOf(tag);
    const from = list === null ? this.#record : this.#rows.get(list)?.[row];
    return from ? valueAt(from, path) : null;
  }

  #pictureOf(value: unknown, { parameters }: Tag): Picture | null {
    const bytes = Buffer.isBuffer(value) ? value : this.#pictures.get(String((value as { id?: unknown }).id));
    return bytes ? pictureOf(bytes, Number(parameters.width) > 0 ? Number(parameters.width) : USUAL_WIDTH) : null;
  }

  /** Paths of the tags of these rows that the actor may read; the others stay empty. */
  #pathsOf(list: string | null): string[] {
    const { schema } = this.#context.actor.rights;
    const paths = [...this.#meanings.values()].flatMap(({ list: rows, path, entity }) => {
      if ((rows?.name ?? null) !== list || entity === '') return [];
      const start = rows === null ? this.#order.entity : (rows.from?.entity ?? this.#rowNoun(rows.name));
      return isReadable(schema, start, path.split('.')) ? [path] : [];
    });
    return [...new Set(paths)];
  }

  #rowNoun(field: string): string {
    return this.#context.space.state.schema.entities[this.#order.entity]!.fields[field]!.to[0]!;
  }

  async #readRecord(id: string): Promise<void> {
    const lists = [...new Map([...this.#meanings.values()].flatMap(({ list }) => (list ? [[list.name, list] as const] : []))).values()];
    const own = lists.filter(({ from, name }) => from === null && this.#pathsOf(name).length > 0);
    const inRows = own.flatMap(({ name }) => this.#pathsOf(name).map((path) => `${name}.${path}`));
    this.#record = await this.#context.records.get(this.#order.entity, id, ['id', ...this.#pathsOf(null), ...inRows]);
    for (const { name } of own) this.#rows.set(name, (this.#record[name] as readonly Values[] | undefined) ?? []);
    for (const { name, from } of lists) {
      if (from)
        this.#rows.set(
          name,
          await this.#records(from.entity, this.#pathsOf(name), { filter: `${from.field} = "${id}"`, sort: 'created_at' }),
        );
    }
  }

  async #records(entity: string, fields: readonly string[], query: Pick<ListQuery, 'filter' | 'sort' | 'q'>): Promise<readonly Values[]> {
    if (fields.length === 0) return [];
    return firstRecords(this.#context, entity, { ...query, fields }, MOST_ROWS);
  }

  /** A condition over what the actor may not read does not hold. */
  async #isTrue(id: string, condition: string): Promise<boolean> {
    try {
      const found = await this.#context.records.list(this.#order.entity, {
        filter: `id = "${id}" and (${condition})`,
        fields: ['id'],
        limit: 1,
      });
      return found.records.length > 0;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  async #readPictures(): Promise<void> {
    for (const [text, { field }] of this.#meanings) {
      if (field.type !== 'image' && field.type !== 'file') continue;
      const tag = this.#tags.find((one) => one.text === text)!;
      const list = this.listOf(tag);
      for (let row = 0; row < (list === null ? 1 : this.rows(list)); row++) {
        const id = (this.#valueOf(tag, row) as { id?: unknown } | null)?.id;
        if (typeof id === 'string' && !this.#pictures.has(id)) await this.#readPicture(id);
      }
    }
  }

  async #readPicture(id: string): Promise<void> {
    const file = await openFile(this.#context, id).catch((error: unknown) => {
      if (error instanceof Refusal) return null;
      throw error;
    });
    if (!file || file.size > MOST_PICTURE || !/^image\/(png|jpeg)$/.test(file.contentType)) return;
    this.#pictures.set(id, await buffer(this.#context.store.read(this.#context.workspace, file.key)));
  }
}

const FIGURES: Readonly<Record<string, Figure['kind']>> = { integer: 'number', decimal: 'number', percent: 'percent', date: 'date' };

function isReadable({ entities }: Schema, start: string, path: readonly string[]): boolean {
  let nouns: readonly string[] = [start];
  return path.every((step) => {
    const field = nouns.map((name) => entities[name]?.fields[step]).find((found) => found !== undefined);
    nouns = field?.to ?? [];
    return field !== undefined;
  });
}
