import { createSpeech, type Speech } from '../speech/speech.js';

/** The local voices, with the programs that were found or fetched for this run: they need not be on the PATH. */
export function localSpeech(): Speech {
  const { ESPEAK_PATH, ESPEAK_DATA_PATH, ESPEAK_LIBRARY_PATH } = process.env;
  return createSpeech({
    ...(ESPEAK_PATH && { espeakPath: ESPEAK_PATH }),
    ...(ESPEAK_DATA_PATH && { espeakDataPath: ESPEAK_DATA_PATH }),
    ...(ESPEAK_LIBRARY_PATH && { espeakLibraryPath: ESPEAK_LIBRARY_PATH }),
  });
}
