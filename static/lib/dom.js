/**
 * The one way pages make elements. Text is always text: nothing here parses HTML.
 * @module
 */

/** @typedef {Node | string | number | null | undefined | false} Leaf */
/** @typedef {Leaf | readonly any[]} Child lists may hold lists */
/**
 * What an element is given. `class` is a string or a list (false members are left out); `aria` and
 * `dataset` are objects; `style` holds custom properties or CSS properties by their CSS names; `on…` is a
 * listener; `ref` is called with the element. A boolean, an object or a function sets the property of that
 * name where there is one; text and numbers set the attribute (`value` is always the property, set last).
 * @typedef {Record<string, any>} Props
 */

/**
 * Makes an element: `h("p", { class: "note" }, "Hello ", h("b", null, name))`.
 * @type {{
 *   <K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props | null, ...children: Child[]): HTMLElementTagNameMap[K],
 *   (tag: string, props?: Props | null, ...children: Child[]): HTMLElement,
 * }}
 */
export const h = (
  /** @type {string} */ tag,
  /** @type {Props | null} */ props = null,
  /** @type {Child[]} */ ...children
) => {
  const element = document.createElement(tag);
  if (props) setProps(element, props);
  element.append(...nodes(children));
  if (props && "value" in props && props.value != null) /** @type {any} */ (element).value = props.value;
  if (typeof props?.ref === "function") props.ref(element);
  return /** @type {any} */ (element);
};

/**
 * Makes an SVG element; every prop is an attribute, but `on…` and `class` lists.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Props | null} [props]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, props, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, Array.isArray(value) ? value.filter(Boolean).join(" ") : String(value));
  }
  element.append(...nodes(children));
  return element;
}

/**
 * Puts `children` in place of what `parent` holds.
 * @param {Element | DocumentFragment} parent
 * @param {...Child} children
 */
export function replace(parent, ...children) {
  parent.replaceChildren(...nodes(children));
}

/**
 * Sets the props of an element that exists already, as `h` does.
 * @param {HTMLElement} element
 * @param {Props} props
 */
export function setProps(element, props) {
  const own = /** @type {any} */ (element);
  for (const [name, value] of Object.entries(props)) {
    if (value == null || name === "value" || name === "ref") continue;
    if (name === "class") setClass(element, value);
    else if (name === "dataset") Object.assign(element.dataset, defined(value));
    else if (name === "aria") setAria(element, value);
    else if (name === "style") setStyle(element, value);
    else if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2), value);
    } else if (typeof value === "string" || typeof value === "number") element.setAttribute(name, String(value));
    else if (name in element) own[name] = value;
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else own[name] = value;
  }
}

let lastId = 0;

/**
 * An id no other element of this page has, for `aria-labelledby` and `for`.
 * @param {string} [prefix]
 */
export function uniqueId(prefix = "id") {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/**
 * @param {HTMLElement} element
 * @param {string | (string | false | null | undefined)[]} value
 */
function setClass(element, value) {
  element.className = Array.isArray(value) ? value.filter(Boolean).join(" ") : value;
}

/**
 * @param {HTMLElement} element
 * @param {Record<string, any>} values
 */
function setAria(element, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value != null) element.setAttribute(`aria-${name}`, String(value));
  }
}

/**
 * @param {HTMLElement} element
 * @param {Record<string, any>} values
 */
function setStyle(element, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value != null) element.style.setProperty(name, String(value));
  }
}

/** @param {Record<string, any>} values */
function defined(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null));
}

/**
 * @param {readonly any[]} children
 * @returns {(Node | string)[]}
 */
function nodes(children) {
  /** @type {(Node | string)[]} */
  const flat = [];
  for (const child of children) {
    if (child == null || child === false) continue;
    if (Array.isArray(child)) flat.push(...nodes(child));
    else flat.push(typeof child === "number" ? String(child) : child);
  }
  return flat;
}
