// HomeScreen.
export function HomeScreen() {
  return null;
}
