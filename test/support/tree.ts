import type { Page } from '@playwright/test';

/** A node of the accessibility tree in Chromium's DevTools protocol. */
interface AXNode {
  nodeId: string;
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value?: unknown } }[];
  childIds?: string[];
}

/** Roles that a screen reader ignores or reads as a part of their parent's name. */
const IGNORED_ROLES = /^(none|generic|paragraph|StaticText|InlineTextBox|sectionheader|main)$/;

/** The properties that change how a screen reader reads a node. */
const PROPERTIES = ['busy', 'disabled', 'expanded', 'focused', 'live', 'modal'];

/**
 * The accessibility tree of the page, one line for each node: role, name and properties. Frames of other
 * origins have a line without content.
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
    const isIgnored = node.ignored || IGNORED_ROLES.test(role);
    const below = childrenOf(node).flatMap((child) => linesOf(child, isIgnored ? depth : depth + 1));
    if (isIgnored) return below;
    const name = node.name?.value || (/status|alert/.test(role) ? textsOf(node).join(' ') : '');
    const properties = (node.properties ?? [])
      .filter(({ name, value }) => PROPERTIES.includes(name) && value.value)
      .map(({ name, value }) => (value.value === true ? name : `${name}=${value.value}`));
    return [`${'  '.repeat(depth)}${[role, `"${name}"`, ...properties].join(' ')}`, ...below];
  };
  return nodes[0] ? childrenOf(nodes[0]).flatMap((child) => linesOf(child, 0)) : [];
}
