// A template of any format: its tags, checked against a noun when it is stored, and the paper that it makes of a record.

import { check, type Entity, ExpressionError, parse, type Schema } from '../../schema/index.ts';
import { Refusal } from '../errors.ts';
import { docx } from './docx.ts';
import type { TemplateFormat } from './format.ts';
import { odt } from './odt.ts';
import { OfficePackage } from './package.ts';
import { type Extras, meaningOf, TagProblem } from './resolve.ts';
import { fillRtf, isRtf, rtfOutside, rtfTags } from './rtf.ts';
import type { Answers, PlacedTag, Tag } from './tags.ts';
import { xlsx } from './xlsx.ts';

export type TemplateKind = 'docx' | 'odt' | 'xlsx' | 'rtf';

export interface Template {
  /** Tags of the same table row or paragraph stand together. */
  readonly tags: readonly (readonly PlacedTag[])[];
  /** Tags that stand where no row can be repeated. */
  readonly outside: readonly PlacedTag[];
  /** Conditions that stand where none is settled. */
  readonly unsettled: readonly PlacedTag[];
  fill(answers: Answers): Promise<Buffer>;
}

const FORMATS: Readonly<Record<Exclude<TemplateKind, 'rtf'>, TemplateFormat>> = { docx, odt, xlsx };
/** Of the compound files that Word and Excel wrote until 2003. */
const OLD = 'd0cf11e0a1b11ae1';

/** @throws Refusal 422 where the bytes are no template of this kind. */
export async function openTemplate(bytes: Buffer, kind: TemplateKind): Promise<Template> {
  if (bytes.toString('hex', 0, 8) === OLD) {
    const hint = 'Open it in your office program and save it as .docx or .xlsx.';
    throw new Refusal(422, 'old_format', `This file is of the format of Office 97-2003 (.doc, .xls), or protected by a password. ${hint}`);
  }
  if (kind === 'rtf') {
    if (!isRtf(bytes)) throw wrongKind(kind);
    return { tags: rtfTags(bytes), outside: rtfOutside(bytes), unsettled: [], fill: async (answers) => fillRtf(bytes, answers) };
  }
  const format = FORMATS[kind];
  const file = await OfficePackage.open(bytes).catch((error: unknown) => {
    throw error instanceof Refusal && error.code !== 'broken_file' ? error : wrongKind(kind);
  });
  if (!format.isOne(file)) throw wrongKind(kind);
  const tags = format.tags(file);
  return {
    tags,
    outside: [],
    unsettled: kind === 'xlsx' ? tags.flat().filter((tag) => tag.kind !== 'value') : [],
    async fill(answers) {
      format.fill(file, answers);
      return file.bytes();
    },
  };
}

function wrongKind(kind: TemplateKind): Refusal {
  return new Refusal(422, 'wrong_format', `This is no undamaged .${kind} file.`);
}

/** What whoever uploads a template should know. */
export interface TemplateProblem {
  readonly code: string;
  readonly message: string;
}

/** What is wrong with the tags of a template for records of this noun; empty: it can be used. */
export function templateProblems(
  { tags, outside, unsettled }: Pick<Template, 'tags' | 'outside' | 'unsettled'>,
  schema: Schema,
  entity: Entity,
  extras: Extras,
): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const lists = new Map<PlacedTag, string | null>();
  const attempt = (tag: Tag, work: () => void) => {
    try {
      work();
    } catch (error) {
      if (error instanceof TagProblem) problems.push({ code: error.code, message: error.message });
      else if (error instanceof ExpressionError) problems.push({ code: 'expression', message: `${tag.text}: ${error.message}` });
      else throw error;
    }
  };
  let open = 0;
  for (const tag of tags.flat()) {
    if (tag.kind === 'end' && --open < 0) break;
    if (tag.kind === 'if') {
      open++;
      attempt(tag, () => check(parse(tag.condition), schema, entity.name, { kind: 'boolean' }));
    }
    if (tag.kind === 'value') attempt(tag, () => lists.set(tag, meaningOf(schema, entity, tag, extras).list?.name ?? null));
  }
  if (open !== 0) problems.push({ code: 'condition', message: 'Each {{if …}} needs an {{end}} behind it, and each {{end}} an {{if …}}.' });
  for (const group of tags) {
    const names = [...new Set(group.map((tag) => lists.get(tag) ?? null).filter(Boolean))];
    if (names.length > 1)
      problems.push({ code: 'several_lists', message: `A table row is repeated for one list only, not for ${names.join(' and ')}.` });
  }
  const [condition] = unsettled;
  if (condition)
    problems.push({ code: 'condition', message: `${condition.text}: conditions are for texts; in cells, a formula of the sheet does it.` });
  const loose = outside.find((tag) => lists.get(tag) ?? listed(schema, entity, tag, extras));
  if (loose)
    problems.push({
      code: 'no_row',
      message: `${loose.text}: rows are repeated in a row of a table, or in the columns, and nowhere else.`,
    });
  return problems;
}

function listed(schema: Schema, entity: Entity, tag: Tag, extras: Extras): boolean {
  if (tag.kind !== 'value') return false;
  try {
    return meaningOf(schema, entity, tag, extras).list !== null;
  } catch {
    return false;
  }
}
