/** The families into which the dominant colours of pictures are sorted, in the order of a paint box. */
export const COLORS = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
  'brown',
  'black',
  'grey',
  'white',
] as const;

export type Color = (typeof COLORS)[number];
