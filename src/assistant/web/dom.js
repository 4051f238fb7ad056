/** Builds elements. Text only ever becomes text nodes, so nothing that a shop or a model says is read as markup. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  back: "M14.500 5.500L8 12l6.500 6.500",
  cart: "M3 4h2.2l2.1 10.2a1.5 1.5 0 0 0 1.5 1.2h8.1a1.5 1.5 0 0 0 1.45-1.1L20.5 8H6.1M9.5 19.5h.01M16.5 19.5h.01",
  chat: "M4 5.5h16v11H9.5L5.5 20v-3.500H4z",
  close: "M6 6l12 12M18 6L6 18",
  send: "M12 19V5.500M5.800 11.500L12 5.300l6.200 6.200",
  person: "M12 11.500a3.600 3.600 0 1 0 0-7.200 3.600 3.600 0 0 0 0 7.200zM4.800 20c.7-3.700 3.600-5.700 7.200-5.700s6.500 2 7.200 5.700",
  again: "M19 12a7 7 0 1 1-2.100-5M19 4v4.200h-4.200",
  check: "M5 12.500l4.500 4.500L19 7.500",
  minus: "M6 12h12",
  plus: "M12 6v12M6 12h12",
  page: "M7 3.800h7l4 4v12.400H7zM13.800 4v4H18",
};

/**
 * @param {string} tag
 * @param {Record<string, unknown>} attributes `onclick` and the like are listeners; true, false and null switch one
 * @param {...(Node | string | null | false | undefined)} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  return drawn(ICONS[name]);
}

/** @param {string} line what an SVG path draws within 24 by 24 */
export function drawn(line) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  path.setAttribute("d", line);
  svg.append(path);
  return svg;
}

/** Words for screen readers alone. */
export function unseen(text) {
  return h("span", { class: "unseen" }, text);
}

export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
