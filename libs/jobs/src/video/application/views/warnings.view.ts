import { isLocal } from '#steps/plan';
import { type VideoWarning } from '../../../contracts/video.resource.js';
import { type VideoJobState } from '../../domain/video-job.state.js';

const MESSAGES: Readonly<Record<VideoWarning['code'], Readonly<Record<string, string>> & { readonly en: string }>> = {
  no_facts: {
    en: 'The narration was written on this machine, by a writer that knows no facts: it asks and observes, and claims nothing beyond your prompt. For facts send a script, set KADR_ONLINE=1 (Wikipedia), or add the key of a language model.',
    ru: 'Текст написан на этой машине автором, который не знает фактов: он спрашивает и наблюдает, но не утверждает ничего сверх вашего запроса. Чтобы были факты, пришлите сценарий, включите KADR_ONLINE=1 (Википедия) или добавьте ключ языковой модели.',
    de: 'Der Text entstand auf diesem Rechner, durch einen Autor, der keine Fakten kennt: Er behauptet nichts, was nicht in Ihrem Prompt steht. Für Fakten senden Sie ein Skript, setzen Sie KADR_ONLINE=1 (Wikipedia) oder hinterlegen Sie den Schlüssel eines Sprachmodells.',
    fr: 'Le texte a été écrit sur cette machine par un auteur qui ne connaît aucun fait : il n’affirme rien de plus que votre demande. Pour des faits, envoyez un script, activez KADR_ONLINE=1 (Wikipédia) ou ajoutez la clé d’un modèle de langage.',
    es: 'El texto se escribió en esta máquina, por un autor que no conoce datos: no afirma nada que no esté en su petición. Para tener datos, envíe un guion, active KADR_ONLINE=1 (Wikipedia) o añada la clave de un modelo de lenguaje.',
    it: 'Il testo è stato scritto su questa macchina da un autore che non conosce fatti: non afferma nulla oltre alla sua richiesta. Per avere fatti invii un copione, imposti KADR_ONLINE=1 (Wikipedia) o aggiunga la chiave di un modello linguistico.',
    pt: 'O texto foi escrito nesta máquina por um autor que não conhece fatos: nada afirma além do seu pedido. Para ter fatos, envie um roteiro, ative KADR_ONLINE=1 (Wikipédia) ou adicione a chave de um modelo de linguagem.',
    nl: 'De tekst is op deze machine geschreven door een schrijver die geen feiten kent: hij beweert niets wat niet in uw prompt staat. Stuur voor feiten een script, zet KADR_ONLINE=1 (Wikipedia) of voeg de sleutel van een taalmodel toe.',
    pl: 'Tekst powstał na tej maszynie; jego autor nie zna faktów i nie twierdzi niczego ponad to, co jest w zapytaniu. Aby mieć fakty, wyślij scenariusz, ustaw KADR_ONLINE=1 (Wikipedia) albo dodaj klucz modelu językowego.',
    uk: 'Текст написано на цій машині автором, який не знає фактів: він не стверджує нічого понад ваш запит. Щоб були факти, надішліть сценарій, увімкніть KADR_ONLINE=1 (Вікіпедія) або додайте ключ мовної моделі.',
    tr: 'Metin bu makinede, hiçbir olguyu bilmeyen bir yazar tarafından yazıldı: İsteğinizde olmayan hiçbir şeyi öne sürmez. Olgular için senaryo gönderin, KADR_ONLINE=1 (Vikipedi) ayarlayın ya da bir dil modelinin anahtarını ekleyin.',
  },
  no_voice: {
    en: 'No voice on this machine speaks the language of this film: its captions tell it. For a voice install espeak-ng or a neural voice of that language, or add the key of a voice provider.',
    ru: 'Ни один голос на этой машине не говорит на языке этого видео: его рассказывают субтитры. Чтобы был голос, установите espeak-ng или нейронный голос этого языка либо добавьте ключ поставщика голосов.',
  },
};

/** What whoever watches the film should know about it, in its language where we have the words, else in English. */
export function warningsOf({ script, narrated, voiceover, request }: Told): VideoWarning[] {
  const codes: VideoWarning['code'][] = [
    ...(script && isLocal(script.source) ? ['no_facts' as const] : []),
    ...(narrated && !voiceover && request.voice !== false ? ['no_voice' as const] : []),
  ];
  return codes.map((code) => ({ code, message: ofLanguage(MESSAGES[code], request.language) }));
}

type Told = Pick<VideoJobState, 'script' | 'narrated' | 'voiceover' | 'request'>;

function ofLanguage(messages: (typeof MESSAGES)[VideoWarning['code']], language: string): string {
  const base = language.toLowerCase().split('-')[0] ?? '';
  return (Object.hasOwn(messages, base) ? messages[base] : undefined) ?? messages.en;
}
