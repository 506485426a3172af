// Narrator voices that `npm run voices -- add <name>` knows. Sizes and digests are those of the archives as their makers publish them.

/** Models of Piper and Kokoro, made ready for sherpa-onnx by its makers. */
const RELEASES = 'https://github.com/k2-fsa/sherpa-onnx/releases/download/tts-models';

/** @typedef {import('../../libs/media/src/speech/neural/voice-file.ts').VoiceSpeaker} VoiceSpeaker */
/**
 * @typedef {object} CatalogueVoice
 * @property {string} name
 * @property {'piper' | 'kokoro'} family
 * @property {string} url of a .tar.bz2
 * @property {number} bytes of the archive
 * @property {string | null} sha256 of the archive; null: not known here, so whoever adds it says it
 * @property {string} licence
 * @property {readonly VoiceSpeaker[]} speakers
 */

const one = (id, name, language, gender) => [{ id, name, language, gender, speaker: 0 }];

/** @returns {CatalogueVoice} */
const piper = (archive, bytes, sha256, licence, speakers) => ({
  ...{ name: speakers[0].id, family: 'piper', url: `${RELEASES}/vits-piper-${archive}.tar.bz2`, bytes, sha256, licence, speakers },
});

const RUSSIAN_LICENCE = 'Piper: MIT; terms of the recordings: MODEL_CARD in the archive';

/** In the order in which the model has them. */
const KOKORO_ENGLISH = [
  ['af', 'US English', 'female'],
  ['bella', 'US English', 'female'],
  ['nicole', 'US English', 'female'],
  ['sarah', 'US English', 'female'],
  ['sky', 'US English', 'female'],
  ['adam', 'US English', 'male'],
  ['michael', 'US English', 'male'],
  ['emma', 'British English', 'female'],
  ['isabella', 'British English', 'female'],
  ['george', 'British English', 'male'],
  ['lewis', 'British English', 'male'],
].map(([id, accent, gender], speaker) => {
  const title = id === 'af' ? 'Kokoro' : `${id[0].toUpperCase()}${id.slice(1)}`;
  return { id: `kokoro-${id}`, name: `${title}, ${accent}`, language: accent.startsWith('US') ? 'en' : 'en-gb', gender, speaker };
});

/** @type {readonly CatalogueVoice[]} */
export const VOICE_CATALOGUE = [
  {
    name: 'kokoro-en',
    family: 'kokoro',
    url: `${RELEASES}/kokoro-en-v0_19.tar.bz2`,
    bytes: 319_625_534,
    sha256: '912804855a04745fa77a30be545b3f9a5d15c4d66db00b88cbcd4921df605ac7',
    licence: 'Apache-2.0',
    speakers: KOKORO_ENGLISH,
  },
  piper(
    'en_US-libritts_r-medium',
    82_038_311,
    '10dc268f3e371696d721486123e2705a9fc1faa113491979fde4d88dba1f1b1c',
    'Piper: MIT; recordings: LibriTTS-R, CC BY 4.0',
    one('libritts-r', 'LibriTTS-R, US English', 'en', 'female'),
  ),
  piper(
    'en_US-ljspeech-medium',
    67_169_893,
    null,
    'Piper: MIT; recordings: LJ Speech, public domain',
    one('ljspeech', 'LJ Speech, US English', 'en', 'female'),
  ),
  piper(
    'ru_RU-irina-medium',
    67_153_308,
    '1fc0f54e5e084fe287c07909f2f6e0ba6d857864cf800e3ab80286a4e8233008',
    RUSSIAN_LICENCE,
    one('irina', 'Ирина', 'ru', 'female'),
  ),
  piper(
    'ru_RU-denis-medium',
    67_190_991,
    'efa4c18e0b5e32b81d1b6df36b9d312831e5d545200e27848ef926a4cd930300',
    RUSSIAN_LICENCE,
    one('denis', 'Денис', 'ru', 'male'),
  ),
  piper(
    'ru_RU-dmitri-medium',
    67_188_551,
    'c86d0803737de13d441923ff3b3f309482fab8d7af3ec85949942809eb9a3660',
    RUSSIAN_LICENCE,
    one('dmitri', 'Дмитрий', 'ru', 'male'),
  ),
];
