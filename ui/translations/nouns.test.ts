import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modules } from '../../app/kontor.config.ts';
import { describe as describeNoun, type Entity, resolve } from '../../schema/index.ts';
import { nounTexts, type Words } from '../nouns.ts';

const { schema } = resolve(modules);
/** Without what never leaves the server. */
const visible = (entity: Entity): Entity => ({
  ...entity,
  fields: Object.fromEntries(Object.entries(entity.fields).filter(([, field]) => !field.internal)),
});
const nouns = Object.values(schema.entities).filter((entity) => entity.parent === null);
const texts = new Set(nouns.flatMap((entity) => nounTexts(describeNoun(schema, visible(entity)))));

describe.each(['fi', 'sv', 'de', 'ru'])('labels in %s', (language) => {
  const words = JSON.parse(readFileSync(new URL(`./nouns/${language}.json`, import.meta.url), 'utf8')) as Words;

  it('are there for every noun, field, option, action and hint of our modules', () => {
    expect([...texts].filter((text) => !words[text])).toEqual([]);
  });

  it('are there for nothing that no module says', () => {
    const bare = (key: string) => key.replace(/^[a-z_]+\.(?=\S)/, '');
    expect(Object.keys(words).filter((key) => !texts.has(key) && !texts.has(bare(key)))).toEqual([]);
  });
});
