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
  'm/s': 'meter per second, meters per second',
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
});

export const unitNamed = (name: string): Forms | undefined => UNITS.get(name);
export const currencyNamed = (name: string): Forms | undefined => CURRENCIES.get(name);
