import type { Page } from '@playwright/test';

/** Of the accessibility tree, as Chromium's developer tools tell it. */
interface AXNode {
  nodeId: string;
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value?: unknown } }[];
  childIds?: string[];
}

/** Boxes and texts that a screen reader passes over, or reads as the name of what is around them. */
const SILENT = /^(none|generic|paragraph|StaticText|InlineTextBox|sectionheader|main)$/;

/** What of a node's properties changes how it is read. */
const TOLD = ['busy', 'disabled', 'expanded', 'focused', 'live', 'modal'];

/**
 * The accessibility tree of the page, one line for each node: role, name and properties. Frames of other
 * origins are a line without a content.
 */
export async function accessibilityTree(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = (await client.send('Accessibility.getFullAXTree')) as unknown as { nodes: AXNode[] };
  await client.detach();
  const known = new Map(nodes.map((node) => [node.nodeId, node]));
  const childrenOf = ({ childIds = [] }: AXNode) => childIds.flatMap((id) => known.get(id) ?? []);
  const textsOf = (node: AXNode): string[] =>
    node.role?.value === 'StaticText' ? [node.name?.value.trim() ?? ''] : childrenOf(node).flatMap(textsOf);
  const linesOf = (node: AXNode, depth: number): string[] => {
    const role = node.role?.value ?? '';
    const isSilent = node.ignored || SILENT.test(role);
    const below = childrenOf(node).flatMap((child) => linesOf(child, isSilent ? depth : depth + 1));
    if (isSilent) return below;
    const name = node.name?.value || (/status|alert/.test(role) ? textsOf(node).join(' ') : '');
    const properties = (node.properties ?? [])
      .filter(({ name, value }) => TOLD.includes(name) && value.value)
      .map(({ name, value }) => (value.value === true ? name : `${name}=${value.value}`));
    return [`${'  '.repeat(depth)}${[role, `"${name}"`, ...properties].join(' ')}`, ...below];
  };
  return nodes[0] ? childrenOf(nodes[0]).flatMap((child) => linesOf(child, 0)) : [];
}
