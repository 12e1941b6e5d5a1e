/** The custom elements manifest, for editors, Storybook and our own tables (scripts/docs/tables.mjs). */
export default {
  globs: ['src/button/buy-button.ts', 'src/button/config/settings.ts'], // the second one for its type aliases
  outdir: '.',
  litelement: true,
  packagejson: false, // package.json names the file itself
  plugins: [spelledOut(), asTyped(), defaults(), returned(), published()],
};

/** Replaces the name of a union such as `Mode` by its values, because sellers do not know the name. */
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
 * Attributes as a seller writes them, without `undefined`, which only a property can be. `aria-label` is left out, because it
 * is the platform's.
 */
function asTyped() {
  return {
    name: 'as-typed',
    moduleLinkPhase({ moduleDoc }) {
      const element = moduleDoc.declarations.find(({ tagName }) => tagName);
      if (!element) return;
      element.attributes = element.attributes.filter(({ description }) => description);
      for (const attribute of element.attributes)
        attribute.type = { text: attribute.type.text.replace(/ \| undefined\b/, '') };
      element.members = element.members.filter(({ attribute, description }) => description || !attribute);
      for (const member of element.members) delete member.privacy;
    },
  };
}

/**
 * Reads the default from "Default `redirect`." at the end of a description. The analyzer searches for it in the code
 * only.
 */
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

/** `@returns` without a type removes the type that the analyzer has read from the code. */
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

/** Members for the class, the browser or Lit only. */
const isInternal = ({ name, static: isStatic }) => isStatic || /^[#[]|Callback$/.test(name);

/** The sources are not in the package, so the manifest names the entry instead. */
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

/** `customElements.define` is in the entry, not in the module of the class. */
const definition = ({ tagName, name }, module) => ({
  kind: 'custom-element-definition',
  name: tagName,
  declaration: { name, module },
});
