import { coletteVarenne } from './artists/colette-varenne.ts';
import { inesFalcao } from './artists/ines-falcao.ts';
import { kenjiAoyama } from './artists/kenji-aoyama.ts';
import { miraCastellan } from './artists/mira-castellan.ts';
import { owenTrevarrow } from './artists/owen-trevarrow.ts';
import { ruthAdebayoLane } from './artists/ruth-adebayo-lane.ts';
import { sunnivaLindqvist } from './artists/sunniva-lindqvist.ts';
import { tobiasEhrenfeld } from './artists/tobias-ehrenfeld.ts';
import type { DemoArtist } from './gallery-types.ts';

/** In the order of their newest works at the top of the gallery. */
export const DEMO_ARTISTS: readonly DemoArtist[] = [
  inesFalcao,
  kenjiAoyama,
  ruthAdebayoLane,
  owenTrevarrow,
  miraCastellan,
  sunnivaLindqvist,
  tobiasEhrenfeld,
  coletteVarenne,
];
