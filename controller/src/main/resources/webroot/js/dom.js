/** Pages without a framework: `h` makes elements, `morph` brings those on the page up to date. */
const SVG = 'http://www.w3.org/2000/svg';
const HANDLERS = ['onclick', 'oninput', 'onchange', 'onkeydown', 'onsubmit', 'onfocus', 'onpointerenter'];

/** An element: `h('p.muted', {title: 'x'}, 'text', child)`. Nothing is ever read as HTML. */
export function h(name, props, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  return filled(element, classes, props, children);
}

/** The same for SVG. */
export function svg(name, props, ...children) {
  const [tag, ...classes] = name.split('.');
  return filled(document.createElementNS(SVG, tag), classes, props, children);
}

function filled(element, classes, props, children) {
  if (classes.length) element.setAttribute('class', classes.join(' '));
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (HANDLERS.includes(key)) element[key] = value;
    else if (key === 'vars') for (const [name, v] of Object.entries(value)) element.style.setProperty(name, v);
    else if (key === 'value') element.value = value;
    else if (key === 'key') element.setAttribute('data-key', value);
    else if (key === 'class') element.setAttribute('class', [...classes, value].join(' '));
    else element.setAttribute(key, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

function append(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child !== undefined && child !== null && child !== false) parent.append(child);
  }
}

/**
 * Makes the children of one element like those of another, keeping the elements that are there
 * already, so that focus, selection and scrolling stay. Elements with `data-own` look after
 * themselves.
 */
export function morph(from, to) {
  const keyed = new Map();
  for (const child of from.children) if (child.dataset.key) keyed.set(child.dataset.key, child);
  let cursor = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const key = wanted.dataset?.key;
    const match = key === undefined ? cursor : keyed.get(key);
    if (match && fits(match, wanted)) {
      if (match === cursor) cursor = cursor.nextSibling;
      else from.insertBefore(match, cursor);
      sync(match, wanted);
    } else {
      from.insertBefore(wanted, cursor);
    }
  }
  while (cursor) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

function fits(a, b) {
  return a.nodeName === b.nodeName && a.dataset?.key === b.dataset?.key;
}

function sync(from, to) {
  if (from === to) return;
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (from.hasAttribute('data-own')) return;
  for (const { name } of [...from.attributes]) {
    if (name !== 'style' && name !== 'open' && !to.hasAttribute(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (name !== 'style' && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  if (from.style.cssText !== to.style.cssText) from.style.cssText = to.style.cssText;
  for (const handler of HANDLERS) if (from[handler] !== to[handler]) from[handler] = to[handler];
  morph(from, to);
  if ('value' in to && from.value !== to.value && from !== document.activeElement) from.value = to.value;
}
