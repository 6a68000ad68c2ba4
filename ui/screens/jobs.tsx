// JobsScreen.
export function JobsScreen() {
  return null;
}
