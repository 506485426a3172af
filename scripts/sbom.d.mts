export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}
export interface Bill {
  readonly bomFormat: string;
  readonly components: readonly Component[];
}
export const NOT_IN_IMAGE: RegExp;
export function imageBill(lock: object, debian: string): Bill;
