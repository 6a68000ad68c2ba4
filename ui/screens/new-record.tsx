// NewRecordScreen.
export function NewRecordScreen() {
  return null;
}
