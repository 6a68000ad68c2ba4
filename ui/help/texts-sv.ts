// The guides in one language, as one chunk.

export default import.meta.glob<string>('../../docs/help/sv/*.md', { query: '?raw', import: 'default', eager: true });
