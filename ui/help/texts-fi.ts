// The guides in one language, as one chunk.

export default import.meta.glob<string>('../../docs/help/fi/*.md', { query: '?raw', import: 'default', eager: true });
