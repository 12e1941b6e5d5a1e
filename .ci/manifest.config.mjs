/** Custom elements manifest: what editors, Storybook and our own tables (.ci/tables.mjs) know of the element. */
export default {
  globs: ['src/buy-button.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false, // package.json names the file itself
  plugins: [published()],
};

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
