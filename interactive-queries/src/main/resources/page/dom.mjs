// Elements and texts. Data only ever becomes text nodes and attributes, never markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child);
    }
  }
  return element;
}

export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** 1234567 as 1,234,567. */
export function whole(number) {
  return Number(number).toLocaleString("en");
}

/** A rate in few characters: 0, 0.4, 17, 1.2 k, 3.4 M. */
export function rate(number) {
  if (!Number.isFinite(number) || number < 0) {
    return "–";
  }
  if (number >= 1e6) {
    return `${(number / 1e6).toFixed(1)} M`;
  }
  if (number >= 1e4) {
    return `${(number / 1e3).toFixed(0)} k`;
  }
  if (number >= 1e3) {
    return `${(number / 1e3).toFixed(1)} k`;
  }
  return number >= 10 || number === 0 ? number.toFixed(0) : number.toFixed(1);
}

/** 1234567 bytes as 1.2 MB. */
export function bytes(number) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = number;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}

/** Milliseconds since the epoch as UTC; the number itself if it is no date. */
export function time(ms) {
  const date = new Date(Number(ms));
  return Number.isNaN(date.getTime()) || Math.abs(Number(ms)) > 253402300799999
    ? String(ms)
    : date.toISOString().replace("T", " ").replace(".000Z", "Z");
}

/** A time in a table: readable, the number in its tooltip. */
export function timeCell(ms) {
  return ms === undefined || ms === null ? "" : h("time", { title: `${ms} ms since 1970` }, time(ms));
}

/** A JSON value as people write it: strings as they are, the rest as JSON. */
export function shown(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A long name, cut in its middle; numbers at its end tell names apart. */
export function cut(text, length) {
  if (text.length <= length) {
    return text;
  }
  const tail = Math.floor((length - 1) / 2);
  return `${text.slice(0, length - 1 - tail)}…${text.slice(text.length - tail)}`;
}
