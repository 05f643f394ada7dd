// A table of the tasks of this instance.

import { h, rate, whole } from "./dom.mjs";
import { perSecond, restored } from "./sample.mjs";

export class TasksView {
  constructor() {
    this.rows = h("tbody");
    this.element = h(
      "section",
      { "aria-labelledby": "tasks-title" },
      h("h2", { id: "tasks-title" }, "Tasks"),
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of tasks" },
        h(
          "table",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ["Task", "Role", "State", "Input", "Committed", "End", "Lag", "Records/s", "Dropped", "Thread"].map((title) =>
                h("th", { scope: "col", class: /Comm|End|Lag|Rec|Drop/.test(title) ? "number" : "" }, title),
              ),
            ),
          ),
          this.rows,
        ),
      ),
    );
  }

  show() {}

  update(before, now) {
    const tasks = now.tasks();
    if (tasks.length === 0) {
      this.rows.replaceChildren(
        h("tr", {}, h("td", { colspan: 10 }, "This instance has no tasks. It gets some when its threads have joined, or others leave.")),
      );
      return;
    }
    this.rows.replaceChildren(...tasks.flatMap((task) => this.rowsOf(task, before, now)));
  }

  rowsOf(task, before, now) {
    const inputs = task.inputs.length > 0 ? task.inputs : [null];
    return inputs.map((input, index) => {
      const first = index === 0;
      const span = inputs.length;
      const whole_ = (number) => (number === undefined ? "–" : whole(number));
      return h(
        "tr",
        { class: first ? "first" : "" },
        first && h("th", { scope: "row", rowspan: span }, task.id),
        first && h("td", { rowspan: span }, task.role),
        first && h("td", { rowspan: span }, this.state(task, now)),
        h("td", { class: "name" }, input ? `${input.topic}-${input.partition}` : "–"),
        h("td", { class: "number" }, input ? whole_(input.committed) : "–"),
        h("td", { class: "number" }, input ? whole_(input.end) : "–"),
        h("td", { class: `number${input?.lag > 0 ? " attention" : ""}` }, input ? whole_(input.lag) : "–"),
        first && h("td", { class: "number", rowspan: span }, rate(perSecond(before, now, "processedByTask", task.id))),
        first && h("td", { class: "number", rowspan: span }, whole(now.dropsByTask.get(task.id) || 0)),
        first && h("td", { rowspan: span, class: "name" }, task.thread),
      );
    });
  }

  state(task, now) {
    if (task.state !== "restoring") {
      return task.state;
    }
    const own = now.restoring.filter((restore) => restore.partition === task.partition);
    return [
      "restoring",
      own.map((restore) =>
        h(
          "label",
          { class: "restore" },
          h("span", { class: "name" }, restore.store),
          h("progress", { max: 1, value: restored(restore) }),
          ` ${whole(restore.remaining)} left`,
        ),
      ),
    ];
  }
}
