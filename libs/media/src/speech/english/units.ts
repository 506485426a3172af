/** What English numbers count, apart from them or with a sign that no word holds: singular and plural. */
type Forms = readonly [one: string, many: string];

const forms = (table: Readonly<Record<string, string>>): ReadonlyMap<string, Forms> =>
  new Map(
    Object.entries(table).flatMap(([names, said]) => {
      const [one = '', many = one] = said.split(', ');
      return names.split(' ').map((name): [string, Forms] => [name, [one, many]]);
    }),
  );

/** Case tells units apart from words and from each other. */
const UNITS = forms({
  km: 'kilometer, kilometers',
  m: 'meter, meters',
  cm: 'centimeter, centimeters',
  mm: 'millimeter, millimeters',
  mi: 'mile, miles',
  ft: 'foot, feet',
  'inch inches': 'inch, inches',
  'yd yds': 'yard, yards',
  'km/h kph': 'kilometer per hour, kilometers per hour',
  mpg: 'mile per gallon, miles per gallon',
  Pa: 'pascal, pascals',
  hPa: 'hectopascal, hectopascals',
  kPa: 'kilopascal, kilopascals',
  MPa: 'megapascal, megapascals',
  ppb: 'part per billion, parts per billion',
  mins: 'minute, minutes',
  secs: 'second, seconds',
  atm: 'atmosphere, atmospheres',
  bps: 'basis point, basis points',
  mph: 'mile per hour, miles per hour',
  'km² km2': 'square kilometer, square kilometers',
  'm² m2': 'square meter, square meters',
  'm³ m3': 'cubic meter, cubic meters',
  kg: 'kilogram, kilograms',
  g: 'gram, grams',
  mg: 'milligram, milligrams',
  lb: 'pound, pounds',
  lbs: 'pound, pounds',
  oz: 'ounce, ounces',
  'tbsp Tbsp': 'tablespoon, tablespoons',
  tsp: 'teaspoon, teaspoons',
  l: 'liter, liters',
  L: 'liter, liters',
  ml: 'milliliter, milliliters',
  h: 'hour, hours',
  hr: 'hour, hours',
  hrs: 'hour, hours',
  min: 'minute, minutes',
  sec: 'second, seconds',
  ms: 'millisecond, milliseconds',
  '°': 'degree, degrees',
  '°C': 'degree celsius, degrees celsius',
  '°F': 'degree fahrenheit, degrees fahrenheit',
  '%': 'percent, percent',
  V: 'volt, volts',
  kV: 'kilovolt, kilovolts',
  mAh: 'milliamp hour, milliamp hours',
  Wh: 'watt hour, watt hours',
  MW: 'megawatt, megawatts',
  GW: 'gigawatt, gigawatts',
  MWh: 'megawatt hour, megawatt hours',
  GWh: 'gigawatt hour, gigawatt hours',
  TWh: 'terawatt hour, terawatt hours',
  kJ: 'kilojoule, kilojoules',
  kcal: 'kilocalorie, kilocalories',
  dB: 'decibel, decibels',
  ppm: 'part per million, parts per million',
  psi: 'pound per square inch, pounds per square inch',
  mmHg: 'millimeter of mercury, millimeters of mercury',
  rpm: 'revolution per minute, revolutions per minute',
  bpm: 'beat per minute, beats per minute',
  fps: 'frame per second, frames per second',
  kbps: 'kilobit per second, kilobits per second',
  Mbps: 'megabit per second, megabits per second',
  Gbps: 'gigabit per second, gigabits per second',
  'm/s² m/s2 m/s^2': 'meter per second squared, meters per second squared',
  'µg μg mcg': 'microgram, micrograms',
  'µm μm': 'micrometer, micrometers',
  nm: 'nanometer, nanometers',
  dl: 'deciliter, deciliters',
  dL: 'deciliter, deciliters',
  mL: 'milliliter, milliliters',
  ha: 'hectare, hectares',
  qt: 'quart, quarts',
  pt: 'pint, pints',
  gal: 'gallon, gallons',
  'yr yrs': 'year, years',
  'wk wks': 'week, weeks',
  W: 'watt, watts',
  kW: 'kilowatt, kilowatts',
  kWh: 'kilowatt hour, kilowatt hours',
  Hz: 'hertz, hertz',
  kHz: 'kilohertz, kilohertz',
  MHz: 'megahertz, megahertz',
  GHz: 'gigahertz, gigahertz',
  KB: 'kilobyte, kilobytes',
  MB: 'megabyte, megabytes',
  GB: 'gigabyte, gigabytes',
  TB: 'terabyte, terabytes',
});

const CURRENCIES = forms({
  '$ USD': 'dollar, dollars',
  '€ EUR': 'euro, euros',
  '£ GBP': 'pound, pounds',
  '¥ JPY': 'yen, yen',
  '₽ RUB': 'ruble, rubles',
  '₹ INR': 'rupee, rupees',
  '₩ KRW': 'won, won',
  CHF: 'franc, francs',
  '₺ TRY': 'lira, liras',
  '₴ UAH': 'hryvnia, hryvnias',
  '₸ KZT': 'tenge, tenge',
  '₪ ILS': 'shekel, shekels',
  '₿ BTC': 'bitcoin, bitcoins',
  '฿ THB': 'baht, baht',
  '₫ VND': 'dong, dong',
  'zł PLN': 'zloty, zlotys',
  CNY: 'yuan, yuan',
  AUD: 'australian dollar, australian dollars',
  CAD: 'canadian dollar, canadian dollars',
  '¢': 'cent, cents',
});

/** Behind a stroke they are what something is done in; behind a number they are no unit, or one that is read elsewhere. */
const TIMES = forms({
  s: 'second',
  d: 'day',
  day: 'day',
  week: 'week',
  mo: 'month',
  month: 'month',
  year: 'year',
  hour: 'hour',
  person: 'person',
});

/** "mg/dL" is so many of the one per one of the other. */
export function unitNamed(name: string): Forms | undefined {
  const known = UNITS.get(name);
  const [, one = '', other = ''] = /^([^/]{1,4})\/([^/]{1,6})$/u.exec(name) ?? [];
  const [left, right] = [UNITS.get(one), UNITS.get(other) ?? TIMES.get(other)];
  return known ?? (left && right ? [`${left[0]} per ${right[0]}`, `${left[1]} per ${right[0]}`] : undefined);
}
export const currencyNamed = (name: string): Forms | undefined => CURRENCIES.get(name);
