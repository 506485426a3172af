import path from 'node:path';
import ts from 'typescript';
import { repositoryRoot } from '../../scripts/services.mjs';
import { type KubeObject } from './chart.js';

const PACKAGES: readonly [RegExp, string][] = [
  [/\.keda\.sh$|^keda\.sh$/, '@kubernetes-models/keda'],
  [/^monitoring\.coreos\.com$/, '@kubernetes-models/prometheus-operator'],
  [/^gateway\.networking\.k8s\.io$/, '@kubernetes-models/gateway-api'],
];

function moduleOf({ apiVersion, kind }: KubeObject): string {
  const library = PACKAGES.find(([group]) => group.test(apiVersion.split('/')[0] ?? ''))?.[1] ?? 'kubernetes-models';
  return `${library}/${apiVersion}/${kind}`;
}

/** The objects as the compiler sees them: fields that do not exist, wrong types, missing ones. One sentence each; empty: none. */
export function typeFaults(objects: readonly KubeObject[]): readonly string[] {
  const kinds = [...new Map(objects.map((object) => [moduleOf(object), object.kind])).entries()];
  const alias = new Map(kinds.map(([from], index) => [from, `T${index}`]));
  const lines = [
    ...kinds.map(([from, kind]) => `import { type I${kind} as ${alias.get(from)} } from '${from}';`),
    ...objects.map((object) => `(${JSON.stringify(object)}) satisfies ${alias.get(moduleOf(object))};`),
  ];
  const file = path.join(repositoryRoot, 'test/deploy/__rendering.ts');
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, skipDefaultLibCheck: true, types: [] },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022 },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, lines.join('\n'), ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  const faults = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 400));
}
