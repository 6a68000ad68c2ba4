// CustomFieldsScreen.
export function CustomFieldsScreen() {
  return null;
}
