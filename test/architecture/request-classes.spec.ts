import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');

/** Fields that a class describes once more although the one it extends has them: the rules of both hold then, `@IsOptional` among them. */
function describedTwice(file: string, source: string): string[] {
  if (!/\bdeclare \w+[?:]/.test(source)) return []; // TypeScript wants the word for such a field
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isRedeclared = ts.isPropertyDeclaration(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
    if (isRedeclared && ts.canHaveDecorators(node) && ts.getDecorators(node)) found.push(`${file}: ${node.name.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return found;
}

describe('a request class', () => {
  it('says what a field has to be in one place: the optional one is made of the one that asks for more, never the other way round', () => {
    const files = fs.globSync('{libs/*,apps/api}/src/**/*.ts', { cwd: root });
    expect(files.length).toBeGreaterThan(500);
    expect(files.flatMap((file) => describedTwice(file, fs.readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
  });

  it('that says it twice is found', () => {
    const source = 'class A extends B {\n  @IsText(5)\n  declare url: string;\n  declare plain: string;\n}';
    expect(describedTwice('a.ts', source)).toEqual(['a.ts: url']);
  });
});
