// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector has it
export function find<Type extends HTMLElement>(selector: string, root: ParentNode = document): Type {
  const element = root.querySelector<Type>(selector);
  if (!element) throw new Error(`The builder's page has no ${selector}`);
  return element;
}
