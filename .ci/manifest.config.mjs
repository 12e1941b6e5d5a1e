/** Custom elements manifest: what editors, Storybook and our own tables (.ci/tables.mjs) know of the element. */
export default {
  globs: ['src/buy-button.ts', 'src/events.ts'], // the second for its type aliases
  outdir: '.',
  litelement: true,
  packagejson: false, // package.json names the file itself
  plugins: [spelledOut(), listedAttributes(), defaults(), returned(), published()],
};

/** What is left when `| undefined` is: whether a property may be unset is not what a seller can type. */
const typed = (text) => text.replace(/ \| undefined\b/, '');

/** Writes the words of a union in place of the name that our code has for it: `Mode` tells a seller nothing. */
function spelledOut() {
  const unions = new Map();
  return {
    name: 'spelled-out',
    collectPhase({ ts, node }) {
      if (!ts.isTypeAliasDeclaration(node) || !ts.isUnionTypeNode(node.type)) return;
      unions.set(node.name.text, node.type.getText());
    },
    moduleLinkPhase({ moduleDoc }) {
      for (const { members = [] } of moduleDoc.declarations)
        for (const { type } of members)
          if (type) type.text = type.text.replace(/^\w+/, (name) => unions.get(name) ?? name);
    },
  };
}

/**
 * The element makes its reactive properties from one text, `const NAMES = 'productId …'`, which the analyzer does not
 * follow. Each name in it that is also a documented field is an attribute in kebab case, and so is what the class
 * declares beside it.
 */
function listedAttributes() {
  let listed = [];
  return {
    name: 'listed-attributes',
    analyzePhase({ ts, node }) {
      if (!ts.isVariableDeclaration(node) || node.name.getText() !== 'NAMES') return;
      listed = node.initializer.text.split(' ');
    },
    moduleLinkPhase({ moduleDoc }) {
      const element = moduleDoc.declarations.find(({ tagName }) => tagName);
      if (!element) return;
      const fields = element.members.filter(({ name, description }) => listed.includes(name) && description);
      if (!fields.length) throw new Error('const NAMES of src/buy-button.ts names no documented property');
      const others = (element.attributes ?? []).filter(({ name }) => name);
      for (const field of fields)
        field.attribute = field.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      element.attributes = [
        ...fields.map(({ name, attribute, type, description }) => ({
          name: attribute,
          type: { text: typed(type.text) },
          description,
          fieldName: name,
        })),
        ...others,
      ];
    },
  };
}

/** "Default `redirect`." at the end of a description is the default, which the analyzer looks for in the code. */
function defaults() {
  return {
    name: 'defaults',
    moduleLinkPhase({ moduleDoc }) {
      const element = moduleDoc.declarations.find(({ tagName }) => tagName);
      for (const documented of [...(element?.attributes ?? []), ...(element?.members ?? [])]) {
        const [sentence, value] = / Default `([^`]+)`\.$/.exec(documented.description ?? '') ?? [];
        if (!sentence) continue;
        documented.default = value;
        documented.description = documented.description.slice(0, -sentence.length);
      }
    },
  };
}

/** `@returns` without a type makes the analyzer forget the one that the code has. */
function returned() {
  const types = new Map();
  return {
    name: 'returned',
    analyzePhase({ ts, node }) {
      if (ts.isMethodDeclaration(node) && node.type) types.set(node.name.getText(), node.type.getText());
    },
    moduleLinkPhase({ moduleDoc }) {
      for (const { members = [] } of moduleDoc.declarations)
        for (const { name, return: result } of members) if (result) result.type.text ||= types.get(name);
    },
  };
}

/** What only the class, the browser or Lit has business with. */
const isInternal = ({ name, static: isStatic }) =>
  isStatic || name.startsWith('#') || name.endsWith('Callback');

/** The sources are not in the package: the manifest speaks of the entry that is. */
function published() {
  return {
    name: 'published',
    packageLinkPhase({ customElementsManifest }) {
      const elements = ({ declarations }) => declarations.some(({ tagName }) => tagName);
      customElementsManifest.modules = customElementsManifest.modules.filter(elements);
      for (const module of customElementsManifest.modules) {
        module.path = 'dist/index.js';
        for (const declaration of module.declarations)
          declaration.members = declaration.members.filter((member) => !isInternal(member));
        for (const { declaration } of module.exports) declaration.module = module.path;
        module.exports.push(
          ...module.declarations
            .filter(({ tagName }) => tagName)
            .map((element) => definition(element, module.path)),
        );
      }
    },
  };
}

/** `customElements.define` stands in the entry, not in the module of the class. */
const definition = ({ tagName, name }, module) => ({
  kind: 'custom-element-definition',
  name: tagName,
  declaration: { name, module },
});
