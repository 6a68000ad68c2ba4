// RecordScreen.
export function RecordScreen() {
  return null;
}
