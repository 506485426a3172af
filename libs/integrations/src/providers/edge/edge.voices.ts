import { table } from '#platform/json';

/** Voices of the service, those that narrate well, by language: the first is taken where an order names none. */
const VOICES: Readonly<Record<string, readonly string[]>> = table({
  en: ['en-US-AndrewNeural', 'en-US-AriaNeural', 'en-US-EmmaNeural', 'en-US-BrianNeural', 'en-GB-SoniaNeural', 'en-GB-RyanNeural'],
  ru: ['ru-RU-DmitryNeural', 'ru-RU-SvetlanaNeural'],
  ar: ['ar-EG-SalmaNeural', 'ar-EG-ShakirNeural'],
  bn: ['bn-IN-TanishaaNeural', 'bn-IN-BashkarNeural'],
  cs: ['cs-CZ-VlastaNeural', 'cs-CZ-AntoninNeural'],
  da: ['da-DK-ChristelNeural', 'da-DK-JeppeNeural'],
  de: ['de-DE-KatjaNeural', 'de-DE-ConradNeural'],
  el: ['el-GR-AthinaNeural', 'el-GR-NestorasNeural'],
  es: ['es-ES-ElviraNeural', 'es-ES-AlvaroNeural', 'es-MX-DaliaNeural', 'es-MX-JorgeNeural'],
  fi: ['fi-FI-NooraNeural', 'fi-FI-HarriNeural'],
  fr: ['fr-FR-DeniseNeural', 'fr-FR-HenriNeural'],
  he: ['he-IL-HilaNeural', 'he-IL-AvriNeural'],
  hi: ['hi-IN-SwaraNeural', 'hi-IN-MadhurNeural'],
  hu: ['hu-HU-NoemiNeural', 'hu-HU-TamasNeural'],
  id: ['id-ID-GadisNeural', 'id-ID-ArdiNeural'],
  it: ['it-IT-ElsaNeural', 'it-IT-DiegoNeural'],
  ja: ['ja-JP-NanamiNeural', 'ja-JP-KeitaNeural'],
  kk: ['kk-KZ-AigulNeural', 'kk-KZ-DauletNeural'],
  ko: ['ko-KR-SunHiNeural', 'ko-KR-InJoonNeural'],
  nb: ['nb-NO-PernilleNeural', 'nb-NO-FinnNeural'],
  nl: ['nl-NL-ColetteNeural', 'nl-NL-MaartenNeural'],
  pl: ['pl-PL-ZofiaNeural', 'pl-PL-MarekNeural'],
  pt: ['pt-BR-FranciscaNeural', 'pt-BR-AntonioNeural', 'pt-PT-RaquelNeural', 'pt-PT-DuarteNeural'],
  ro: ['ro-RO-AlinaNeural', 'ro-RO-EmilNeural'],
  sv: ['sv-SE-SofieNeural', 'sv-SE-MattiasNeural'],
  th: ['th-TH-PremwadeeNeural', 'th-TH-NiwatNeural'],
  tr: ['tr-TR-EmelNeural', 'tr-TR-AhmetNeural'],
  uk: ['uk-UA-PolinaNeural', 'uk-UA-OstapNeural'],
  vi: ['vi-VN-HoaiMyNeural', 'vi-VN-NamMinhNeural'],
  zh: ['zh-CN-XiaoxiaoNeural', 'zh-CN-YunxiNeural', 'zh-TW-HsiaoChenNeural', 'zh-TW-YunJheNeural'],
});
/** The service has some four hundred; whoever knows the name of another may use it. */
const NAME = /^[a-z]{2,3}-[A-Z]{2}-(?:[A-Za-z]{2,20}-)?[A-Za-z]{2,40}Neural$/;

export const EDGE_VOICES: readonly string[] = Object.values(VOICES).flat();

/** `en-US` of `en-US-AriaNeural`. */
export const localeOf = (voice: string): string => voice.split('-').slice(0, 2).join('-');

/** `Aria` of `en-US-AriaNeural`. */
export const nameOf = (voice: string): string => (voice.split('-').at(-1) ?? voice).replace(/Neural$/, '');

export const isVoiceName = (voice: string): boolean => NAME.test(voice);

/** The voice of this very region, else of the language. @param language BCP 47 @returns null: it has none that is known here */
export function narratorOf(language: string): string | null {
  const [base = ''] = language.toLowerCase().split('-');
  const voices = VOICES[base === 'no' ? 'nb' : base] ?? [];
  return voices.find((voice) => localeOf(voice).toLowerCase() === language.toLowerCase()) ?? voices[0] ?? null;
}
