// ImportScreen.
export function ImportScreen() {
  return null;
}
