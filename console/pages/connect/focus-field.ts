/** Moves the focus to a field and marks what is in it, so that what is pasted next replaces it. */
export function focusField(id: string): void {
  const field = document.getElementById(id);
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}
