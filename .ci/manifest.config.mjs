/** Custom elements manifest: what editors, Storybook and our own tables (.ci/tables.mjs) know of the element. */
export default {
  globs: ['src/buy-button.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false, // package.json names the file itself
  plugins: [listedAttributes(), published()],
};

/**
 * The element makes its reactive properties from one list, `const ATTRIBUTES = ['productId', …]`, which the analyzer does not
 * follow. Each name in it that is also a documented field is an attribute in kebab case; the rest are page-wide settings.
 */
function listedAttributes() {
  let listed = [];
  return {
    name: 'listed-attributes',
    analyzePhase({ ts, node }) {
      if (!ts.isVariableDeclaration(node) || node.name.getText() !== 'ATTRIBUTES') return;
      // A const assertion wraps the array.
      const array = ts.isAsExpression(node.initializer) ? node.initializer.expression : node.initializer;
      listed = array.elements.map(({ text }) => text);
    },
    moduleLinkPhase({ moduleDoc }) {
      const element = moduleDoc.declarations.find(({ tagName }) => tagName);
      if (!element) return;
      const fields = element.members.filter(({ name, description }) => listed.includes(name) && description);
      const attributes = fields.map((field) => {
        field.attribute = field.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
        return {
          name: field.attribute,
          type: field.type,
          description: field.description,
          fieldName: field.name,
        };
      });
      element.attributes = [...attributes, ...(element.attributes ?? [])];
    },
  };
}

/** The sources are not in the package: the manifest speaks of the entry that is. */
function published() {
  return {
    name: 'published',
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules) {
        module.path = 'dist/index.js';
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
