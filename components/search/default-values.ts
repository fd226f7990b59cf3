/** What a form would have sent before anyone touched it. */
export function defaultValues(form: HTMLFormElement): [name: string, value: string][] {
  return [...form.elements].flatMap((field): [string, string][] => {
    if (field instanceof HTMLSelectElement) {
      const chosen = [...field.options].find(({ defaultSelected }) => defaultSelected) ?? field.options[0];
      return chosen ? [[field.name, chosen.value]] : [];
    }
    if (!(field instanceof HTMLInputElement)) return [];
    const isChoice = field.type === 'checkbox' || field.type === 'radio';
    if (isChoice) return field.defaultChecked ? [[field.name, field.value]] : [];
    return [[field.name, field.defaultValue]];
  });
}
