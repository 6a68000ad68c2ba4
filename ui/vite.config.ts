// Builds the browser client to dist/ and serves it with hot reload in front of a running server.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { partOf, wordsOfPart } from './translations/parts.ts';

const server = process.env.KONTOR_SERVER ?? 'http://127.0.0.1:3000';

/** `de.json?part=first` and `?part=rest` are the halves of a translation file, of texts or of words for nouns. */
const translationParts: Plugin = {
  name: 'translation-parts',
  enforce: 'pre',
  transform(code, id) {
    const [, nouns, part] = /[\\/]translations[\\/](nouns[\\/])?\w+\.json\?part=(first|rest)$/.exec(id) ?? [];
    if (part !== 'first' && part !== 'rest') return null;
    const texts = JSON.stringify(JSON.stringify((nouns ? wordsOfPart : partOf)(JSON.parse(code), part)));
    // Browsers read JSON faster from text than from source.
    return { code: `export default JSON.parse(${texts});`, map: null, moduleType: 'js' };
  },
};

/** Small parts that most screens share, and that a list is made of. */
const plainParts =
  /[\\/](@tabler|@mantine[\\/](hooks|core[\\/]esm[\\/](core|components[\\/](ActionIcon|Alert|Input|InputBase|ScrollArea[\\/]utils|TextInput))))[\\/]/;

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // One build serves every workspace: pages at /{workspace}/..., scripts and styles at /assets/...
  base: '/',
  plugins: [translationParts, react(), serviceWorker()],
  css: {
    postcss: {
      plugins: [
        {
          postcssPlugin: 'own-direction',
          // A name is cut at its end, which of a Hebrew one is at the left: what is cut runs in its own direction.
          Once(sheet) {
            sheet.walkDecls('text-overflow', (cut) => void cut.cloneAfter({ prop: 'unicode-bidi', value: 'plaintext' }));
          },
        },
      ],
    },
  },
  build: {
    outDir: fileURLToPath(new URL('../dist', import.meta.url)),
    emptyOutDir: true,
    assetsDir: 'assets',
    manifest: true,
    target: 'es2023',
    // The size test measures what the first screen pulls in; a second opinion on every build is noise.
    reportCompressedSize: false,
    rolldownOptions: {
      // The schema floor is pure: what of it the browser does not use need not be shipped.
      treeshake: { moduleSideEffects: [{ test: /[\\/](schema|@tabler[\\/]icons-react)[\\/]/, sideEffects: false }] },
      output: {
        codeSplitting: {
          // A file costs a browser milliseconds; most shared parts are a few hundred bytes.
          groups: [
            { name: 'first', test: /\.(?!html)\w+$/, tags: ['$initial'], priority: 2 },
            // A list must not wait for menus and dialogs, which the other small parts belong to.
            { name: 'plain', test: plainParts, minShareCount: 4, maxModuleSize: 5000, priority: 1.5 },
            { name: 'kit', test: /[\\/](@mantine[\\/]core|@floating-ui)[\\/]/, minShareCount: 4, maxModuleSize: 2000, priority: 1 },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 1000,
  },
  server: {
    proxy: { '^/[a-z0-9_-]+/api/': server, '/health': server },
  },
});

/** The service worker knows by its own text that there is another build. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const build = createHash('sha1').update(Object.keys(bundle).sort().join()).digest('hex').slice(0, 12);
      const source = readFileSync(new URL('./service-worker.js', import.meta.url), 'utf8').replace('kontor-BUILD', `kontor-${build}`);
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}
