// The filter that lists exactly the records behind a report or one of its groups.

import type { ReportHead, ReportTotal } from '../../client/index.ts';
import { answered, type Expression, groupFilter, type ReportAnswers, type ReportDefinition } from '../../schema/index.ts';

/** Of the records the report starts from; conditions on what is linked ask whether there is any such record. */
export function recordsFilter(definition: ReportDefinition, head: ReportHead, total: ReportTotal, answers: ReportAnswers): string {
  const given = new Map((definition.questions ?? []).map(({ name, type }) => [name, expressionOf(answers[name], type)]));
  const groups = total.groups.map((value, at) => ({ group: head.groups[at], value }));
  const asked = (text: string | undefined) => (text ? answered(text, given) : null);
  const conditionsOf = (level: number): string => {
    const link = definition.links?.[level];
    const own = [
      asked(level === 0 ? definition.filter : definition.links?.[level - 1]?.filter),
      ...(definition.questions ?? []).map((question) => ((question.field?.level ?? 0) === level ? asked(question.where) : null)),
      ...groups.map(({ group, value }) => (group?.level === level ? groupFilter({ text: group.value, type: group.type }, value) : null)),
    ];
    if (link && level + 1 < head.levels.length) {
      const inner = conditionsOf(level + 1);
      const deeper = groups.some(({ group }) => (group?.level ?? 0) > level);
      if (link.required || deeper) own.push(`count(${link.name}${inner ? ` where ${inner}` : ''}) > 0`);
    }
    return own
      .filter((one): one is string => !!one)
      .map((one, _, all) => (all.length > 1 ? `(${one})` : one))
      .join(' and ');
  };
  return conditionsOf(0);
}

function expressionOf(value: ReportAnswers[string] | undefined, type: string): Expression | null {
  if (value === null || value === undefined || value === '') return null;
  if (type === 'checkbox') return { kind: 'boolean', value: value === true || value === 'true' };
  if (type !== 'number') return { kind: 'text', value: String(value) };
  const text = String(value);
  const number: Expression = { kind: 'number', value: text.replace(/^-/, '') };
  return text.startsWith('-') ? { kind: 'unary', op: '-', arg: number } : number;
}
