export function placesOf(queue: string, heavyPlaces: number): number;
