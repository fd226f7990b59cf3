/** Whether two words differ by one letter that is replaced, added or missing, or by two swapped neighbours. */
export function isOneEdit(word: string, other: string): boolean {
  const [short, long] = [[...word], [...other]].sort((a, b) => a.length - b.length) as [string[], string[]];
  if (long.length - short.length > 1) return false;
  const start = short.findIndex((letter, index) => letter !== long[index]);
  // The shorter word is the beginning of the longer one: they are equal, or one letter was added at the end.
  if (start === -1) return long.length > short.length;
  const rest = (letters: string[], from: number) => letters.slice(from).join('');
  if (long.length > short.length) return rest(short, start) === rest(long, start + 1);
  if (rest(short, start + 1) === rest(long, start + 1)) return true;
  const areSwapped = short[start] === long[start + 1] && short[start + 1] === long[start];
  return areSwapped && rest(short, start + 2) === rest(long, start + 2);
}
