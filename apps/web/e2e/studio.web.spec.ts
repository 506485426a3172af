import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { obtainChromium } from '../../../scripts/lib/chromium.mjs';
import { defaultProgramsDir } from '../../../scripts/services.mjs';
import { creating } from './creating.story.js';
import { editing } from './editing.story.js';
import { filming } from './filming.story.js';
import { flows } from './flows.story.js';
import { gates } from './gates.story.js';
import { limits } from './limits.story.js';
import { looks } from './looks.story.js';
import { pairing } from './pairing.story.js';
import { serving } from './serving.story.js';
import { signingIn } from './signing-in.story.js';
import { staying } from './staying.story.js';
import { Studio } from './support/studio.js';

const { path: browser, missing } = await obtainChromium({ programsDir: defaultProgramsDir(), say: (line) => console.log(line) });

if (browser === null) {
  // Where the checks that count are run, a browser is fetched like the other programs: without one nothing was shown.
  if (process.env['CI']) it('has a browser', () => expect(missing).toBeNull());
  else it.skip(`is not shown: ${missing}`, () => undefined);
} else {
  describe('the studio in a browser', () => {
    let studio: Studio;
    beforeAll(async () => {
      studio = await Studio.start(browser);
    }, 180_000);
    afterEach(async () => expect(await studio.leave()).toEqual([]));
    afterAll(async () => studio.stop(), 60_000);

    // In this order: the first ones need an installation without a video.
    for (const story of [serving, signingIn, creating, pairing, gates, filming, flows, editing, limits, staying, looks])
      story(() => studio);
  });
}
