/** Writes ONNX models, which are messages of protobuf (onnx.proto), with the few parts of the format that small graphs need. */

export const FLOAT = 1;
export const INT64 = 7;
type ElementType = typeof FLOAT | typeof INT64;

const VARINT = 0;
const LENGTH_DELIMITED = 2;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

const number = (field: number, value: number): Buffer => Buffer.concat([varint((field << 3) | VARINT), varint(value)]);

function bytes(field: number, content: Buffer | string): Buffer {
  const body = Buffer.from(content as string);
  return Buffer.concat([varint((field << 3) | LENGTH_DELIMITED), varint(body.length), body]);
}

/** NodeProto. @param to of a Cast: the type it makes */
export function node(operator: string, inputs: readonly string[], output: string, to?: ElementType): Buffer {
  const attribute = to === undefined ? [] : [bytes(5, Buffer.concat([bytes(1, 'to'), number(3, to), number(20, 2)]))];
  return Buffer.concat([...inputs.map((name) => bytes(1, name)), bytes(2, output), bytes(4, operator), ...attribute]);
}

/** TensorProto. @param dims none for a scalar */
export function tensor(name: string, type: ElementType, dims: readonly number[], values: readonly number[]): Buffer {
  const raw = type === FLOAT ? new Float32Array(values) : new BigInt64Array(values.map((value) => BigInt(value)));
  return Buffer.concat([...dims.map((dim) => number(1, dim)), number(2, type), bytes(8, name), bytes(9, Buffer.from(raw.buffer))]);
}

/** ValueInfoProto. @param dims a name stands for a length that is not known */
export function value(name: string, type: ElementType, dims: readonly (number | string)[]): Buffer {
  const shape = Buffer.concat(dims.map((dim) => bytes(1, typeof dim === 'number' ? number(1, dim) : bytes(2, dim))));
  return Buffer.concat([bytes(1, name), bytes(2, bytes(1, Buffer.concat([number(1, type), bytes(2, shape)])))]);
}

/** ModelProto of one graph; `nodes` in the order in which they are computed. */
export function onnxModel(graph: {
  readonly nodes: readonly Buffer[];
  readonly constants: readonly Buffer[];
  readonly inputs: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  readonly metadata: Readonly<Record<string, string>>;
}): Buffer {
  const [IR_VERSION, OPERATORS] = [8, 17];
  const body = Buffer.concat([
    ...graph.nodes.map((one) => bytes(1, one)),
    bytes(2, 'graph'),
    ...graph.constants.map((one) => bytes(5, one)),
    ...graph.inputs.map((one) => bytes(11, one)),
    ...graph.outputs.map((one) => bytes(12, one)),
  ]);
  const metadata = Object.entries(graph.metadata).map(([key, text]) => bytes(14, Buffer.concat([bytes(1, key), bytes(2, text)])));
  return Buffer.concat([number(1, IR_VERSION), bytes(7, body), bytes(8, Buffer.concat([bytes(1, ''), number(2, OPERATORS)])), ...metadata]);
}
