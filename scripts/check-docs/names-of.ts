import ts from 'typescript';

export interface Names {
  /** What the block declares or imports at its top, and so can lend to later ones. */
  readonly declared: ReadonlySet<string>;
  /** Every word of it that could be a name. */
  readonly mentioned: ReadonlySet<string>;
}

/** The names of a block, by its text alone. */
export function namesOf(code: string, isTsx: boolean): Names {
  const kind = isTsx ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile('block.ts', code, ts.ScriptTarget.ES2022, false, kind);
  const declared = new Set<string>();
  const mentioned = new Set<string>();

  const add = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) declared.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  const addImports = ({ importClause }: ts.ImportDeclaration): void => {
    if (importClause?.name !== undefined) add(importClause.name);
    const bindings = importClause?.namedBindings;
    if (bindings === undefined) return;
    if (ts.isNamespaceImport(bindings)) add(bindings.name);
    else for (const { name } of bindings.elements) add(name);
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) addImports(statement);
    else if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) add(name);
    else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
    )
      if (statement.name !== undefined) declared.add(statement.name.text);
  }

  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) mentioned.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { declared, mentioned };
}
