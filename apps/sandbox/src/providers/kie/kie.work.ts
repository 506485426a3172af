import { inputFile } from '../../core/inputs.js';
import { type MediaShelf, type ShelfFile } from '../../core/media-shelf.js';
import { sizeOf } from '../../core/sizes.js';
import { type MediaKind } from '../../core/tasks.js';
import { listOf, textOf, type Fields } from '../../http/exchange.js';

const FIRST = ['first_frame_url', 'image_url', 'imageUrl', 'inputImage', 'image'];
const LAST = ['last_frame_url', 'tail_image_url', 'end_image_url'];
const LISTS = ['image_urls', 'input_urls', 'image_input', 'imageUrls', 'filesUrl', 'files_url'];
const NAMED_SIZES: Readonly<Record<string, string>> = {
  ...{ square: '1:1', square_hd: '1:1', landscape_16_9: '16:9', portrait_16_9: '9:16', landscape_4_3: '4:3', portrait_4_3: '3:4' },
};

/** Makes what was ordered, whichever of the service's spellings the order uses. @throws TaskFailure `input` */
export async function makeFor(shelf: MediaShelf, kind: MediaKind, input: Fields): Promise<readonly ShelfFile[]> {
  const about = JSON.stringify(input);
  const pictures = await Promise.all(pictureUrls(input).map((reference) => inputFile(reference)));
  const size = sizeOf(ratioOf(input));
  const seconds = Math.min(Math.max(Number(input['duration'] ?? 5) || 5, 1), 60);
  switch (kind) {
    case 'video':
      return [await shelf.video({ about, ...size, seconds, first: pictures[0], last: pictures[1] })];
    case 'image': {
      const count = Math.min(Math.max(Number(input['max_images'] ?? input['num_images'] ?? 1) || 1, 1), 6);
      const extension = /png/.test(textOf(input['output_format'] ?? input['outputFormat'])) ? 'png' : 'jpg';
      return Promise.all(Array.from({ length: count }, (_, index) => shelf.image({ about: `${about} ${index}`, ...size, extension })));
    }
    case 'music':
      return [
        await shelf.music(
          `${textOf(input['style'])} ${textOf(input['prompt'])}`,
          Math.min(Math.max(Number(input['duration'] ?? 30), 10), 60),
        ),
      ];
    case 'speech':
      return [await shelf.speech(textOf(input['text']), textOf(input['voice']), Number(input['speed'] ?? 1), 'mp3')];
  }
}

function ratioOf(input: Fields): string {
  const given = ['aspect_ratio', 'aspectRatio', 'ratio', 'image_size', 'size'].map((name) => textOf(input[name])).find(Boolean) ?? '16:9';
  return NAMED_SIZES[given] ?? given;
}

function pictureUrls(input: Fields): string[] {
  const named = (names: readonly string[]) => names.map((name) => textOf(input[name])).filter(Boolean);
  const lists = LISTS.flatMap((name) => listOf(input[name]).map(textOf)).filter(Boolean);
  const singles = [...named(FIRST).slice(0, 1), ...named(LAST).slice(0, 1)];
  return lists.length > 0 ? lists.slice(0, 2) : singles;
}
