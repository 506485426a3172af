import { table } from '../../text/table.js';

/**
 * Words of other languages beside which nothing may smile or celebrate: war, death, hunger, grief, illness, catastrophe. Those with `*` begin so.
 * Each is whole otherwise: German "Tod" is no "Toddler", French "mort" no "mortier".
 */
const GRAVE: Readonly<Record<string, string>> = table({
  de: 'krieg kriege kriegs* weltkrieg* bürgerkrieg tod todes* tot tote toten toter starb starben stirbt sterben gestorben getötet* tötet* ermordet* mord morde mörder* belagerung* blockade hunger hungers* hungerten verhungert* trauer* krank kranke krankheit* krebs seuche pest katastrophe* erdbeben flut überschwemmung* unglück* opfer verletzt* verwundet* flüchtling* schmerz* angst einsam* gefängnis* sklave* gefallen gefallene* überlebende* untergang ertrank* ertrunken* begräbnis* beerdigung* friedhof* sarg bombe* bombardier* massaker völkermord holocaust terror* anschlag* zerstört* vermisst* selbstmord suizid* depression* verloren weinte* tränen',
  fr: 'guerre guerres mort morts morte mortes mourir meurt meurent mourut moururent mourait mortel* décès décéd* tué tués tuée tuées tue tuent meurtre* assassin* siège blocus faim famine* deuil chagrin malade malades maladie* cancer peste épidémie* catastrophe* séisme* tremblement inondation* naufrage* victime* bless* réfugié* douleur* peur terreur prison* esclav* bataille* bombe bombes bombard* massacre* génocide* attentat* détrui* ruines funérailles enterrement* cimetière* cercueil* orphelin* suicide* dépression perdu perdue pleur* larmes noyé* tragédie* disparu*',
  es: 'guerra guerras muerte muertes muerto muertos muerta muertas murió murieron morir muere mueren mataron mató matar asesin* asedio sitio bloqueo hambre hambruna* duelo luto pena enferm* cáncer peste epidemia* catástrofe* terremoto* inundaci* naufrag* víctima* herid* refugiad* dolor dolores miedo terror prisión cárcel esclav* batalla* bomba bombas bombard* masacre* genocidio* atentado* destru* ruinas funeral* entierro* cementerio* ataúd* huérfan* suicidio* depresión perdió perdieron llor* lágrimas ahog* tragedia* desaparecid*',
  it: 'guerra guerre morte morti morto morta morì morirono morire muore muoiono ucci* omicid* assassin* assedio blocco fame carestia* lutto dolore dolori malat* cancro peste epidemia* catastrof* terremot* alluvion* naufrag* vittim* ferit* profug* rifugiat* paura terrore prigion* carcere schiav* battagli* bomba bombe bombard* massacr* genocidi* attentat* distru* rovine funeral* sepolt* cimiter* bara orfan* suicidi* depressione perso persero piang* piansero lacrime anneg* tragedi* scompars*',
  pt: 'guerra guerras morte mortes morto mortos morta mortas morreu morreram morrer morre morrem matou mataram matar assassin* cerco bloqueio fome luto mágoa doente* doença* câncer cancro peste epidemia* catástrofe* terremoto* terramoto* enchente* inundaç* naufrág* vítima* ferid* refugiad* dor dores medo terror prisão escrav* batalha* bomba bombas bombard* massacre* genocídio* atentado* destru* ruínas funeral* enterro* cemitério* caixão órfã* suicídio* depressão perdeu perderam chor* lágrimas afog* tragédia* desaparecid*',
  nl: 'oorlog* wereldoorlog* dood doden dode stierf stierven sterft sterven gestorven gedood* doodde* vermoord* moord* belegering* beleg blokkade* honger* hongersnood rouw* verdriet ziek zieke zieken ziekte* kanker pest epidemie* ramp rampen catastrofe* aardbeving* overstroming* schipbreuk* slachtoffer* gewond* vluchteling* pijn angst terreur gevangen* slaaf slaven slavernij veldslag* bom bommen bombard* massamoord* genocide aanslag* verwoest* vernietigd* puin begrafenis* begraven kerkhof doodskist wees weeskind* zelfmoord* depressie verloor verloren huilde* tranen verdronk* tragedie* vermist*',
  pl: 'wojna wojny wojnie wojnę wojną wojen śmierć śmierci śmierteln* umarł* umiera* umrzeć zmarł* zginął zginęł* ginęli ginął zabił* zabit* zabija* zamordowa* morderstw* oblężeni* blokad* głód głodu głodow* głodem żałob* smut* chory chora chorob* chorych choroby nowotw* dżum* epidemi* katastrof* trzęsieni* powód* powodzi zatonął zatonęł* ofiar* rann* uchodźc* ból bólu strach* terror* więzie* niewoln* bitw* bomb* masakr* ludobójstw* zamach* zniszcz* ruin* gruz* pogrzeb* cmentarz* trumn* sierot* samobój* depresj* płakał* łzy tragedi* zaginion*',
  uk: "війн* воєн смерт* помер* померл* вмира* помира* загинул* загинув загибл* убив убил* вбив вбил* вбит* убит* вбивств* облог* блокад* голод голоду голодомор* голодува* горе горя траур* хвор* рак раку чум* епідемі* катастроф* землетрус* повін* повен* затонул* жертв* поранен* біженц* біль болю страх* терор* в'язниц* тюрм* раб рабів рабств* битв* бомб* обстріл* різанин* геноцид* теракт* зруйнова* руїн* похорон* кладовищ* труна труни сирот* самогубств* депресі* плака* сльози сліз трагеді* зникл*",
  tr: 'savaş savaşta savaşı savaşın savaşlar* ölüm ölümü ölümün ölüme öldü öldüler ölü ölüler ölen öldür* katle* cinayet* kuşatma* abluka* açlık* kıtlık* yas keder* hasta hastalık* hastalığ* hastalar kanser* veba* salgın* felaket* deprem* sel battı kurban* yaralı* yaralan* mülteci* acı acısı acılar korku* terör* hapis* hapishane* köle* muharebe* bomba* katliam* soykırım* saldırı* yıkıl* yıkım* harabe* enkaz* cenaze* mezarlık* tabut* yetim* intihar* depresyon* ağladı* gözyaş* boğul* trajedi* kayboldu* şehit*',
  sv: 'krig kriget kriget* krigs* världskrig* död döda döden döde dödad* dog dör dött mördad* mord mordet belägring* blockad* hunger* svält* sorg* sjuk sjuka sjukdom* cancer* pest pesten epidemi* katastrof* jordbävning* översvämning* skeppsbrott* offer offren skadad* sårad* flykting* smärta* rädsla skräck* fängelse* slav slavar slaveri* slaget bomb* massaker* folkmord* terror* förstör* ruin* begrav* kyrkogård* kista* föräldralös* självmord* depression* förlorade grät tårar drunkn* tragedi* försvunn*',
  zh: '战争* 戰爭* 死 死亡 死去 死者 去世 牺牲 犧牲 杀* 殺* 谋杀 凶手 围困 封锁 饥饿 饥荒 飢餓 悲伤 悲傷 悲痛 生病 病人 疾病 癌症 瘟疫 疫情 灾难 災難 地震 洪水 水灾 遇难* 受害者 受伤 伤员 难民 痛苦 疼痛 恐惧 害怕 监狱 奴隶 战斗 炸弹 轰炸 屠杀 大屠杀 恐怖 摧毁 废墟 葬礼 墓地 棺材 孤儿 自杀 抑郁* 忧郁* 失去 眼泪 哭 哭泣 溺水 悲剧 失踪',
  ja: '戦争* 死 死亡 死ぬ 死ん* 亡く* 亡くなった 殺* 殺人 包囲 飢え 飢餓 飢饉 悲しみ 悲し* 病気 病人 癌 がん 疫病 災害 震災 地震 津波 洪水 犠牲* 被害者 負傷* 怪我 難民 苦し* 痛み 恐怖 怖* 刑務所 奴隷 戦闘 爆弾 爆撃 空襲 虐殺 テロ 破壊* 廃墟 葬式 葬儀 墓 墓地 棺 孤児 自殺 鬱 うつ病 失っ* 失う 涙 泣* 溺れ* 悲劇 行方不明',
  ko: '전쟁* 죽* 사망* 살인* 살해* 포위* 굶* 기근* 슬픔* 슬픈 슬프* 병든 환자* 질병* 암 전염병* 재난* 재앙* 지진* 홍수* 희생* 피해자* 부상* 난민* 고통* 아픔* 공포* 두려* 감옥* 노예* 전투* 폭탄* 폭격* 학살* 테러* 파괴* 폐허* 장례* 무덤* 묘지* 고아* 자살* 우울* 잃* 눈물* 울었* 익사* 비극* 실종*',
  id: 'perang peperangan mati kematian meninggal tewas gugur bunuh membunuh dibunuh pembunuh* pembunuhan pengepungan blokade kelaparan duka berduka sedih kesedihan sakit penyakit kanker wabah bencana gempa banjir tsunami korban terluka luka pengungsi derita penderitaan nyeri takut ketakutan teror penjara budak perbudakan pertempuran bom pengeboman pembantaian genosida hancur menghancurkan kehancuran reruntuhan pemakaman kuburan makam yatim bunuh-diri depresi kehilangan menangis tangis tenggelam tragedi hilang',
});

const patterns = new Map<string, RegExp>();

/** Whether a word of one of these languages is a grave one. @param language its base */
export function isGraveWord(written: string, language: string): boolean {
  if (!Object.hasOwn(GRAVE, language)) return false;
  let pattern = patterns.get(language);
  if (!pattern) {
    pattern = new RegExp(`^(?:${(GRAVE[language] ?? '').replaceAll('*', '\\p{L}*').split(' ').join('|')})$`, 'u');
    patterns.set(language, pattern);
  }
  return pattern.test(written.replaceAll('’', "'").toLocaleLowerCase(language === 'tr' ? 'tr' : 'en'));
}

const CHEERFUL: Readonly<Record<string, RegExp>> = table({
  de: /^(?:glücklich\p{L}*|fröhlich\p{L}*|feiern|feiert|fest|geburtstag\p{L}*|lachen|lacht|lächeln|hochzeit\p{L}*|weihnacht\p{L}*)$/u,
  fr: /^(?:heureu\p{L}+|joyeu\p{L}+|joie|fête|fêtes|anniversaire|rire|rient|sourire\p{L}*|mariage|noël)$/u,
  es: /^(?:feliz|felices|alegr\p{L}+|fiesta\p{L}*|cumpleaños|risa\p{L}*|ríen|sonris\p{L}+|boda\p{L}*|navidad)$/u,
  it: /^(?:felic\p{L}+|allegr\p{L}+|gioia|festa|feste|compleanno|ridono|risata|sorris\p{L}+|matrimonio|natale)$/u,
  pt: /^(?:feliz|felizes|alegr\p{L}+|festa\p{L}*|aniversário|riso|riem|sorris\p{L}+|casamento|natal)$/u,
  nl: /^(?:gelukkig\p{L}*|vrolijk\p{L}*|vreugde|feest\p{L}*|verjaardag\p{L}*|lachen|lacht|glimlach\p{L}*|bruiloft|kerst\p{L}*)$/u,
  pl: /^(?:szczęśliw\p{L}+|radość|radości|radosn\p{L}+|wesoł\p{L}+|święto|urodziny|śmiech\p{L}*|uśmiech\p{L}*|wesele|boże narodzenie)$/u,
  uk: /^(?:щаслив\p{L}+|радіс\p{L}+|весел\p{L}+|свято|свята|день народження|сміх\p{L}*|сміють\p{L}*|посмішк\p{L}+|усмішк\p{L}+|весілля|різдво)$/u,
  tr: /^(?:mutlu\p{L}*|neşe\p{L}*|sevinç\p{L}*|kutla\p{L}*|bayram\p{L}*|doğum|gül(?:er|üyor|ümse)\p{L}*|düğün\p{L}*)$/u,
  sv: /^(?:lycklig\p{L}*|glad|glada|glädje|fest\p{L}*|födelsedag\p{L}*|skratt\p{L}*|leende\p{L}*|bröllop\p{L}*|jul|julen)$/u,
  zh: /^(?:快乐|快樂|高兴|开心|開心|幸福|庆祝|慶祝|节日|節日|生日|笑|微笑|欢乐|歡樂|婚礼|婚禮|圣诞|圣诞节|春节)$/u,
  ja: /^(?:嬉しい|楽しい|幸せ|喜び|笑顔|笑い|祭り|お祭り|誕生日|結婚式|クリスマス|お祝い|祝)$/u,
  ko: /^(?:행복\p{L}*|기쁨\p{L}*|기쁜|즐거\p{L}*|축제\p{L}*|생일\p{L}*|웃\p{L}*|미소\p{L}*|결혼식\p{L}*|성탄\p{L}*)$/u,
  id: /^(?:bahagia|kebahagiaan|gembira|senang|perayaan|merayakan|pesta|tawa|tertawa|senyum|tersenyum|pernikahan|natal|lebaran)$/u,
});

/** @param language its base */
export const isCheerfulWord = (written: string, language: string): boolean => CHEERFUL[language]?.test(written.toLowerCase()) ?? false;
