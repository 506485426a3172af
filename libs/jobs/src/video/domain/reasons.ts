/** Why a job failed and what helps, in the language of the job. The code stays the same in every language. Pure. */

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

/** By code: what has happened, and what to do about it. */
const RU: Readonly<Record<string, string | undefined>> = {
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
  voice_silent: 'В записи голоса ничего не слышно. Запишите её заново или уберите voice.assetId, чтобы текст прочёл диктор.',
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
};

/** @param language BCP 47, of the job. What has no words of its own yet says at least whether trying again may help */
export function reasonIn(language: string, { code, message, retryable = false, segment = null }: Failure): string {
  if (!/^ru\b/i.test(language)) return message;
  const where = segment === null ? '' : `Сцена ${segment + 1}. `;
  const otherwise = `Произошла ошибка (${code}). ${retryable ? 'Повторите.' : 'Повтор не поможет: измените заказ.'}`;
  return `${where}${RU[code] ?? otherwise}`;
}
