/**
 * Converts what stands on the screen as it appears and puts it back at the end. Only what is shown changes: values
 * typed, stored and sent never do, nor what is marked translate="no".
 */
const ATTRIBUTES = ["aria-label", "title", "placeholder"];

export class Screen {
  private readonly convert: (text: string) => string;
  private readonly texts = new Map<Node, Shown>();
  private readonly attributes = new Map<Element, Map<string, Shown>>();
  private readonly observer = new MutationObserver((changes) => this.follow(changes));

  constructor(root: Element, convert: (text: string) => string) {
    this.convert = convert;
    this.take(root);
    this.observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
  }

  /** Puts everything back as it was given. */
  stop(): void {
    this.observer.disconnect();
    for (const [node, shown] of this.texts) if (node.nodeValue === shown.to) node.nodeValue = shown.from;
    for (const [element, names] of this.attributes)
      for (const [name, shown] of names) if (element.getAttribute(name) === shown.to) element.setAttribute(name, shown.from);
  }

  private follow(changes: readonly MutationRecord[]): void {
    for (const change of changes) {
      if (change.type === "attributes") this.takeAttribute(change.target as Element, change.attributeName!);
      else if (change.type === "characterData") this.takeText(change.target);
      else {
        change.removedNodes.forEach((node) => this.forget(node));
        change.addedNodes.forEach((node) => this.take(node));
      }
    }
  }

  private take(node: Node): void {
    if (!node.isConnected) return;
    if (node.nodeType === Node.TEXT_NODE) return this.takeText(node);
    if (!(node instanceof Element)) return;
    for (const name of ATTRIBUTES) this.takeAttribute(node, name);
    node.childNodes.forEach((child) => this.take(child));
  }

  private takeText(node: Node): void {
    const text = node.nodeValue ?? "";
    if (this.texts.get(node)?.to === text || isKept(node.parentElement)) return;
    const to = this.convert(text);
    if (to === text) return void this.texts.delete(node);
    this.texts.set(node, { from: text, to });
    node.nodeValue = to;
  }

  private takeAttribute(element: Element, name: string): void {
    const text = element.getAttribute(name);
    const known = this.attributes.get(element);
    if (text === null || known?.get(name)?.to === text || isKept(element)) return;
    const to = this.convert(text);
    if (to === text) return void known?.delete(name);
    this.attributes.set(element, (known ?? new Map<string, Shown>()).set(name, { from: text, to }));
    element.setAttribute(name, to);
  }

  private forget(node: Node): void {
    if (node.isConnected) return;
    this.texts.delete(node);
    if (!(node instanceof Element)) return;
    this.attributes.delete(node);
    node.childNodes.forEach((child) => this.forget(child));
  }
}

interface Shown {
  from: string;
  to: string;
}

const isKept = (element: Element | null): boolean => element?.closest("[translate=no], script, style, textarea") != null;
