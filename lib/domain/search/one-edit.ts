/** Is one of the words the other with one letter replaced, added or left out, or with two neighbours exchanged? */
export function isOneEdit(one: string, other: string): boolean {
  const [short, long] = [[...one], [...other]].sort((a, b) => a.length - b.length) as [string[], string[]];
  if (long.length - short.length > 1) return false;
  const start = short.findIndex((letter, index) => letter !== long[index]);
  // The same up to the end of the shorter one: equal, or one letter more at the end.
  if (start === -1) return long.length > short.length;
  const rest = (letters: string[], from: number) => letters.slice(from).join('');
  if (long.length > short.length) return rest(short, start) === rest(long, start + 1);
  if (rest(short, start + 1) === rest(long, start + 1)) return true;
  const areExchanged = short[start] === long[start + 1] && short[start + 1] === long[start];
  return areExchanged && rest(short, start + 2) === rest(long, start + 2);
}
