// A browser of stores: look up a key, scroll a range, watch changes.

import { address, events, get, Problem } from "./api.mjs";
import { bytes, h, shown, time, timeCell, whole } from "./dom.mjs";

const PAGE = 50;
const CHANGES_SHOWN = 200;

/** What can be asked of each kind of store; times are in milliseconds. */
const FORMS = {
  "key-value": [keyForm(), rangeForm(), watchForm()],
  versioned: [asOfForm(), ofKeyForm("versions", "Versions of a key", "Valid from", "Valid to")],
  window: [ofKeyForm("windows", "Windows of a key", "Starting from", "Starting to"), allWindowsForm(), watchForm()],
  session: [ofKeyForm("sessions", "Sessions of a key", "From", "To"), watchForm()],
};

function field(name, label, options = {}) {
  return { name, label, ...options };
}

function keyForm() {
  return {
    id: "get",
    title: "Look up a key",
    button: "Look up",
    fields: [field("key", "Key", { required: true })],
    url: (store, values) => address(["stores", store, "keys", values.key]),
    one: true,
  };
}

function asOfForm() {
  return {
    id: "get",
    title: "Look up a key",
    button: "Look up",
    fields: [field("key", "Key", { required: true }), field("asOf", "As of", { time: true })],
    url: (store, values) => address(["stores", store, "keys", values.key], { asOf: values.asOf }),
    one: true,
  };
}

function rangeForm() {
  return {
    id: "range",
    title: "Scroll a range",
    button: "Show",
    fields: [field("from", "From key"), field("to", "To key"), field("prefix", "or prefix"), field("order", "Order", { choices: ["asc", "desc"] })],
    url: (store, values) => address(["stores", store, "range"], { ...values, limit: PAGE }),
  };
}

function ofKeyForm(route, title, from, to) {
  return {
    id: route,
    title,
    button: "Show",
    fields: [field("key", "Key", { required: true }), field("from", from, { time: true }), field("to", to, { time: true })],
    url: (store, { key, ...rest }) => address(["stores", store, route, key], { ...rest, limit: PAGE }),
  };
}

function allWindowsForm() {
  return {
    id: "all",
    title: "Windows of all keys",
    button: "Show",
    fields: [field("from", "Starting from", { time: true }), field("to", "Starting to", { time: true })],
    url: (store, values) => address(["stores", store, "windows"], { ...values, limit: PAGE }),
  };
}

function watchForm() {
  return {
    id: "watch",
    title: "Watch changes",
    button: "Watch",
    fields: [field("key", "Key (empty: all)")],
    url: (store, values) => address(["stores", store, "changes"], { ...values, current: values.key ? "true" : "" }),
    watches: true,
  };
}

const NONE = [];

function formsOf(kind) {
  if (kind.includes("versioned")) {
    return FORMS.versioned;
  }
  if (kind.includes("session")) {
    return FORMS.session;
  }
  if (kind.includes("window")) {
    return FORMS.window;
  }
  return kind.includes("key-value") ? FORMS["key-value"] : NONE;
}

/** A time that was typed: milliseconds, or a date of this page's form (UTC). */
function typedTime(text) {
  const trimmed = text.trim();
  if (trimmed === "" || /^-?\d+$/.test(trimmed)) {
    return trimmed;
  }
  const withZone = /(Z|[+-]\d\d:?\d\d)$/.test(trimmed) ? trimmed : `${trimmed}Z`;
  const ms = Date.parse(withZone.replace(" ", "T"));
  if (Number.isNaN(ms)) {
    throw new Error(`'${trimmed}' is no time. Write milliseconds since 1970, or a date as 2026-01-31 12:00:00 (UTC).`);
  }
  return String(ms);
}

export class StoresView {
  constructor() {
    this.list = h("ul", { class: "stores" });
    this.panel = h("div", { class: "panel" });
    this.element = h("section", { "aria-labelledby": "stores-title", class: "browser" }, h("div", {}, h("h2", { id: "stores-title" }, "Stores"), this.list), this.panel);
    this.wanted = null;
    this.open = null;
    this.running = null;
  }

  show([name]) {
    this.wanted = name || null;
    this.select();
  }

  hide() {
    this.stop();
  }

  stop() {
    this.running?.abort();
    this.running = null;
  }

  async update(before, now) {
    this.now = now;
    if (!this.stores) {
      this.stores = (await get("/api/v1/stores")).stores;
      this.counts = new Map();
      this.links = new Map();
      this.list.replaceChildren(
        ...this.stores.map((store) => {
          const rows = h("span", { class: "numbers" });
          const link = h("a", { href: `#/stores/${encodeURIComponent(store.name)}` }, h("span", { class: "name" }, store.name), h("span", { class: "numbers" }, store.kind, " ", rows));
          this.counts.set(store.name, rows);
          this.links.set(store.name, link);
          return h("li", {}, link);
        }),
      );
      if (this.stores.length === 0) {
        this.list.replaceChildren(h("li", {}, "This topology has no stores."));
      }
      this.select();
    }
    for (const [name, rows] of this.counts) {
      const restores = now.restoreOf(name);
      rows.textContent = restores.length > 0 ? "· restoring" : now.bytes.has(name) ? `· ${bytes(now.bytes.get(name))}` : "";
    }
  }

  select() {
    if (!this.stores || this.open === this.wanted) {
      return;
    }
    this.stop();
    this.open = this.wanted;
    for (const [name, link] of this.links) {
      if (name === this.open) {
        link.setAttribute("aria-current", "true");
      } else {
        link.removeAttribute("aria-current");
      }
    }
    const store = this.stores.find((one) => one.name === this.open);
    if (!store) {
      this.panel.replaceChildren(h("p", {}, this.open ? `There is no store '${this.open}'.` : "Select a store."));
      return;
    }
    this.showStore(store);
    if (this.panel.offsetTop > this.list.offsetTop) {
      this.panel.scrollIntoView({ block: "start" });
    }
  }

  showStore(store) {
    const facts = [];
    const fact = (name, value) => value !== undefined && facts.push(h("dt", {}, name), h("dd", { class: "name" }, value));
    fact("Kind", store.kind + (store.global ? ", global" : ""));
    fact("Partitions", store.partitionCount || undefined);
    fact("Key", store.keyType);
    fact("Value serde", store.valueSerde?.split(".").pop());
    fact("Window", store.windowSizeMs === undefined ? undefined : `${whole(store.windowSizeMs)} ms`);
    fact("Retention", store.retentionMs === undefined ? undefined : `${whole(store.retentionMs)} ms`);
    fact("Changelog", store.changelogTopic);
    if (formsOf(store.kind) !== NONE) {
      const button = h("button", { class: "plain", onclick: () => this.count(store, button) }, "count them");
      fact("Rows", button);
    }
    this.result = h("div", { class: "result", "aria-live": "polite" });
    const forms = formsOf(store.kind);
    this.panel.replaceChildren(
      h("h3", { class: "name" }, store.name),
      h("dl", { class: "facts" }, facts),
      forms.length === 0 ? h("p", {}, "This store is of the program's own kind and cannot be read from outside.") : h("div", { class: "forms" }, forms.map((form) => this.form(store, form))),
      this.result,
    );
  }

  async count(store, button) {
    button.disabled = true;
    try {
      const { count } = await get(address(["stores", store.name, "count"], { exact: "true" }));
      button.replaceWith(whole(count));
    } catch (e) {
      button.disabled = false;
      this.fail(e);
    }
  }

  form(store, form) {
    const inputs = form.fields.map((one) =>
      one.choices
        ? h("select", { name: one.name }, one.choices.map((choice) => h("option", { value: choice }, choice === "desc" ? "falling" : "rising")))
        : h("input", { name: one.name, autocomplete: "off", spellcheck: "false", required: one.required, placeholder: one.time ? "ms or date, UTC" : "" }),
    );
    return h(
      "form",
      {
        class: `ask ${form.id}`,
        onsubmit: (event) => {
          event.preventDefault();
          const values = {};
          try {
            form.fields.forEach((one, index) => (values[one.name] = one.time ? typedTime(inputs[index].value) : inputs[index].value));
          } catch (e) {
            this.fail(e);
            return;
          }
          this.ask(form, form.url(store.name, values));
        },
      },
      h("h4", {}, form.title),
      form.fields.map((one, index) => h("label", {}, h("span", {}, one.label), inputs[index])),
      h("button", {}, form.button),
    );
  }

  ask(form, url) {
    this.stop();
    this.running = new AbortController();
    const { signal } = this.running;
    const asked = form.watches ? this.watch(url, signal) : form.one ? this.one(url, signal) : this.page(url, signal, null);
    asked.catch((e) => signal.aborted || this.fail(e));
  }

  fail(e) {
    const title = e instanceof Problem ? e.document.title : "That did not work";
    this.result.replaceChildren(h("div", { class: "problem" }, h("strong", {}, title), h("p", {}, e.message)));
  }

  where(url) {
    return h("p", { class: "url" }, h("code", {}, `curl '${location.origin}${url.replaceAll("'", "%27")}'`));
  }

  async one(url, signal) {
    const row = await get(url, signal);
    const facts = [];
    const fact = (name, value) => facts.push(h("dt", {}, name), h("dd", {}, value));
    fact("Key", shown(row.key));
    fact("Value", h("pre", {}, typeof row.value === "string" ? row.value : JSON.stringify(row.value, null, 2)));
    row.timestamp !== undefined && fact("Time", timeCell(row.timestamp));
    row.validTo !== undefined && fact("Valid to", row.validTo === null ? "now" : timeCell(row.validTo));
    fact("Partition", String(row.partition));
    this.result.replaceChildren(h("dl", { class: "row-found" }, facts), this.where(url));
  }

  async page(url, signal, body) {
    const page = await get(url, signal);
    let rows = body;
    if (!rows) {
      rows = h("tbody");
      this.more = h("p");
      this.result.replaceChildren(this.table(page.rows, rows), this.more, this.where(url));
    }
    rows.append(...page.rows.map((row) => this.row(row)));
    const count = rows.children.length;
    const next = page.next && new URL(url, location.origin);
    next?.searchParams.set("token", page.next);
    const button = next && h("button", { onclick: () => this.page(next.pathname + next.search, signal, rows).catch((e) => signal.aborted || this.fail(e)) }, "More");
    this.more.replaceChildren(count === 0 ? "Nothing there." : `${whole(count)} row${count === 1 ? "" : "s"}${next ? " so far " : ""}`, button || "");
  }

  table(rows, body) {
    const windowed = rows.some((row) => row.window);
    const versioned = rows.some((row) => row.validTo !== undefined);
    const titles = ["Key", windowed && "From", windowed && "To", "Value", "Time", versioned && "Valid to"].filter(Boolean);
    this.columns = { windowed, versioned };
    return h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows" },
      h("table", {}, h("thead", {}, h("tr", {}, titles.map((title) => h("th", { scope: "col" }, title)))), body),
    );
  }

  row(row) {
    const { windowed, versioned } = this.columns;
    return h(
      "tr",
      { class: row.deleted ? "deleted" : "" },
      h("td", { class: "name" }, shown(row.key)),
      windowed && h("td", {}, timeCell(row.window?.start)),
      windowed && h("td", {}, timeCell(row.window?.end)),
      h("td", { class: "value" }, row.deleted ? "deleted" : shown(row.value)),
      h("td", {}, timeCell(row.timestamp)),
      versioned && h("td", {}, row.validTo === null ? "now" : timeCell(row.validTo)),
    );
  }

  async watch(url, signal) {
    const body = h("tbody");
    let count = 0;
    const told = h("p", { class: "watching" }, "Waiting for changes …");
    const stop = h("button", { onclick: () => this.stop() }, "Stop");
    let table = null;
    this.result.replaceChildren(h("p", {}, told, stop), this.where(url));
    signal.addEventListener("abort", () => {
      told.textContent = `${whole(count)} changes; stopped`;
      stop.remove();
    });
    await events(url, signal, (event, data) => {
      if (event === "end") {
        throw new Problem(data.status, data);
      }
      if (event !== "change") {
        return;
      }
      if (!table) {
        table = this.table([data], body);
        this.result.insertBefore(table, this.result.lastChild);
      }
      count++;
      told.textContent = `${whole(count)} change${count === 1 ? "" : "s"}, newest first, last at ${time(Date.now())} `;
      body.prepend(this.row(data));
      if (body.children.length > CHANGES_SHOWN) {
        body.lastChild.remove();
      }
    });
    told.textContent = `${whole(count)} changes; the stream has ended`;
    stop.remove();
  }
}
