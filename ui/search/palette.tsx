// Search palette (Ctrl/Cmd-K).
export function SearchPalette(_: { onClose: () => void }) {
  return null;
}
