import type { World } from '../scene/scene.js';
import { blueprint, chalkboard, paperHills, plain } from './boards.js';
import { city } from './city.js';
import { blobs, rays, studio } from './graphic.js';
import { bokeh, cutout, grid, rings } from './graphic-deep.js';
import { clouds, night, space } from './heights.js';
import { dunes, forest, hills, ridges, snowfield } from './landscape.js';
import type { Framing } from './foreground.js';
import type { Kit, Plate } from './plate.js';
import { sea } from './sea.js';

/** How a world is painted, and whether there is ground to stand on or everything floats. */
export const WORLDS: Readonly<
  Record<World, { readonly paint: (kit: Kit) => Plate[]; readonly grounded: boolean; readonly framing: Framing | null }>
> = {
  hills: { paint: hills, grounded: true, framing: 'leaves' },
  ridges: { paint: ridges, grounded: true, framing: 'pines' },
  dunes: { paint: dunes, grounded: true, framing: 'rocks' },
  forest: { paint: forest, grounded: true, framing: 'leaves' },
  snowfield: { paint: snowfield, grounded: true, framing: 'pines' },
  night: { paint: night, grounded: true, framing: 'grass' },
  city: { paint: city, grounded: true, framing: 'leaves' },
  studio: { paint: studio, grounded: true, framing: 'spheres' },
  bokeh: { paint: bokeh, grounded: true, framing: 'spheres' },
  grid: { paint: grid, grounded: false, framing: null },
  clouds: { paint: clouds, grounded: false, framing: null },
  space: { paint: space, grounded: false, framing: null },
  sea: { paint: sea, grounded: false, framing: 'weeds' },
  blobs: { paint: blobs, grounded: false, framing: 'spheres' },
  rays: { paint: rays, grounded: false, framing: null },
  cutout: { paint: cutout, grounded: false, framing: null },
  plain: { paint: plain, grounded: true, framing: null },
  paperhills: { paint: paperHills, grounded: true, framing: null },
  blueprint: { paint: blueprint, grounded: false, framing: null },
  chalkboard: { paint: chalkboard, grounded: false, framing: null },
  rings: { paint: rings, grounded: false, framing: 'spheres' },
};
