import { table } from '#platform/json';

/** Why a job failed and what helps, in the language of whoever reads it. The code stays the same in every language. Pure. */

interface Failure {
  readonly code: string;
  /** As it was recorded: English. */
  readonly message: string;
  /** Whether `retry` may help. */
  readonly retryable?: boolean;
  readonly segment?: number | null;
}

const KEY = 'Проверьте ключ провайдера в настройках и повторите.';
const LATER = 'Повторите немного позже.';
const OTHER_MODEL = 'Выберите другую модель или разрешите замену.';
const OTHER_FILE = 'Дайте другой файл.';

/** By code: what has happened, and what to do about it, in Russian. */
const RU: Readonly<Record<string, string | undefined>> = table({
  provider_busy: `Провайдер перегружен и не принял запрос. ${LATER}`,
  provider_failed: `У провайдера произошла ошибка. ${LATER}`,
  provider_unreachable: `Провайдер не отвечает. ${LATER}`,
  provider_unavailable: `Провайдером сейчас нельзя воспользоваться. ${LATER}`,
  provider_refused: `Провайдер отклонил запрос. ${OTHER_MODEL}`,
  provider_cancelled: 'Провайдер прервал работу. Повторите.',
  provider_answer_unreadable: `Ответ провайдера не удалось прочитать. ${LATER}`,
  content_refused: 'Провайдер не принял содержание запроса. Измените текст сцены или описание и повторите.',
  no_credit: 'На счёте провайдера кончились деньги. Пополните счёт и повторите.',
  key_rejected: `Провайдер не принял ключ. ${KEY}`,
  key_missing: `Нет ключа провайдера. ${KEY}`,
  model_unavailable: `Модель сейчас недоступна. ${OTHER_MODEL}`,
  unknown_model: `Такой модели нет. ${OTHER_MODEL}`,
  model_retired: `Эта модель больше не поддерживается. ${OTHER_MODEL}`,
  no_facts_found: 'В Википедии об этом ничего не нашлось. Измените запрос или пришлите свой сценарий.',
  no_stock_found: 'Подходящих готовых кадров не нашлось. Измените описание или разрешите модели.',
  result_lost: 'Результат провайдера не удалось получить. Повторите.',
  submission_lost: 'Запрос к провайдеру потерялся. Повторите.',
  provider_timeout: `Провайдер не успел закончить работу. ${LATER}`,
  result_invalid: `Провайдер прислал негодный результат. ${OTHER_MODEL}`,
  invalid_parameter: `Модель не принимает такие настройки. ${OTHER_MODEL}`,
  callback_required: 'Эта модель отвечает только по публичному адресу. Администратор должен указать его в настройках Kadr.',
  possible_provider_duplicate: 'Неясно, принял ли провайдер запрос, и чтобы не платить дважды, он не повторён. Повторите сами.',
  input_unsupported: `Модель не принимает такие данные. ${OTHER_MODEL}`,
  input_too_large: `Исходный файл слишком большой для модели. ${OTHER_FILE}`,
  quota_exceeded: 'Лимита тарифа не хватило. Дождитесь нового периода или смените тариф и повторите.',
  script_unusable: 'Сценарий не удалось написать. Уточните, о чём фильм, или дайте готовый текст.',
  voice_silent: 'В записи голоса ничего не слышно. Запишите её заново или закажите без записи, тогда текст прочтёт диктор.',
  script_too_long: 'Сценарий не помещается в фильм. Сократите текст или сделайте фильм длиннее.',
  text_empty: 'В тексте нет слов, которые можно произнести. Дайте другой текст.',
  frames_refused: 'Не все картинки подходят. Замените указанные и закажите снова.',
  segment_failed: `Сцену не удалось сделать. ${OTHER_MODEL}`,
  render_failed: 'Фильм не удалось собрать. Повторите.',
  speech_failed: 'Озвучку не удалось сделать. Повторите или выберите другой голос.',
  stalled: 'Работа остановилась. Повторите.',
  timeout: `Работа заняла слишком много времени. ${LATER}`,
  unsupported_media: `Такой файл не поддерживается. ${OTHER_FILE}`,
  picture_unsupported: `Такая картинка не поддерживается. ${OTHER_FILE}`,
  picture_missing: `Картинки больше нет. ${OTHER_FILE}`,
  audio_unreadable: `Звук не удалось прочитать. ${OTHER_FILE}`,
  media_too_large: `В файле слишком много точек, кадров или секунд. ${OTHER_FILE}`,
  payload_too_large: `Файл слишком большой. ${OTHER_FILE}`,
  url_not_allowed: 'По этому адресу файлы не загружаются. Дайте другой адрес.',
  fetch_failed: 'Файл не удалось загрузить. Проверьте адрес и повторите.',
  not_found: 'По этому адресу ничего нет. Проверьте адрес.',
  asset_not_found: 'Такого файла в библиотеке нет. Проверьте, не удалён ли он.',
  asset_not_ready: `Файл библиотеки ещё не готов. ${LATER}`,
  object_missing: 'Нужного файла больше нет в хранилище. Закажите видео заново.',
  storage_failed: `Хранилище не отвечает. ${LATER}`,
  no_space: 'На диске кончилось место. Освободите место и повторите.',
});

const EN_KEY = 'Check the key of the provider in the settings and try again.';
const EN_LATER = 'Try again a little later.';
const EN_AGAIN = 'Try again.';
const EN_OTHER_MODEL = 'Choose another model or allow replacements.';
const EN_OTHER_FILE = 'Give another file.';
const EN_CHECK_ADDRESS = 'Check the address and try again.';

/** By code: what to do about it, in English. What has happened is said in English where it happens. */
const EN_HELP: Readonly<Record<string, string | undefined>> = table({
  ...{ provider_busy: EN_LATER, provider_failed: EN_LATER, provider_unreachable: EN_LATER, provider_unavailable: EN_LATER },
  ...{ provider_refused: EN_OTHER_MODEL, provider_cancelled: EN_AGAIN, provider_answer_unreadable: EN_LATER },
  content_refused: 'Change the text of the scene or the prompt and try again.',
  no_credit: 'Top up the account at the provider and try again.',
  ...{ key_rejected: EN_KEY, key_missing: EN_KEY },
  ...{ model_unavailable: EN_OTHER_MODEL, unknown_model: EN_OTHER_MODEL, model_retired: EN_OTHER_MODEL },
  no_stock_found: 'Change the prompt or allow models.',
  ...{ result_lost: EN_AGAIN, submission_lost: EN_AGAIN, provider_timeout: EN_LATER },
  ...{ result_invalid: EN_OTHER_MODEL, invalid_parameter: EN_OTHER_MODEL, input_unsupported: EN_OTHER_MODEL },
  callback_required: 'The administrator has to set the public address in the settings of Kadr.',
  possible_provider_duplicate: 'It was not repeated, so as not to pay twice: try again yourself.',
  input_too_large: EN_OTHER_FILE,
  quota_exceeded: 'Wait for the next period or change the plan, then try again.',
  script_unusable: 'Say more about what the film is about, or give the text.',
  script_too_long: 'Shorten the text or make the film longer.',
  text_empty: 'Give another text.',
  frames_refused: 'Replace those that are named and order again.',
  ...{ segment_failed: EN_OTHER_MODEL, render_failed: EN_AGAIN, stalled: EN_AGAIN, timeout: EN_LATER },
  speech_failed: 'Try again or choose another voice.',
  voice_silent: 'Record it again, or leave "voice.assetId" out to have the script spoken.',
  no_facts_found: 'Change the prompt or give a script.',
  ...{ unsupported_media: EN_OTHER_FILE, picture_unsupported: EN_OTHER_FILE, picture_missing: EN_OTHER_FILE },
  ...{ audio_unreadable: EN_OTHER_FILE, media_too_large: EN_OTHER_FILE, payload_too_large: EN_OTHER_FILE },
  url_not_allowed: 'Give another address.',
  ...{ fetch_failed: EN_CHECK_ADDRESS, not_found: EN_CHECK_ADDRESS },
  asset_not_found: 'Check whether it was deleted.',
  ...{ asset_not_ready: EN_LATER, storage_failed: EN_LATER },
  object_missing: 'Order the video again.',
  no_space: 'Free some space on the disk and try again.',
});

/** Codes that there are words for, each with what helps in English and in Russian. */
export const KNOWN_REASONS: readonly (readonly [code: string, en: string | undefined, ru: string | undefined])[] = [
  ...new Set([...Object.keys(RU), ...Object.keys(EN_HELP)]),
].map((code) => [code, EN_HELP[code], RU[code]]);

/**
 * What has no words of its own yet says at least whether trying again may help.
 * @param language BCP 47, of whoever reads it; what is not spoken becomes English
 */
export function reasonIn(language: string, failure: Failure): string {
  return /^ru\b/i.test(language) ? inRussian(failure) : inEnglish(failure);
}

/** What has happened, in Russian, to stand inside another sentence; as it was recorded where there are no words for its code. */
export function inRussianBriefly(code: string, recorded: string): string {
  const said = RU[code]?.split(/(?<=\.)\s/u)[0];
  return said === undefined ? recorded : `${said.slice(0, 1).toLowerCase()}${said.slice(1).replace(/\.$/, '')}`;
}

function inRussian({ code, retryable = false, segment = null }: Failure): string {
  const where = segment === null ? '' : `Сцена ${segment + 1}. `;
  const otherwise = `Произошла ошибка (${code}). ${retryable ? 'Повторите.' : 'Повтор не поможет: измените заказ.'}`;
  return `${where}${RU[code] ?? otherwise}`;
}

/** As it was recorded, and what helps where that does not say so itself. */
function inEnglish({ code, message, retryable }: Failure): string {
  const otherwise = retryable ? EN_AGAIN : 'Trying again would end in the same way: change the order.';
  // Of one fault among many nobody has said whether trying again helps.
  const help = EN_HELP[code] ?? (retryable === undefined ? '' : otherwise);
  const said = message.trim();
  if (said === '' || said.includes(help)) return said || help;
  return /[.!?…]$/.test(said) ? `${said} ${help}` : `${said}. ${help}`;
}
