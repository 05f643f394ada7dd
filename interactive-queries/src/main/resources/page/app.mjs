// The frame of the page: which view is shown, a look at the application every two seconds, and what is wrong.

import { Problem, token } from "./api.mjs";
import { h, whole } from "./dom.mjs";
import { Sample } from "./sample.mjs";
import { StoresView } from "./stores.mjs";
import { TasksView } from "./tasks.mjs";
import { TopologyView } from "./topology.mjs";

const EVERY_MS = 2000;
const WELL = new Set(["RUNNING"]);
const BUSY = new Set(["CREATED", "REBALANCING"]);
const views = { topology: new TopologyView(), tasks: new TasksView(), stores: new StoresView() };

const main = document.getElementById("main");
const notice = document.getElementById("notice");
let shown = null;
let before = null;
let now = null;
let timer = 0;

function route() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  const view = views[name] || views.topology;
  for (const link of document.querySelectorAll("nav a")) {
    if (views[link.dataset.view] === view) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  if (shown !== view) {
    shown?.hide?.();
    shown = view;
    main.replaceChildren(view.element);
  }
  view.show(rest.map(decodeURIComponent));
  if (now) {
    view.update(before, now);
  }
}

function tell(...content) {
  notice.replaceChildren(...content);
  notice.hidden = false;
}

function askForToken() {
  if (notice.querySelector("form")) {
    return;
  }
  const field = h("input", { type: "password", name: "token", autocomplete: "off", required: true, "aria-label": "Token" });
  tell(
    h(
      "form",
      {
        class: "row",
        onsubmit: (event) => {
          event.preventDefault();
          token.set(field.value);
          notice.hidden = true;
          notice.replaceChildren();
          look();
        },
      },
      h("label", {}, "This server asks for a token ", field),
      h("button", {}, "Go on"),
    ),
  );
}

function frame(sample) {
  const { application } = sample;
  const state = document.getElementById("state");
  state.textContent = application.paused ? "PAUSED" : application.state;
  state.className = `badge ${WELL.has(application.state) ? "good" : BUSY.has(application.state) ? "busy" : "bad"}`;
  document.getElementById("application").textContent = application.applicationId || "Millrace";
  document.title = `${application.applicationId || "Millrace"} · ${state.textContent}`;
  const count = (number, one) => `${whole(number)} ${one}${number === 1 ? "" : "s"}`;
  const parts = [count(application.threads, "thread"), count(application.activeTasks, "task")];
  if (application.standbyTasks) {
    parts.push(count(application.standbyTasks, "standby"));
  }
  document.getElementById("summary").textContent = parts.join(" · ");
}

async function look() {
  clearTimeout(timer);
  try {
    const sample = await Sample.take();
    before = now;
    now = sample;
    notice.hidden = true;
    notice.replaceChildren();
    frame(sample);
    await shown.update(before, now);
  } catch (e) {
    if (e instanceof Problem && e.status === 401) {
      askForToken();
      return;
    }
    document.getElementById("state").className = "badge bad";
    tell(e instanceof Problem ? e.message : "The server does not answer. What is shown is from before; the page goes on by itself.");
  }
  timer = setTimeout(look, document.hidden ? 10 * EVERY_MS : EVERY_MS);
}

addEventListener("hashchange", route);
document.addEventListener("visibilitychange", () => document.hidden || look());
route();
look();
