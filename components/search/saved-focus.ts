/** Where somebody is in the fields of a search, while one page takes the place of another. */
type Place = { id: string; text: string | null; isOpen: boolean };

let kept: Place | null = null;

/** Looks at the fields just before they go. @param isNew does the page that comes answer to what is in them? */
export function saveFocus(page: HTMLElement, isNew: boolean): void {
  const active = document.activeElement;
  if (!active || !page.contains(active)) return;
  const text = isNew && active instanceof HTMLInputElement ? active.value : null;
  // A link that takes a filter away goes with it; what is found then is what comes next.
  kept = { id: active.id || 'found', text, isOpen: page.querySelector('details')?.open ?? false };
  // The next page comes in the same step, or it is not one of these.
  queueMicrotask(() => {
    kept = null;
  });
}

/** Goes on in the new fields. */
export function takeSavedFocus(page: HTMLElement): void {
  if (!kept) return;
  const { id, text, isOpen } = kept;
  const filters = page.querySelector('details');
  if (filters) filters.open = isOpen;
  const field = document.getElementById(id) ?? document.getElementById('found');
  field?.focus({ preventScroll: true });
  if (!(field instanceof HTMLInputElement)) return;
  const isText = field.type === 'search' || field.type === 'number';
  if (isText && text !== null) field.value = text;
  if (field.type === 'search') field.setSelectionRange(field.value.length, field.value.length);
}
