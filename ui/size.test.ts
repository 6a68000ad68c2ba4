import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstAreas } from './translations/parts.ts';

const KILOBYTE = 1024;
/** All JavaScript until a list stands on the screen. */
const FIRST_SCREEN = 300 * KILOBYTE;

let chunks: Map<string, Rolldown.OutputChunk>;

beforeAll(async () => {
  // Under test, libraries would be built with their warnings.
  process.env.NODE_ENV = 'production';
  const config = fileURLToPath(new URL('./vite.config.ts', import.meta.url));
  const { output } = (await build({ configFile: config, logLevel: 'error', build: { write: false } })) as Rolldown.RolldownOutput;
  chunks = new Map(output.filter((file) => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
}, 120_000);

/** The chunks that must be there before one of `starts` can run. */
function needed(...starts: Rolldown.OutputChunk[]): Rolldown.OutputChunk[] {
  const found = new Set<Rolldown.OutputChunk>();
  const waiting = [...starts];
  for (let chunk = waiting.pop(); chunk; chunk = waiting.pop()) {
    if (found.has(chunk)) continue;
    found.add(chunk);
    waiting.push(...chunk.imports.flatMap((name) => chunks.get(name) ?? []));
  }
  return [...found];
}

function chunkOf(source: string): Rolldown.OutputChunk {
  const chunk = [...chunks.values()].find((candidate) => candidate.moduleIds.some((id) => id.endsWith(source)));
  if (!chunk) throw new Error(`${source} is in no chunk`);
  return chunk;
}

const zipped = (all: readonly Rolldown.OutputChunk[]) => all.reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);

describe('size of the client', () => {
  it('shows the first list with at most 300 KB of zipped JavaScript, the words of the longest language included', () => {
    const words = ['/ui/translations/ru.json?part=first', '/ui/translations/nouns/ru.json?part=first'].map(chunkOf);
    const first = needed(chunkOf('/ui/main.tsx'), chunkOf('/ui/screens/list.tsx'), ...words);
    expect(zipped(first)).toBeLessThanOrEqual(FIRST_SCREEN);
  });

  it('has the words of the first list in the first part of the translations', () => {
    const sources = needed(chunkOf('/ui/main.tsx'), chunkOf('/ui/screens/list.tsx'))
      .flatMap((chunk) => chunk.moduleIds)
      .filter((id) => /[\\/]ui[\\/].*\.tsx?$/.test(id));
    const areas = sources.flatMap((id) => [...readFileSync(id, 'utf8').matchAll(/\bt\(\s*['"`](\w+)\./g)].map((match) => match[1] ?? ''));
    // "Undone" is said after an act, when the rest has long come.
    expect([...new Set(areas)].filter((area) => !firstAreas.has(area) && area !== 'jobs')).toEqual([]);
    expect(areas).toContain('list');
  });

  it('fetches the editor, the calendar, drag and drop, menus and dialogs when they are needed', () => {
    const first = needed(chunkOf('/ui/main.tsx'), chunkOf('/ui/screens/list.tsx'));
    const modules = first.flatMap((chunk) => chunk.moduleIds);
    for (const late of [
      '/@tiptap/',
      '/prosemirror',
      '/dayjs/',
      '/@mantine/dates/',
      '/@atlaskit/',
      '/@floating-ui/',
      '/components/Menu/',
      '/components/Popover/',
      '/components/Modal/',
      '/echarts/',
      '/zrender/',
      '/react-grid-layout/',
    ]) {
      expect({ late, found: modules.filter((id) => id.includes(late)) }).toEqual({ late, found: [] });
    }
  });
});
