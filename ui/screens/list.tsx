// ListScreen.
export function ListScreen() {
  return null;
}
