/** The families into which the dominant colours of pictures are sorted, in the order of a paint box. */
export const COLOURS = [
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

export type Colour = (typeof COLOURS)[number];
